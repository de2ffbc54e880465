"""Campaigns, preview, and handing in."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cms.policy import Who, who
from partner_spaces import access, approval, compose, offers
from partner_spaces.approval import Status
from partner_spaces.checks import check, errors
from partner_spaces.desk_mail import VIEWS, look, mail_response, words_of
from partner_spaces.errors import NotReady, Refused
from partner_spaces.models import Campaign, Review, ReviewState
from partner_spaces.rendering import rendered

PAGE = 25
STATES: Mapping[str, Any] = {
    "": gettext_lazy("All"),
    "draft": gettext_lazy("Drafts"),
    "in_review": gettext_lazy("In review"),
    "returned": gettext_lazy("Returned"),
    "approved": gettext_lazy("Approved"),
    "archived": gettext_lazy("Archive"),
}


def campaign_of(request: HttpRequest, uuid: uuids.UUID) -> Campaign:
    """One's own campaign; a foreign one does not exist (404)."""
    found = access.for_member(request.user).filter(uuid=uuid).first()
    if found is None or found.partner_id != access.partner_of(request).pk:
        raise Http404
    return found


@who(Who.VIEWER)
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """One's campaigns: search, state, pages."""
    partner = access.partner_of(request)
    q = request.GET.get("q", "").strip()[:80]
    state = request.GET.get("state", "")
    if state not in STATES:
        raise Http404
    found = _in_state(Campaign.objects.filter(partner=partner), state)
    if q:
        found = found.filter(title__icontains=q)
    page = Paginator(found.select_related("template").order_by("-id"), PAGE).get_page(
        request.GET.get("page")
    )
    where = approval.statuses(page.object_list)
    due = offers.due_of(page.object_list)
    for campaign in page.object_list:
        campaign.status, campaign.due = where[campaign.pk], due.get(campaign.pk)
    context = {
        "section": "campaigns",
        "page": page,
        "q": q,
        "state": state,
        "states": STATES.items(),
        "any": bool(q or state) or page.paginator.count > 0,
        "link": "&" + urlencode({"state": state, "q": q}),
    }
    return render(request, "desk/campaigns.html", context)


def _in_state(found: QuerySet[Campaign], state: str) -> QuerySet[Campaign]:
    """Filters by the newest review's state, in the database."""
    if state == "archived":
        return found.exclude(archived_at=None)
    found = found.filter(archived_at=None)
    if not state:
        return found
    newest = Review.objects.filter(campaign=OuterRef("pk")).order_by("-pk")
    found = found.annotate(
        newest=Subquery(newest.values("state")[:1]), newest_rev=Subquery(newest.values("rev")[:1])
    )
    wanted = {
        "in_review": Q(newest=ReviewState.SUBMITTED),
        "returned": Q(newest=ReviewState.CHANGES_REQUESTED),
        "approved": Q(newest=ReviewState.APPROVED, newest_rev=F("rev")),
    }
    living = [ReviewState.SUBMITTED, ReviewState.CHANGES_REQUESTED, ReviewState.APPROVED]
    edited = Q(newest=ReviewState.APPROVED) & ~Q(newest_rev=F("rev"))
    wanted["draft"] = Q(newest=None) | ~Q(newest__in=living) | edited
    return found.filter(wanted[state])


@who(Who.VIEWER)
@require_safe
def preview(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The mail as it will be: desktop, phone, dark, text, for every reader it has."""
    campaign = campaign_of(request, uuid)
    now = rendered(campaign)
    standing = check(now, campaign.partner)
    status = approval.status(campaign)
    context = {
        "section": "campaigns",
        "campaign": campaign,
        "status": status,
        "review": approval.latest(campaign),
        "may_send": status is Status.APPROVED,
        "rule": approval.rule_for(campaign),
        "findings": words_of(standing),
        "blocking": len(errors(standing)),
        "look": look(request, now.compiled, now.language, default="desktop"),
        "views": VIEWS.items(),
        "compiled": now.compiled,
        "mail": now.mail,
        "kept": campaign.revisions.count(),
        "at": campaign.saved_at or campaign.created_at,
        "kilobytes": round(now.compiled.size / 1000) if now.compiled else 0,
    }
    return render(request, "desk/preview.html", context)


@who(Who.VIEWER)
@require_safe
def preview_html(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The compiled bytes, merge fields filled for an invented person."""
    now = rendered(campaign_of(request, uuid))
    return mail_response(look(request, now.compiled, now.language))


@who(Who.EDITOR)
@require_POST
def submit(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Hands the campaign in; what stands against it is shown where it can be mended."""
    campaign = campaign_of(request, uuid)
    try:
        review = approval.submit(campaign, by=access.person(request))
    except NotReady as refused:
        for finding in words_of(errors(refused.findings)):
            messages.error(request, finding["words"])
        return redirect("desk:preview", campaign.uuid)
    except Refused as refused:
        messages.error(request, refused.messages[0])
        return redirect("desk:preview", campaign.uuid)
    if review.state == ReviewState.APPROVED:
        messages.success(request, _("Approved by the template's rule. You can send it now."))
    else:
        messages.success(request, _("Handed in. You will be told as soon as it is decided."))
    return redirect("desk:preview", campaign.uuid)


@who(Who.EDITOR)
@require_POST
def withdraw(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Takes it back out of review."""
    campaign = campaign_of(request, uuid)
    review = approval.submitted(campaign)
    if review is None:
        raise Http404
    try:
        approval.withdraw(review, by=access.person(request))
    except Refused as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Withdrawn. You can go on editing."))
    return redirect("desk:preview", campaign.uuid)


def _rename(campaign: Campaign, request: HttpRequest) -> None:
    compose.rename(campaign, request.POST.get("title", ""), by=access.person(request))


def _archive(campaign: Campaign, request: HttpRequest) -> None:
    compose.archive(campaign, by=access.person(request))


def _restore(campaign: Campaign, request: HttpRequest) -> None:
    compose.restore(campaign, by=access.person(request))


ACTIONS: Mapping[str, tuple[Callable[[Campaign, HttpRequest], None], Any]] = {
    "rename": (_rename, gettext_lazy("Renamed.")),
    "archive": (_archive, gettext_lazy("Archived. You find it under Archive.")),
    "restore": (_restore, gettext_lazy("Restored.")),
}


@who(Who.EDITOR)
@require_POST
def act(request: HttpRequest, uuid: uuids.UUID, action: str) -> HttpResponseRedirect:
    """Rename, archive, restore."""
    campaign = campaign_of(request, uuid)
    if action not in ACTIONS:
        raise Http404
    step, said = ACTIONS[action]
    try:
        step(campaign, request)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, str(said))
    return redirect(reverse("desk:campaigns"))
