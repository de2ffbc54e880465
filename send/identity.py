"""Who a partner's mails are from, and under which addresses they can be found again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse

from partner_spaces.models import Partner
from send.message import Letterhead
from send.tokens import unsubscribe_token, view_token


def from_address(partner: Partner) -> str:
    """`info.brueckner@mail.network.example`: below the one domain that is set up for sending."""
    return f"{partner.from_local}.{partner.slug}@{settings.SENDING_DOMAIN}"


def envelope_from() -> str:
    """Where bounces go."""
    return f"bounce@{settings.SENDING_DOMAIN}"


def letterhead(
    partner: Partner, *, campaign: uuid.UUID, language: str, purpose: str = "marketing"
) -> Letterhead:
    """What the header of every mail of a campaign says. No identifier of a person is in it."""
    return Letterhead(
        from_address=from_address(partner),
        list_id=f"{partner.slug}.{settings.SENDING_DOMAIN}",
        feedback_id=f"{campaign.hex[:15]}:{partner.slug}:{purpose}:einklang",
        language=language,
    )


def unsubscribe_url(*, partner: uuid.UUID, dispatch: uuid.UUID, address_index: bytes) -> str:
    token = unsubscribe_token(partner=partner, dispatch=dispatch, address_index=address_index)
    return settings.BASE_URL + reverse("public:unsubscribe", args=[token])


def web_view_url(dispatch: uuid.UUID) -> str:
    return settings.BASE_URL + reverse("public:view", args=[view_token(dispatch)])


def help_url() -> str:
    """Where the opt-out link of a page without a person leads."""
    return settings.BASE_URL + reverse("public:unsubscribe_help")
