"""The composer's doors: the page, its data, the pictures to choose from, keeping a version."""

from __future__ import annotations

import uuid as uuids
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blocks.pictures import Picture
from blocks.words import sentence
from brand_kits.findings import Finding
from cms.models import User
from cms.policy import Who, who
from cms.templates_of import pictures_for
from partner_spaces import access, approval, compose
from partner_spaces.compose import Saved
from partner_spaces.desk_campaigns import campaign_of
from partner_spaces.desk_composer import document, pictures
from partner_spaces.desk_mail import look
from partner_spaces.desk_words import words
from partner_spaces.errors import Refused
from partner_spaces.members import last_save
from partner_spaces.models import Campaign, PartnerRole
from partner_spaces.rendering import headquarters, pictures_in, rendered


def _language() -> str:
    return (translation.get_language() or "de")[:2]


@who(Who.VIEWER)
@require_safe
def page(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The form composer; read-only for viewers, in review and in the archive."""
    campaign = campaign_of(request, uuid)
    told = _data(request, campaign)
    context = {
        "section": "campaigns",
        "campaign": campaign,
        "status": approval.status(campaign),
        "readonly": told["readonly"],
        "automatic": bool(approval.rule_for(campaign)),
        "data": told,
        "words": words(),
        "review": approval.latest(campaign),
    }
    response = render(request, "desk/compose.html", context)
    response["Cache-Control"] = "no-store"
    return response


@who(Who.VIEWER)
@require_safe
def data(request: HttpRequest, uuid: uuids.UUID) -> JsonResponse:
    """The same data for a page that is open: asked after a merge and when one comes back to it."""
    response = JsonResponse(_data(request, campaign_of(request, uuid)))
    response["Cache-Control"] = "no-store"
    return response


def _data(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    hq = headquarters(campaign.template)
    now = compose.state(campaign)
    networks = frozenset({campaign.partner.network.slug})
    told = document(hq, _language(), scopes=networks, on=timezone.localdate())
    more = pictures_for(sorted(pictures_in(now.overlay) - hq.pictures.keys()), language=hq.language)
    told["pictures"] = {str(p.id): _picture(p) for p in (*hq.pictures.values(), *more.values())}
    return {
        "document": told,
        "state": _state(now) | {"saved": last_save(campaign, reader=access.person(request))},
        "readonly": _readonly(request, campaign),
        "language": hq.language,
        "urls": _urls(campaign),
    }


@who(Who.VIEWER)
@require_safe
def seen(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The mail for the pane beside the form, and whose eyes there are to see it with.

    Who they are changes with what is written: a block that asks for a mileage brings one without.
    """
    now = rendered(campaign_of(request, uuid))
    if now.compiled is None:
        raise Http404
    looked = look(request, now.compiled, now.language, default="desktop")
    answer = {
        "html": looked.html,
        "reader": looked.reader.key,
        "readers": [{"key": one.key, "name": one.name} for one in looked.readers],
    }
    response = JsonResponse(answer)
    response["Cache-Control"] = "no-store"
    return response


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "url": picture.url.removeprefix(settings.BASE_URL),
        "alt": picture.alt,
        "width": picture.width,
        "height": picture.height,
    }


def _state(now: Saved) -> dict[str, Any]:
    return {
        "rev": now.rev,
        "overlay": now.overlay,
        "findings": [_finding(finding) for finding in now.findings],
        "mail": now.mail,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return asdict(finding) | {"message": sentence(finding, _language())}


def _readonly(request: HttpRequest, campaign: Campaign) -> str:
    """Why nothing can be edited: viewer, archived, review, or ""."""
    if not access.reaches(access.role_in(request.user, campaign.partner), PartnerRole.EDITOR):
        return "viewer"
    if campaign.archived_at:
        return "archived"
    return "review" if approval.submitted(campaign) else ""


def _urls(campaign: Campaign) -> dict[str, str]:
    here = [campaign.uuid]
    return {
        "overlay": reverse("api:overlay", args=here),
        "data": reverse("desk:compose_data", args=here),
        "seen": reverse("desk:seen", args=here),
        "pictures": reverse("desk:pictures", args=here),
        "keep": reverse("desk:keep", args=here),
        "test": reverse("desk_send:testmail", args=here),
        "login": reverse("account_login"),
        "company": reverse("desk:company"),
    }


@who(Who.EDITOR)
@require_safe
def offered(request: HttpRequest, uuid: uuids.UUID) -> JsonResponse:
    """The pictures one field takes."""
    campaign = campaign_of(request, uuid)
    found = pictures(
        headquarters(campaign.template),
        request.GET.get("block", ""),
        request.GET.get("field", ""),
        q=request.GET.get("q", "").strip()[:80],
    )
    return JsonResponse({"pictures": found})


@who(Who.EDITOR)
@require_POST
def keep(request: HttpRequest, uuid: uuids.UUID) -> JsonResponse:
    """Keeps the campaign as it is now, to come back to."""
    campaign = campaign_of(request, uuid)
    user = request.user
    if not isinstance(user, User):
        return JsonResponse({}, status=404)
    try:
        compose.save_version(campaign, by=user)
    except Refused as refused:
        return JsonResponse({"message": " ".join(refused.messages)}, status=409)
    return JsonResponse({"message": _("Version kept.")})
