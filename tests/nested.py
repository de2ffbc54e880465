"""A template whose blocks lie three levels deep: regions, columns in them, leaf blocks in those.

Open islands in locked blocks and locked islands in open ones, columns at the root and in a
region, as defaults and as prototypes; an offer grid; a use of a shared block.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

ENVELOPE = "c0000001-0000-4000-8000-000000000001"
DUO = "c0000001-0000-4000-8000-000000000002"  # columns at the root, copied at most twice
REGION = "c0000001-0000-4000-8000-000000000003"
GRID = "c0000001-0000-4000-8000-000000000004"
SHARED = "c0000001-0000-4000-8000-000000000005"
LEGAL = "c0000001-0000-4000-8000-000000000006"

DUO_LEFT = "c0000002-0000-4000-8000-000000000001"
DUO_RIGHT = "c0000002-0000-4000-8000-000000000002"
DUO_TEXT = "c0000002-0000-4000-8000-000000000003"  # open
DUO_BUTTON = "c0000002-0000-4000-8000-000000000004"  # movable, removable, locked
DUO_NOTE = "c0000002-0000-4000-8000-000000000005"  # prototype of a text in the right column
DUO_PRESS = "c0000002-0000-4000-8000-000000000006"  # prototype of a button there

FIRM = "c0000003-0000-4000-8000-000000000001"  # locked columns in the region
FIRM_LEFT = "c0000003-0000-4000-8000-000000000002"
FIRM_RIGHT = "c0000003-0000-4000-8000-000000000003"
ISLAND = "c0000003-0000-4000-8000-000000000004"  # open inside FIRM
SHORE = "c0000003-0000-4000-8000-000000000005"  # locked beside it

LOOSE = "c0000004-0000-4000-8000-000000000001"  # open columns in the region
LOOSE_LEFT = "c0000004-0000-4000-8000-000000000002"
LOOSE_RIGHT = "c0000004-0000-4000-8000-000000000003"
ROCK = "c0000004-0000-4000-8000-000000000004"  # locked inside LOOSE
SAND = "c0000004-0000-4000-8000-000000000005"  # open beside it

KIT = "c0000005-0000-4000-8000-000000000001"  # columns a partner may insert into the region
KIT_LEFT = "c0000005-0000-4000-8000-000000000002"
KIT_RIGHT = "c0000005-0000-4000-8000-000000000003"
KIT_TEXT = "c0000005-0000-4000-8000-000000000004"  # open, in KIT
KIT_CLAIM = "c0000005-0000-4000-8000-000000000005"  # locked, in KIT
KIT_NOTE = "c0000005-0000-4000-8000-000000000006"  # prototype of a text in KIT
NOTE = "c0000005-0000-4000-8000-000000000007"  # prototype of a text in the region

FIRST = "c0000006-0000-4000-8000-000000000001"  # offer that stands in the grid
OFFER = "c0000006-0000-4000-8000-000000000002"  # prototype of an offer there

SAID = {
    "type": "text",
    "id": "c0000008-0000-4000-8000-000000000001",
    "value": {"text": "<p>Winterdienst bis 20 Uhr</p>", "colour": "text", "align": "left"},
}
EDITABLE = {"mode": "editable"}
ASK = "Marketing, 0431 000140"


def locks(fields: dict[str, Any] | None = None, **rights: Any) -> dict[str, Any]:
    return {
        "rights": {"move": False, "remove": False, "repeat": None, **rights},
        "fields": fields or {},
        "why": "",
        "ask": ASK,
    }


def block(kind: str, block_id: str, lock: dict[str, Any], **value: Any) -> dict[str, Any]:
    return {"type": kind, "id": block_id, "value": {**value, "locks": lock}}


def text(block_id: str, words: str, lock: dict[str, Any]) -> dict[str, Any]:
    return block("text", block_id, lock, text=f"<p>{words}</p>", colour="text", align="left")


def button(block_id: str, label: str, lock: dict[str, Any]) -> dict[str, Any]:
    url = "https://nordring.example/termin"
    return block("button", block_id, lock, label=label, url=url, colour="brand", align="left")


def offer(block_id: str, title: str, **rights: Any) -> dict[str, Any]:
    lock = locks({"title": EDITABLE, "price": EDITABLE | {"format": "price"}}, **rights)
    return block("offer", block_id, lock, title=title, price="19,00", text="", image=None)


def frame(key: str, **shape: Any) -> dict[str, Any]:
    empty = {"min": 0, "max": 3, "order": "free", "prototypes": [], "defaults": []}
    return {"key": key, **empty, **shape}


def column(block_id: str, key: str, **shape: Any) -> dict[str, Any]:
    return {"type": "column", "id": block_id, "value": frame(key, **shape)}


def columns(block_id: str, lock: dict[str, Any], *held: dict[str, Any]) -> dict[str, Any]:
    look = {"layout": "two", "valign": "top", "background": "background"}
    return block("columns", block_id, lock, **look, columns=list(held))


def body(shared: int | None = None) -> list[dict[str, Any]]:
    """shared: the shared block that is used before the legal notice; None leaves the use away."""
    wide = {"layout": {"mode": "choice", "options": "two\nwide_narrow"}}
    region = frame(
        "region",
        max=5,
        prototypes=[
            columns(
                KIT,
                locks(wide, repeat=2),
                column(
                    KIT_LEFT,
                    "links",
                    prototypes=[text(KIT_NOTE, "Notiz", locks({"text": EDITABLE}))],
                    defaults=[text(KIT_TEXT, "Ihre Worte", locks({"text": EDITABLE}))],
                ),
                column(KIT_RIGHT, "rechts", defaults=[text(KIT_CLAIM, "Nordring", locks())]),
            ),
            text(NOTE, "Hinweis", locks({"text": EDITABLE, "colour": EDITABLE})),
        ],
        defaults=[
            columns(
                FIRM,
                locks(),
                column(
                    FIRM_LEFT, "links", defaults=[text(ISLAND, "Insel", locks({"text": EDITABLE}))]
                ),
                column(FIRM_RIGHT, "rechts", defaults=[text(SHORE, "Ufer", locks())]),
            ),
            columns(
                LOOSE,
                locks(wide, move=True, remove=True),
                column(LOOSE_LEFT, "links", defaults=[text(ROCK, "Fels", locks())]),
                column(
                    LOOSE_RIGHT,
                    "rechts",
                    defaults=[
                        text(SAND, "Sand", locks({"text": EDITABLE}, move=True, remove=True))
                    ],
                ),
            ),
        ],
    )
    duo = columns(
        DUO,
        locks(move=True, repeat=2),
        column(
            DUO_LEFT,
            "links",
            prototypes=[],
            defaults=[
                text(DUO_TEXT, "Guten Tag", locks({"text": EDITABLE}, move=True)),
                button(DUO_BUTTON, "Termin", locks(move=True, remove=True)),
            ],
        ),
        column(
            DUO_RIGHT,
            "rechts",
            max=2,
            prototypes=[
                text(DUO_NOTE, "Randnotiz", locks({"text": EDITABLE}, repeat=1)),
                button(DUO_PRESS, "Mehr", locks({"label": EDITABLE | {"max_length": 20}})),
            ],
        ),
    )
    grid = frame("raster", max=4, prototypes=[offer(OFFER, "Angebot")])
    grid["defaults"] = [offer(FIRST, "Räderwechsel", move=True, remove=True)]
    use = [block("shared", SHARED, {"why": "", "ask": ASK}, block=shared)] if shared else []
    return [
        block(
            "envelope",
            ENVELOPE,
            locks({"subject": EDITABLE}),
            subject="Ihre Werkstatt",
            preheader="",
            from_name="{{ partner.name }}",
            reply_to="",
        ),
        duo,
        block("region", REGION, locks(), **region),
        block("offers", GRID, locks(), background="surface", **grid),
        *use,
        block("legal", LEGAL, {"why": "", "ask": ASK}, note=""),
    ]


def walk(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every block and column, in template order."""
    for one in blocks:
        yield one
        for name in ("prototypes", "defaults", "columns"):
            yield from walk(one["value"].get(name) or [])


def changed(block_id: str, raw: list[dict[str, Any]] | None = None, **values: Any) -> Any:
    """The body with other values in one block, as headquarters would publish it."""
    made = copy.deepcopy(raw or body())
    next(one for one in walk(made) if one["id"] == block_id)["value"].update(values)
    return made


def long_body(shared: int | None = None, blocks: int = 15) -> list[dict[str, Any]]:
    """A template of this many blocks at the root, every second of them columns."""
    made = body(shared)
    patterns = [next(b for b in walk(made) if b["id"] == name) for name in (FIRM, DUO_TEXT)]
    number = 0
    while len(made) < blocks:
        copied = copy.deepcopy(patterns[len(made) % 2])
        for one in walk([copied]):
            number += 1
            one["id"] = f"c0000009-0000-4000-8000-{number:012d}"
        made.insert(-1, copied)
    return made
