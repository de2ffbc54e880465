"""The machine door of campaigns: the overlay, under the same locks as every screen.

Problems are RFC 9457 bodies. A campaign that is not one's own does not exist here: 404.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from ninja import Router
from ninja.security import django_auth

from blocks.overlay import MOST_BYTES, MOST_DEPTH, OverlayRefused, enclosed
from blocks.strict_json import read
from blocks.words import refusal, sentence
from brand_kits.findings import Finding
from cms.models import User
from partner_spaces import access, compose
from partner_spaces.errors import InReview, NotAllowed, Refused, Stale
from partner_spaces.members import last_save
from partner_spaces.models import Campaign, PartnerRole
from partner_spaces.rendering import block_html

router = Router(tags=["campaigns"], auth=django_auth)

MOST_BODY = MOST_BYTES + 64 * 1024  # the overlay, and the hashes of the blocks a client has
_REV = re.compile(r'(?:W/)?"(\d{1,18})"')


@router.get("/{uuid:campaign}/overlay", url_name="overlay")
def read_overlay(request: HttpRequest, campaign: uuid.UUID) -> HttpResponse:
    """The overlay as it is now, its findings, and its ETag for the next save."""
    mine = _mine(request, campaign)
    return _answer(mine, compose.state(mine)) if mine else _not_found()


@router.put("/{uuid:campaign}/overlay", url_name="save_overlay")
def write_overlay(request: HttpRequest, campaign: uuid.UUID) -> HttpResponse:
    """Saves. A violation is refused alone, with its finding; the rest is kept."""
    mine = _mine(request, campaign)
    if mine is None or not access.reaches(
        access.role_in(_user(request), mine.partner), PartnerRole.EDITOR
    ):
        return _not_found()
    match = _REV.fullmatch(request.headers.get("If-Match", ""))
    if match is None:
        return problem(428, "if-match", "If-Match with the rev of the last answer is needed.")
    try:
        overlay, have = _body(request)
        saved = compose.save_overlay(mine.pk, overlay, if_match=int(match[1]), by=_user(request))
    except OverlayRefused as error:
        return _refused(error, mine)
    except Stale as error:
        told = {"saved": last_save(error.current, reader=_user(request))}
        return _answer(error.current, compose.state(error.current), status=412, more=told)
    except (NotAllowed, Campaign.DoesNotExist):
        return _not_found()
    except InReview as error:
        return problem(409, "in-review", " ".join(error.messages))
    except Refused as error:
        return problem(409, str(error.code), " ".join(error.messages))
    return _answer(mine, saved, have=have)


def made(campaign: Campaign) -> HttpResponse:
    """201 with the address of a campaign that was begun."""
    address = reverse("api:overlay", args=[campaign.uuid])
    answer = JsonResponse({"campaign": str(campaign.uuid), "overlay": address}, status=201)
    answer["Location"] = address
    return answer


def problem(status: int, kind: str, detail: str, **more: Any) -> HttpResponse:
    """A problem body (RFC 9457)."""
    body = {"type": f"about:blank#{kind}", "title": kind, "status": status, "detail": detail}
    return JsonResponse(body | more, status=status, content_type="application/problem+json")


def _refused(error: OverlayRefused, campaign: Campaign) -> HttpResponse:
    """What was sent, where in it (a JSON pointer, line, column), and what is possible."""
    finding = Finding("overlay.shape", limit=error.limit, value=error.why)
    place = {} if error.place is None else asdict(error.place)
    return problem(
        422,
        "overlay-shape",
        refusal(error, _language(campaign)),
        why=error.why,
        value=error.value,
        limit=error.limit,
        **place,
        findings=[_shown(finding, campaign)],
    )


def _not_found() -> HttpResponse:
    return problem(404, "not-found", "There is no such campaign.")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user


def _mine(request: HttpRequest, campaign: uuid.UUID) -> Campaign | None:
    return access.for_member(request.user).filter(uuid=campaign).first()


def _body(request: HttpRequest) -> tuple[dict[str, Any], Mapping[str, Any] | None]:
    """(overlay, have). OverlayRefused before anything big or deep is read or parsed.

    The overlay stands in the body under "overlay", so the whole may be one level deeper.
    """
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > MOST_BODY:
        raise OverlayRefused("size", value=announced, limit=MOST_BODY)
    raw = request.read(MOST_BODY + 1)
    body = read(raw, most_bytes=MOST_BODY, most_depth=MOST_DEPTH + 1)
    overlay = enclosed(body, name="overlay")
    have = body.get("have")
    return overlay, have if isinstance(have, dict) else None


def _answer(
    campaign: Campaign,
    saved: compose.Saved,
    *,
    status: int = 200,
    have: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    body = {
        "rev": saved.rev,
        "overlay": saved.overlay,
        "findings": [_shown(finding, campaign) for finding in saved.findings],
        "blocks": _changed(campaign, saved, have) if have is not None else {},
        "mail": saved.mail,
        "css": "",
        **more,
    }
    response = JsonResponse(body, status=status)
    response["ETag"] = f'"{saved.rev}"'
    response["Cache-Control"] = "no-store"
    return response


def _changed(campaign: Campaign, saved: compose.Saved, have: Mapping[str, Any]) -> dict[str, str]:
    """The HTML of the blocks whose hash the client does not have."""
    found = block_html(saved.rendered, campaign)
    return {
        block_id: html
        for block_id, html in found.items()
        if have.get(block_id) != hashlib.sha256(html.encode()).hexdigest()
    }


def _shown(finding: Finding, campaign: Campaign) -> dict[str, Any]:
    """A finding with its sentence in the reader's language."""
    return asdict(finding) | {"message": sentence(finding, _language(campaign))}


def _language(campaign: Campaign) -> str:
    return str(translation.get_language() or campaign.partner.language)[:2]
