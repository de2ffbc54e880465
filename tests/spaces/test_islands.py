"""Three levels deep, every block keeps its own locks, whatever its parent may do."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from partner_spaces import compose
from tests import factories
from tests import nested as n
from tests.spaces.conftest import Door

OWN = str(uuid.UUID(int=1, version=4))
MORE = str(uuid.UUID(int=2, version=4))
THIRD = str(uuid.UUID(int=3, version=4))
WORDS = "<p>Von uns</p>"


@pytest.fixture
def template(db: None) -> Any:
    return factories.template(n.body())


def edits(**by_id: Any) -> dict[str, Any]:
    return {
        block_id: {"kind": kind, "values": values} for block_id, (kind, values) in by_id.items()
    }


def overlay(**parts: Any) -> dict[str, Any]:
    return {"v": 1, "edits": {}, "lists": {}, "hidden": [], **parts}


def said(answer: Any, *codes: str) -> set[tuple[str, str, str]]:
    assert answer.status_code == 200, answer.content
    return {
        (f["code"], f["block_id"], f["field"] or "")
        for f in answer.json()["findings"]
        if not codes or f["code"] in codes
    }


def mail_of(campaign: Any) -> str:
    shown = compose.state(compose.access_row(campaign.pk)).rendered
    return str(shown.compiled.preview_html())


@pytest.mark.capability("TL6")
def test_an_open_island_in_a_locked_block_takes_words_and_nothing_around_it_does(
    door: Door, campaign: Any
) -> None:
    sent = overlay(
        edits=edits(
            **{
                n.ISLAND: ("text", {"text": WORDS, "align": "center"}),
                n.SHORE: ("text", {"text": WORDS}),
                n.FIRM: ("columns", {"layout": "three"}),
            }
        ),
        hidden=[n.FIRM, n.ISLAND, n.SHORE],
        lists={
            n.REGION: [{"ref": n.LOOSE}, {"ref": n.FIRM}],
            n.FIRM_LEFT: [{"id": OWN, "proto": n.ISLAND, "kind": "text", "values": {}}],
        },
    )
    answer = door.put(campaign, sent)
    assert said(answer, "lock.field", "lock.remove", "lock.repeat") == {
        ("lock.field", n.ISLAND, "align"),
        ("lock.field", n.SHORE, "text"),
        ("lock.field", n.FIRM, "layout"),
        ("lock.remove", n.FIRM, ""),
        ("lock.remove", n.ISLAND, ""),
        ("lock.remove", n.SHORE, ""),
        ("lock.repeat", OWN, ""),
    }
    stored = answer.json()["overlay"]
    assert stored["edits"] == edits(**{n.ISLAND: ("text", {"text": WORDS})})
    assert stored["hidden"] == []
    assert n.FIRM_LEFT not in stored["lists"]
    shown = mail_of(campaign)
    assert "Von uns" in shown
    assert "Insel" not in shown
    assert "Ufer" in shown


@pytest.mark.capability("TL6")
def test_a_locked_island_in_an_open_block_stays_while_all_around_it_moves(
    door: Door, campaign: Any
) -> None:
    sent = overlay(
        edits=edits(
            **{
                n.LOOSE: ("columns", {"layout": "wide_narrow", "background": "surface"}),
                n.ROCK: ("text", {"text": WORDS, "colour": "brand"}),
                n.SAND: ("text", {"text": WORDS}),
            }
        ),
        hidden=[n.ROCK],
        lists={
            n.REGION: [{"ref": n.LOOSE}, {"ref": n.FIRM}],
            n.LOOSE_RIGHT: [{"ref": n.ROCK}, {"ref": n.SAND}],
        },
    )
    answer = door.put(campaign, sent)
    assert said(answer, "lock.field", "lock.remove") == {
        ("lock.field", n.LOOSE, "background"),
        ("lock.field", n.ROCK, "text"),
        ("lock.field", n.ROCK, "colour"),
        ("lock.remove", n.ROCK, ""),
    }
    shown = mail_of(campaign)
    assert shown.index("Fels") < shown.index("Von uns") < shown.index("Insel")
    assert "mj-column-px-350" in shown
    gone = door.put(campaign, overlay(hidden=[n.LOOSE]))
    assert not said(gone, "lock.remove")
    assert "Fels" not in mail_of(campaign)


@pytest.mark.capability("TL6")
def test_both_islands_keep_their_locks_inside_what_the_partner_made(
    door: Door, campaign: Any
) -> None:
    """A block of the partner's own, three levels deep: its inner ids begin with its own."""
    made = {"id": OWN, "proto": n.KIT, "kind": "columns", "values": {"layout": "wide_narrow"}}
    note = {"id": MORE, "proto": n.KIT_NOTE, "kind": "text", "values": {"text": "<p>Notiz 2</p>"}}
    forged = {"id": THIRD, "proto": n.KIT_NOTE, "kind": "text", "values": {"text": WORDS}}
    sent = overlay(
        edits=edits(
            **{
                f"{OWN}/{n.KIT_TEXT}": ("text", {"text": WORDS, "colour": "brand"}),
                f"{OWN}/{n.KIT_CLAIM}": ("text", {"text": WORDS}),
            }
        ),
        hidden=[f"{OWN}/{n.KIT_CLAIM}"],
        lists={
            n.REGION: [made, {"ref": n.FIRM}, {"ref": n.LOOSE}],
            f"{OWN}/{n.KIT_LEFT}": [note, {"ref": f"{OWN}/{n.KIT_TEXT}"}],
            f"{OWN}/{n.KIT_RIGHT}": [forged],
        },
    )
    answer = door.put(campaign, sent)
    assert said(answer, "lock.field", "lock.remove", "region.kind") == {
        ("lock.field", f"{OWN}/{n.KIT_TEXT}", "colour"),
        ("lock.field", f"{OWN}/{n.KIT_CLAIM}", "text"),
        ("lock.remove", f"{OWN}/{n.KIT_CLAIM}", ""),
        ("region.kind", THIRD, ""),
    }
    shown = mail_of(campaign)
    assert shown.index("Notiz 2") < shown.index("Von uns") < shown.index("Insel")
    assert shown.count("Von uns") == 1


def test_columns_at_the_root_are_copied_with_all_they_hold(door: Door, campaign: Any) -> None:
    copy = {"id": OWN, "proto": n.DUO, "kind": "columns", "values": {}}
    sent = overlay(
        edits=edits(**{f"{OWN}/{n.DUO_TEXT}": ("text", {"text": WORDS})}),
        hidden=[f"{OWN}/{n.DUO_BUTTON}"],
        lists={
            "root": [{"ref": n.DUO}, copy],
            f"{OWN}/{n.DUO_RIGHT}": [
                {"id": MORE, "proto": n.DUO_PRESS, "kind": "button", "values": {"label": "Hier"}}
            ],
        },
    )
    answer = door.put(campaign, sent)
    assert not said(answer, "lock.field", "lock.remove", "lock.repeat", "region.kind")
    shown = mail_of(campaign)
    assert shown.index("Guten Tag") < shown.index("Von uns") < shown.index("Hier")
    assert shown.count("Termin</a>") == 1


def test_a_block_moves_between_column_and_region_under_the_prototype_of_its_target(
    door: Door, campaign: Any
) -> None:
    """Its id stays; what the target does not allow is refused alone."""
    in_region = {"id": OWN, "proto": n.NOTE, "kind": "text"}
    in_column = {"id": OWN, "proto": n.DUO_NOTE, "kind": "text"}
    values = {"text": WORDS, "colour": "brand"}
    door.put(campaign, overlay(lists={n.REGION: [{**in_region, "values": values}]}))
    moved = door.put(campaign, overlay(lists={n.DUO_RIGHT: [{**in_column, "values": values}]}))
    assert said(moved, "lock.field") == {("lock.field", OWN, "colour")}
    stored = moved.json()["overlay"]["lists"]
    assert stored == {n.DUO_RIGHT: [{**in_column, "values": {"text": WORDS}}]}
    back = door.put(campaign, overlay(lists={n.REGION: [{**in_region, "values": values}]}))
    assert not said(back, "lock.field")
    both = overlay(
        lists={
            n.REGION: [{**in_region, "values": values}],
            n.DUO_RIGHT: [{**in_column, "values": {}}],
        }
    )
    assert said(door.put(campaign, both), "block.duplicate") == {("block.duplicate", OWN, "")}


@pytest.mark.parametrize(
    ("cid", "item", "code"),
    [
        (n.DUO_LEFT, {"proto": n.DUO_NOTE, "kind": "text"}, "region.kind"),
        (n.DUO_RIGHT, {"proto": n.NOTE, "kind": "text"}, "region.kind"),
        (n.DUO_RIGHT, {"proto": n.KIT, "kind": "columns"}, "region.kind"),
        (n.REGION, {"proto": n.DUO, "kind": "columns"}, "region.kind"),
        (n.REGION, {"proto": n.GRID, "kind": "offers"}, "region.kind"),
        ("root", {"proto": n.GRID, "kind": "offers"}, "region.kind"),
        (n.GRID, {"proto": n.NOTE, "kind": "text"}, "region.kind"),
        (n.REGION, {"proto": n.FIRM, "kind": "columns"}, "lock.repeat"),
        (n.FIRM_LEFT, {"proto": n.ISLAND, "kind": "text"}, "lock.repeat"),
    ],
)
def test_what_a_container_does_not_offer_never_stands_in_it(
    door: Door, campaign: Any, cid: str, item: dict[str, Any], code: str
) -> None:
    before = mail_of(campaign)
    answer = door.put(campaign, overlay(lists={cid: [{"id": OWN, "values": {}, **item}]}))
    assert said(answer, code) == {(code, OWN, "")}
    assert mail_of(campaign) == before


def test_a_column_and_a_grid_are_full_at_their_maximum(door: Door, campaign: Any) -> None:
    def press(number: int) -> dict[str, Any]:
        own = str(uuid.UUID(int=number, version=4))
        return {
            "id": own,
            "proto": n.DUO_PRESS,
            "kind": "button",
            "values": {"label": f"K{number}"},
        }

    answer = door.put(campaign, overlay(lists={n.DUO_RIGHT: [press(1), press(2), press(3)]}))
    assert said(answer, "region.max") == {("region.max", press(3)["id"], "")}
    grid = [
        {"id": str(uuid.UUID(int=m, version=4)), "proto": n.OFFER, "kind": "offer", "values": {}}
        for m in range(1, 6)
    ]
    full = door.put(campaign, overlay(lists={n.GRID: grid}))
    assert {code for code, _id, _f in said(full, "region.max")} == {"region.max"}
    assert mail_of(campaign).count('e-tile"') == 4


def test_only_the_html_of_changed_blocks_comes_back_at_any_depth(door: Door, campaign: Any) -> None:
    first = door.put(campaign, overlay(), have={}).json()["blocks"]
    assert {n.DUO, n.DUO_TEXT, n.FIRM, n.ISLAND, n.GRID, n.FIRST} <= first.keys()
    assert first[n.DUO_TEXT] in first[n.DUO]
    assert "<!--#" not in "".join(first.values())
