"""What the partner's rooms add to the Studio: partners, and the words of their log."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from brand_kits.models import BrandKit
from partner_spaces import studio_impact
from partner_spaces.models import Partner
from partner_spaces.studio_partners import PartnerPolicy, PartnerViewSet
from partner_spaces.studio_users import AssignRole, Delete, SetActiveState

register_permission_policy(Partner, PartnerPolicy(Partner))

ACTIONS = {
    "submit": (_("Submitted"), _("Campaign handed in")),
    "withdraw": (_("Withdrawn"), _("Campaign withdrawn")),
    "approve": (_("Approved"), _("Campaign approved")),
    "request_changes": (_("Returned"), _("Campaign returned")),
    "supersede": (_("Superseded"), _("Approval no longer counts")),
    "carry": (_("Carried"), _("Approval carried over a change of headquarters'")),
    "keep": (_("Version kept"), _("Version of a campaign kept")),
    "archive": (_("Archived"), _("Campaign archived")),
    "restore": (_("Restored"), _("Campaign restored")),
    "member_added": (_("Member added"), _("Member added")),
    "member_changed": (_("Role changed"), _("Role of a member changed")),
    "member_removed": (_("Member removed"), _("Member removed")),
    "member_deactivated": (_("Account off"), _("Account of a member switched off")),
    "member_activated": (_("Account on"), _("Account of a member switched on")),
}


@hooks.register("register_admin_viewset")
def partner_screens() -> PartnerViewSet:
    return PartnerViewSet("partners", url_prefix="partners")


@hooks.register("register_admin_urls")
def looks_ahead() -> list[URLPattern]:
    return [
        path("impact/<int:pk>/", studio_impact.page, name="kit_impact"),
        path("impact/<int:pk>/batch/", studio_impact.batch, name="kit_impact_batch"),
    ]


@hooks.register("register_snippet_listing_buttons")
def kit_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """From a kit to its page for the networks, and to what its draft would change."""
    if not isinstance(snippet, BrandKit):
        return []
    found = []
    if snippet.live:
        url = reverse("brand:page", args=[snippet.uuid])
        found.append(Button(_("Brand page"), url=url, icon_name="view", priority=40))
    if user.has_perm("brand_kits.change_brandkit"):
        url = reverse("kit_impact", args=[snippet.pk])
        found.append(Button(_("What would change?"), url=url, icon_name="history", priority=50))
    return found


@hooks.register("register_log_actions")
def log_words(actions: LogActionRegistry) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(f"partner_spaces.{name}", label, message)


# the last to register an action is the one that counts
for action in (AssignRole, Delete, SetActiveState):
    hooks.register("register_bulk_action", action, order=1000)
