"""From an approved campaign to the inbox, through the doors everybody uses."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta

import pytest
from django.utils import timezone

from blocks.compile import Compiled
from partner_spaces import approval, compose
from partner_spaces.errors import NotReady
from partner_spaces.trust_centre import customers, suppression
from partner_spaces.trust_centre.space import space as space_of
from send import dispatch as way
from send import ledger
from send.errors import FrozenError, ScheduleError
from send.fan_out import fan_out
from send.gates import hash_of
from send.models import Delivery, Dispatch, DispatchState, Reason, Skip, Snapshot
from send.senders.protocol import Outcome, Receipt, ReplyClass
from tests import factories
from tests.send import bodies
from tests.send.conftest import Post, add, person


def now(review, by) -> Dispatch:
    return way.schedule(review, send_at=timezone.now(), by=by)


def fresh(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.get(pk=dispatch.pk)


@pytest.mark.capability("CH1")
def test_everyone_with_consent_gets_a_valid_mail_with_their_own_name(space, review, owner, post):
    add(
        space,
        person("Jörg", email="joerg@kunden.example", last_name='Müller, "Chef" & Söhne'),
        person("Anna"),
    )
    made = now(review, owner)
    post.drain()

    assert fresh(made).state == DispatchState.FINISHED
    assert post.to() == ["anna@kunden.example", "joerg@kunden.example"]
    for message in post.mails:
        assert not message.defects
        assert not [d for part in message.walk() for d in part.defects]
        assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
        assert len(message["To"].addresses) == 1
        assert message["From"].addresses[0].display_name == space.name
        name = "Jörg" if "Jörg" in str(message["To"]) else "Anna"
        assert f"Guten Tag {name}," in message.get_body(("plain",)).get_content()
        assert f"Guten Tag {name}," in message.get_body(("html",)).get_content()
    assert len({m["Message-ID"] for m in post.mails}) == 2


@pytest.mark.capability("CO1")
def test_every_mail_has_its_imprint_and_a_one_click_opt_out_that_works(
    space, review, owner, post, client, settings
):
    add(space, person("Anna"))
    now(review, owner)
    post.drain()
    message = post.mails[0]
    url = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        content = message.get_body((kind,)).get_content()
        assert url in content
        assert space.legal_name in content
        assert space.city in content
    path = url.removeprefix(settings.BASE_URL)
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert _suppressed(space) == 1


@pytest.mark.capability("CO1")
@pytest.mark.parametrize("part", ["html", "text"])
@pytest.mark.parametrize("lacks", ["unsubscribe_url", "imprint", "hash"])
def test_a_mail_that_lost_its_opt_out_or_imprint_does_not_leave(
    space, review, owner, post, part, lacks
):
    """Whoever tampers with the frozen mail: not one message of it goes out."""
    add(space, person("Anna"))
    made = now(review, owner)
    Post().drain(seconds=0)
    _start(made)
    row = Snapshot.objects.get()
    body = json.loads(zlib.decompress(bytes(row.blob)))
    segments = body["compiled"][part]
    if lacks == "imprint":
        body["compiled"][part] = [
            s.replace(space.legal_name, "") if isinstance(s, str) else s for s in segments
        ]
    elif lacks == "hash":
        segments.insert(0, "More words. ")
    else:
        body["compiled"][part] = [
            s for s in segments if isinstance(s, str) or s.get("field") != lacks
        ]
    if lacks != "hash":  # one who makes the hash anew
        body["compiled"]["mail"] = hash_of(Compiled.from_json(body["compiled"]))
    blob = zlib.compress(json.dumps(body).encode())
    Snapshot.objects.filter(pk=row.pk).update(blob=blob)
    post.drain()
    assert post.sender.sent == []
    assert fresh(made).state == DispatchState.PAUSED


def test_a_snapshot_is_written_once(space, review, owner):
    add(space, person("Anna"))
    made = now(review, owner)
    _start(made)
    snapshot = Snapshot.objects.get()
    with pytest.raises(FrozenError):
        snapshot.save()
    with pytest.raises(FrozenError):
        snapshot.delete()


def test_the_sum_of_all_states_is_everybody_in_the_space(space, review, owner, post):
    add(
        space,
        person("Anna"),
        person("Bert"),
        person("Carl", consent=None),
        person("Dora"),
        person("Emil"),
    )
    _suppress(space, "Dora")
    _share_address(space, "Emil", "Anna")
    made = now(review, owner)
    post.drain()
    assert ledger.counts(made.pk) == {
        ("accepted", ""): 2,
        ("skipped", Skip.CONSENT): 1,
        ("skipped", Skip.SUPPRESSED): 1,
        ("skipped", Skip.DUPLICATE): 1,
    }
    assert len(post.to()) == 2


def test_who_may_not_be_written_to_does_not_cost_the_other_at_the_same_address_the_mail(
    space, review, owner, post
):
    add(space, person("Anna", consent=None), person("Emil", consent=None), person("Bert"))
    _share_address(space, "Bert", "Anna")
    _share_address(space, "Emil", "Anna")
    now(review, owner)
    post.drain()
    assert len(post.sender.sent) == 1


def test_the_fan_out_goes_on_behind_its_cursor_and_repeats_nothing(space, review, owner):
    add(space, *[person(f"Nr{i}") for i in range(7)])
    made = now(review, owner)
    _start(made)
    again = fresh(made)
    first, second = fresh(made), fresh(made)
    assert fan_out(first, batch=3) == 3
    assert fan_out(second, batch=3) == 3  # a second worker with an old cursor writes nothing
    assert Delivery.objects.count() == 3
    while not again.fanned_out:
        again = fresh(made)
        fan_out(again, batch=3)
    assert Delivery.objects.count() == 7
    assert Delivery.objects.values("customer").distinct().count() == 7


def test_an_unsubscribe_reaches_the_next_group(space, review, owner, post, client, settings):
    settings_group = ledger.GROUP
    add(space, *[person(f"Nr{i}") for i in range(settings_group + 5)])
    made = now(review, owner)
    _start(made)
    row = fresh(made)
    fan_out(row)
    worker = _worker(post)
    assert worker.group(row) == settings_group
    last = Delivery.objects.filter(state="ready").order_by("-id").first()
    from send.identity import unsubscribe_url

    url = unsubscribe_url(
        partner=space.public_id, dispatch=row.uuid, address_index=bytes(last.address_index)
    )
    assert client.post(url.removeprefix(settings.BASE_URL)).status_code == 200
    worker.group(row)
    assert len(post.sender.sent) == settings_group + 4
    last.refresh_from_db()
    assert (last.state, last.reason) == ("skipped", Skip.SUPPRESSED)


def test_what_headquarters_changes_before_the_start_is_sent_with_a_carry(
    space, template, review, owner, post
):
    add(space, person("Anna"))
    made = now(review, owner)
    factories.publish(template, bodies.body(greeting="Moin"), by=factories.hq())
    post.drain()
    assert "Moin," in post.mails[0].get_body(("plain",)).get_content()
    assert review.carries.count() == 1
    assert fresh(made).snapshot.mail == approval.approved_mail(review)


def test_what_the_partner_edits_after_scheduling_touches_nothing_on_its_way(
    space, campaign, review, owner, post
):
    add(space, person("Anna"))
    now(review, owner)
    edits = {
        "v": 1,
        "edits": {bodies.ENVELOPE: {"kind": "envelope", "values": {"subject": "Ganz anders"}}},
    }
    current = compose.access_row(campaign.pk)
    compose.save_overlay(campaign.pk, edits, if_match=current.rev, by=owner)
    post.drain()
    assert post.mails[0]["Subject"] == f"Räderwechsel bei {space.name}"


@pytest.mark.capability("VE8")
def test_a_merge_field_without_a_fallback_cannot_be_scheduled(space, campaign, review, owner, post):
    add(space, person("Anna"))
    rev = compose.access_row(campaign.pk).rev
    compose.save_overlay(campaign.pk, bodies.NAMELESS, if_match=rev, by=owner)
    with pytest.raises(NotReady) as refused:
        approval.submit(compose.access_row(campaign.pk), by=owner)
    assert "merge.fallback" in {f.code for f in refused.value.findings}
    with pytest.raises(ScheduleError):
        now(review, owner)
    post.drain()
    assert post.sender.sent == []
    assert not Dispatch.objects.exists()


def test_a_missing_value_shows_the_fallback_and_a_condition_drops_its_words(
    space, review, owner, post
):
    add(space, person("Anna", first_name="", last_name=""), person("{{ first_name }}"[:1] + "x"))
    now(review, owner)
    post.drain()
    texts = sorted(m.get_body(("plain",)).get_content() for m in post.mails)
    assert any("Guten Tag zusammen," in t and "schön, dass" not in t for t in texts)
    assert any("schön, dass es Sie gibt." in t for t in texts)


def test_a_name_that_looks_like_a_merge_field_stays_what_it_is(space, review, owner, post):
    add(space, person("Anna", first_name="{{ last_name }}", last_name="{% if x %}<b>"))
    now(review, owner)
    post.drain()
    assert "Guten Tag {{ last_name }}," in post.mails[0].get_body(("plain",)).get_content()
    assert "<b>" not in post.mails[0].get_body(("html",)).get_content().split("</head>")[1]


def test_a_paused_dispatch_goes_on_where_it_stopped(space, review, owner, post):
    add(space, *[person(f"Nr{i}") for i in range(4)])
    made = now(review, owner)
    _start(made)
    assert way.pause(made, by=owner)
    post.drain()
    assert post.sender.sent == []
    assert way.resume(made, by=owner)
    post.drain()
    assert len(post.sender.sent) == 4
    assert fresh(made).state == DispatchState.FINISHED


def test_a_second_schedule_of_the_same_campaign_is_refused_while_and_after_it_was_sent(
    space, review, owner, post
):
    add(space, person("Anna"))
    now(review, owner)
    with pytest.raises(ScheduleError) as refused:
        now(review, owner)
    assert refused.value.codes == ("running",)
    post.drain()
    with pytest.raises(ScheduleError) as refused:
        now(review, owner)
    assert refused.value.codes == ("sent",)


def test_a_dead_address_is_suppressed_and_a_policy_refusal_pauses_without_suppressing(
    space, review, owner, post
):
    add(space, person("Anna"), person("Bert"))
    made = now(review, owner)
    answers = {"anna@kunden.example": (Outcome.FAILED, ReplyClass.RECIPIENT, 550, "5.1.1")}

    def answer(messages):
        policy = (Outcome.DEFERRED, ReplyClass.POLICY, 550, "5.7.515")
        return [Receipt(m.key, *answers.get(m.recipient, policy)) for m in messages]

    post.sender.send = answer
    post.drain()
    row = fresh(made)
    assert (row.state, row.reason) == (DispatchState.PAUSED, Reason.POLICY)
    assert _suppressed(space) == 1
    assert ledger.counts(made.pk) == {("failed", "recipient"): 1, ("deferred", "policy"): 1}


def test_a_fault_in_one_dispatch_does_not_keep_another_partner_waiting(
    space, review, owner, template, post
):
    add(space, person("Anna"))
    bad = now(review, owner)
    other = factories.partner()
    chief = factories.member(other)
    campaign = factories.campaign(template, by=chief, partner=other)
    add(other, person("Zoe"))
    now(approval.submit(campaign, by=chief), chief)
    with space_of(space.pk):
        from partner_spaces.trust_centre.models import Customer

        Customer.objects.update(blob=b"\x01broken" + bytes(60))
    import logging

    logging.disable(logging.CRITICAL)
    try:
        post.drain()
    finally:
        logging.disable(logging.NOTSET)
    assert post.to() == ["zoe@kunden.example"]
    assert fresh(bad).state == DispatchState.PAUSED


def test_nothing_personal_stands_in_the_ledger_or_the_snapshot(space, review, owner, post):
    add(space, person("Anna", last_name="Geheimrat"))
    now(review, owner)
    post.drain()
    snapshot = zlib.decompress(bytes(Snapshot.objects.get().blob)).decode()
    ledger_row = repr(list(Delivery.objects.values())) + repr(list(Dispatch.objects.values()))
    for word in ("Geheimrat", "anna@", "kunden.example"):
        assert word not in snapshot
        assert word not in ledger_row


def test_a_dispatch_planned_for_later_waits(space, review, owner, post):
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now() + timedelta(hours=1), by=owner)
    post.drain()
    assert fresh(made).state == DispatchState.SCHEDULED
    assert post.sender.sent == []


def _start(dispatch: Dispatch) -> None:
    from send.start import start

    assert start(fresh(dispatch))


def _worker(post: Post):
    from send.hand_over import Worker

    return Worker(senders={"memory": post.sender})


def _suppressed(space) -> int:
    from partner_spaces.trust_centre.models import Suppression

    with space_of(space.pk):
        return Suppression.objects.count()


def _suppress(space, name: str) -> None:
    member = _index_of(space, name)
    suppression.suppress(space.pk, address_index=member, channel="email", reason="unsubscribed")


def _index_of(space, name: str) -> bytes:
    from partner_spaces.trust_centre.keyring import keyring

    with space_of(space.pk):
        return keyring().index(f"{name.lower()}@kunden.example")


def _share_address(space, name: str, other: str) -> None:
    """A couple with one address, as an import of households will leave it."""
    from partner_spaces.trust_centre.models import Customer

    old, new = _index_of(space, name), _index_of(space, other)
    with space_of(space.pk):
        row = Customer.objects.get(email_index=old)
        Customer.objects.filter(uuid=row.uuid).update(email_index=new)
    assert customers.count(space.pk)


def test_a_broken_line_is_told_once_and_stands_in_the_history(
    space, review, owner, post, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    add(space, person("Anna"), person("Bert"))
    made = now(review, owner)
    doubt = (Outcome.UNCERTAIN, ReplyClass.CONNECTION)
    post.sender.send = lambda messages: [Receipt(m.key, *doubt) for m in messages]
    with django_capture_on_commit_callbacks(execute=True):
        post.drain()
    assert [(s.what, s.count) for s in made.steps.all()][-4:][0] == ("uncertain", 2)
    from django.core import mail

    assert [m.to for m in mail.outbox] == [[owner.email]]
    assert "kunden.example" not in mail.outbox[0].body


def test_the_dispatcher_stops_between_groups_when_it_is_asked_to(space, review, owner, post):
    from send.drain import Drain

    add(space, *[person(f"Nr{i}") for i in range(ledger.GROUP * 2)])
    made = now(review, owner)
    drain = Drain(worker=post.worker, stopped=lambda: bool(post.sender.sent))
    drain.run(until_empty=True)
    assert len(post.sender.sent) == ledger.GROUP
    assert set(ledger.counts(made.pk)) == {("accepted", ""), ("ready", "")}


def test_rows_that_a_pause_kept_from_beginning_wait_for_nobodys_lease(
    space, review, owner, post, monkeypatch
):
    add(space, *[person(f"Nr{i}") for i in range(3)])
    made = now(review, owner)
    _start(made)
    row = fresh(made)
    fan_out(row)
    real = ledger.begin

    def paused_meanwhile(*args, **how):
        way.pause(made, by=owner)
        return real(*args, **how)

    monkeypatch.setattr("send.hand_over.ledger.begin", paused_meanwhile)
    post.worker.group(row)
    assert ledger.counts(made.pk) == {("ready", ""): 3}
