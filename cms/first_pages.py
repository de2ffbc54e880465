"""The one page a new installation needs: the folder of campaign templates."""

from __future__ import annotations

from django.utils.translation import gettext
from wagtail.models import Locale, Page, Site

from cms.models import CampaignTemplateIndexPage


def folder() -> CampaignTemplateIndexPage:
    """The folder of templates, made if there is none. Safe to repeat.

    Wagtail's welcome page, still empty, makes room for it.
    """
    found: CampaignTemplateIndexPage | None = CampaignTemplateIndexPage.objects.order_by(
        "path"
    ).first()
    if found is not None:
        return found
    root = Page.objects.get(depth=1)
    made = CampaignTemplateIndexPage(
        title=gettext("Campaign templates"),
        slug="kampagnenvorlagen",
        locale=Locale.get_default(),
    )
    root.add_child(instance=made)
    Site.objects.update(root_page=made)
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0, latest_revision=None).first()
    if welcome is not None and welcome.specific_class is Page:
        welcome.delete()
    return made
