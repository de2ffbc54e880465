"""From the company form to the bytes of a mail: what a partner says of itself is words, never header."""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partner_spaces import approval, compose, recheck
from partner_spaces.errors import NotReady
from partner_spaces.models import Partner, Review
from send import dispatch as way
from send.errors import ScheduleError
from send.message import _NAMES
from send.models import Dispatch, DispatchState
from tests import factories
from tests.send import bodies
from tests.send.conftest import Post, add, person


@pytest.fixture
def template(db: None) -> Any:
    body = bodies.body()
    body[0]["value"] |= {
        "from_name": "{{ partner.from_name }}",
        "subject": "Neues von {{ partner.name }} in {{ partner.city }}, {{ partner.hours }}",
    }
    return factories.template(body)


@pytest.fixture
def desk(owner: Any) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def write(desk: Client, **values: str) -> bool:
    """The company form, filled in and sent off: whether it was taken."""
    form = desk.get(reverse("desk:company")).context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields}
    answer = desk.post(reverse("desk:company"), {**data, **values})
    assert answer.status_code in (200, 302)
    return bool(answer.status_code == 302)


def mail_of(campaign: Any, owner: Any, post: Post) -> EmailMessage | None:
    """What the one customer gets after the campaign is approved and sent; None when it is held."""
    post.sender.sent.clear()
    copy = compose.copy(compose.access_row(campaign.pk), by=owner)
    review = approval.submit(compose.access_row(copy.pk), by=owner)
    made = way.schedule(Review.objects.get(pk=review.pk), send_at=timezone.now(), by=owner)
    post.drain()
    if Dispatch.objects.get(pk=made.pk).state == DispatchState.HELD:
        assert post.sender.sent == []
        return None
    (message,) = post.mails
    return message


def one_mail_for_anna(message: EmailMessage) -> None:
    """One recipient, one sender, every header of ours once and no other, nothing broken."""
    assert [a.addr_spec for a in message["To"].addresses] == ["anna@kunden.example"]
    assert len(message["From"].addresses) == 1
    assert message["Reply-To"] is None or len(message["Reply-To"].addresses) == 1
    names = message.keys()
    assert len(set(names)) == len(names)
    assert set(names) <= set(_NAMES)
    assert not message.defects
    assert not [d for value in message.values() for d in value.defects]
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.capability("CH1")
def test_the_sender_name_of_the_company_form_is_what_customers_see_in_their_inbox(
    space: Any, campaign: Any, owner: Any, desk: Client, post: Post
) -> None:
    add(space, person("Anna"))
    assert write(desk, from_name="Ihr Team von Meier")
    message = mail_of(campaign, owner, post)
    assert message is not None
    assert message["From"].addresses[0].display_name == "Ihr Team von Meier"
    shown = desk.get(reverse("desk:preview", args=[campaign.uuid])).content.decode()
    assert ">Ihr Team von Meier</span>" in shown
    standing = approval.submit(compose.access_row(campaign.pk), by=owner)
    page = desk.get(reverse("desk_send:schedule", args=[standing.campaign.uuid])).content.decode()
    assert "Von Ihr Team von Meier, " in page

    assert write(desk, from_name="")
    message = mail_of(campaign, owner, post)
    assert message is not None
    assert message["From"].addresses[0].display_name == space.name


def test_a_preview_shows_the_name_that_the_mail_has_and_no_other(
    space: Any, owner: Any, desk: Client
) -> None:
    body = bodies.body()
    body[0]["value"]["from_name"] = "Nordring"
    template = factories.template(body)
    campaign = factories.campaign(template, by=owner, partner=space)
    assert write(desk, from_name="Ihr Team von Meier")
    for screen, one in (("desk:preview", campaign), ("desk:template", template)):
        shown = desk.get(reverse(screen, args=[one.uuid])).content.decode()
        assert ">Nordring</span>" in shown
        assert "Ihr Team von Meier</span>" not in shown


def test_another_sender_name_opens_the_approval_again(
    space: Any, campaign: Any, review: Review, owner: Any, desk: Client
) -> None:
    assert approval.approved(campaign) is not None
    assert write(desk, from_name="Ein anderer Name")
    assert recheck.recheck(review).outcome is recheck.Outcome.SUPERSEDED
    assert approval.approved(compose.access_row(campaign.pk)) is None


REFUSED = [
    "Meier\r\nBcc: evil@x.example",
    "Meier\nBcc: evil@x.example",
    "Meier\rBcc: evil@x.example",
    "Meier\r\n\r\n<script>",
    "Meier\u2028Bcc: evil@x.example",
    "Meier\x0bBcc: evil@x.example",
    "=?utf-8?q?Meier=2C_evil=40x=2Eexample?=",
    "=?utf-8?b?TWVpZXINCkJjYzogZXZpbEB4LmV4YW1wbGU=?=",
    "Meier =?us-ascii?q?=0D=0ABcc:_evil@x.example?=",
    "Mei\u200ber\u202emoc.elpmaxe@live",
    "Meier\ufeff",
]
TAKEN = [
    'Meier", evil@x.example',
    "Jörg Meier, evil@x.example",
    "Meier <evil@x.example>",
    "evil@x.example, Meier",
    "Meier; Gruppe: evil@x.example;",
    "Meier (Kommentar \\) Bcc: x",
    "Bcc: evil@x.example",
    "\\",
    '"',
    "Äöü" * 13,
    "{{ first_name }} {% if last_name %}",
    "?= =_ ?utf-8?",
]


@pytest.mark.parametrize("field", ["from_name", "name", "city", "hours"])
def test_what_the_form_takes_stands_in_the_mail_as_words_and_adds_no_header_and_no_recipient(
    field: str, space: Any, campaign: Any, owner: Any, desk: Client, post: Post
) -> None:
    add(space, person("Anna"))
    for text in REFUSED:
        assert not write(desk, **{field: text}), text
    for text in TAKEN:
        assert write(desk, **{field: text}), text
        message = mail_of(campaign, owner, post)
        assert message is not None, text
        one_mail_for_anna(message)
        fresh = Partner.objects.get(pk=space.pk)
        shown = message["From"].addresses[0].display_name
        # Python's reader leaves a blank between two encoded words (RFC 2047, 6.2 does not).
        assert shown.replace(" ", "") == (fresh.from_name or fresh.name).replace(" ", "")
        assert message["Subject"] == f"Neues von {fresh.name} in {fresh.city}, {fresh.hours}"


@pytest.mark.parametrize("field", ["reply_to", "email"])
def test_where_answers_go_is_one_address(
    field: str, space: Any, campaign: Any, owner: Any, desk: Client, post: Post
) -> None:
    add(space, person("Anna"))
    for address in (
        "a@x.example, evil@x.example",
        "a@x.example\r\nBcc: evil@x.example",
        "<a@x.example>",
    ):
        assert not write(desk, **{field: address})
    assert write(desk, **{field: "o'brien+news@meier.example"})
    message = mail_of(campaign, owner, post)
    assert message is not None
    one_mail_for_anna(message)
    assert str(message["Reply-To"]) == "o'brien+news@meier.example"


@pytest.mark.parametrize("text", REFUSED)
def test_even_a_row_that_no_door_wrote_becomes_no_header(
    text: str, space: Any, campaign: Any, owner: Any, post: Post
) -> None:
    """The second wall: the database was written to by hand."""
    add(space, person("Anna"))
    Partner.objects.filter(pk=space.pk).update(city=text, hours=text, from_name=text)
    with suppress(ScheduleError):  # the sender's name is none: nothing is sent
        message = mail_of(campaign, owner, post)
        assert message is not None
        one_mail_for_anna(message)
        assert "=?" not in text
    Partner.objects.filter(pk=space.pk).update(reply_to=text, email=text)
    with pytest.raises(NotReady):
        mail_of(campaign, owner, post)
