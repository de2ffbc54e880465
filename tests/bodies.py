"""A believable German template of all nine kinds: what headquarters shuts, opens and offers."""

from __future__ import annotations

import copy
from typing import Any

ENVELOPE = "e0000001-0000-4000-8000-000000000001"
HEADER = "e0000001-0000-4000-8000-000000000002"
HERO = "e0000001-0000-4000-8000-000000000003"
TEXT = "e0000001-0000-4000-8000-000000000004"
PICTURE = "e0000001-0000-4000-8000-000000000005"
REGION = "e0000001-0000-4000-8000-000000000006"
BUTTON = "e0000001-0000-4000-8000-000000000007"
LEGAL = "e0000001-0000-4000-8000-000000000008"
# what the region already holds, and what a partner may add
CHECK = "e0000002-0000-4000-8000-000000000001"
OFFER = "e0000003-0000-4000-8000-000000000001"
NOTE = "e0000003-0000-4000-8000-000000000002"

ASK = "Marketing Zentrale, 0431 000140"


def _locks(
    fields: dict[str, dict[str, Any]] | None = None, *, why: str = "", ask: str = ASK, **rights: Any
) -> dict[str, Any]:
    return {
        "rights": {"move": False, "remove": False, "repeat": None, **rights},
        "fields": fields or {},
        "why": why,
        "ask": ask,
    }


def _open(**limits: Any) -> dict[str, Any]:
    return {"mode": "editable", **limits}


def _must(**limits: Any) -> dict[str, Any]:
    return {"mode": "must_change", **limits}


def _choice(*options: str) -> dict[str, Any]:
    return {"mode": "choice", "options": "\n".join(options)}


def _block(kind: str, block_id: str, locks: dict[str, Any], **value: Any) -> dict[str, Any]:
    return {"type": kind, "id": block_id, "value": {**value, "locks": locks}}


def _offer(block_id: str, locks: dict[str, Any], **value: Any) -> dict[str, Any]:
    empty = {
        "image": None,
        "alt": "",
        "title": "",
        "text": "",
        "price": "",
        "old_price": "",
        "unit": "",
        "valid_from": "",
        "valid_until": "",
        "terms": "Solange der Vorrat reicht. Preise inkl. MwSt.",
        "button_label": "",
        "button_url": "",
    }
    return _block("offer", block_id, locks, **{**empty, **value})


def _region() -> dict[str, Any]:
    prices = {
        "title": _open(max_length=60),
        "text": _open(max_length=300, features="bold,italic,ul"),
        "price": _must(format="price", minimum="5", maximum="500"),
        "unit": _choice("je Satz", "je Rad", "pauschal"),
        "valid_until": _open(format="date", minimum="2026-10-01", maximum="2027-03-31"),
        "image": _open(ratio="16:9", min_px=600),
        "alt": _open(),
    }
    return _block(
        "region",
        REGION,
        _locks(why="Höchstens vier Angebote, damit die Mail lesbar bleibt."),
        key="angebote",
        min=1,
        max=4,
        order="free",
        prototypes=[
            _offer(
                OFFER,
                _locks(prices, move=True, remove=True, repeat=3),
                title="Ihr Angebot",
                text="<p>Was ist dabei?</p>",
                price="0,00",
                unit="je Satz",
            ),
            _block(
                "text",
                NOTE,
                _locks({"text": _must(max_length=400)}, move=True, remove=True, repeat=1),
                text="<p>Ihr Hinweis.</p>",
                colour="text",
                align="left",
            ),
        ],
        defaults=[
            _offer(
                CHECK,
                _locks(
                    {"price": _open(format="price", minimum="9,90", maximum="39,90")},
                    why="Der Lichttest ist in allen Häusern gleich.",
                    move=True,
                    remove=True,
                ),
                title="Lichttest und Wintercheck",
                text="<p>Licht, Batterie, Frostschutz und Reifen in <b>20 Minuten</b>.</p>",
                price="19,90",
                old_price="29,90",
                unit="pauschal",
                valid_from="2026-10-01",
                valid_until="2026-12-15",
                button_label="Termin sichern",
                button_url="https://nordring.example/termin",
            )
        ],
    )


BODY: list[dict[str, Any]] = [
    _block(
        "envelope",
        ENVELOPE,
        _locks({"subject": _open(max_length=60), "preheader": _open(max_length=90)}),
        subject='{{ first_name | "Ihre" }} Winterräder bei {{ partner.name }}',
        preheader="Termin in zwei Minuten gebucht",
        from_name="{{ partner.name }}",
        reply_to="",
    ),
    _block(
        "header",
        HEADER,
        _locks(why="Das Logo gehört der Marke."),
        align="left",
        logo="light",
        background="background",
        link="",
    ),
    _block(
        "hero",
        HERO,
        _locks(
            {
                "headline": _must(max_length=40),
                "text": _open(max_length=240, features="bold,italic"),
                "image": _open(ratio="16:9", min_px=600),
                "alt": _open(),
                "align": _choice("left", "center"),
            },
            why="Die Aussage ist geprüft und gilt für alle Häuser.",
        ),
        image=None,
        alt="",
        headline="Sicher durch den Winter",
        text="<p>Wir wechseln Ihre Räder und prüfen Profil und Luftdruck.</p>",
        claim="Ein Ring. Ein Wort. Ihre Werkstatt.",
        align="left",
        background="brand",
    ),
    _block(
        "text",
        TEXT,
        _locks({"text": _open(max_length=900), "align": _choice("left", "center")}, move=True),
        text="<p>Guten Tag{% if last_name %} {{ last_name }}{% endif %},</p>"
        "<p>{% if first_name %}schön, dass Sie uns treu sind. {% endif %}Die Tage werden kürzer, die Straßen glatter. Ihr Team von "
        "{{ partner.name }} in {{ partner.city }} macht Ihr Auto winterfest.</p>",
        colour="text",
        align="left",
    ),
    _block(
        "picture",
        PICTURE,
        _locks(
            {
                "image": _open(min_px=600),
                "alt": _open(),
                "caption": _open(max_length=80),
                "width": _choice("full", "inset"),
            },
            move=True,
            remove=True,
        ),
        image=None,
        alt="",
        caption="",
        link="",
        width="full",
    ),
    _region(),
    _block(
        "button",
        BUTTON,
        _locks(
            {"label": _open(max_length=30), "url": _open(hosts="nordring.example")},
            move=True,
            repeat=1,
        ),
        label="Termin buchen",
        url="https://nordring.example/termin",
        colour="accent",
        align="center",
    ),
    _block(
        "legal",
        LEGAL,
        {"why": "Gesetzlich vorgeschrieben.", "ask": ASK},
        note="Alle Preise inkl. MwSt.",
    ),
]


def a_body() -> list[dict[str, Any]]:
    """A fresh copy, to change."""
    return copy.deepcopy(BODY)


def find(body: list[dict[str, Any]], block_id: str) -> dict[str, Any]:
    """The block of this id at any depth. LookupError if there is none."""
    for block in body:
        if block["id"] == block_id:
            return block
        for stream in ("prototypes", "defaults"):
            for child in block["value"].get(stream) or ():
                if child["id"] == block_id:
                    return child
    raise LookupError(block_id)


def long_body(blocks: int = 15) -> list[dict[str, Any]]:
    """A template of this many top-level blocks, for measuring: texts and buttons repeat."""
    body = a_body()
    middle = [find(body, TEXT), find(body, BUTTON), find(body, PICTURE)]
    for number in range(blocks - len(body)):
        copied = copy.deepcopy(middle[number % len(middle)])
        copied["id"] = f"e0000004-0000-4000-8000-{number:012d}"
        body.insert(-1, copied)
    return body
