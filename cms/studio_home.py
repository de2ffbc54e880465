"""The Studio's start page: what headquarters has, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from brand_kits.models import BrandKit, Network
from cms.models import CampaignTemplateIndexPage, CampaignTemplatePage


@dataclass(frozen=True, slots=True)
class Step:
    """done: this part stands; then `text` says how much there is of it."""

    title: str
    text: str
    url: str
    action: str
    done: bool


class NextSteps(Component):
    """Brand, networks, templates: in the order in which a new installation needs them."""

    name = "next_steps"
    order = 10
    template_name = "cms/studio_next_steps.html"

    def get_context_data(self, _parent: Any = None) -> dict[str, Any]:
        return {"steps": [_brand(), _networks(), _templates()]}


def _brand() -> Step:
    kits = BrandKit.objects.filter(live=True).count()
    if kits:
        text = ngettext("%(n)d brand kit is live.", "%(n)d brand kits are live.", kits) % {
            "n": kits
        }
        url = reverse("wagtailsnippets_brand_kits_brandkit:list")
        return Step(_("Brand"), text, url, _("Open the brand"), done=True)
    text = _("Colours with roles, type, logos and the imprint: every template stands on it.")
    url = reverse("wagtailsnippets_brand_kits_brandkit:add")
    return Step(_("Begin with the brand"), text, url, _("Create a brand kit"), done=False)


def _networks() -> Step:
    count = Network.objects.count()
    if count:
        text = ngettext("%(n)d network of partners.", "%(n)d networks of partners.", count)
        url = reverse("wagtailsnippets_brand_kits_network:list")
        return Step(_("Networks"), text % {"n": count}, url, _("Open the networks"), done=True)
    text = _("A network decides which templates a partner sees.")
    url = reverse("wagtailsnippets_brand_kits_network:add")
    return Step(_("Name a network"), text, url, _("Create a network"), done=False)


def _templates() -> Step:
    live = CampaignTemplatePage.objects.live().count()
    drafts = CampaignTemplatePage.objects.filter(has_unpublished_changes=True).count()
    folder = CampaignTemplateIndexPage.objects.order_by("path").first()
    explore = reverse("wagtailadmin_explore", args=[folder.pk]) if folder else ""
    if live or drafts:
        text = _("%(live)d live, %(drafts)d with unpublished changes.")
        said = text % {"live": live, "drafts": drafts}
        return Step(_("Templates"), said, explore, _("Open the templates"), done=True)
    text = _("Blocks, and for each of them what a partner may change.")
    add = reverse("wagtailadmin_explore_root")
    if folder:
        add = reverse("wagtailadmin_pages:add", args=["cms", "campaigntemplatepage", folder.pk])
    return Step(_("Make the first template"), text, add, _("Create a template"), done=False)
