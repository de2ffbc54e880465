"""The way into a space: a link by mail, valid for seven days and once; only its hash is kept.

Headquarters invites the first owner, and only until somebody is in. After that owners invite.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.models import User
from partner_spaces import access, members
from partner_spaces.errors import InvitationRefused, NotAllowed
from partner_spaces.models import Invitation, Membership, Partner, PartnerRole

VALID = timedelta(days=7)
PATH = "/desk/invitation/{token}/"


@dataclass(frozen=True, slots=True)
class Invited:
    """The row, and the token that stands in the mail and nowhere else."""

    invitation: Invitation
    token: str

    @property
    def link(self) -> str:
        return settings.BASE_URL + PATH.format(token=self.token)


def invite(partner: Partner, *, email: str, role: PartnerRole | str, by: User | None) -> Invited:
    """An owner (or the command line, by=None) invites somebody; the mail is sent at once.

    An open invitation of the same address is withdrawn first, so the latest link is the one.
    """
    members.may_write(partner, by=by)
    return _invite(partner, email, PartnerRole(role), by=by, from_headquarters=False)


def invite_owner(partner: Partner, *, email: str, by: User) -> Invited:
    """Headquarters invites the first owner. InvitationRefused(opened) once somebody was in."""
    if not access.is_hq(by):
        raise NotAllowed
    if partner.opened_at or partner.memberships.exists():
        raise _refused("opened")
    Invitation.objects.filter(partner=partner, from_headquarters=True, accepted_at=None).update(
        withdrawn_at=timezone.now()
    )
    return _invite(partner, email, PartnerRole.OWNER, by=by, from_headquarters=True)


def withdraw(invitation: Invitation, *, by: User | None) -> None:
    """The link opens nothing any more."""
    members.may_write(invitation.partner, by=by)
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(
        withdrawn_at=timezone.now()
    )


def find(token: str) -> Invitation:
    """The invitation behind a link. InvitationRefused(unknown | used | expired | opened)."""
    invitation = (
        Invitation.objects.select_related("partner").filter(token_hash=_hash(token)).first()
    )
    if invitation is None or invitation.withdrawn_at or not invitation.partner.active:
        raise _refused("unknown")
    if invitation.accepted_at:
        raise _refused("used")
    if invitation.expires_at <= timezone.now():
        raise _refused("expired")
    if invitation.from_headquarters and invitation.partner.opened_at:
        raise _refused("opened")
    return invitation


def account_for(invitation: Invitation) -> User | None:
    """The account the invited address already has: its owner must be signed in to accept."""
    return User.objects.filter(username__iexact=invitation.email).first() or (
        User.objects.filter(email__iexact=invitation.email).first()
    )


def accept(
    token: str,
    *,
    password: str = "",
    first_name: str = "",
    last_name: str = "",
    user: User | None = None,
) -> Membership:
    """Opens the space: a new account with this password, or the signed-in `user` whose it is.

    InvitationRefused(account): the address has an account, sign in first. ValidationError for a
    password the installation does not take. A link works once, also when pressed twice.
    """
    with transaction.atomic():
        invitation = find(token)
        partner = Partner.objects.select_for_update().get(pk=invitation.partner_id)
        invitation = find(token)  # again, now that nobody else can use it
        known = account_for(invitation)
        if known is not None and (user is None or user.pk != known.pk):
            raise _refused("account")
        person = known or _account(invitation.email, password, first_name, last_name)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
        return members.admit(partner, person, invitation.role, by=invitation.created_by)


def _account(email: str, password: str, first_name: str, last_name: str) -> User:
    person = User(
        username=email, email=email, first_name=first_name.strip(), last_name=last_name.strip()
    )
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    return person


def _invite(
    partner: Partner, email: str, role: PartnerRole, *, by: User | None, from_headquarters: bool
) -> Invited:
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        partner=partner,
        email=User.objects.normalize_email(email.strip()).lower(),
        role=role,
        token_hash=_hash(token),
        created_by=by,
        expires_at=timezone.now() + VALID,
        from_headquarters=from_headquarters,
    )
    invitation.clean_fields(exclude=["created_by", "accepted_at", "withdrawn_at"])
    with transaction.atomic():
        Invitation.objects.filter(partner=partner, email=invitation.email, accepted_at=None).update(
            withdrawn_at=timezone.now()
        )
        invitation.save()
    invited = Invited(invitation, token)
    _mail(invited, partner)
    return invited


def _mail(invited: Invited, partner: Partner) -> None:
    with translation.override(partner.language):
        subject = _("Your invitation to %(partner)s") % {"partner": partner.name}
        lines = [
            _("%(network)s invites you to the space of %(partner)s.")
            % {"network": partner.network.name, "partner": partner.name},
            _("Open it here:") + "\n" + invited.link,
            _("The link is valid for 7 days and works once."),
        ]
    EmailMessage(subject, "\n\n".join(lines), to=[invited.invitation.email]).send()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _refused(code: str) -> InvitationRefused:
    said = {
        "unknown": _("This link opens nothing. Please ask for a new invitation."),
        "used": _("This invitation was used already. Please sign in."),
        "expired": _("This invitation has expired. Please ask for a new one."),
        "opened": _("Somebody is in this space already. Its owners invite others."),
        "account": _("There is an account with this address. Please sign in to accept."),
    }
    return InvitationRefused(said[code], code=code)
