"""The form composer in a real browser: by keyboard, in two windows, off and on the line."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from partner_spaces import approval, compose
from partner_spaces.models import Campaign, PartnerRole
from tests import bodies as b
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE = f"f-{b.HERO}-headline"
SUBJECT = f"f-{b.ENVELOPE}-subject"


@pytest.fixture
def editor():
    return factories.member(factories.partner(), PartnerRole.EDITOR)


@pytest.fixture
def campaign(editor):
    return factories.campaign(by=editor)


def stored(campaign: Campaign) -> dict:
    return Campaign.objects.get(pk=campaign.pk).overlay


def words(campaign: Campaign, block: str) -> dict:
    return stored(campaign)["edits"].get(block, {}).get("values", {})


def own(campaign: Campaign) -> list[dict]:
    return [item for item in stored(campaign)["lists"].get(b.REGION, []) if "id" in item]


def saved(page):
    page.wait_for_selector("#save[data-exact=saved]")


def edited_and_saved(page, act):
    """Waits for the answer to the save that follows."""
    with page.expect_response(lambda r: r.request.method == "PUT"):
        act()
    saved(page)


def unaware(page):
    """A window that has not heard of what another saved: it would ask when it gets the focus."""
    page.route("**/data.json", lambda route: route.abort())


def at(page) -> str:
    return page.evaluate("document.activeElement.id")


def tab_to(page, wanted: str, *, back: bool = False):
    """With the Tab key alone, as a person without a mouse gets there."""
    for _ in range(220):
        if at(page) == wanted:
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{wanted} cannot be reached by keyboard; focus is on {at(page)}")


def retype(page, text: str):
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_the_list_of_keys_opens_by_its_letter_and_by_its_button(window, campaign):
    page, keys = window(campaign), "dialog#keys[open]"
    page.keyboard.press("?")
    expect(page.locator(keys)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(keys)).to_have_count(0)
    page.locator("[data-opens=keys]").click()
    expect(page.locator(keys)).to_be_visible()


@pytest.mark.capability("VE9")
def test_a_whole_campaign_is_made_with_the_keyboard_alone(window, campaign):
    page = window(campaign)
    page.keyboard.press("Alt+n")
    assert at(page) == HEADLINE
    retype(page, "Winter in Oyten")
    tab_to(page, f"f-{b.HERO}-text")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    page.keyboard.type("Wir wechseln")
    tab_to(page, f"f-{b.HERO}-align")
    page.keyboard.press("ArrowRight")
    tab_to(page, f"f-{b.PICTURE}-hide")
    page.keyboard.press("Enter")
    tab_to(page, f"f-{b.TEXT}-down", back=True)
    page.keyboard.press("Enter")
    tab_to(page, f"f-{b.REGION}-add-{b.OFFER}")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+n")
    assert at(page).endswith("-price")
    retype(page, "24,90")
    made = at(page).removeprefix("f-").removesuffix("-price")
    tab_to(page, f"f-{made}-up")
    page.keyboard.press("Enter")
    assert at(page) in {f"f-{made}-up", f"f-{made}-down"}
    with page.expect_response(lambda r: r.url.endswith("/keep/")):
        page.keyboard.press("Control+s")
    saved(page)

    assert words(campaign, b.HERO)["headline"] == "Winter in Oyten"
    assert words(campaign, b.HERO)["text"] == "<p><b>Wir wechseln</b></p>"
    assert words(campaign, b.HERO)["align"] == "center"
    assert [item.get("id") or item["ref"] for item in stored(campaign)["lists"][b.REGION]] == [
        made,
        b.CHECK,
    ]
    assert own(campaign)[0]["values"] == {"price": "24,90"}
    order = [item["ref"] for item in stored(campaign)["lists"]["root"]]
    assert order.index(b.BUTTON) < order.index(b.TEXT)
    assert stored(campaign)["hidden"] == [b.PICTURE]
    assert Campaign.objects.get(pk=campaign.pk).revisions.count() == 1

    page.evaluate("document.querySelector('.bar a').focus()")
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.closest('form[data-after-save]') !== null"):
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert approval.approved(Campaign.objects.get(pk=campaign.pk)) is not None


def test_undo_and_redo_walk_through_words_and_blocks(window, campaign):
    page = window(campaign)
    edited_and_saved(page, lambda: page.fill(f"#{HEADLINE}", "Winter in Oyten"))
    edited_and_saved(page, lambda: page.click(f"#f-{b.PICTURE}-hide"))
    assert stored(campaign)["hidden"] == [b.PICTURE]
    edited_and_saved(page, lambda: page.keyboard.press("Control+z"))
    assert stored(campaign)["hidden"] == []
    edited_and_saved(page, lambda: page.keyboard.press("Control+z"))
    assert "headline" not in words(campaign, b.HERO)
    assert page.input_value(f"#{HEADLINE}") == "Sicher durch den Winter"
    edited_and_saved(page, lambda: page.keyboard.press("Control+Shift+z"))
    assert words(campaign, b.HERO)["headline"] == "Winter in Oyten"


def test_two_windows_put_together_what_does_not_clash(window, campaign):
    first, second = window(campaign), window(campaign)
    unaware(second)
    edited_and_saved(first, lambda: first.fill(f"#{HEADLINE}", "Winter in Oyten"))
    with second.expect_response(lambda r: r.request.method == "PUT" and r.status == 412):
        second.fill(f"#{SUBJECT}", "Jetzt Räder wechseln")
    saved(second)
    expect(second.locator(f"#{HEADLINE}")).to_have_value("Winter in Oyten")
    assert words(campaign, b.HERO)["headline"] == "Winter in Oyten"
    assert words(campaign, b.ENVELOPE)["subject"] == "Jetzt Räder wechseln"
    assert second.locator("dialog[open]").count() == 0


@pytest.mark.capability("VE5")
@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_the_same_field_twice_shows_both_and_one_click_decides(window, campaign, side):
    first, second = window(campaign), window(campaign)
    unaware(second)
    edited_and_saved(first, lambda: first.fill(f"#{HEADLINE}", "Aus dem ersten"))
    with second.expect_response(lambda r: r.request.method == "PUT" and r.status == 412):
        second.fill(f"#{HEADLINE}", "Aus dem zweiten")
    dialog = second.locator("dialog[open]")
    assert "Aus dem ersten" in dialog.inner_text()
    assert "Aus dem zweiten" in dialog.inner_text()
    dialog.locator(f"[data-side={side}] button").click()
    saved(second)
    wanted = {"mine": "Aus dem zweiten", "theirs": "Aus dem ersten"}[side]
    assert words(campaign, b.HERO)["headline"] == wanted
    assert second.input_value(f"#{HEADLINE}") == wanted


@pytest.mark.capability("VE5")
def test_a_clash_names_who_changed_it_and_how_long_ago(window, campaign, editor):
    page = window(campaign)
    unaware(page)
    arne = factories.member(campaign.partner, "editor", first_name="Arne", last_name="Voss")
    words_of_arne = {"v": 1, "edits": {b.HERO: {"kind": "hero", "values": {"headline": "Arnes"}}}}
    compose.save_overlay(campaign.pk, words_of_arne, if_match=campaign.rev, by=arne)
    Campaign.objects.update(saved_at=timezone.now() - timedelta(minutes=3))
    with page.expect_response(lambda r: r.request.method == "PUT" and r.status == 412):
        page.fill(f"#{HEADLINE}", "Meine")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("h2")).to_have_text(
        "Arne Voss hat vor 3 Minuten dieselbe Stelle geändert"
    )
    expect(dialog.locator("[data-side=theirs]")).to_contain_text("Arne Voss, vor 3 Minuten")
    page.reload()
    expect(page.locator("dialog[open] h2")).to_contain_text("Arne Voss")


def test_the_preview_opened_in_the_middle_of_a_word_shows_the_word(window, campaign):
    page = window(campaign)
    page.fill(f"#{HEADLINE}", "Gerade erst getippt")
    with page.expect_navigation():
        page.locator(".bar a[data-settle]").first.click()
    assert words(campaign, b.HERO)["headline"] == "Gerade erst getippt"


def test_a_clash_put_off_survives_a_reload(window, campaign):
    first, second = window(campaign), window(campaign)
    unaware(second)
    edited_and_saved(first, lambda: first.fill(f"#{HEADLINE}", "Aus dem ersten"))
    with second.expect_response(lambda r: r.request.method == "PUT" and r.status == 412):
        second.fill(f"#{HEADLINE}", "Aus dem zweiten")
    second.wait_for_selector("dialog[open]")
    second.reload()
    second.wait_for_selector("dialog[open]")
    assert "Aus dem zweiten" in second.locator("dialog[open]").inner_text()


def test_offline_is_said_and_kept_and_saved_once_the_line_is_back(
    window, campaign, browser_context
):
    page = window(campaign)
    browser_context.set_offline(True)
    page.fill(f"#{HEADLINE}", "Winter in Oyten")
    page.wait_for_selector("#save[data-exact=offline]")
    page.click(f"#f-{b.REGION}-add-{b.OFFER}")
    assert words(campaign, b.HERO) == {}
    with page.expect_response(lambda r: r.request.method == "PUT"):
        browser_context.set_offline(False)
    saved(page)
    assert words(campaign, b.HERO)["headline"] == "Winter in Oyten"
    assert len(own(campaign)) == 1


def test_what_a_failing_server_did_not_take_is_back_after_the_browser_was_closed(window, campaign):
    page = window(campaign)
    page.route("**/overlay", lambda route: route.fulfill(status=503, body="busy"))
    page.fill(f"#{HEADLINE}", "Winter in Oyten")
    page.wait_for_selector("#save[data-exact=failed]")
    page.close()
    page = window(campaign)
    saved(page)
    expect(page.locator(f"#{HEADLINE}")).to_have_value("Winter in Oyten")
    page.wait_for_timeout(800)
    saved(page)
    assert words(campaign, b.HERO)["headline"] == "Winter in Oyten"


def test_two_windows_do_not_throw_away_each_others_drafts(window, campaign):
    first, second = window(campaign), window(campaign)
    first.route("**/overlay", lambda route: route.fulfill(status=503, body="busy"))
    first.fill(f"#{HEADLINE}", "Noch nicht gespeichert")
    first.wait_for_selector("#save[data-exact=failed]")
    edited_and_saved(second, lambda: second.fill(f"#{SUBJECT}", "Jetzt Räder wechseln"))
    drafts = "Object.keys(localStorage).filter((key) => key.includes('draft')).length"
    assert second.evaluate(drafts) == 1
    first.close()
    third = window(campaign)
    expect(third.locator(f"#{HEADLINE}")).to_have_value("Noch nicht gespeichert")
    assert third.input_value(f"#{SUBJECT}") == "Jetzt Räder wechseln"
    saved(third)
    assert words(campaign, b.HERO)["headline"] == "Noch nicht gespeichert"
    assert third.evaluate(drafts) == 0


def test_a_locked_part_says_why_and_whom_to_ask(window, campaign):
    page = window(campaign)
    part = page.locator(f"[data-block='{b.HEADER}']")
    part.locator("summary").click()
    assert "Das Logo gehört der Marke." in part.inner_text()
    assert b.ASK in part.inner_text()
    assert part.locator("input, textarea, select, [contenteditable=true]").count() == 0


@pytest.mark.capability("VE6")
def test_a_refusal_stands_under_its_field_with_the_limit_and_the_words_stay(window, campaign):
    page = window(campaign)
    long = "Winterräder für alle, die sicher fahren wollen"
    edited_and_saved(page, lambda: page.fill(f"#{HEADLINE}", long))
    field = page.locator(f"#{HEADLINE}")
    assert field.get_attribute("aria-invalid") == "true"
    place = page.locator(f"#{HEADLINE}-finding")
    assert f"{len(long)} von 40 Zeichen" in place.inner_text()
    assert f"{HEADLINE}-finding" in field.get_attribute("aria-describedby")
    assert field.input_value() == long
    assert "headline" not in words(campaign, b.HERO)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.input_value(f"#{HEADLINE}") == long


def test_a_suggestion_is_taken_with_one_press_and_focus_goes_to_the_field(window, campaign):
    page = window(campaign)
    edited_and_saved(page, lambda: page.click(f"#f-{b.REGION}-add-{b.OFFER}"))
    box = page.evaluate("[...document.querySelectorAll('input[id$=\"-price\"]')].at(-1).id")
    edited_and_saved(page, lambda: page.fill(f"[id='{box}']", "24,90 €"))
    edited_and_saved(page, lambda: page.locator(f"[id='{box}-finding'] button").click())
    assert at(page) == box
    assert own(campaign)[0]["values"]["price"] == "24,90"


def test_a_forged_save_of_locked_words_is_kept_out(window, campaign):
    page = window(campaign)
    forged = {
        "v": 1,
        "edits": {
            b.HERO: {"kind": "hero", "values": {"claim": "Alles gratis"}},
            b.LEGAL: {"kind": "legal", "values": {"note": "Alles gratis"}},
        },
        "lists": {
            b.REGION: [
                {"id": str(uuid.uuid4()), "proto": b.HERO, "kind": "hero", "values": {}},
            ]
        },
        "hidden": [b.LEGAL, b.HEADER],
    }
    answer = page.evaluate(
        """async ([url, overlay]) => {
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
          const response = await fetch(url, {
            method: "PUT", body: JSON.stringify({ overlay }),
            headers: { "Content-Type": "application/json", "If-Match": '"1"', "X-CSRFToken": token },
          });
          return [response.status, await response.json()];
        }""",
        [reverse("api:overlay", args=[campaign.uuid]), forged],
    )
    assert answer[0] == 200
    assert {"lock.field", "lock.remove", "region.kind"} <= {
        f["code"] for f in answer[1]["findings"]
    }
    assert "Alles gratis" not in json.dumps(stored(campaign))
    assert stored(campaign)["hidden"] == []
    assert own(campaign) == []


def test_a_viewer_sees_everything_and_edits_nothing(window, campaign, editor, browser_context):
    editor.memberships.update(role=PartnerRole.VIEWER)
    page = window(campaign)
    assert page.locator("#save").get_attribute("data-exact") == "readonly"
    assert page.locator("#blocks input:not([readonly]):not([disabled])").count() == 0
    assert page.locator("#blocks [contenteditable=true]").count() == 0
    assert page.locator(f"#f-{b.PICTURE}-hide").count() == 0


def test_the_mail_beside_the_form_follows_each_save_and_keeps_its_place(window, campaign):
    page = window(campaign)
    page.set_viewport_size({"width": 1440, "height": 560})
    frame = page.frame_locator("#preview iframe")
    frame.locator("h1", has_text="Sicher durch den Winter").wait_for()
    scroller = page.locator("[data-scroll]")
    page.wait_for_timeout(500)  # the frame takes the height of the mail
    scroller.evaluate("(box) => box.scrollTo(0, 40)")
    edited_and_saved(page, lambda: page.fill(f"#{HEADLINE}", "Winter in Oyten"))
    frame.locator("h1", has_text="Winter in Oyten").wait_for()
    assert scroller.evaluate("(box) => box.scrollTop") == 40


def test_formatted_text_is_clean_whatever_is_pasted(window, campaign):
    page = window(campaign)
    box = page.locator(f"#f-{b.TEXT}-text")
    box.click()
    page.keyboard.press("Control+a")
    edited_and_saved(
        page,
        lambda: box.evaluate(
            """(box) => {
              const data = new DataTransfer();
              data.setData("text/html", "<b style='color:red'>Rot</b><img src=x onerror=alert(1)>");
              data.setData("text/plain", "Rot");
              box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }"""
        ),
    )
    assert "img" not in words(campaign, b.TEXT)["text"]
    assert "style" not in words(campaign, b.TEXT)["text"]
    assert "Rot" in words(campaign, b.TEXT)["text"]


def test_only_touching_the_sample_text_does_not_count_as_a_change(window, editor):
    body = b.a_body()
    b.find(body, b.TEXT)["value"]["locks"]["fields"]["text"] = {"mode": "must_change"}
    campaign = factories.campaign(factories.template(body), by=editor)
    page = window(campaign)
    page.locator(f"#f-{b.TEXT}-text").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    page.wait_for_timeout(1200)
    saved(page)
    answer = page.evaluate(
        "(url) => fetch(url).then((r) => r.json())",
        reverse("desk:compose_data", args=[campaign.uuid]),
    )
    codes = {(f["code"], f["block_id"]) for f in answer["state"]["findings"]}
    assert ("field.must_change", b.TEXT) in codes


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_scrolls_sideways_and_every_control_has_a_name(window, campaign, width):
    page = window(campaign)
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('#blocks details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    nameless = page.evaluate(
        """[...document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea, [contenteditable=true]")]
          .filter((e) => e.checkVisibility())
          .filter((e) => !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby")
            || (e.labels && e.labels.length) || e.textContent.trim())).map((e) => e.outerHTML)"""
    )
    assert nameless == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert sorted(ids) == sorted(set(ids))
