"""The legal block: imprint, why you get this, web view and opt-out. It always renders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    Field(
        "note",
        FieldType.LONG,
        Label("Zusätzlicher Hinweis", "Additional note"),
        max_length=1000,
        merge=True,
        help=Label(
            "Impressum, Abmeldelink und Online-Ansicht stehen immer darunter.",
            "Imprint, unsubscribe link and web view always stand below.",
        ),
    ),
)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="legal",
    label=Label("Pflichtangaben", "Legal notice"),
    icon="clipboard-list",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    pinned=True,
    summary="note",
)
