"""Running text: the letter part of a mail."""

from __future__ import annotations

from collections.abc import Mapping
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


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    rich = setting.rich(values.get("text"))
    if not rich:
        return None
    role = parts.choice(values, COLOUR)
    ground = setting.colour("background")
    link = readable(setting.colour("brand"), ground)
    colour = setting.muted() if role == "muted" else readable(setting.colour(role), ground)
    content = parts.words(
        parts.dressed(rich, link),
        setting.type("body", colour),
        align=parts.choice(values, ALIGN),
        css=f"e-t-{role}",
    )
    return parts.section("background", setting, [content], padding="24px 32px 12px")


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return setting.plain_rich(values.get("text"))


KIND = Kind(
    name="text",
    label=Label("Text", "Text"),
    icon="pilcrow",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    leaf=True,
    summary="text",
)
