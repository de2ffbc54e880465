"""Who is in a space. Every membership is written here, by an owner or the command line.

`by=None` is the command line: whoever can run commands on the host.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.models import User
from partner_spaces import access
from partner_spaces.errors import InvitationRefused, LastOwner, NotAllowed
from partner_spaces.models import Campaign, Membership, Partner, PartnerRole


def members(partner: Partner) -> QuerySet[Membership]:
    """Everybody in the space, the first to come first."""
    return partner.memberships.select_related("user").order_by("created_at", "pk")


def owners(partner: Partner) -> list[User]:
    """The people who are told about every change of who is in."""
    found = members(partner).filter(role=PartnerRole.OWNER, user__is_active=True)
    return [membership.user for membership in found]


def may_write(partner: Partner, *, by: User | None) -> None:
    """The one check of every membership write: an owner or the command line, else NotAllowed."""
    if by is not None:
        access.require(by, partner, PartnerRole.OWNER)


def add(partner: Partner, user: User, role: PartnerRole | str, *, by: User | None) -> Membership:
    """Puts a person into the space. InvitationRefused(headquarters) for Studio people."""
    may_write(partner, by=by)
    return admit(partner, user, role, by=by)


def admit(partner: Partner, user: User, role: PartnerRole | str, *, by: User | None) -> Membership:
    """What `add` and an accepted invitation do; they have checked who may. `by` answers for it."""
    if is_headquarters(user):
        raise InvitationRefused(
            _("Who works at headquarters cannot be in a partner's space."), code="headquarters"
        )
    with transaction.atomic():
        membership, made = Membership.objects.get_or_create(
            user=user, partner=partner, defaults={"role": PartnerRole(role), "created_by": by}
        )
        Partner.objects.filter(pk=partner.pk, opened_at=None).update(opened_at=timezone.now())
        if made:
            _tell(partner, membership, "added", by=by)
    return membership


def known_as(user: User | None, partner: Partner) -> str:
    """What a space calls a person: headquarters' people never by name. "" = nobody."""
    if user is None:
        return ""
    mine = partner.memberships.filter(user=user).exists()
    if not mine and is_headquarters(user):
        return _("Headquarters")
    return user.get_full_name() or user.email


def last_save(campaign: Campaign, *, reader: User) -> dict[str, Any]:
    """Who saved a campaign last, and when, as one of its members is told."""
    return {
        "by": known_as(campaign.saved_by, campaign.partner),
        "you": campaign.saved_by_id == reader.pk,
        "at": campaign.saved_at.isoformat() if campaign.saved_at else None,
    }


def is_headquarters(user: User) -> bool:
    """Whether a person has any right headquarters gives, whatever memberships say."""
    return (
        user.is_superuser
        or user.is_staff
        or user.groups.exists()
        or (
            user.has_perm("wagtailadmin.access_admin")
            or user.has_perm("partner_spaces.decide_review")
        )
    )


def change_role(membership: Membership, role: PartnerRole | str, *, by: User | None) -> Membership:
    """LastOwner if nobody would be left who can invite."""
    with transaction.atomic():
        fresh = _locked(membership, by=by)
        if fresh.role == PartnerRole.OWNER and role != PartnerRole.OWNER:
            _keep_an_owner(fresh)
        if fresh.role != role:
            fresh.role = PartnerRole(role)
            fresh.save(update_fields=["role"])
            _tell(fresh.partner, fresh, "changed", by=by)
    return fresh


def remove(membership: Membership, *, by: User | None) -> None:
    """Out of the space at once: the next request of that person finds no space."""
    with transaction.atomic():
        fresh = _locked(membership, by=by)
        if fresh.role == PartnerRole.OWNER:
            _keep_an_owner(fresh)
        _tell(fresh.partner, fresh, "removed", by=by)
        fresh.delete()


def deactivate(user: User, *, by: User, active: bool = False) -> None:
    """All headquarters may do with a partner's person: switch the account off (or on again)."""
    if not access.is_hq(by) or not access.is_member(user):
        raise NotAllowed
    User.objects.filter(pk=user.pk).update(is_active=active)
    for membership in Membership.objects.filter(user=user).select_related("partner", "user"):
        _tell(membership.partner, membership, "activated" if active else "deactivated", by=by)


def _locked(membership: Membership, *, by: User | None) -> Membership:
    """The row as it is now, with its space locked so that two owners cannot remove each other."""
    partner = Partner.objects.select_for_update().get(pk=membership.partner_id)
    may_write(partner, by=by)
    return Membership.objects.select_related("partner", "user").get(pk=membership.pk)


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.filter(
        partner=membership.partner, role=PartnerRole.OWNER, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner


def _tell(partner: Partner, membership: Membership, what: str, *, by: User | None) -> None:
    """Into the log, and by mail to all owners."""
    log(partner, f"partner_spaces.member_{what}", user=by, data={"role": membership.role})
    to = [user.email for user in owners(partner) if user.email]
    if not to:
        return
    with translation.override(partner.language):
        lines = {
            "added": _("%(person)s is now in the space of %(partner)s as: %(role)s."),
            "changed": _("%(person)s now has another role in the space of %(partner)s: %(role)s."),
            "removed": _("%(person)s is no longer in the space of %(partner)s."),
            "deactivated": _("Headquarters has switched off the account of %(person)s."),
            "activated": _("Headquarters has switched the account of %(person)s on again."),
        }
        said = lines[what] % {
            "person": membership.user.get_full_name() or membership.user.email,
            "partner": partner.name,
            "role": PartnerRole(membership.role).label,
        }
        who = by.get_full_name() or by.email if by else _("the command line")
        body = "\n\n".join([said, _("Changed by: %(who)s") % {"who": who}, settings.BASE_URL])
        subject = _("Who is in your space has changed")
    for address in to:
        EmailMessage(subject, body, to=[address]).send()
