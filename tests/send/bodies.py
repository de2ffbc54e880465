"""A small template whose mail has merge fields, a condition and something a partner may change."""

from __future__ import annotations

from typing import Any

ENVELOPE = "b0000009-0000-4000-8000-000000000001"
TEXT = "b0000009-0000-4000-8000-000000000002"
LEGAL = "b0000009-0000-4000-8000-000000000003"


NAMELESS = {
    "v": 1,
    "edits": {TEXT: {"kind": "text", "values": {"text": "<p>Hallo {{ first_name }}</p>"}}},
}


def body(*, greeting: str = 'Guten Tag {{ first_name | "zusammen" }}') -> list[dict[str, Any]]:
    locks = {
        "rights": {"move": False, "remove": False, "repeat": None},
        "fields": {"subject": {"mode": "editable"}, "text": {"mode": "editable"}},
        "why": "",
        "ask": "",
    }
    shut = {**locks, "fields": {}}
    return [
        {
            "type": "envelope",
            "id": ENVELOPE,
            "value": {
                "subject": "Räderwechsel bei {{ partner.name }}",
                "preheader": "Jetzt Termin sichern",
                "from_name": "{{ partner.name }}",
                "reply_to": "",
                "locks": locks,
            },
        },
        {
            "type": "text",
            "id": TEXT,
            "value": {
                "text": f"<p>{greeting},</p>"
                "<p>{% if last_name %}schön, dass es Sie gibt. {% endif %}Die Tage werden kürzer.</p>",
                "colour": "text",
                "align": "left",
                "locks": locks,
            },
        },
        {"type": "legal", "id": LEGAL, "value": {"note": "", "locks": shut}},
    ]
