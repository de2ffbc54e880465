"""The machine door of the catalogue: the templates a partner may begin with, and beginning.

What is not in this partner's catalogue today does not exist here: 404.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Router
from ninja.security import django_auth

from cms.models import CampaignTemplatePage
from partner_spaces import access, catalogue, compose
from partner_spaces.api import made, problem
from partner_spaces.errors import AlreadyUsed, NotAllowed
from partner_spaces.models import Partner

router = Router(tags=["templates"], auth=django_auth)


@router.get("/", url_name="templates")
def listed(request: HttpRequest, q: str = "", occasion: str = "") -> HttpResponse:
    """The catalogue of the space this session works in, what ends first leading."""
    partner = access.partner_or_none(request)
    if partner is None:
        return _not_found()
    found = catalogue.search(partner, on=timezone.localdate(), q=q[:80])
    if occasion:
        found = found.filter(occasion=occasion)
    return JsonResponse({"templates": [_shown(one) for one in found[:500]]})


@router.get("/{uuid:template}", url_name="template")
def one(request: HttpRequest, template: uuid.UUID) -> HttpResponse:
    """One template."""
    partner = access.partner_or_none(request)
    found = _find(partner, template) if partner else None
    return JsonResponse(_shown(found)) if found else _not_found()


@router.post("/{uuid:template}/campaigns", url_name="begin")
def begin(request: HttpRequest, template: uuid.UUID) -> HttpResponse:
    """Makes a campaign: 201 with its address; 409 for a template that is used up."""
    partner = access.partner_or_none(request)
    found = _find(partner, template) if partner else None
    if partner is None or found is None:
        return _not_found()
    try:
        campaign = compose.start(found, partner=partner, by=access.person(request))
    except AlreadyUsed as refused:
        return problem(409, "used", refused.messages[0], campaign=str(refused.campaign.uuid))
    except NotAllowed:
        return _not_found()
    return made(campaign)


def _find(partner: Partner, template: uuid.UUID) -> CampaignTemplatePage | None:
    mine = access.templates_for(partner, on=timezone.localdate())
    return mine.filter(uuid=template).first()


def _not_found() -> HttpResponse:
    return problem(404, "not-found", "There is no such template.")


def _shown(template: CampaignTemplatePage) -> dict[str, Any]:
    def day(value: Any) -> str | None:
        return value.isoformat() if value else None

    return {
        "uuid": str(template.uuid),
        "title": template.title,
        "summary": template.summary,
        "occasion": template.occasion,
        "language": template.language,
        "available_from": day(template.available_from),
        "available_until": day(template.available_until),
        "send_by": day(template.send_by),
        "uses": template.uses,
        "approval": template.approval,
    }
