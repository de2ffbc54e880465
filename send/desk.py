"""Scheduling and progress at the Desk. Views read, call one function, answer.

Every row is read through the partner of the session: a foreign dispatch does not exist.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blocks.compile import Compiled
from cms.models import User
from cms.policy import Who, who
from partner_spaces import access, approval
from partner_spaces.models import Campaign, PartnerRole, Review
from partner_spaces.templatetags.desk import grouped
from partner_spaces.trust_centre import audience
from send import dispatch as way
from send import ledger
from send.errors import ScheduleError
from send.forms import ScheduleForm, proposal
from send.identity import from_address, help_url
from send.models import Delivery, DeliveryState, Dispatch, DispatchState
from send.progress import progress
from send.snapshot import frozen
from send.testmail import send_test

FRAME_CSP = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
_PER_PAGE = 25


@who(Who.VIEWER)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All dispatches of the space: what needs somebody first, then the newest."""
    rows = (
        Dispatch.objects.filter(partner=access.partner_of(request))
        .select_related("review__campaign")
        .annotate(
            accepted=Count("deliveries", filter=Q(deliveries__state=DeliveryState.ACCEPTED)),
            total=Count("deliveries"),
        )
        .order_by("-id")
    )
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    ready = _ready_to_schedule(request) if page.number == 1 else []
    return render(
        request,
        "send/index.html",
        {"page": page, "ready": ready, "section": "send", "demo": settings.DEMO},
    )


@who(Who.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Everyone, and when: nothing else is asked."""
    row = _campaign(request, campaign)
    review = approval.approved(row)
    if review is None:
        messages.warning(request, _("Submit the campaign first: it is not approved as it is now."))
        return redirect("desk:preview", row.uuid)
    form = ScheduleForm(
        request.POST if request.method == "POST" else None, initial=proposal(row.template)
    )
    refused: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = way.schedule(review, send_at=form.moment, by=_person(request))
        except ScheduleError as error:
            refused = tuple(error.messages)
        else:
            return redirect("desk_send:dispatch", made.uuid)
    context = {
        "section": "send",
        "campaign": row,
        "review": review,
        "form": form,
        "refused": refused,
        "reach": audience.counts(row.partner_id, purpose="marketing", channel="email"),
        "from_address": from_address(row.partner),
        "compiled": approval.rendered_review(review).compiled,
    }
    return render(
        request, "send/schedule.html", context, status=422 if refused or form.errors else 200
    )


@who(Who.VIEWER)
@require_GET
def dispatch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One dispatch: its states, which sum to the total, and what may be done."""
    row = _dispatch(request, uuid)
    counts = ledger.counts(row.pk)
    role = access.role_in(request.user, row.partner)
    context = {
        "section": "send",
        "dispatch": row,
        "campaign": row.review.campaign,
        "progress": progress(row, counts, timezone.now()),
        "steps": row.steps.select_related("by")[:12],
        "may_act": access.reaches(role, PartnerRole.EDITOR),
        "group": ledger.GROUP,
        "uncertain": _uncertain(row),
        "way_out": _way_out(row),
        "snapshot": getattr(row, "snapshot", None),
        "states": DispatchState,
    }
    return render(request, "send/dispatch.html", context)


def _way_out(row: Dispatch) -> Review | None:
    """What a held dispatch could be sent as planned with, now."""
    campaign = row.review.campaign
    held = row.state == DispatchState.HELD and campaign.archived_at is None
    return approval.approved(campaign) if held else None


@who(Who.VIEWER)
@require_GET
def numbers(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """The same numbers for a page that is open: asked every few seconds."""
    row = _dispatch(request, uuid)
    found = progress(row, ledger.counts(row.pk), timezone.now())
    answer = {
        "state": row.state,
        "total": grouped(found.total),
        "sum": " + ".join(grouped(line.count) for line in found.lines),
        "adds_up": found.adds_up,
        "percent": found.percent,
        "done": found.done,
        "of": found.total,
        "sentence": found.sentence,
        "undecided": found.undecided,
        "lines": [
            {"key": line.key, "n": line.count, "count": grouped(line.count), "detail": line.detail}
            for line in found.lines
        ],
    }
    response = JsonResponse(answer)
    response["Cache-Control"] = "no-store"
    return response


@who(Who.VIEWER)
@require_GET
def mail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is sent, for a sandboxed frame: the snapshot, or before it what is approved."""
    row = _dispatch(request, uuid)
    compiled: Compiled | None
    if hasattr(row, "snapshot"):
        compiled = frozen(row.pk).compiled
    else:
        compiled = approval.rendered_review(row.review).compiled
    if compiled is None:
        raise Http404
    return framed(
        compiled.preview_html({"unsubscribe_url": help_url(), "web_view_url": help_url()})
    )


@who(Who.EDITOR)
@require_POST
def act(request: HttpRequest, uuid: UUID, action: str) -> HttpResponse:
    """pause, resume, stop, again, leave, as_planned; then the dispatch is shown."""
    row, by = _dispatch(request, uuid), _person(request)
    if action == "pause":
        way.pause(row, by=by)
    elif action == "resume":
        way.resume(row, by=by)
    elif action == "stop":
        _stop(request, row, by)
    elif action == "again":
        way.send_uncertain_again(row, by=by)
    elif action == "leave":
        way.leave_uncertain(row, by=by)
    elif action == "as_planned":
        try:
            row = way.send_as_planned(row, by=by)
        except ScheduleError as error:
            messages.error(request, " ".join(error.messages))
    else:
        raise Http404
    return redirect("desk_send:dispatch", row.uuid)


@who(Who.EDITOR)
@require_POST
def test(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """A test mail to the person who asks; JSON for a page with script, else back to the preview."""
    row = _campaign(request, campaign)
    try:
        to = send_test(row, by=_person(request), reader=request.POST.get("reader", ""))
        said, ok = _("Test mail sent to %s.") % to, True
    except ValidationError as error:
        said, ok = " ".join(error.messages), False
    if request.accepts("text/html"):
        (messages.success if ok else messages.error)(request, said)
        return redirect("desk:preview", row.uuid)
    return JsonResponse({"ok": ok, "message": said}, status=200 if ok else 422)


def framed(html: str) -> HttpResponse:
    """A mail for an iframe: no script, no request but our own pictures."""
    response = HttpResponse(html)
    response["Content-Security-Policy"] = FRAME_CSP
    response["Cache-Control"] = "private, no-store"
    return response


def _stop(request: HttpRequest, row: Dispatch, by: User) -> None:
    left = way.stop(row, by=by)
    if left is None:
        messages.info(request, _("There was nothing left to stop."))
    elif left:
        said = ngettext(
            "Stopped. %(n)s mail is not sent.", "Stopped. %(n)s mails are not sent.", left
        )
        messages.success(request, said % {"n": grouped(left)})
    elif row.started_at:
        messages.success(request, _("Stopped. Nothing was left."))
    else:
        messages.success(request, _("Stopped. Nothing was sent."))


def _campaign(request: HttpRequest, uuid: UUID) -> Campaign:
    mine = access.for_member(request.user).filter(partner=access.partner_of(request))
    return get_object_or_404(mine, uuid=uuid)


def _dispatch(request: HttpRequest, uuid: UUID) -> Dispatch:
    mine = Dispatch.objects.filter(partner=access.partner_of(request)).select_related(
        "partner", "review__campaign__template", "snapshot", "created_by"
    )
    return get_object_or_404(mine, uuid=uuid)


def _ready_to_schedule(request: HttpRequest) -> list[Campaign]:
    """Approved campaigns that no dispatch of theirs is on its way or was sent."""
    mine = access.for_member(request.user).filter(
        partner=access.partner_of(request), archived_at=None, reviews__state="approved"
    )
    used = Dispatch.objects.filter(partner=access.partner_of(request)).exclude(state="lapsed")
    return list(
        mine.exclude(reviews__in=used.values("review")).order_by("-updated_at").distinct()[:6]
    )


def _uncertain(row: Dispatch) -> list[datetime]:
    """When the line broke, for the first few uncertain mails that wait for a decision."""
    return list(
        Delivery.objects.filter(dispatch=row, state=DeliveryState.UNCERTAIN)
        .exclude(reason=ledger.LEFT)
        .order_by("id")
        .values_list("updated_at", flat=True)[:5]
    )


def _person(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):  # the policy lets nobody else come this far
        raise Http404
    return user
