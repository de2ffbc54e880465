"""Deciding on one screen: what differs, what is against it, the mail, and what only reviewers see."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from partner_spaces import approval, compose
from partner_spaces.models import PartnerRole
from tests import bodies as b
from tests import factories

pytestmark = pytest.mark.django_db

MARK = re.compile(r"<!--#/?[A-Za-z0-9/-]+-->")


def at(user) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(user)
    return client


@pytest.fixture
def reviewer():
    return at(factories.reviewer())


def screen(client: Client, review, **query):
    return client.get(reverse("review:decide", args=[review.pk]), query)


@pytest.mark.capability("AP5")
def test_the_screen_lists_every_change_against_the_template_with_a_number(reviewer, review):
    shown = screen(reviewer, review)
    titles = [row["change"].title for row in shown.context["changes"]]
    assert titles == [
        "Umschlag: Vorschauzeile",
        "Aufmacher: Überschrift",
        "Angebot „Räder wechseln“",
    ]
    said = shown.content.decode()
    assert re.search(r"<del>.*Sicher durch den Winter</del>", said)
    assert re.search(r"<ins>.*Winter in Oyten</ins>", said)
    assert "Preise legt der Betrieb selbst fest" in said
    assert [mark["n"] for mark in shown.context["marks"]] == [1, 2, 3]


def test_the_line_in_the_inbox_is_the_mails_own(reviewer, review):
    inbox = screen(reviewer, review).context["look"].inbox
    assert inbox.sender == review.campaign.partner.name
    assert inbox.subject.startswith("Petra Winterräder bei")
    assert inbox.preheader == "Mit Kaffee."


@pytest.mark.capability("AP5", "VE3")
def test_the_mail_with_pins_is_the_mail_that_goes_out_byte_for_byte(reviewer, review):
    url = reverse("review:mail", args=[review.pk])
    sent = reviewer.get(url).content.decode()
    marked = reviewer.get(f"{url}?marked").content.decode()
    assert len(MARK.findall(marked)) > 10
    assert MARK.sub("", marked) == sent


def test_beside_it_stands_what_headquarters_wrote(reviewer, review):
    there = reviewer.get(reverse("review:template", args=[review.pk])).content.decode()
    assert "Sicher durch den Winter" in there
    assert "Winter in Oyten" not in there
    assert review.campaign.partner.legal_name in there
    shown = screen(reviewer, review, view="template").content.decode()
    assert reverse("review:template", args=[review.pk]) in shown
    assert "WINTER IN OYTEN" in screen(reviewer, review, view="text").context["look"].text


def test_an_open_screen_can_ask_whether_it_still_shows_what_is_decided(reviewer, review, template):
    ask = reverse("review:state", args=[review.pk])
    before = reviewer.get(ask).json()
    assert before == {"state": "submitted", "mail": screen(reviewer, review).context["mail"]}
    body = [block for block in b.a_body() if block["type"] != "picture"]
    b.find(body, b.HERO)["value"]["claim"] = "Neu seit heute."
    factories.publish(template, body)
    assert reviewer.get(ask).json()["mail"] != before["mail"]


def test_after_a_decision_the_next_one_opens_and_after_the_last_the_list(reviewer, review, author):
    other = factories.campaign(review.campaign.template, by=author)
    edits = {b.HERO: {"kind": "hero", "values": {"headline": "Frost in Oyten"}}}
    compose.save_overlay(other.pk, {"v": 1, "edits": edits}, if_match=other.rev, by=author)
    following = approval.submit(compose.access_row(other.pk), by=author)
    for one, target in (
        (review, reverse("review:decide", args=[following.pk]) + "?next"),
        (following, reverse("review:list")),
    ):
        mail = screen(reviewer, one).context["mail"]
        url = reverse("review:decide", args=[one.pk])
        answer = reviewer.post(url, {"decision": "approve", "mail": mail})
        assert answer["Location"] == target


def test_a_return_says_why_and_the_partner_reads_it(reviewer, review, author):
    url = reverse("review:decide", args=[review.pk])
    reviewer.post(url, {"decision": "return", "reason": "Aufmacher: Überschrift: bitte mit Ort."})
    preview = at(author).get(reverse("desk:preview", args=[review.campaign.uuid]))
    assert "bitte mit Ort." in preview.content.decode()
    done = screen(reviewer, review)
    assert not done.context["decidable"]
    assert "data-approve" not in done.content.decode()


@pytest.mark.capability("PS1")
def test_nobody_but_reviewers_sees_a_review(review, author):
    stranger = factories.member(role=PartnerRole.OWNER)
    for name in ("decide", "mail", "template", "state"):
        url = reverse(f"review:{name}", args=[review.pk])
        for person in (author, stranger):
            assert at(person).get(url).status_code == 404
