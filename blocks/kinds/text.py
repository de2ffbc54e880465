"""Running text: the letter part of a mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Kind, Label
from blocks.setting import Setting

FIELDS = (
    parts.rich(required=True),
    parts.colour("colour", Label("Schriftfarbe", "Text colour"), ("text", "brand", "muted")),
    parts.align(),
)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


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
