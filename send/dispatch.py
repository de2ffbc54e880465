"""Putting an approved campaign on its way, and everything that may happen to it there.

scheduled -> sending -> finished          held(reason) never starts by itself: a new approval
    |           |  ^                      before send_at is sent as planned (a new dispatch),
    v           v  |                      else it lapses: at send_at, for a missing key or a
  held        paused                      release of ours a day later.
    |           |
  lapsed      stopped (also from scheduled, held, sending)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from blocks.words import sentence
from cms.models import User
from partner_spaces import access, approval
from partner_spaces.checks import check, errors
from partner_spaces.models import PartnerRole, Review, ReviewState
from partner_spaces.recheck import recheck
from partner_spaces.rendering import Rendered
from send import ledger, notify
from send.errors import HeaderError, MayNotLeaveError, ScheduleError
from send.gates import may_leave
from send.identity import from_address, letterhead
from send.message import Skeleton
from send.models import LONG_HOLDS, Dispatch, DispatchState, DispatchStep, Reason
from send.outdated import outdated
from send.snapshot import owed_by

GRACE = timedelta(hours=24)  # what a missing key or a release of ours may take to be mended
EVERYONE: Mapping[str, Any] = {"segment": "everyone"}
LIVING = (
    DispatchState.SCHEDULED,
    DispatchState.HELD,
    DispatchState.SENDING,
    DispatchState.PAUSED,
)


def schedule(
    review: Review, *, send_at: datetime, by: User, audience: Mapping[str, Any] = EVERYONE
) -> Dispatch:
    """Puts what was approved on its way. send_at in the past means now.

    NotAllowed below editor; ScheduleError names every reason that stands against it, by code
    (`approval`, `sender`, `running`, `sent`, `audience` and the codes of error findings).
    """
    access.require(by, review.campaign.partner, PartnerRole.EDITOR)
    if dict(audience) != dict(EVERYONE):
        raise ScheduleError([("audience", _("There is no such group of customers."))])
    with transaction.atomic():
        fresh = Review.objects.select_for_update().get(pk=review.pk)
        when = max(send_at, timezone.now())
        reasons = _against(fresh, on=timezone.localdate(when))
        if reasons:
            raise ScheduleError(reasons)
        dispatch = Dispatch.objects.create(
            review=fresh,
            partner=fresh.campaign.partner,
            audience=dict(audience),
            sender=settings.SENDER,
            send_at=when,
            created_by=by,
        )
        step(dispatch, "scheduled", by=by)
    return dispatch


def send_as_planned(held: Dispatch, *, by: User) -> Dispatch:
    """The way out of a hold: a new dispatch of what is approved now, at the time once planned."""
    access.require(by, held.partner, PartnerRole.EDITOR)
    review = approval.approved(held.review.campaign)
    if review is None:
        raise ScheduleError([("approval", _not_approved())])
    with transaction.atomic():
        row = locked(held)
        if row.state != DispatchState.HELD:
            raise ScheduleError([("running", _("This dispatch is not held any more."))])
        row.stop(timezone.now(), Reason.REPLACED)
        row.save()
        step(row, "replaced", by=by, reason=Reason.REPLACED)
        return schedule(review, send_at=row.send_at, by=by, audience=row.audience)


def pause(dispatch: Dispatch, *, by: User | None, reason: str = "") -> bool:
    """Nothing begins after this is committed; groups that have begun (25 rows) still leave."""
    with transaction.atomic():
        row = _mine(dispatch, by)
        if not can_proceed(row.pause):
            return False
        row.pause(reason)
        row.save()
        step(row, "paused", by=by, reason=reason)
        if reason:
            transaction.on_commit(lambda: notify.paused(row))
    return True


def resume(dispatch: Dispatch, *, by: User) -> bool:
    with transaction.atomic():
        row = _mine(dispatch, by)
        if not can_proceed(row.resume):
            return False
        row.resume()
        row.save()
        step(row, "resumed", by=by)
    return True


def stop(dispatch: Dispatch, *, by: User) -> int | None:
    """For good. How many mails will not be sent; None when there was nothing to stop."""
    with transaction.atomic():
        row = _mine(dispatch, by)
        if not can_proceed(row.stop):
            return None
        row.stop(timezone.now(), "")
        row.save()
        left = ledger.drop_rest(row.pk)
        step(row, "stopped", by=by, count=left)
    return left


def send_uncertain_again(dispatch: Dispatch, *, by: User) -> int:
    """A person's decision: the uncertain mails go once more, with the same Message-ID each."""
    with transaction.atomic():
        row = _mine(dispatch, by)
        again = ledger.send_again(row.pk) if can_proceed(row.go_on) else 0
        if again:
            row.go_on()
            row.save()
            step(row, "again", by=by, count=again)
    return again


def leave_uncertain(dispatch: Dispatch, *, by: User) -> int:
    """The other decision: nothing is sent, nobody is asked again."""
    with transaction.atomic():
        row = _mine(dispatch, by)
        left = ledger.leave(row.pk)
        if left:
            step(row, "left", by=by, count=left)
    return left


def hold(dispatch: Dispatch, reason: Reason) -> bool:
    """Keeps a scheduled dispatch from starting; owners and the scheduler are told, once."""
    with transaction.atomic():
        row = locked(dispatch)
        if not can_proceed(row.hold):
            return False
        row.hold(reason, row.send_at + (GRACE if reason in LONG_HOLDS else timedelta(0)))
        row.save()
        step(row, "held", reason=reason)
        transaction.on_commit(lambda: notify.held(row))
    return True


def lapse(dispatch: Dispatch, *, now: datetime) -> bool:
    """The end of a hold that nobody mended: not sent, and everybody concerned is told."""
    with transaction.atomic():
        row = locked(dispatch)
        if not can_proceed(row.lapse) or row.hold_until is None or row.hold_until > now:
            return False
        row.lapse(now)
        row.save()
        step(row, "lapsed", reason=Reason(row.reason))
        transaction.on_commit(lambda: notify.lapsed(row))
    return True


def watch(now: datetime) -> None:
    """Lapses what was held too long, holds what may no longer go. Repeated by the dispatcher."""
    for row in Dispatch.objects.filter(state=DispatchState.HELD, hold_until__lte=now):
        lapse(row, now=now)
    scheduled = Dispatch.objects.filter(state=DispatchState.SCHEDULED).select_related("review")
    for row in scheduled.exclude(review__state=ReviewState.APPROVED):
        hold(row, Reason.SUPERSEDED)
    for row in scheduled.exclude(review__campaign__archived_at=None):
        hold(row, Reason.ARCHIVED)
    for row in scheduled.exclude(review__held=""):
        hold(row, Reason(row.review.held))
    standing = scheduled.filter(review__state=ReviewState.APPROVED, review__held="")
    for row in outdated(standing):
        hold(row, Reason.CLAIM)


def in_doubt(dispatch_id: int, count: int) -> None:
    """Mails that nobody can tell about: into the history, and people are told the first time."""
    row = Dispatch.objects.select_related("partner", "review__campaign", "created_by").get(
        pk=dispatch_id
    )
    first = not row.steps.filter(what="uncertain").exists()
    step(row, "uncertain", count=count)
    if first:
        transaction.on_commit(lambda: notify.uncertain(row))


def locked(dispatch: Dispatch) -> Dispatch:
    """The row as it is now, ours until the transaction ends."""
    return (
        Dispatch.objects.select_for_update(of=("self",))
        .select_related("partner", "review__campaign", "created_by")
        .get(pk=dispatch.pk)
    )


def step(
    dispatch: Dispatch,
    what: str,
    *,
    by: User | None = None,
    reason: str = "",
    count: int | None = None,
) -> None:
    """One line of history."""
    DispatchStep.objects.create(
        dispatch=dispatch, at=timezone.now(), what=what, by=by, reason=reason, count=count
    )


def readable(rendered: Rendered, *, partner: Any) -> Skeleton:
    """The mail ready to be joined, after every gate. HeaderError, MayNotLeaveError otherwise."""
    if rendered.compiled is None:
        raise MayNotLeaveError(["mail"])
    may_leave(rendered.compiled, imprint=owed_by(partner, rendered))
    if not rendered.compiled.sender_name().strip():
        raise HeaderError("The sender has no name.")
    return Skeleton(
        rendered.compiled, letterhead(partner, campaign=partner.public_id, language="de")
    )


def _mine(dispatch: Dispatch, by: User | None) -> Dispatch:
    row = locked(dispatch)
    if by is not None:  # None: the dispatcher itself
        access.require(by, row.partner, PartnerRole.EDITOR)
    return row


def _against(review: Review, *, on: date) -> list[tuple[str, str]]:
    """Everything that keeps a review from being sent on a day, as (code, sentence)."""
    campaign = review.campaign
    reasons: list[tuple[str, str]] = []
    if campaign.archived_at:
        return [("archived", _("This campaign is in the archive. Restore it first."))]
    standing = approval.approved(campaign)
    if standing is None or standing.pk != review.pk:
        return [("approval", _not_approved())]
    earlier = Dispatch.objects.filter(review__campaign=campaign)
    if earlier.filter(state__in=LIVING).exists():
        reasons.append(("running", _("This campaign is on its way already.")))
    if earlier.filter(review=review, started_at__isnull=False).exists():
        reasons.append(("sent", _("This campaign was sent. Copy it to send it once more.")))
    rendered = approval.rendered_review(review)
    language = get_language() or "de"
    against = errors(check(rendered, campaign.partner, on=on))
    said = {(f.code, sentence(f, language)) for f in against}
    if rendered.mail != approval.approved_mail(review) and not recheck(review).may_go:
        return [("approval", _not_approved()), *sorted(said)]
    reasons += sorted(said)
    if not said:
        reasons += _gates(rendered, campaign.partner)
    return reasons


def _gates(rendered: Rendered, partner: Any) -> list[tuple[str, str]]:
    try:
        readable(rendered, partner=partner)
    except MayNotLeaveError as refused:
        words = _("The mail lacks its imprint or its opt-out link.")
        return [(f"legal.{name}", words) for name in refused.missing]
    except HeaderError:
        words = _("Mails cannot be sent from %(address)s under this sender name.")
        return [("sender", words % {"address": from_address(partner)})]
    return []


def _not_approved() -> str:
    return _("This campaign is not approved as it is now. Submit it first.")
