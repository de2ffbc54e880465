"""One call to action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


_LABEL, _URL, COLOUR, ALIGN = FIELDS


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    label, href = setting.text(values.get("label")), setting.url(values.get("url"), "url")
    if not (label and href):
        return ()
    role, align = parts.choice(values, COLOUR), parts.choice(values, ALIGN)
    return (parts.press(label, href, role, setting, align=align),)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    nodes = cell(values, setting)
    return parts.section("background", setting, nodes, padding="12px 32px 28px") if nodes else None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    label, href = setting.plain(values.get("label")), setting.url(values.get("url"), "url")
    return f"{label}: {href}" if label and href else ""


KIND = Kind(
    name="button",
    label=Label("Knopf", "Button"),
    icon="link",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    summary="label",
    asks_partner=False,
)
