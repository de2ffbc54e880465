from __future__ import annotations

import pytest
from django.apps import apps
from wagtail.snippets.models import create_extra_permissions


@pytest.fixture(autouse=True)
def _rights_of_snippets(_rows_of_migrations):
    """Wagtail gives snippets their right to publish after a migrate; a database emptied by the test before lacks it."""
    create_extra_permissions(apps.get_app_config("wagtailsnippets"), verbosity=0)
