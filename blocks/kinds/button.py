"""One call to action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    Field(
        "label",
        FieldType.TEXT,
        Label("Beschriftung", "Label"),
        required=True,
        max_length=40,
        merge=True,
    ),
    parts.link("url", Label("Ziel", "Target"), required=True),
    parts.colour("colour", Label("Farbe", "Colour"), ("brand", "accent")),
    parts.align("center"),
)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="button",
    label=Label("Knopf", "Button"),
    icon="link",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    leaf=True,
    summary="label",
)
