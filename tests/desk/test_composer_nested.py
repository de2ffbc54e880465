"""Lists inside lists in the composer: columns at the root and in a region, islands, an offer grid."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from partner_spaces.models import Campaign, PartnerRole
from tests import factories
from tests import nested as n
from tests.desk.test_composer_browser import at, edited_and_saved, retype, saved, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor():
    return factories.member(factories.partner(), PartnerRole.EDITOR)


@pytest.fixture
def campaign(editor):
    shared = factories.shared_block([n.SAID])
    return factories.campaign(factories.template(n.body(shared.pk), kit=shared.kit), by=editor)


def stored(campaign: Campaign) -> dict:
    return Campaign.objects.get(pk=campaign.pk).overlay


def made(campaign: Campaign, cid: str) -> list[dict]:
    return [item for item in stored(campaign)["lists"].get(cid, []) if "id" in item]


def reveal(page):
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


@pytest.mark.capability("VE9")
def test_columns_are_filled_and_blocks_carried_with_the_keyboard_alone(window, campaign):
    page = window(campaign)
    tab_to(page, f"f-{n.DUO_RIGHT}-add-{n.DUO_NOTE}")
    page.keyboard.press("Enter")
    assert at(page).endswith("-text")
    own = at(page).removeprefix("f-").removesuffix("-text")
    retype(page, "Von uns")
    saved(page)
    assert [i["proto"] for i in made(campaign, n.DUO_RIGHT)] == [n.DUO_NOTE]
    tab_to(page, f"f-{own}-carry")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    for _ in range(9):
        if page.evaluate("document.activeElement.textContent").strip() == "Region":
            break
        page.keyboard.press("Tab")
    edited_and_saved(page, lambda: page.keyboard.press("Enter"))
    assert at(page) == f"f-{own}-h"
    expect(page.locator("#live")).to_contain_text("steht jetzt hier: Region")
    [item] = made(campaign, n.REGION)
    assert (item["id"], item["proto"]) == (own, n.NOTE)
    assert "Von uns" in item["values"]["text"]
    assert made(campaign, n.DUO_RIGHT) == []
    page.keyboard.press("Control+z")
    expect(page.locator(f"#f-{n.DUO_RIGHT}")).to_contain_text("Von uns")


def test_within_a_column_blocks_change_places_and_are_hidden(window, campaign):
    page = window(campaign)
    reveal(page)
    edited_and_saved(page, lambda: page.click(f"#f-{n.DUO_BUTTON}-up"))
    assert [i["ref"] for i in stored(campaign)["lists"][n.DUO_LEFT]] == [n.DUO_BUTTON, n.DUO_TEXT]
    edited_and_saved(page, lambda: page.click(f"#f-{n.DUO_BUTTON}-hide"))
    assert stored(campaign)["hidden"] == [n.DUO_BUTTON]
    assert page.locator(f"#f-{n.DUO_TEXT}-hide").count() == 0


@pytest.mark.capability("VE6")
def test_what_a_column_does_not_take_is_said_with_its_reason(window, campaign):
    page = window(campaign)
    page.click(f"#f-{n.DUO_RIGHT}-add-{n.DUO_NOTE}")
    used = page.locator(f"#f-{n.DUO_RIGHT}-add-{n.DUO_NOTE}")
    expect(used).to_have_attribute("aria-disabled", "true")
    expect(used).to_have_accessible_description("Spalte „Rechts“ Höchstens 1 davon.")
    edited_and_saved(page, lambda: page.click(f"#f-{n.DUO_RIGHT}-add-{n.DUO_PRESS}"))
    full = page.locator(f"#f-{n.DUO_RIGHT}-add-{n.DUO_PRESS}")
    expect(full).to_have_accessible_description("Spalte „Rechts“ Hier passen höchstens 2.")
    full.click(force=True)
    assert len(made(campaign, n.DUO_RIGHT)) == 2
    page.click(f"#f-{n.REGION}-add-{n.NOTE}")
    own = at(page).removeprefix("f-").removesuffix("-text")
    page.click(f"#f-{own}-carry")
    place = page.get_by_role("button", name="Spalten: Guten Tag, Spalte „Rechts“")
    expect(place).to_have_attribute("aria-disabled", "true")
    expect(place).to_have_accessible_description("Hier passen höchstens 2.")


def test_what_does_not_come_along_is_said_before(window, campaign):
    page = window(campaign)
    page.click(f"#f-{n.REGION}-add-{n.NOTE}")
    own = at(page).removeprefix("f-").removesuffix("-text")
    edited_and_saved(page, lambda: page.click(f"#f-{own} input[value=brand]"))
    page.click(f"#f-{own}-carry")
    place = page.get_by_role("button", name="Spalten: Guten Tag, Spalte „Rechts“")
    expect(place).to_have_accessible_description("Kommt nicht mit: Schriftfarbe")
    edited_and_saved(page, place.click)
    [item] = made(campaign, n.DUO_RIGHT)
    assert (item["proto"], "colour" in item["values"]) == (n.DUO_NOTE, False)


def test_columns_a_partner_makes_are_doubled_and_removed_with_all_they_hold(window, campaign):
    page = window(campaign)
    page.click(f"#f-{n.REGION}-add-{n.KIT}")
    [own] = page.evaluate(
        "cid => [...document.querySelectorAll(`#f-${cid} > details[data-block]`)]"
        ".map(d => d.dataset.block).filter(id => !id.startsWith('c00000'))",
        n.REGION,
    )
    reveal(page)
    page.click(f"#f-{own}_{n.KIT_TEXT}-text")
    retype(page, "Drinnen")
    page.click(f"#f-{own}_{n.KIT_LEFT}-add-{n.KIT_NOTE}")
    edited_and_saved(page, lambda: page.keyboard.type("Dazu "))
    assert stored(campaign)["edits"][f"{own}/{n.KIT_TEXT}"]["values"] == {"text": "<p>Drinnen</p>"}
    assert page.locator(f"#f-{own}_{n.KIT_CLAIM}-text").count() == 0
    edited_and_saved(page, lambda: page.click(f"#f-{own}-duplicate"))
    twin = next(i["id"] for i in made(campaign, n.REGION) if i["id"] != own)
    assert f"{twin}/{n.KIT_TEXT}" in stored(campaign)["edits"]
    assert len(made(campaign, f"{twin}/{n.KIT_LEFT}")) == 1
    ids = [i["id"] for cid in stored(campaign)["lists"] for i in made(campaign, cid)]
    assert len(set(ids)) == len(ids) == 4
    edited_and_saved(page, lambda: page.click(f"#f-{own}-remove"))
    after = stored(campaign)
    assert not [key for part in ("edits", "lists") for key in after[part] if key.startswith(own)]
    assert after["parked"] == []
    edited_and_saved(page, lambda: page.click("#undo"))
    assert stored(campaign)["edits"][f"{own}/{n.KIT_TEXT}"]["values"] == {"text": "<p>Drinnen</p>"}
    assert len(made(campaign, f"{own}/{n.KIT_LEFT}")) == 1


@pytest.mark.capability("VE5")
def test_two_windows_in_the_same_columns_lose_nothing(window, campaign):
    first, second = window(campaign), window(campaign)
    edited_and_saved(first, lambda: first.click(f"#f-{n.REGION}-add-{n.KIT}"))
    own = made(campaign, n.REGION)[0]["id"]
    second.bring_to_front()
    second.reload()
    second.wait_for_selector("body[data-ready]")
    reveal(first)
    reveal(second)
    second.click(f"#f-{own}_{n.KIT_LEFT}-add-{n.KIT_NOTE}")
    saved(second)
    first.click(f"#f-{own}_{n.KIT_TEXT}-text")
    retype(first, "Aus dem ersten Fenster")
    first.wait_for_timeout(1500)
    saved(first)
    assert len(made(campaign, f"{own}/{n.KIT_LEFT}")) == 1
    said = stored(campaign)["edits"][f"{own}/{n.KIT_TEXT}"]["values"]["text"]
    assert "Aus dem ersten Fenster" in said
    assert first.get_by_role("dialog").count() == 0


def test_the_outline_shows_every_level_and_leads_there(window, campaign):
    page = window(campaign)
    tree = page.locator("#outline")
    expect(tree.get_by_role("link", name="Spalte „Links“").first).to_be_visible()
    assert page.evaluate("document.querySelectorAll('#outline ul ul ul').length") >= 2
    page.click(f"#outline a[href='#f-{n.ISLAND}']")
    assert at(page) == f"f-{n.ISLAND}-h"
    assert page.locator(f"#f-{n.ISLAND}-text").is_visible()
    assert page.locator(f"#f-{n.SHORE}-text").count() == 0
    expect(page.locator(f"#f-{n.SHARED}")).to_contain_text("Winterdienst bis 20 Uhr")


def test_on_a_phone_columns_stand_below_each_other(window, campaign):
    page = window(campaign)
    page.set_viewport_size({"width": 390, "height": 844})
    reveal(page)
    left, right = (page.locator(f"#f-{c}").bounding_box() for c in (n.DUO_LEFT, n.DUO_RIGHT))
    assert right["y"] >= left["y"] + left["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
