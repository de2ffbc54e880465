"""The worker: groups of 25 from the ledger to a sender, every gate once more, round by round."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django_fsm import can_proceed

from partner_spaces.trust_centre import keys, suppression
from partner_spaces.trust_centre.errors import KeyUnavailable
from send import ledger
from send.dispatch import in_doubt, locked, pause, step
from send.errors import HeaderError, MayNotLeaveError
from send.identity import envelope_from, letterhead, unsubscribe_url, web_view_url
from send.ledger import Claimed
from send.message import Marks, Recipient, Skeleton
from send.models import Dispatch, DispatchState, Reason, Skip
from send.senders.protocol import Outcome, Outgoing, Receipt, ReplyClass, Sender, sender
from send.snapshot import frozen


@dataclass
class Worker:
    """One process that sends. Keeps what never changes: frozen mails and its senders."""

    name: str = field(default_factory=lambda: f"{socket.gethostname()[:24]}:{os.getpid()}")
    senders: dict[str, Sender] = field(default_factory=dict)
    _skeletons: dict[int, tuple[Skeleton, date | None]] = field(default_factory=dict)

    def group(self, dispatch: Dispatch) -> int:
        """One group of a dispatch: claimed, gated, begun, sent, finished. How many rows it took."""
        try:
            skeleton, until = self._skeleton(dispatch)
        except (MayNotLeaveError, HeaderError):
            pause(dispatch, by=None, reason=Reason.IMPRINT)
            return 0
        if until and timezone.localdate() > until:
            pause(dispatch, by=None, reason=Reason.CLAIM)
            return 0
        rows = ledger.claim(dispatch.pk, worker=self.name)
        if not rows:
            return 0
        try:
            outgoing = self._gated(dispatch, rows, skeleton)
        except KeyUnavailable:
            ledger.release(rows, worker=self.name)
            pause(dispatch, by=None, reason=Reason.GRANT)
            return 0
        begun = ledger.begin(dispatch.pk, [row for row, _m in outgoing], worker=self.name)
        ours = {row.id: row for row in begun}
        ledger.release([row for row in rows if row.id not in ours], worker=self.name)
        messages = [message for row, message in outgoing if row.id in ours]
        receipts = self._sender(dispatch).send(messages)
        ledger.finish((ours[r.key], r) for r in receipts)
        _follow_up(dispatch, [(ours[r.key], r) for r in receipts])
        return len(rows)

    def _gated(
        self, dispatch: Dispatch, rows: Sequence[Claimed], skeleton: Skeleton
    ) -> list[tuple[Claimed, Outgoing]]:
        """Messages for those who may still get one; the others are skipped with their reason."""
        with keys.open_for(dispatch) as door:
            people = door.people([row.customer for row in rows], channel="email")
        skipped: dict[Skip, list[Claimed]] = {}
        outgoing: list[tuple[Claimed, Outgoing]] = []
        deadline = time.monotonic() + ledger.LEASE.total_seconds() * 0.8
        for row in rows:
            person = people.get(row.customer)
            if person is None:
                skipped.setdefault(Skip.GONE, []).append(row)
            elif person.suppressed or bytes(person.address_index) != row.address_index:
                skipped.setdefault(Skip.SUPPRESSED, []).append(row)
            elif not person.may_send:
                skipped.setdefault(Skip.CONSENT, []).append(row)
            else:
                try:
                    content = skeleton.message(
                        Recipient(person.email, person.name, person.values),
                        self._marks(dispatch, row),
                    )
                except HeaderError:
                    skipped.setdefault(Skip.ADDRESS, []).append(row)
                    continue
                outgoing.append(
                    (
                        row,
                        Outgoing(
                            key=row.id,
                            envelope_from=envelope_from(),
                            recipient=person.email,
                            content=content,
                            space=dispatch.partner.slug,
                            deadline=deadline,
                        ),
                    )
                )
        for reason, whom in skipped.items():
            ledger.skip(whom, reason, worker=self.name)
        return outgoing

    def _marks(self, dispatch: Dispatch, row: Claimed) -> Marks:
        return Marks(
            message_id=row.message_id,
            unsubscribe_url=unsubscribe_url(
                partner=dispatch.partner.public_id,
                dispatch=dispatch.uuid,
                address_index=row.address_index,
            ),
            web_view_url=web_view_url(dispatch.uuid),
            date=timezone.now(),
        )

    def _skeleton(self, dispatch: Dispatch) -> tuple[Skeleton, date | None]:
        """The frozen mail, and the last day on which what it quotes may be said."""
        found = self._skeletons.get(dispatch.pk)
        if found is None:
            mail = frozen(dispatch.pk)
            head = letterhead(
                dispatch.partner, campaign=dispatch.review.campaign.uuid, language=mail.language
            )
            found = self._skeletons[dispatch.pk] = Skeleton(mail.compiled, head), mail.until
        return found

    def _sender(self, dispatch: Dispatch) -> Sender:
        if dispatch.sender not in self.senders:
            self.senders[dispatch.sender] = sender(dispatch.sender)
        return self.senders[dispatch.sender]


def running() -> list[Dispatch]:
    """Dispatches that are sending, one after another so that no partner waits for another's."""
    return list(
        Dispatch.objects.filter(state=DispatchState.SENDING)
        .select_related("partner", "review__campaign")
        .order_by("started_at", "id")
    )


def finish_if_done(dispatch: Dispatch) -> bool:
    """Ends a dispatch when everybody has a row and no row may still change by itself."""
    if not dispatch.fanned_out or ledger.open_rows(dispatch.pk):
        return False
    with transaction.atomic():
        row = locked(dispatch)
        if not can_proceed(row.finish) or not row.fanned_out or ledger.open_rows(row.pk):
            return False
        row.finish(timezone.now())
        row.save()
        step(row, "finished")
    return True


def _follow_up(dispatch: Dispatch, receipts: Sequence[tuple[Claimed, Receipt]]) -> None:
    """What a reply means beyond its row: a dead address is suppressed, a refused set-up pauses."""
    for row, receipt in receipts:
        if receipt.reply is ReplyClass.RECIPIENT:
            suppression.suppress(
                dispatch.partner_id,
                address_index=row.address_index,
                channel="email",
                reason="bounce",
            )
    doubtful = sum(receipt.outcome is Outcome.UNCERTAIN for _row, receipt in receipts)
    if doubtful:
        in_doubt(dispatch.pk, doubtful)
    if any(receipt.reply is ReplyClass.POLICY for _row, receipt in receipts):
        pause(dispatch, by=None, reason=Reason.POLICY)
