"""What the start page of the Desk shows of sending: what is on its way, and what needs somebody.

Named in `settings.START_PARTS`, because the start page lives on a floor below; an open page asks
for the same again every few seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from cms.policy import Who, who
from partner_spaces import access
from partner_spaces.models import Partner, PartnerRole, Review
from partner_spaces.start_parts import StartPart
from send import ledger
from send.dispatch import LIVING
from send.models import Delivery, DeliveryState, Dispatch, DispatchState
from send.progress import Progress, progress

MOST = 6  # shown at once
LOOKED_AT = 200  # the newest dispatches of a space


@dataclass(frozen=True, slots=True)
class Going:
    """One dispatch with its numbers."""

    dispatch: Dispatch
    progress: Progress


def part(request: HttpRequest) -> StartPart:
    """It speaks for campaigns whose newest approval is on its way or was sent."""
    partner = access.partner_of(request)
    newest = Review.objects.filter(campaign=OuterRef("review__campaign")).order_by("-pk")
    used = (
        Dispatch.objects.filter(partner=partner)
        .exclude(state__in=(DispatchState.LAPSED, DispatchState.STOPPED))
        .filter(review=Subquery(newest.values("pk")[:1]))
        .order_by("-pk")
    )
    campaigns = used.values_list("review__campaign", flat=True)[:LOOKED_AT]
    return StartPart(_html(request, partner), frozenset(campaigns))


@who(Who.VIEWER)
@require_GET
def refresh(request: HttpRequest) -> HttpResponse:
    """The same for a page that is open; empty when nothing is left to show."""
    response = HttpResponse(_html(request, access.partner_of(request)))
    response["Cache-Control"] = "no-store"
    return response


def going(partner: Partner) -> QuerySet[Dispatch]:
    """What is planned or on its way, and what is done but for a decision; the most urgent first."""
    uncertain = Delivery.objects.filter(
        dispatch=OuterRef("pk"), state=DeliveryState.UNCERTAIN
    ).exclude(reason=ledger.LEFT)
    urgency = Case(
        When(state=DispatchState.HELD, then=Value(0)),
        When(uncertain=True, then=Value(1)),
        When(state=DispatchState.PAUSED, then=Value(2)),
        When(state=DispatchState.SENDING, then=Value(3)),
        default=Value(4),
    )
    found = Dispatch.objects.filter(partner=partner).annotate(uncertain=Exists(uncertain))
    found = found.filter(Q(state__in=LIVING) | Q(uncertain=True))
    return found.select_related("review__campaign").order_by(urgency, F("send_at"), "pk")


def _html(request: HttpRequest, partner: Partner) -> SafeString:
    now = timezone.now()
    found = list(going(partner)[: MOST + 1])
    if not found:
        return SafeString("")
    rows = [Going(row, progress(row, ledger.counts(row.pk), now)) for row in found[:MOST]]
    role = access.role_in(request.user, partner)
    context = {
        "rows": rows,
        "more": len(found) > MOST,
        "may_act": access.reaches(role, PartnerRole.EDITOR),
        "live": any(row.dispatch.state == DispatchState.SENDING for row in rows),
    }
    return render_to_string("send/on_its_way.html", context, request=request)
