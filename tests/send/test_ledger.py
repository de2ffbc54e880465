"""The ledger: nothing is lost without a visible row, and nothing is sent twice by itself."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from send import dispatch as way
from send import ledger
from send.models import Delivery, DeliveryState, DispatchState, Skip
from send.senders.protocol import Outcome, Receipt, ReplyClass


def rows(dispatch, n: int) -> None:
    Delivery.objects.bulk_create(
        Delivery(
            dispatch=dispatch,
            customer=uuid.uuid4(),
            address_index=i.to_bytes(32),
            message_id=f"<{i}>",
        )
        for i in range(n)
    )


def states(dispatch) -> dict[str, int]:
    found: dict[str, int] = {}
    for (state, _reason), n in ledger.counts(dispatch.pk).items():
        found[state] = found.get(state, 0) + n
    return found


def accepted(row) -> Receipt:
    return Receipt(row.id, Outcome.ACCEPTED, code=250)


def test_a_row_goes_from_ready_to_accepted_and_is_in_exactly_one_state_all_the_way(sending):
    rows(sending, 3)
    claimed = ledger.claim(sending.pk, worker="a", limit=2)
    assert states(sending) == {"ready": 1, "claimed": 2}
    begun = ledger.begin(sending.pk, claimed, worker="a")
    assert states(sending) == {"ready": 1, "sending": 2}
    ledger.finish((row, accepted(row)) for row in begun)
    assert states(sending) == {"ready": 1, "accepted": 2}


def test_two_workers_never_hold_the_same_row(sending):
    rows(sending, 5)
    one = ledger.claim(sending.pk, worker="a", limit=3)
    other = ledger.claim(sending.pk, worker="b", limit=3)
    assert {r.id for r in one} & {r.id for r in other} == set()
    assert len(one) + len(other) == 5


def test_nobody_begins_what_another_has_claimed(sending):
    rows(sending, 1)
    claimed = ledger.claim(sending.pk, worker="a")
    assert ledger.begin(sending.pk, claimed, worker="b") == []


@pytest.mark.parametrize("move", [way.pause, way.stop])
def test_after_a_pause_or_stop_no_group_begins(sending, owner, move):
    rows(sending, 4)
    claimed = ledger.claim(sending.pk, worker="a", limit=2)
    move(sending, by=owner)
    assert ledger.begin(sending.pk, claimed, worker="a") == []
    assert ledger.claim(sending.pk, worker="a") == []


def test_a_stop_leaves_no_row_behind_without_a_state(sending, owner):
    rows(sending, 4)
    begun = ledger.begin(sending.pk, ledger.claim(sending.pk, worker="a", limit=1), worker="a")
    ledger.claim(sending.pk, worker="a", limit=1)
    assert way.stop(sending, by=owner) == 3
    ledger.finish((row, accepted(row)) for row in begun)
    assert ledger.counts(sending.pk) == {("accepted", ""): 1, ("skipped", Skip.STOPPED): 3}


def test_an_expired_claim_is_ready_again_and_an_expired_sending_is_uncertain(sending):
    rows(sending, 4)
    ledger.begin(sending.pk, ledger.claim(sending.pk, worker="dead", limit=2), worker="dead")
    ledger.claim(sending.pk, worker="dead", limit=1)
    soon = timezone.now() + ledger.LEASE - timedelta(minutes=1)
    assert ledger.reap(soon) == ledger.Reaped(0, {})
    assert ledger.reap(soon + timedelta(minutes=2)) == ledger.Reaped(
        back=1, uncertain={sending.pk: 2}
    )
    assert states(sending) == {"ready": 2, "uncertain": 2}


def test_an_uncertain_row_is_never_claimed_by_itself(sending):
    rows(sending, 1)
    ledger.begin(sending.pk, ledger.claim(sending.pk, worker="dead"), worker="dead")
    later = timezone.now() + timedelta(days=3)
    ledger.reap(later)
    assert ledger.claim(sending.pk, worker="b", now=later) == []


def test_a_worker_that_woke_up_too_late_begins_nothing(sending):
    rows(sending, 2)
    asleep = ledger.claim(sending.pk, worker="a")
    later = timezone.now() + ledger.LEASE + timedelta(seconds=1)
    assert ledger.begin(sending.pk, asleep, worker="a", now=later) == []
    ledger.reap(later)
    again = ledger.claim(sending.pk, worker="a", now=later)
    assert ledger.begin(sending.pk, asleep, worker="a", now=later) == []  # the fence, not the name
    assert len(ledger.begin(sending.pk, again, worker="a", now=later)) == 2


def test_a_late_word_settles_an_uncertain_row_but_not_one_that_was_sent_again(sending, owner):
    rows(sending, 1)
    late = ledger.begin(sending.pk, ledger.claim(sending.pk, worker="a"), worker="a")
    later = timezone.now() + timedelta(hours=1)
    ledger.reap(later)
    assert way.send_uncertain_again(sending, by=owner) == 1
    again = ledger.begin(sending.pk, ledger.claim(sending.pk, worker="b"), worker="b")
    assert ledger.finish([(late[0], accepted(late[0]))]) == 0
    assert states(sending) == {"sending": 1}
    ledger.reap(timezone.now() + timedelta(hours=2))
    assert states(sending) == {"uncertain": 1}
    assert ledger.finish([(again[0], accepted(again[0]))]) == 1
    assert states(sending) == {"accepted": 1}


def test_a_deferred_row_waits_longer_each_time_and_then_fails(sending):
    rows(sending, 1)
    now, waits = timezone.now(), []
    for _attempt in range(ledger.MOST_ATTEMPTS):
        begun = ledger.begin(
            sending.pk, ledger.claim(sending.pk, worker="a", now=now), worker="a", now=now
        )
        ledger.finish(
            [(begun[0], Receipt(0, Outcome.DEFERRED, ReplyClass.TEMPORARY, 451, "4.3.0"))], now=now
        )
        row = Delivery.objects.get()
        if row.state == DeliveryState.FAILED:
            break
        assert ledger.claim(sending.pk, worker="a", now=row.due_at - timedelta(seconds=1)) == []
        waits.append(row.due_at - now)
        now = row.due_at
    assert waits == sorted(waits)
    assert Delivery.objects.get().state == DeliveryState.FAILED
    assert Delivery.objects.get().attempts == ledger.MOST_ATTEMPTS


def test_one_address_has_one_row_in_a_dispatch_whatever_is_written(sending):
    rows(sending, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows(sending, 1)


def test_a_decision_to_leave_uncertain_mails_is_kept_and_not_asked_again(sending, owner):
    rows(sending, 2)
    ledger.begin(sending.pk, ledger.claim(sending.pk, worker="dead"), worker="dead")
    ledger.reap(timezone.now() + timedelta(hours=1))
    assert way.leave_uncertain(sending, by=owner) == 2
    assert way.leave_uncertain(sending, by=owner) == 0
    assert way.send_uncertain_again(sending, by=owner) == 0
    assert states(sending) == {"uncertain": 2}


def test_a_skipped_row_is_no_longer_the_workers(sending):
    rows(sending, 2)
    claimed = ledger.claim(sending.pk, worker="a")
    assert ledger.skip(claimed[:1], Skip.SUPPRESSED, worker="a") == 1
    assert len(ledger.begin(sending.pk, claimed, worker="a")) == 1
    assert sending.state == DispatchState.SENDING
