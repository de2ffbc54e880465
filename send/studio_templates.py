"""Headquarters takes a template back, or brings it back: with what that holds in sight."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms import retiring
from cms.models import CampaignTemplatePage
from cms.policy import Who, who
from cms.studio_frame import person, screen, template_of
from partner_spaces import impact
from partner_spaces.models import ReviewState
from send.models import Dispatch, DispatchState


@dataclass(frozen=True, slots=True)
class Unsent:
    """What is made of a template and not sent: counts, no names."""

    campaigns: int
    partners: int
    in_review: int
    scheduled: int


def unsent(page: CampaignTemplatePage) -> Unsent:
    """Two queries, however many campaigns there are."""
    waiting = impact.unsent([page.pk]).aggregate(
        campaigns=Count("pk"),
        partners=Count("partner", distinct=True),
        in_review=Count("pk", filter=Q(last_state=ReviewState.SUBMITTED)),
    )
    scheduled = Dispatch.objects.filter(
        review__campaign__template=page,
        state__in=(DispatchState.SCHEDULED, DispatchState.HELD),
    )
    return Unsent(**waiting, scheduled=scheduled.count())


@who(Who.HQ)
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what is held by it, takes a reason, and does it; the same door leads back."""
    page = template_of(request, pk, may="can_publish")
    if request.method == "POST":
        return _decided(request, page)
    title = _("Bring back") if page.retired_at else _("Retire")
    others = page.get_translations().filter(live=True, retired_at=None).select_related("locale")
    context = {"unsent": unsent(page), "longest": retiring.LONGEST, "others": others}
    return screen(request, "send/studio/retire.html", title=title, page=page, context=context)


def _decided(request: HttpRequest, page: CampaignTemplatePage) -> HttpResponse:
    if "back" in request.POST:
        if retiring.bring_back(page, by=person(request)):
            messages.success(request, _("It is back. What was held is looked at anew."))
        return redirect("studio_retire", page.pk)
    why = request.POST.get("why", "").strip()
    if not why:
        messages.error(request, _("Say why: partners read it."))
        return redirect("studio_retire", page.pk)
    if retiring.retire(page, by=person(request), why=why):
        messages.success(request, _("Retired. What is not sent is held, and partners are told."))
    return redirect("studio_retire", page.pk)
