"""A hold always ends: every reason is walked from the hold to its end, and people are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from brand_kits.findings import Finding
from cms.models import CampaignTemplatePage
from partner_spaces import approval, compose, partners, recheck, rendering
from partner_spaces.errors import NotAllowed
from partner_spaces.models import Campaign, Partner, PartnerRole, Review
from partner_spaces.trust_centre.errors import KeyUnavailable
from send import dispatch as way
from send.drain import Drain
from send.errors import ScheduleError
from send.models import HOLDS, LONG_HOLDS, Dispatch, DispatchState, Reason
from send.start import start
from tests import factories
from tests.send.conftest import add, person

SOON = timedelta(hours=2)


def fresh(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.select_related("review__campaign").get(pk=dispatch.pk)


def page_of(dispatch: Dispatch, user) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("desk_send:dispatch", args=[dispatch.uuid]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def told(settings, django_capture_on_commit_callbacks):
    """Who has been written to so far."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ADMINS = [("Betrieb", "betrieb@einklang.example")]
    mail.outbox = []
    return lambda: sorted({a for m in mail.outbox for a in m.to})


# How each reason comes about: a change to the world before or at send start.


def superseded(mp, space, template, review, owner):
    Review.objects.filter(pk=review.pk).update(state="superseded")


def unexplained(mp, space, template, review, owner):
    Review.objects.filter(pk=review.pk).update(mail="0" * 64)


def release(mp, space, template, review, owner):
    mp.setattr(rendering, "COMPILER", "next")
    Review.objects.filter(pk=review.pk).update(mail="0" * 64)


def grant(mp, space, template, review, owner):
    def gone(_dispatch):
        raise KeyUnavailable(space.pk)

    mp.setattr("send.start.keys.open_for", gone)


def imprint(mp, space, template, review, owner):
    mp.setattr("send.start.check", lambda *a, **k: ())
    mp.setattr("send.dispatch.owed_by", lambda *a: ("Steht nirgends GmbH",))


def unbuilt(mp, space, template, review, owner):
    def broken(*_a, **_k):
        from send.errors import HeaderError

        raise HeaderError

    mp.setattr("send.dispatch.Skeleton", broken)


def retired(mp, space, template, review, owner):
    CampaignTemplatePage.objects.filter(pk=template.pk).update(retired_at=timezone.now())


def archived(mp, space, template, review, owner):
    Campaign.objects.filter(pk=review.campaign_id).update(archived_at=timezone.now())


def unsayable(mp, space, template, review, owner):
    mp.setattr("send.start.check", lambda *a, **k: (Finding("claim.expired"),))


WORLD = {
    Reason.ARCHIVED: archived,
    Reason.RETIRED: retired,
    Reason.SUPERSEDED: superseded,
    Reason.UNEXPLAINED: unexplained,
    Reason.RELEASE: release,
    Reason.GRANT: grant,
    Reason.IMPRINT: imprint,
    Reason.MAIL: unbuilt,
    Reason.CLAIM: unsayable,
}

# what somebody at the machine has to mend may take a day
A_DAY = {Reason.RELEASE, Reason.GRANT}


def test_every_reason_to_hold_has_its_walk_here():
    assert set(WORLD) == {*HOLDS, *LONG_HOLDS}


def held(reason, request, post) -> Dispatch:
    """A dispatch that was due, and is held for the reason."""
    space, template, review, owner = (
        request.getfixturevalue(n) for n in ("space", "template", "review", "owner")
    )
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    with pytest.MonkeyPatch.context() as mp:
        WORLD[reason](mp, space, template, review, owner)
        with request.getfixturevalue("django_capture_on_commit_callbacks")(execute=True):
            Drain(worker=post.worker).round()
    Campaign.objects.update(archived_at=None)
    CampaignTemplatePage.objects.update(retired_at=None)
    return fresh(made)


@pytest.mark.parametrize("reason", WORLD)
def test_a_hold_that_nobody_mends_lapses_and_nothing_is_sent(
    reason, request, post, told, django_capture_on_commit_callbacks, owner
):
    row = held(reason, request, post)
    assert (row.state, row.reason) == (DispatchState.HELD, reason)
    assert owner.email in told()
    assert ("betrieb@einklang.example" in told()) is (reason == Reason.RELEASE)
    mail.outbox.clear()

    grace = timedelta(hours=24) if reason in A_DAY else timedelta(0)
    assert row.hold_until == row.send_at + grace
    with django_capture_on_commit_callbacks(execute=True):
        way.watch(row.hold_until - timedelta(seconds=1))
        assert fresh(row).state == DispatchState.HELD
        way.watch(row.hold_until)
    row = fresh(row)
    assert (row.state, row.reason) == (DispatchState.LAPSED, reason)
    assert owner.email in told()
    assert post.sender.sent == []
    assert [s.what for s in row.steps.all()] == ["lapsed", "held", "scheduled"]


@pytest.mark.parametrize("reason", WORLD)
def test_a_held_dispatch_never_starts_by_itself_but_can_be_sent_as_planned(
    reason, request, post, told, owner, campaign
):
    row = held(reason, request, post)
    Dispatch.objects.filter(pk=row.pk).update(hold_until=timezone.now() + SOON)
    post.drain()  # the world is in order again, and still nobody pressed anything
    assert fresh(row).state == DispatchState.HELD
    assert post.sender.sent == []

    if approval.approved(fresh(row).review.campaign) is None:
        with pytest.raises(ScheduleError):
            way.send_as_planned(row, by=owner)
        Review.objects.filter(pk=row.review_id).update(state="superseded")
        approval.submit(campaign, by=owner)
    made = way.send_as_planned(fresh(row), by=owner)
    assert made.pk != row.pk
    assert (fresh(row).state, fresh(row).reason) == (DispatchState.STOPPED, Reason.REPLACED)
    post.drain()
    assert fresh(made).state == DispatchState.FINISHED
    assert len(post.sender.sent) == 1


def test_a_dispatch_is_held_as_soon_as_its_approval_is_gone_not_only_at_its_time(
    space, review, owner, post
):
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now() + SOON, by=owner)
    partners.update(space, {"legal_name": "Meier und Tochter GmbH"}, by=owner)
    post.drain()
    row = fresh(made)
    assert (row.state, row.reason, row.hold_until) == (
        DispatchState.HELD,
        Reason.SUPERSEDED,
        made.send_at,
    )


def test_an_approval_lost_in_the_last_second_keeps_the_dispatch_from_starting(
    space, review, owner, post
):
    """Nobody has looked at scheduled dispatches since: the start itself asks."""
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    Review.objects.filter(pk=review.pk).update(state="superseded")
    assert start(fresh(made)) is False
    assert (fresh(made).state, fresh(made).reason) == (DispatchState.HELD, Reason.SUPERSEDED)
    assert post.sender.sent == []


@pytest.mark.parametrize("reason", WORLD)
def test_the_page_of_a_hold_says_what_to_do_about_its_reason(reason, request, post, told, owner):
    row = held(reason, request, post)
    page = page_of(row, owner)
    assert ("Öffnen Sie die Kampagne: Was fehlt" in page) is (reason == Reason.MAIL)


def test_what_lies_in_the_archive_is_restored_first_and_then_sent_as_planned(
    request, post, told, owner, campaign
):
    row = held(Reason.ARCHIVED, request, post)
    planned = reverse("desk_send:act", args=[row.uuid, "as_planned"])
    compose.archive(campaign, by=owner)
    page = page_of(row, owner)
    assert "Stellen Sie die Kampagne wieder her" in page
    assert planned not in page
    compose.restore(campaign, by=owner)
    page = page_of(row, owner)
    assert "wieder aus dem Archiv" in page
    assert planned in page


def test_what_was_sent_stays_sent_whatever_changes_afterwards(space, campaign, review, owner, post):
    add(space, person("Anna"))
    way.schedule(review, send_at=timezone.now(), by=owner)
    post.drain()
    partners.update(space, {"legal_name": "Meier und Tochter GmbH"}, by=owner)
    assert recheck.recheck_due() == []
    assert approval.status(campaign) is approval.Status.SENT


def test_a_release_hold_is_lifted_by_the_operator_and_then_sent_as_planned(
    request, post, told, owner
):
    row = held(Reason.RELEASE, request, post)
    Dispatch.objects.filter(pk=row.pk).update(hold_until=timezone.now() + SOON)
    Review.objects.filter(pk=row.review_id).update(mail="0" * 64)
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr(rendering, "COMPILER", "next")
        recheck.recheck(row.review, release_by=factories.hq())
        made = way.send_as_planned(row, by=owner)
        post.drain()
    assert fresh(made).state == DispatchState.FINISHED


def test_a_viewer_and_a_stranger_move_nothing(space, review, owner, sending):
    for person_ in (factories.member(space, PartnerRole.VIEWER), factories.member()):
        with pytest.raises(NotAllowed):
            way.schedule(review, send_at=timezone.now(), by=person_)
        for move in (way.pause, way.resume, way.stop, way.leave_uncertain):
            with pytest.raises(NotAllowed):
                move(sending, by=person_)
    assert fresh(sending).state == DispatchState.SENDING


MOVES = {
    "begin": (timezone.now(),),
    "hold": (Reason.SUPERSEDED, timezone.now()),
    "lapse": (timezone.now(),),
    "pause": ("",),
    "resume": (),
    "stop": (timezone.now(), ""),
    "finish": (timezone.now(),),
    "go_on": (),
}
ALLOWED = {
    ("scheduled", "begin"): "sending",
    ("scheduled", "hold"): "held",
    ("scheduled", "stop"): "stopped",
    ("held", "lapse"): "lapsed",
    ("held", "stop"): "stopped",
    ("sending", "pause"): "paused",
    ("sending", "stop"): "stopped",
    ("sending", "finish"): "finished",
    ("sending", "go_on"): "sending",
    ("paused", "resume"): "sending",
    ("paused", "stop"): "stopped",
    ("finished", "go_on"): "sending",
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", DispatchState.values)
def test_a_dispatch_moves_as_the_table_says_and_no_other_way(state, move):
    row = Dispatch(state=state, send_at=timezone.now())
    if (state, move) in ALLOWED:
        getattr(row, move)(*MOVES[move])
        assert row.state == ALLOWED[(state, move)]
    else:
        with pytest.raises(TransitionNotAllowed):
            getattr(row, move)(*MOVES[move])


def test_missing_legal_data_keep_a_campaign_from_being_scheduled_and_are_named(
    space, campaign, review, owner
):
    add(space, person("Anna"))
    Partner.objects.filter(pk=space.pk).update(legal_name="")
    with pytest.raises(ScheduleError) as refused:
        way.schedule(Review.objects.get(pk=review.pk), send_at=timezone.now(), by=owner)
    assert "Es fehlt eine Pflichtangabe: die Firma." in " ".join(refused.value.messages)
