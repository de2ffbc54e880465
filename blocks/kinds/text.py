"""Running text: the letter part of a mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.colours import readable
from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Kind, Label
from blocks.setting import Setting

FIELDS = (
    parts.rich(required=True),
    parts.colour("colour", Label("Schriftfarbe", "Text colour"), ("text", "brand", "muted")),
    parts.align(),
)


_TEXT, COLOUR, ALIGN = FIELDS


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    rich = setting.rich(values.get("text"))
    if not rich:
        return ()
    role = parts.choice(values, COLOUR)
    ground = setting.colour(setting.ground)
    link = readable(setting.colour("brand"), ground)
    muted = role == "muted"
    colour = setting.muted(setting.ground) if muted else readable(setting.colour(role), ground)
    content = parts.words(
        parts.dressed(rich, link),
        setting.type("body", colour),
        align=parts.choice(values, ALIGN),
        css=f"e-t-{role}",
    )
    return (content,)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    nodes = cell(values, setting)
    return parts.section("background", setting, nodes, padding="24px 32px 12px") if nodes else None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return setting.plain_rich(values.get("text"))


KIND = Kind(
    name="text",
    label=Label("Text", "Text"),
    icon="pilcrow",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    summary="text",
    asks_partner=False,
)
