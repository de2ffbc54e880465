"""Review in a real browser: pins where the words are, keys, and what a phone shows."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partner_spaces import approval, compose
from partner_spaces.models import Partner, Review
from tests import bodies as b
from tests import factories
from tests.desk.test_axe import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFER = "0f8d3c5a-7c1e-4b52-9d60-2f1d9c1f7a11"


@pytest.fixture
def page(browser_context, live_server, settings, review):
    settings.BASE_URL = live_server.url
    signed_in(browser_context, live_server, factories.reviewer())
    opened = browser_context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.emulate_media(reduced_motion="reduce")
    opened.goto(live_server.url + reverse("review:decide", args=[review.pk]))
    ready(opened)
    yield opened
    opened.wait_for_load_state("networkidle")
    opened.close()
    assert faults == []


def ready(page):
    page.wait_for_selector("[data-marked][data-ready]", state="attached")
    page.wait_for_timeout(900)  # before that no letter decides: it may have meant the last one


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.tagName")


def place(page, words: str) -> dict:
    """Where words stand on the screen, inside the frame of the mail."""
    box = page.frame_locator("[data-marked] iframe").get_by_text(words, exact=True).first
    return box.bounding_box()


@pytest.mark.capability("AP5")
def test_pins_stand_at_the_words_that_changed(page):
    pins = page.locator(".mkd .pin")
    expect(pins).to_have_count(2)
    headline, pin = place(page, "Winter in Oyten"), page.locator("[data-pin='2']").bounding_box()
    middle = pin["y"] + pin["height"] / 2
    assert headline["y"] - 4 <= middle <= headline["y"] + headline["height"] + 4
    marks = page.locator(".mk[data-of='2']").first.bounding_box()
    assert headline["x"] - 2 <= marks["x"] <= headline["x"] + 2
    expect(page.locator("[data-inbox] [data-pin='1']")).to_be_visible()
    assert page.locator(".mk--block[data-of='3']").count() == 1
    assert page.locator("[data-pin='2']").get_attribute("aria-label") == (
        "Änderung 2: Aufmacher: Überschrift"
    )


def test_pins_follow_when_the_room_gets_narrower(page):
    page.set_viewport_size({"width": 900, "height": 900})
    page.wait_for_timeout(300)
    frame, block = (page.locator(one).bounding_box() for one in (".mkd", ".mk--block"))
    assert block["x"] >= frame["x"] - 1
    assert block["x"] + block["width"] <= frame["x"] + frame["width"] + 1
    headline, pin = place(page, "Winter in Oyten"), page.locator("[data-pin='2']").bounding_box()
    assert headline["y"] - 6 <= pin["y"] + 12 <= headline["y"] + headline["height"] + 6


@pytest.mark.capability("AP5")
def test_j_and_k_walk_the_changes_in_list_and_mail_and_a_number_jumps(page):
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "c2"
    expect(page.locator("[data-pin='2']")).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")
    assert focused(page) == "c1"
    page.keyboard.press("3")
    assert focused(page) == "c3"
    expect(page.locator("[data-pin='3']")).to_be_in_viewport()
    page.keyboard.press("j")
    assert focused(page) == "c3"


def test_a_approves_and_the_title_of_the_next_one_has_the_focus(page, review, author):
    other = factories.campaign(review.campaign.template, by=author)
    edits = {b.HERO: {"kind": "hero", "values": {"headline": "Frost in Oyten"}}}
    compose.save_overlay(other.pk, {"v": 1, "edits": edits}, if_match=other.rev, by=author)
    approval.submit(compose.access_row(other.pk), by=author)
    with page.expect_navigation():
        page.keyboard.press("a")
    page.keyboard.press("a")  # pressed twice in a hurry: the next one waits for a look
    ready(page)
    assert focused(page) == "H1"
    states = dict(Review.objects.values_list("campaign__pk", "state"))
    assert states == {review.campaign_id: "approved", other.pk: "submitted"}
    expect(page.locator(".messages")).to_contain_text("Freigegeben")


def test_a_does_nothing_while_something_stands_against_it(page, review):
    Partner.objects.update(legal_name="", facts_version=2)  # the imprint lacks the company's name
    page.reload()
    ready(page)
    expect(page.locator("[data-approve]")).to_be_disabled()
    expect(page.locator(".finding--error")).to_be_visible()
    expect(page.locator("#why-off")).to_be_visible()
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert Review.objects.get(pk=review.pk).state == "submitted"


def test_r_asks_what_should_change_about_the_change_one_is_at_and_esc_closes(page, review):
    page.keyboard.press("2")
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    expect(page.locator("#reason")).to_have_value("Aufmacher: Überschrift: ")
    page.keyboard.press("Escape")
    expect(page.locator("#reason")).to_be_hidden()
    page.keyboard.press("r")
    page.keyboard.type("ja, aber kürzer")  # letters in a field are letters
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    done = Review.objects.get(pk=review.pk)
    assert (done.state, done.reason) == (
        "changes_requested",
        "Aufmacher: Überschrift: ja, aber kürzer",
    )


def test_the_keys_are_listed_and_can_be_switched_off(page, review):
    page.keyboard.press("?")
    legend = page.locator("dialog[open]")
    for key in ("J", "K", "A", "R"):
        expect(legend.locator("kbd", has_text=key).first).to_be_visible()
    legend.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    ready(page)
    for key in ("j", "r", "a", "?"):
        page.keyboard.press(key)
    assert focused(page) == "BODY"
    assert page.locator("dialog[open]").count() == 0
    page.locator("[data-opens=keys]").click()
    page.locator("[data-keys-switch]").check()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("j")
    assert focused(page) == "c1"


def test_keys_can_be_switched_off_for_the_page_where_nothing_can_be_stored(page):
    refused = "{ get() { throw new DOMException('no', 'SecurityError') } }"
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {refused})")
    page.reload()
    ready(page)
    page.locator("[data-opens=keys]").click()
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0


def test_what_changes_meanwhile_takes_the_buttons_away(page, review, template):
    body = [block for block in b.a_body() if block["type"] != "picture"]
    b.find(body, b.HERO)["value"]["claim"] = "Neu seit heute."
    factories.publish(template, body)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-changed]")).to_be_visible()
    expect(page.locator("[data-approve]")).to_be_disabled()
    page.locator("[data-changed] a").click()
    ready(page)
    expect(page.locator("[data-approve]")).to_be_enabled()


def test_a_phone_shows_changes_or_mail_with_the_buttons_at_the_bottom(page):
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator(".chgs")).to_be_visible()
    expect(page.locator(".mkd")).to_be_hidden()
    page.locator("[data-goto='2']").click()
    expect(page.locator(".chgs")).to_be_hidden()
    expect(page.locator("[data-pin='2']")).to_be_in_viewport()
    page.locator("[data-pin='2']").click()
    expect(page.locator("#c2")).to_be_focused()
    expect(page.locator("[data-approve]")).to_be_in_viewport()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
