"""What sending adds to the Studio: what becomes of templates in the field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.models import CampaignTemplatePage
from send import studio_offers, studio_templates


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    return [
        path("templates/<int:pk>/retire/", studio_templates.retire, name="studio_retire"),
        path("templates/<int:pk>/offer/", studio_offers.new, name="studio_offer_new"),
        path("offers/", studio_offers.index, name="studio_offers"),
        path("offers/<uuid:uuid>/", studio_offers.show, name="studio_offer"),
        path("offers/<uuid:uuid>/withdraw/", studio_offers.withdraw, name="studio_offer_withdraw"),
    ]


@hooks.register("register_admin_menu_item")
def offers_item() -> MenuItem:
    return MenuItem(
        _("Offers"), reverse("studio_offers"), name="offers", icon_name="mail", order=210
    )


@hooks.register("register_page_header_buttons")
def template_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is not CampaignTemplatePage or not page.live:
        return
    if page.permissions_for_user(user).can_publish():
        retired = CampaignTemplatePage.objects.filter(pk=page.pk).exclude(retired_at=None).exists()
        if not retired:
            offer = reverse("studio_offer_new", args=[page.pk])
            yield Button(_("Offer to networks"), offer, icon_name="mail", priority=18)
        label = _("Bring back") if retired else _("Retire")
        address = reverse("studio_retire", args=[page.pk])
        yield Button(label, address, icon_name="no-view", priority=70)
