"""The sending screens, as a partner's people and strangers meet them."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partner_spaces import approval, compose
from partner_spaces.models import PartnerRole
from send import dispatch as way
from send import ledger
from send.models import Delivery, Dispatch, DispatchState, Reason, TestMail
from tests import factories
from tests.send import bodies
from tests.send.conftest import add, person


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(owner) -> Client:
    return client_of(owner)


def fresh(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.get(pk=dispatch.pk)


def url(name: str, *args) -> str:
    return reverse(f"desk_send:{name}", args=args)


def test_everyone_now_is_one_press_and_shows_who_will_get_it(desk, space, campaign, review):
    add(space, person("Anna"), person("Bert"), person("Carl", consent=None))
    page = desk.get(url("schedule", campaign.uuid))
    words = " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
    assert "An 2 Personen senden" in words
    assert "Ohne Einwilligung 1" in words
    answer = desk.post(url("schedule", campaign.uuid), {"when": "now"})
    made = Dispatch.objects.get()
    assert answer.headers["Location"] == url("dispatch", made.uuid)
    assert made.send_at <= timezone.now()
    assert made.review_id == review.pk


def test_a_date_and_a_time_are_meant_in_local_time(desk, space, campaign, review, settings):
    add(space, person("Anna"))
    day = (timezone.localtime() + timedelta(days=3)).date()
    desk.post(
        url("schedule", campaign.uuid), {"when": "later", "date": day.isoformat(), "time": "09:30"}
    )
    at = timezone.localtime(Dispatch.objects.get().send_at)
    assert (at.date(), at.hour, at.minute) == (day, 9, 30)


@pytest.mark.parametrize(
    "data",
    [
        {"when": "later"},
        {"when": "later", "date": "2020-01-01", "time": "09:00"},
        {"when": "later", "date": "kein Datum", "time": "09:00"},
        {"when": "later", "date": "2199-01-01", "time": "09:00"},
        {"when": "x"},
        {},
    ],
)
def test_a_time_that_cannot_be_is_refused_at_the_place(desk, space, campaign, review, data):
    answer = desk.post(url("schedule", campaign.uuid), data)
    assert answer.status_code == 422
    assert not Dispatch.objects.exists()


@pytest.mark.capability("VE8")
def test_a_campaign_whose_merge_field_lost_its_fallback_cannot_be_scheduled_at_the_desk(
    desk, space, campaign, review, owner
):
    add(space, person("Anna"))
    rev = compose.access_row(campaign.pk).rev
    compose.save_overlay(campaign.pk, bodies.NAMELESS, if_match=rev, by=owner)
    desk.post(reverse("desk:submit", args=[campaign.uuid]))  # nobody approves it either
    desk.post(url("schedule", campaign.uuid), {"when": "now"})
    assert not Dispatch.objects.exists()


@pytest.mark.capability("TL16")
def test_the_form_begins_with_headquarters_time_as_long_as_it_lies_ahead(desk, space, owner):
    at = timezone.localtime() + timedelta(days=30)
    template = factories.template(bodies.body(), new_send_at=at)
    campaign = factories.campaign(template, by=owner, partner=space)
    approval.submit(campaign, by=owner)
    proposed = {"when": "later", "date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"}
    for moment, initial in ((at, proposed), (timezone.now() - timedelta(hours=1), {})):
        type(template).objects.filter(pk=template.pk).update(new_send_at=moment)
        form = desk.get(url("schedule", campaign.uuid)).context["form"]
        assert form.initial == initial


def test_what_is_not_approved_as_it_is_now_leads_back_to_the_campaign(desk, campaign):
    answer = desk.get(url("schedule", campaign.uuid))
    assert answer.headers["Location"] == reverse("desk:preview", args=[campaign.uuid])


def test_a_viewer_sees_and_does_not_act(space, campaign, review, sending):
    viewer = client_of(factories.member(space, PartnerRole.VIEWER))
    assert viewer.get(url("dispatch", sending.uuid)).status_code == 200
    assert viewer.get(url("numbers", sending.uuid)).status_code == 200
    for action in ("pause", "stop", "again", "leave", "as_planned"):
        assert viewer.post(url("act", sending.uuid, action)).status_code == 404
    assert viewer.get(url("schedule", campaign.uuid)).status_code == 404
    assert viewer.post(url("testmail", campaign.uuid)).status_code == 404
    assert fresh(sending).state == DispatchState.SENDING


def doors(campaign, dispatch) -> list[tuple[str, str]]:
    return [
        ("get", url("schedule", campaign)),
        ("post", url("schedule", campaign)),
        ("post", url("testmail", campaign)),
        ("get", url("dispatch", dispatch)),
        ("get", url("numbers", dispatch)),
        ("get", url("mail", dispatch)),
        *(("post", url("act", dispatch, a)) for a in ("pause", "resume", "stop", "again", "leave")),
    ]


@pytest.mark.capability("PS1")
def test_a_foreign_dispatch_or_campaign_is_like_one_that_does_not_exist(campaign, sending):
    stranger = client_of(factories.member())
    nothing = uuid.uuid4()
    for (method, foreign), (_m, missing) in zip(
        doors(campaign.uuid, sending.uuid), doors(nothing, nothing), strict=True
    ):
        theirs, none = getattr(stranger, method)(foreign), getattr(stranger, method)(missing)
        assert theirs.status_code == none.status_code == 404
        assert theirs.content == none.content
    assert fresh(sending).state == DispatchState.SENDING
    assert str(sending.uuid) not in stranger.get(url("list")).content.decode()


def test_headquarters_and_strangers_find_no_sending_screen(campaign, sending):
    for user in (factories.hq(), factories.reviewer()):
        for method, path in doors(campaign.uuid, sending.uuid):
            assert getattr(client_of(user), method)(path).status_code == 404
    for method, path in doors(campaign.uuid, sending.uuid):
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer.headers["Location"]


def test_the_numbers_on_the_screen_add_up(desk, space, review, owner, post):
    add(space, person("Anna"), person("Bert"), person("Carl", consent=None))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    post.drain()
    numbers = desk.get(url("numbers", made.uuid)).json()
    assert numbers["adds_up"] is True
    assert sum(line["n"] for line in numbers["lines"]) == numbers["of"] == 3
    assert numbers["percent"] == 100
    page = desk.get(url("dispatch", made.uuid)).content.decode()
    assert "2 + 0 + 1 + 0 + 0 + 0" in page
    assert "geht auf" in page
    assert "1 ohne Einwilligung" in page
    assert made.uuid.hex not in page.replace(str(made.uuid), "")
    assert "kunden.example" not in page


@pytest.mark.parametrize("action", ["pause", "stop"])
def test_pause_and_stop_are_one_press(desk, sending, action):
    desk.post(url("act", sending.uuid, action))
    assert fresh(sending).state == {"pause": "paused", "stop": "stopped"}[action]


def test_a_held_dispatch_says_why_and_what_to_do(desk, space, campaign, review, owner):
    made = way.schedule(review, send_at=timezone.now() + timedelta(hours=1), by=owner)
    way.hold(made, Reason.UNEXPLAINED)
    page = desk.get(url("dispatch", made.uuid)).content.decode()
    assert "Angehalten" in page
    assert reverse("desk:compose", args=[campaign.uuid]) in page or "Wie geplant senden" in page


def test_uncertain_mails_are_the_partners_decision(desk, sending, owner):
    Delivery.objects.create(dispatch=sending, customer=uuid.uuid4(), address_index=b"a" * 16)
    ledger.begin(sending.pk, ledger.claim(sending.pk, worker="dead"), worker="dead")
    ledger.reap(timezone.now() + timedelta(hours=1))
    page = desk.get(url("dispatch", sending.uuid)).content.decode()
    assert "1 ungewisse Mail" in page
    desk.post(url("act", sending.uuid, "leave"))
    assert "Ihre Entscheidung" not in desk.get(url("dispatch", sending.uuid)).content.decode()


def test_an_unknown_action_is_not_found_and_a_get_acts_never(desk, sending):
    assert desk.post(url("act", sending.uuid, "erase")).status_code == 404
    assert desk.get(url("act", sending.uuid, "stop")).status_code == 405
    assert fresh(sending).state == DispatchState.SENDING


def test_the_frame_of_the_mail_runs_nothing_and_shows_nobody(desk, space, review, owner, post):
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    before = desk.get(url("mail", made.uuid))
    post.drain()
    after = desk.get(url("mail", made.uuid))
    assert before.content == after.content
    assert "sandbox" in after["Content-Security-Policy"]
    assert "script" not in after["Content-Security-Policy"]
    assert "Anna" not in after.content.decode()


def test_the_list_shows_what_is_planned_and_what_is_ready(desk, space, campaign, review, owner):
    assert campaign.title in desk.get(url("list")).content.decode()
    made = way.schedule(review, send_at=timezone.now() + timedelta(days=1), by=owner)
    page = desk.get(url("list")).content.decode()
    assert url("dispatch", made.uuid) in page
    assert url("schedule", campaign.uuid) not in page


def test_an_empty_list_says_what_to_do_next(space):
    page = client_of(factories.member(space)).get(url("list")).content.decode()
    assert "Noch nichts gesendet" in page
    assert reverse("desk:campaigns") in page


def test_the_list_asks_few_questions_however_long(
    desk, review, space, django_assert_max_num_queries
):
    rows = [
        Dispatch(review=review, partner=space, sender="memory", send_at=timezone.now())
        for _ in range(60)
    ]
    Dispatch.objects.bulk_create(rows)
    with django_assert_max_num_queries(16):
        desk.get(url("list"))


def test_a_test_mail_goes_to_the_own_address_alone_marked_and_uncounted(
    owner, space, campaign, settings
):
    settings.DEMO, settings.SENDER = True, "mailbox"
    add(space, person("Anna"))
    desk = client_of(owner)
    desk.post(url("testmail", campaign.uuid), {"to": "evil@x.example", "email": "evil@x.example"})
    page = desk.get(url("mailbox")).content.decode()
    assert owner.email in page
    assert "[Test] Räderwechsel" in page
    assert "evil" not in page
    assert "Anna" not in page
    assert not Dispatch.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.capability("VE10")
def test_a_test_mail_is_written_to_the_reader_that_was_chosen(owner, campaign, settings):
    """Still to the own address, marked and uncounted; who is not known there is the first."""
    settings.DEMO, settings.SENDER = True, "mailbox"
    desk, page = client_of(owner), reverse("desk:preview", args=[campaign.uuid])
    shown = desk.get(page, {"reader": "nobody"}).content.decode()
    assert '<input type="hidden" name="reader" value="nobody">' in shown
    known: set[str] = set()
    for reader, said in (
        ("nobody", "Guten Tag zusammen"),
        ("without-last_name", "Guten Tag Petra"),
        ("evil@x.example", "Guten Tag Petra"),
    ):
        desk.post(url("testmail", campaign.uuid), {"reader": reader})
        mails = desk.get(url("mailbox")).content.decode()
        (new,) = set(re.findall(r"mailbox/([0-9a-f]{32}\.eml)/html", mails)) - known
        known.add(new)
        html = desk.get(url("mailbox_html", new)).content.decode()
        assert said in html
        assert ("schön, dass es Sie gibt" in html) == (reader == "evil@x.example")
    assert mails.count("[Test] Räderwechsel bei") == mails.count("Räderwechsel bei") >= 3
    assert owner.email in mails
    assert "evil" not in mails
    assert TestMail.objects.filter(user=owner).count() == 3
    assert not Dispatch.objects.exists()
    assert not Delivery.objects.exists()


def test_the_21st_test_mail_of_a_day_is_refused_and_tomorrow_there_are_new_ones(
    owner, campaign, settings
):
    from send.testmail import A_DAY, left_today, send_test

    settings.DEMO, settings.SENDER = True, "mailbox"
    now = timezone.now()
    TestMail.objects.bulk_create(TestMail(user=owner, at=now) for _ in range(A_DAY - 1))
    assert left_today(owner) == 1
    json = {"headers": {"Accept": "application/json"}}
    assert client_of(owner).post(url("testmail", campaign.uuid), **json).status_code == 200
    refused = client_of(owner).post(url("testmail", campaign.uuid), **json)
    assert refused.status_code == 422
    assert str(A_DAY) in refused.json()["message"]
    assert send_test(campaign, by=owner, now=now + timedelta(hours=25)) == owner.email


def test_the_mailbox_shows_only_the_own_space_and_only_in_a_demo(
    owner, space, campaign, review, settings, post
):
    settings.DEMO, settings.SENDER = True, "mailbox"
    add(space, person("Anna", last_name="<script>alert(1)</script>"))
    way.schedule(review, send_at=timezone.now(), by=owner)
    post.drain()
    mine = client_of(owner)
    page = mine.get(url("mailbox"))
    assert "anna@kunden.example" in page.content.decode()
    assert b"<script>alert" not in page.content
    name = re.search(r"mailbox/([0-9a-f]{32}\.eml)/html", page.content.decode())[1]
    frame = mine.get(url("mailbox_html", name))
    assert "script" not in frame["Content-Security-Policy"]
    assert "sandbox" in frame["Content-Security-Policy"]
    stranger = client_of(factories.member())
    assert "anna@" not in stranger.get(url("mailbox")).content.decode()
    assert stranger.get(url("mailbox_mail", name)).status_code == 404
    assert stranger.get(url("mailbox_html", name)).status_code == 404
    assert mine.get(url("mailbox_html", "..%2F..%2Fsettings.py")).status_code == 404
    settings.DEMO = False
    assert mine.get(url("mailbox")).status_code == 404


def test_the_screens_speak_english_too(desk, space, campaign, review, sending):
    for path in (url("list"), url("schedule", campaign.uuid), url("dispatch", sending.uuid)):
        german = desk.get(path, headers={"Accept-Language": "de"}).content.decode()
        english = desk.get(path, headers={"Accept-Language": "en"}).content.decode()
        assert "Versand" in german or "hinausgehen" in german
        assert "Sending" in english or "go out" in english


def test_a_campaign_that_was_superseded_can_be_approved_and_scheduled_again(
    desk, space, template, campaign, review, owner
):
    add(space, person("Anna"))
    way.stop(way.schedule(review, send_at=timezone.now() + timedelta(days=1), by=owner), by=owner)
    factories.publish(template, bodies.body(greeting="Moin"), by=factories.hq())
    again = approval.approved(campaign) or approval.submit(campaign, by=owner)
    assert desk.post(url("schedule", campaign.uuid), {"when": "now"}).status_code == 302
    assert again.dispatches.filter(state="scheduled").count() == 1
