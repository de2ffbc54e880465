"""A template in which every block has one right and no other, and every kind of lock is there."""

from __future__ import annotations

import copy
from typing import Any

ENVELOPE = "b0000001-0000-4000-8000-000000000001"
HERO = "b0000001-0000-4000-8000-000000000002"
TEXT = "b0000001-0000-4000-8000-000000000003"
BUTTON = "b0000001-0000-4000-8000-000000000004"
REGION = "b0000001-0000-4000-8000-000000000005"
CLAIM = "b0000001-0000-4000-8000-000000000006"
LEGAL = "b0000001-0000-4000-8000-000000000007"
FIRST = "d0000001-0000-4000-8000-000000000001"
OFFER = "a0000001-0000-4000-8000-000000000001"
NOTE = "a0000001-0000-4000-8000-000000000002"

# every path a partner may not write: (block, kind, field)
LOCKED = [
    (ENVELOPE, "envelope", "from_name"),
    (ENVELOPE, "envelope", "reply_to"),
    (HERO, "hero", "claim"),
    (HERO, "hero", "image"),
    (HERO, "hero", "background"),
    (TEXT, "text", "colour"),
    (TEXT, "text", "align"),
    (BUTTON, "button", "url"),
    (BUTTON, "button", "colour"),
    (CLAIM, "text", "text"),
    (CLAIM, "text", "colour"),
    (LEGAL, "legal", "note"),
    (FIRST, "offer", "terms"),
    (FIRST, "offer", "button_url"),
    (REGION, "region", "max"),
    (REGION, "region", "key"),
]
# paths a partner may write: (block, kind, field, longest)
OPEN = [
    (ENVELOPE, "envelope", "subject", 60),
    (ENVELOPE, "envelope", "preheader", 90),
    (HERO, "hero", "headline", 40),
    (BUTTON, "button", "label", 40),
    (FIRST, "offer", "title", 60),
]


def locks(fields: dict[str, dict[str, Any]] | None = None, **rights: Any) -> dict[str, Any]:
    return {
        "rights": {"move": False, "remove": False, "repeat": None, **rights},
        "fields": fields or {},
        "why": "",
        "ask": "",
    }


def block(kind: str, block_id: str, value: dict[str, Any], lock: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "id": block_id, "value": {**value, "locks": lock}}


EDITABLE = {"mode": "editable"}


def offer(block_id: str, *, title: str, price: str, **rights: Any) -> dict[str, Any]:
    fields = {
        "title": EDITABLE | {"max_length": 60},
        "text": EDITABLE,
        "price": EDITABLE | {"format": "price"},
        "image": EDITABLE,
    }
    value = {"title": title, "text": "", "price": price, "terms": "Solange der Vorrat reicht."}
    return block("offer", block_id, value, locks(fields, **rights))


BODY: list[dict[str, Any]] = [
    block(
        "envelope",
        ENVELOPE,
        {
            "subject": "Räderwechsel bei {{ partner.name }}",
            "preheader": "",
            "from_name": "{{ partner.name }}",
            "reply_to": "",
        },
        locks(
            {
                "subject": EDITABLE | {"max_length": 60},
                "preheader": EDITABLE | {"max_length": 90},
            }
        ),
    ),
    block(
        "hero",
        HERO,
        {"headline": "Winter? Kommt.", "claim": "Nah dran.", "align": "left", "image": None},
        locks(
            {
                "headline": EDITABLE | {"max_length": 40},
                "align": {"mode": "choice", "options": "left\ncenter"},
            },
            move=True,
        ),
    ),
    block(
        "text",
        TEXT,
        {"text": '<p>Guten Tag {{ first_name | "zusammen" }}.</p>', "align": "left"},
        locks({"text": EDITABLE}, remove=True),
    ),
    block(
        "button",
        BUTTON,
        {"label": "Termin buchen", "url": "https://nordring.example/termin"},
        locks({"label": EDITABLE | {"max_length": 40}}, move=True, repeat=1),
    ),
    block(
        "region",
        REGION,
        {
            "key": "offers",
            "min": 1,
            "max": 3,
            "order": "free",
            "prototypes": [
                offer(OFFER, title="Angebot", price="10,00"),
                block("text", NOTE, {"text": "<p>Hinweis</p>"}, locks({"text": EDITABLE})),
            ],
            "defaults": [offer(FIRST, title="Räderwechsel", price="24,90", move=True, remove=True)],
        },
        locks(),
    ),
    block("text", CLAIM, {"text": "<p>Nordring. Immer nah.</p>", "align": "center"}, locks()),
    block("legal", LEGAL, {"note": ""}, locks()),
]


def body() -> list[dict[str, Any]]:
    """A fresh copy, to change."""
    return copy.deepcopy(BODY)


def changed(block_id: str, **values: Any) -> list[dict[str, Any]]:
    """The body as headquarters would publish it with other values in one block."""
    made = body()
    find(made, block_id)["value"].update(values)
    return made


def find(blocks: list[dict[str, Any]], block_id: str) -> dict[str, Any]:
    for one in blocks:
        if one["id"] == block_id:
            return one
        for name in ("prototypes", "defaults"):
            inner = find_or_none(one["value"].get(name) or [], block_id)
            if inner:
                return inner
    raise LookupError(block_id)


def find_or_none(blocks: list[dict[str, Any]], block_id: str) -> dict[str, Any] | None:
    try:
        return find(blocks, block_id)
    except LookupError:
        return None


def overlay(
    edits: dict[str, tuple[str, dict[str, Any]]] | None = None, **more: Any
) -> dict[str, Any]:
    """An overlay as a client sends it: edits as {id: (kind, values)}."""
    return {
        "v": 1,
        "edits": {
            block_id: {"kind": kind, "values": values}
            for block_id, (kind, values) in (edits or {}).items()
        },
        "lists": {},
        "hidden": [],
        **more,
    }
