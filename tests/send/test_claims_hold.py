"""A claim that may not be said any more stops the mail that says it: planned, due or on its way."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partner_spaces import approval, compose
from partner_spaces.errors import NotReady
from partner_spaces.models import Review
from partner_spaces.recheck import recheck_due
from send import dispatch as way
from send.drain import Drain
from send.errors import ScheduleError
from send.models import Dispatch, DispatchState, Reason, Snapshot
from send.outdated import outdated
from tests import factories
from tests.send import bodies
from tests.send.conftest import add, person

CLAIM = "b0000009-0000-4000-8000-000000000004"
OPEN = {"mode": "editable"}


def days(count: int) -> dt.date:
    return timezone.localdate() + timedelta(days=count)


def with_claim(chosen: int | None) -> list[dict[str, Any]]:
    locks = {"rights": {}, "fields": {"claim": OPEN}, "why": "", "ask": ""}
    value = {"claim": chosen, "note": "", "locks": locks}
    body = bodies.body()
    body.insert(-1, {"type": "claim", "id": CLAIM, "value": value})
    return body


@pytest.fixture
def kit(db: None) -> Any:
    return factories.kit()


@pytest.fixture
def claim(kit: Any) -> Any:
    return factories.claim(kit, valid_until=days(3))


@pytest.fixture
def template(kit: Any, claim: Any) -> Any:
    return factories.template(with_claim(claim.pk), kit=kit)


def until(claim: Any, day: dt.date | None) -> None:
    """Headquarters publishes the claim with another last day."""
    claim.valid_until = day
    claim.save_revision().publish()


def fresh(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.select_related("review__campaign").get(pk=dispatch.pk)


def test_looking_for_them_asks_as_much_about_three_mails_as_about_one(
    template: Any, claim: Any, space: Any, owner: Any
) -> None:
    def questions() -> int:
        campaign = factories.campaign(template, by=owner, partner=space)
        review = approval.submit(campaign, by=owner)
        way.schedule(review, send_at=timezone.now() + timedelta(days=2), by=owner)
        until(claim, days(9))
        assert recheck_due()  # carried: the dispatch stands for the inputs of its carry
        planned = Dispatch.objects.filter(state=DispatchState.SCHEDULED)
        with CaptureQueriesContext(connection) as asked:
            assert outdated(planned) == []
        return len(asked)

    assert questions() == (questions(), questions())[-1]


@pytest.mark.capability("BK5")
def test_a_mail_is_not_planned_for_a_day_on_which_its_claim_does_not_hold(
    review: Any, owner: Any
) -> None:
    with pytest.raises(ScheduleError) as refused:
        way.schedule(review, send_at=timezone.now() + timedelta(days=5), by=owner)
    assert "claim.expired" in refused.value.codes
    assert way.schedule(review, send_at=timezone.now() + timedelta(days=2), by=owner)


@pytest.mark.capability("BK5")
def test_a_planned_mail_is_held_as_soon_as_its_claim_will_not_hold_on_its_day(
    space: Any, review: Any, owner: Any, claim: Any, post: Any
) -> None:
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now() + timedelta(days=2), by=owner)
    post.drain()
    assert fresh(made).state == DispatchState.SCHEDULED
    until(claim, days(1))
    post.drain()
    row = fresh(made)
    assert (row.state, row.reason, row.hold_until) == (
        DispatchState.HELD,
        Reason.CLAIM,
        made.send_at,
    )
    assert Review.objects.get(pk=review.pk).state == "approved"  # nobody changed a word


@pytest.mark.capability("BK5")
def test_an_expired_claim_holds_the_mail_at_its_time_and_another_claim_lets_it_go(
    space: Any, campaign: Any, review: Any, owner: Any, claim: Any, post: Any, monkeypatch: Any
) -> None:
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    monkeypatch.setattr("send.dispatch.outdated", lambda _rows: [])  # found at its time alone
    until(claim, days(-1))
    post.drain()
    assert (fresh(made).state, fresh(made).reason) == (DispatchState.HELD, Reason.CLAIM)
    assert post.sender.sent == []
    assert not Snapshot.objects.filter(dispatch=made).exists()

    Dispatch.objects.filter(pk=made.pk).update(hold_until=timezone.now() + timedelta(hours=1))
    with pytest.raises(ScheduleError):
        way.send_as_planned(fresh(made), by=owner)
    other = factories.claim(campaign.template.kit, text_de="Wir prüfen, bevor wir wechseln.")
    overlay = {"v": 1, "edits": {CLAIM: {"kind": "claim", "values": {"claim": other.pk}}}}
    compose.save_overlay(campaign.pk, overlay, if_match=campaign.rev, by=owner)
    approval.submit(compose.access_row(campaign.pk), by=owner)
    again = way.send_as_planned(fresh(made), by=owner)
    post.drain()
    assert fresh(again).state == DispatchState.FINISHED
    (mail,) = post.mails
    assert "Wir prüfen, bevor wir wechseln." in mail.get_body(("plain",)).get_content()


@pytest.mark.capability("BK5")
def test_a_mail_on_its_way_stops_when_the_last_day_of_its_claim_is_over(
    space: Any, review: Any, owner: Any, post: Any, monkeypatch: Any
) -> None:
    add(space, *(person(f"P{n}") for n in range(30)))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    worker = post.worker
    drain = Drain(worker=worker)
    drain.round()
    while not post.sender.sent:
        drain.round()
    assert len(post.sender.sent) == 25
    late = days(4)
    monkeypatch.setattr("send.hand_over.timezone.localdate", lambda *_a: late)
    drain.round()
    row = fresh(made)
    assert (row.state, row.reason) == (DispatchState.PAUSED, Reason.CLAIM)
    assert len(post.sender.sent) == 25


def test_a_claim_whose_first_day_is_to_come_may_be_approved_and_sent_on_that_day(
    kit: Any, space: Any, owner: Any
) -> None:
    soon = factories.claim(kit, valid_from=days(2))
    campaign = factories.campaign(
        factories.template(with_claim(soon.pk), kit=kit), by=owner, partner=space
    )
    review = approval.submit(campaign, by=owner)
    with pytest.raises(ScheduleError) as refused:
        way.schedule(review, send_at=timezone.now(), by=owner)
    assert "claim.early" in refused.value.codes
    assert way.schedule(review, send_at=timezone.now() + timedelta(days=2), by=owner)


def test_an_expired_claim_is_not_approved(campaign: Any, owner: Any, claim: Any) -> None:
    until(claim, days(-1))
    with pytest.raises(NotReady) as refused:
        approval.submit(campaign, by=owner)
    (finding,) = refused.value.findings
    assert (finding.code, finding.block_id, finding.field) == ("claim.expired", CLAIM, "claim")


def test_a_claim_that_is_taken_back_supersedes_what_says_it(
    review: Any, owner: Any, claim: Any, post: Any
) -> None:
    made = way.schedule(review, send_at=timezone.now() + timedelta(days=1), by=owner)
    claim.unpublish()
    post.drain()
    assert (fresh(made).state, fresh(made).reason) == (DispatchState.HELD, Reason.SUPERSEDED)
