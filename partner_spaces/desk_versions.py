"""Kept versions at the Desk: the list, one of them beside what is now, and going back to it."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Revision

from blocks import sayable
from cms import versions as template_versions
from cms.policy import Who, who
from partner_spaces import access, approval, compose, versions
from partner_spaces.checks import check
from partner_spaces.desk_campaigns import campaign_of
from partner_spaces.desk_mail import look, mail_response, marks, told, words_of
from partner_spaces.difference import changes
from partner_spaces.errors import Refused, Stale
from partner_spaces.members import known_as
from partner_spaces.models import Campaign, PartnerRole
from partner_spaces.rendering import marked, rendered, resolved

PAGE = 20


@who(Who.VIEWER)
@require_safe
def index(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """When each was kept, by whom and why; after going back, what that left to say."""
    campaign = campaign_of(request, uuid)
    page = Paginator(versions.revisions(campaign), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "versions": versions.described(page.object_list, campaign),
        "checked": template_versions.numbered(
            campaign.template, approval.version_checked(campaign)
        ),
        "by": known_as(campaign.saved_by, campaign.partner),
    }
    back = request.GET.get("back", "")
    if back.isdecimal():
        context |= _went_back(campaign, int(back))
    return _shown(request, campaign, "desk/versions.html", context)


def _went_back(campaign: Campaign, pk: int) -> dict[str, Any]:
    """The note after going back, as long as nobody has written anything since."""
    kept = versions.revisions(campaign).filter(pk=pk).first()
    newest = campaign.latest_revision
    if kept is None or newest is None:
        return {}
    there, before = versions.described([kept, newest], campaign)
    if not there.now or before.why is not versions.Why.BEFORE:
        return {}
    standing = words_of(check(rendered(campaign), campaign.partner))
    return {"there": there, "before": before, "findings": standing}


@who(Who.EDITOR)
@require_POST
def keep(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Keeps what is now, with a word on what for."""
    campaign = campaign_of(request, uuid)
    try:
        compose.save_version(
            campaign, by=access.person(request), note=request.POST.get("note", "")[:120]
        )
    except Refused as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Version kept."))
    return redirect("desk:versions", campaign.uuid)


@who(Who.VIEWER)
@require_safe
def version(request: HttpRequest, uuid: uuids.UUID, pk: int) -> HttpResponse:
    """One version as a mail, and what would be different from now."""
    campaign = campaign_of(request, uuid)
    return _version(request, campaign, _kept(campaign, pk))


def _version(
    request: HttpRequest, campaign: Campaign, kept: Revision, *, status: int = 200
) -> HttpResponse:
    there = rendered(campaign, overlay=compose.overlay_of(kept))
    hq = there.hq
    now = resolved(campaign, hq=hq)
    language = translation.get_language() or "de"
    before, after = (
        sayable.spelled(one, hq.stock, language=hq.language) for one in (now, there.resolution)
    )
    rows = told(changes(before, after, template=hq.template, language=language), language)
    others = versions.revisions(campaign)
    context = {
        "version": versions.described([kept], campaign)[0],
        "changes": rows,
        "marks": marks(rows),
        "compiled": there.compiled,
        "look": look(request, there.compiled, there.language),
        "refused": words_of(there.refused),
        "findings": words_of(check(there, campaign.partner)),
        "newer": others.filter(pk__gt=kept.pk).last(),
        "older": others.filter(pk__lt=kept.pk).first(),
    }
    return _shown(request, campaign, "desk/version.html", context, status=status)


@who(Who.VIEWER)
@require_safe
def html(request: HttpRequest, uuid: uuids.UUID, pk: int) -> HttpResponse:
    """The mail of a version with today's template; `?marked` with a comment around each block."""
    campaign = campaign_of(request, uuid)
    there = rendered(campaign, overlay=compose.overlay_of(_kept(campaign, pk)))
    compiled = marked(there, campaign) if "marked" in request.GET else there.compiled
    return mail_response(look(request, compiled, there.language))


@who(Who.EDITOR)
@require_POST
def restore(request: HttpRequest, uuid: uuids.UUID, pk: int) -> HttpResponse:
    """Back to a version. `rev` or If-Match: what was on the screen; else 412 and a second look."""
    campaign = campaign_of(request, uuid)
    kept = _kept(campaign, pk)
    by = access.person(request)
    try:
        saved = compose.revert(campaign.pk, kept.pk, if_match=_rev(request), by=by)
    except Stale as late:
        said = _("%(who)s saved meanwhile. Look at it once more.")
        name = known_as(late.current.saved_by, campaign.partner) or _("Somebody")
        messages.error(request, said % {"who": name})
        return _version(request, late.current, kept, status=412)
    except Refused as refused:
        messages.error(request, refused.messages[0])
        return redirect("desk:version", campaign.uuid, kept.pk)
    for finding in words_of(saved.rendered.refused):
        messages.warning(request, finding["words"])
    return redirect(f"{_list(campaign)}?back={kept.pk}")


def _rev(request: HttpRequest) -> int:
    asked = request.headers.get("If-Match", "").strip('W/"') or request.POST.get("rev", "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else 0


def _list(campaign: Campaign) -> str:
    return redirect("desk:versions", campaign.uuid).url


def _kept(campaign: Campaign, pk: int) -> Revision:
    found = versions.revisions(campaign).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest,
    campaign: Campaign,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    where = approval.status(campaign)
    role = access.role_in(request.user, campaign.partner)
    frame = {
        "section": "campaigns",
        "campaign": campaign,
        "status": where,
        "writable": access.reaches(role, PartnerRole.EDITOR)
        and not campaign.archived_at
        and where is not approval.Status.IN_REVIEW,
    }
    response = render(request, template, {**frame, **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response
