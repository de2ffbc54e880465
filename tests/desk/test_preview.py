"""How a mail looks before it goes out: desktop, phone, dark, text, for every reader it has."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale

from cms.models import Approval
from partner_spaces import approval, compose
from partner_spaces.models import PartnerRole
from tests import bodies as b
from tests import factories

pytestmark = pytest.mark.django_db

RULE = "@media (prefers-color-scheme:dark){"
DARK, LIGHT = "@media all{body,.e-surface", "@media not all{body,.e-surface"
WORDS = (
    "<p>{% if company %}Für Ihren Fuhrpark{% endif %}"
    "{% if mileage %}Bei {{ mileage }}{% if title %}, {{ title }}{% endif %}{% endif %}.</p>"
)
# Who sees which of the three conditions of WORDS.
SEEN = {
    "known": (True, True, True),
    "company": (True, False, False),
    "without-company": (False, True, True),
    "without-mileage": (True, False, False),
    "without-title": (True, True, False),
    "nobody": (False, False, False),
}


def body():
    said = [block for block in b.a_body() if block["type"] != "picture"]
    b.find(said, b.TEXT)["value"]["text"] = WORDS
    return said


@pytest.fixture
def template():
    return factories.template(body(), approval=Approval.REVIEW)


@pytest.fixture
def author():
    return factories.member(factories.partner(), PartnerRole.OWNER)


@pytest.fixture
def campaign(template, author):
    return factories.campaign(template, by=author)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(author):
    return client_of(author)


@pytest.fixture
def review(campaign, author):
    edits = {
        b.HERO: {"kind": "hero", "values": {"headline": "Winter in Oyten"}},
        b.ENVELOPE: {"kind": "envelope", "values": {"preheader": "Mit Kaffee."}},
    }
    item = {
        "id": "0f8d3c5a-7c1e-4b52-9d60-2f1d9c1f7a11",
        "proto": b.OFFER,
        "kind": "offer",
        "values": {"price": "24,90", "title": "Räder wechseln"},
    }
    sent = {"v": 1, "edits": edits, "lists": {b.REGION: [{"ref": b.CHECK}, item]}}
    compose.save_overlay(campaign.pk, sent, if_match=campaign.rev, by=author)
    return approval.submit(compose.access_row(campaign.pk), by=author)


@pytest.fixture
def screens(desk, campaign, template, review):
    """Every screen with a mail to look at, and the door its frame asks: (client, screen, mail)."""
    return [
        (
            desk,
            reverse("desk:preview", args=[campaign.uuid]),
            reverse("desk:preview_html", args=[campaign.uuid]),
        ),
        (
            desk,
            reverse("desk:template", args=[template.uuid]),
            reverse("desk:template_html", args=[template.uuid]),
        ),
        (
            client_of(factories.reviewer()),
            reverse("review:decide", args=[review.pk]),
            reverse("review:mail", args=[review.pk]),
        ),
    ]


def page(client, address, **query):
    return client.get(address, query).content.decode()


def framed(client, screen, mail, **query):
    """The mail that the frame on a screen asks for."""
    shown = page(client, screen, **query)
    (source,) = re.findall(rf'<iframe [^>]*src="({re.escape(mail)}\?[^"]+)"', shown)
    return client.get(source.replace("&amp;", "&")).content.decode()


def told(mail):
    """Which of the conditions of WORDS a mail meets."""
    return "Für Ihren Fuhrpark" in mail, "Bei 84.500 km" in mail, ", Dr." in mail


@pytest.mark.capability("VE10")
def test_dark_is_the_dark_mail_and_every_other_view_the_light_one(screens):
    for client, screen, mail in screens:
        dark = framed(client, screen, mail, view="dark")
        assert DARK in dark
        for view in ("desktop", "phone"):
            asked = {"desktop": "sent"}.get(view, view) if "review" in screen else view
            light = framed(client, screen, mail, view=asked)
            assert LIGHT in light
            assert ":root{color-scheme:light;" in light
        for html in (dark, light):
            assert RULE not in html
        sent = page(client, mail)  # as it is, and else the same to the letter
        assert RULE in sent
        assert (
            dark.replace("@media all{", RULE).replace("scheme:dark;", "scheme:light dark;") == sent
        )


@pytest.mark.capability("VE10")
@pytest.mark.parametrize("reader", SEEN)
def test_every_branch_of_every_condition_has_a_reader_on_every_screen(screens, reader):
    for client, screen, mail in screens:
        for view in ("phone", "dark"):
            assert told(framed(client, screen, mail, view=view, reader=reader)) == SEEN[reader]
        assert told(page(client, screen, view="text", reader=reader)) == SEEN[reader]
        shown = page(client, screen, view="dark", reader=reader)
        named = re.findall(r'href="\?view=dark&amp;reader=([\w-]+)"( aria-current="true")?', shown)
        chips = dict(named[-len(SEEN) :])
        assert list(chips) == [
            *("known", "company", "without-company", "without-mileage", "without-title", "nobody")
        ]
        assert [key for key, on in chips.items() if on] == [reader]


def test_the_line_in_the_inbox_and_the_choice_of_view_keep_the_reader(screens):
    for client, screen, _mail in screens:
        for reader, subject in (("company", "Anselm Winterräder"), ("nobody", "Ihre Winterräder")):
            shown = page(client, screen, view="phone", reader=reader)
            assert subject in shown
            assert f"?view=dark&amp;reader={reader}" in shown


def test_who_is_not_known_is_the_first_and_what_nothing_asks_for_has_no_reader(screens, author):
    for client, screen, mail in screens:
        for asked in ("without-vehicle", "complete", "<b>", ""):
            assert told(framed(client, screen, mail, view="phone", reader=asked)) == SEEN["known"]
        shown = page(client, screen, view="phone")
        assert "Nichts bekannt" in shown
        assert "Ohne: Kilometerstand" in shown
        assert "Ohne: Fahrzeug" not in shown


def test_the_readers_of_an_english_mail_speak_english(author):
    english, _made = Locale.objects.get_or_create(language_code="en")
    of = factories.template(body(), locale=english)
    campaign = factories.campaign(of, by=author)
    address = reverse("desk:preview_html", args=[campaign.uuid])
    assert "84,500 km" in page(client_of(author), address)
    shown = page(client_of(author), reverse("desk:preview", args=[campaign.uuid]))
    assert "Ms Petra Sample" in shown
    assert "Ohne: Firma" in shown  # that is said to whoever looks


def test_a_marked_mail_is_looked_at_by_day_and_holds_the_same_bytes(screens, desk, campaign):
    client, _screen, mail = screens[2]
    marked = page(client, mail, marked="", view="desktop")
    assert re.sub(r"<!--#/?[\w/-]+-->", "", marked) == page(client, mail, view="desktop")
    assert LIGHT in marked


# -- the pane beside the form


def seen(client, campaign, **query):
    return client.get(reverse("desk:seen", args=[campaign.uuid]), query).json()


@pytest.mark.capability("VE10")
def test_the_pane_beside_the_form_has_the_same_views_and_readers(desk, campaign):
    for reader, conditions in SEEN.items():
        answer = seen(desk, campaign, reader=reader, view="dark")
        assert answer["reader"] == reader
        assert [one["key"] for one in answer["readers"]] == list(SEEN)
        assert told(answer["html"]) == conditions
        assert DARK in answer["html"]
    assert LIGHT in seen(desk, campaign)["html"]
    assert {"key": "without-company", "name": "Ohne: Firma"} in seen(desk, campaign)["readers"]


def test_a_reader_whom_nothing_asks_for_any_more_is_the_first_one_again(desk, author):
    plain = factories.campaign(factories.template(), by=author)
    assert seen(desk, plain, reader="without-company")["reader"] == "known"


def test_a_foreign_mail_is_not_seen(desk):
    foreign = factories.campaign()
    assert desk.get(reverse("desk:seen", args=[foreign.uuid])).status_code == 404
    assert Client().get(reverse("desk:seen", args=[foreign.uuid])).status_code in (302, 404)


# -- in a browser


@pytest.fixture
def editor(author):
    return author


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.capability("VE10")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pane_shows_day_and_night_and_each_reader_whatever_the_screen_prefers(
    window, campaign, scheme
):
    page = window(campaign)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 1440, "height": 900})
    pane, mail = page.locator("#preview"), page.frame_locator("#preview iframe")
    expect(mail.get_by_text("Für Ihren Fuhrpark")).to_be_visible()
    expect(mail.locator("body")).not_to_have_css("background-color", "rgb(27, 33, 41)")
    dark = pane.get_by_role("button", name="Dunkel")
    dark.focus()
    page.keyboard.press("Enter")
    expect(dark).to_have_attribute("aria-pressed", "true")
    expect(mail.locator("body")).to_have_css("background-color", "rgb(27, 33, 41)")
    pane.get_by_label("Für wen").select_option("without-company")
    expect(mail.get_by_text("Für Ihren Fuhrpark")).to_have_count(0)
    expect(mail.get_by_text("Bei 84.500 km")).to_be_visible()
    expect(mail.locator("body")).to_have_css("background-color", "rgb(27, 33, 41)")
    dark.click()
    expect(mail.locator("body")).not_to_have_css("background-color", "rgb(27, 33, 41)")
    expect(pane.get_by_label("Für wen")).to_have_value("without-company")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("room", [390, 1280, 1600])
def test_a_desktop_is_as_wide_as_a_mail_however_little_room_there_is(window, campaign, room):
    page = window(campaign)
    page.set_viewport_size({"width": room, "height": 900})
    page.goto(page.url.split("/desk/")[0] + reverse("desk:preview", args=[campaign.uuid]))
    frame = page.locator(".prev-desktop")
    assert frame.evaluate("frame => frame.clientWidth") >= 640
    shown, around = frame.bounding_box(), page.locator(".frame--d").bounding_box()
    assert shown["width"] <= around["width"] <= room
    assert page.evaluate("document.documentElement.scrollWidth") <= room
