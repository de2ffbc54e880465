"""Floor 3: the Wagtail site - users, campaign templates, the Studio; also the Django project."""
