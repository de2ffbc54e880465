"""The machine door of headquarters' offers: what stands in this Desk, taking it, declining it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Router, Schema
from ninja.security import django_auth

from partner_spaces import access, offers
from partner_spaces.api import made, problem
from partner_spaces.errors import NotAllowed, Refused
from partner_spaces.models import Decline
from partner_spaces.offers import Offer

router = Router(tags=["offers"], auth=django_auth)


class Declined(Schema):
    """Why: one of the reasons."""

    reason: str


@router.get("/", url_name="offers")
def listed(request: HttpRequest) -> HttpResponse:
    """The offers that wait for this partner's word."""
    partner = access.partner_or_none(request)
    if partner is None:
        return _not_found()
    found = offers.standing(partner, on=timezone.localdate())
    offers.seen(found, partner=partner)
    return JsonResponse({"offers": [_shown(one) for one in found]})


@router.post("/{uuid:offering}/campaigns", url_name="offer_begin")
def begin(request: HttpRequest, offering: uuid.UUID) -> HttpResponse:
    """Makes the campaign: 201 with its address; the second time it is the same one."""
    partner = access.partner_or_none(request)
    offer = offers.find(partner, offering, on=timezone.localdate()) if partner else None
    if partner is None or offer is None:
        return _not_found()
    try:
        campaign = offers.begin(offer, partner=partner, by=access.person(request))
    except NotAllowed:
        return _not_found()
    return made(campaign)


@router.post("/{uuid:offering}/decline", url_name="offer_decline")
def decline(request: HttpRequest, offering: uuid.UUID, body: Declined) -> HttpResponse:
    """Says no, with a reason: 204; 409 for what the partner has begun with."""
    partner = access.partner_or_none(request)
    offer = offers.find(partner, offering, on=timezone.localdate()) if partner else None
    if partner is None or offer is None:
        return _not_found()
    if body.reason not in Decline.values:
        return problem(422, "reason", f"One of {', '.join(Decline.values)}.")
    try:
        offers.decline(offer, partner=partner, by=access.person(request), reason=body.reason)
    except NotAllowed:
        return _not_found()
    except Refused as refused:
        return problem(409, str(refused.code), refused.messages[0])
    return HttpResponse(status=204)


def _not_found() -> HttpResponse:
    return problem(404, "not-found", "There is no such offer.")


def _shown(offer: Offer) -> dict[str, Any]:
    return {
        "uuid": str(offer.offering.uuid),
        "title": offer.title,
        "message": offer.offering.message,
        "due": offer.offering.due.isoformat(),
        "template": str(offer.template.uuid),
        "declined": offer.declined,
    }
