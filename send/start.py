"""Send start: compile once more, compare with what was approved, freeze, begin. Or hold."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_fsm import can_proceed

from partner_spaces import approval
from partner_spaces.checks import check, errors, retired
from partner_spaces.recheck import recheck
from partner_spaces.rendering import Rendered
from partner_spaces.trust_centre import keys
from partner_spaces.trust_centre.errors import KeyUnavailable
from send.dispatch import hold, locked, readable, step
from send.errors import HeaderError, MayNotLeaveError
from send.models import Dispatch, DispatchState, Reason
from send.snapshot import freeze, owed_by


def due(now: datetime) -> list[Dispatch]:
    """Scheduled dispatches whose time has come, the oldest first."""
    return list(
        Dispatch.objects.filter(state=DispatchState.SCHEDULED, send_at__lte=now)
        .select_related("review__campaign__template", "partner")
        .order_by("send_at", "id")
    )


def start(dispatch: Dispatch) -> bool:
    """Freezes what was approved and begins; or holds. Unapproved bytes never go."""
    reason, rendered = _judged(dispatch)
    if reason is not None or rendered is None or rendered.compiled is None:
        hold(dispatch, reason or Reason.MAIL)
        return False
    with transaction.atomic():
        row = locked(dispatch)
        if not can_proceed(row.begin):
            return False
        freeze(
            row,
            rendered,
            rendered.compiled,
            language=language_of(row),
            imprint=owed_by(row.partner, rendered),
        )
        row.begin(timezone.now())
        row.save()
        approval.sent(row.review, at=timezone.now())
        step(row, "started")
    return True


def language_of(dispatch: Dispatch) -> str:
    """The language a campaign speaks: its template's."""
    return str(dispatch.review.campaign.template.locale.language_code)[:2]


def _judged(dispatch: Dispatch) -> tuple[Reason | None, Rendered | None]:
    """What keeps the dispatch from starting, or the mail that may go."""
    review = dispatch.review
    if review.campaign.archived_at:
        return Reason.ARCHIVED, None
    rendered = approval.rendered_review(review)
    approved = approval.approved_mail(review)
    if review.state != "approved" or rendered.mail != approved:
        rechecked = recheck(review)
        if not rechecked.may_go:
            return Reason(rechecked.outcome.value), None
        rendered = approval.rendered_review(review)
        if rendered.mail != rechecked.mail:
            return Reason.UNEXPLAINED, None
    against = errors(check(rendered, dispatch.partner, on=timezone.localdate()))
    if retired(against):
        return Reason.RETIRED, None
    if any(f.code.startswith("legal.") for f in against):
        return Reason.IMPRINT, None
    if any(f.code.startswith("claim.") for f in against):
        return Reason.CLAIM, None
    if against or rendered.compiled is None:
        return Reason.MAIL, None
    try:
        readable(rendered, partner=dispatch.partner)
        with keys.open_for(dispatch):
            pass
    except MayNotLeaveError as refused:
        return (Reason.IMPRINT if "imprint" in refused.missing else Reason.MAIL), None
    except HeaderError:
        return Reason.MAIL, None
    except KeyUnavailable:
        return Reason.GRANT, None
    return None, rendered
