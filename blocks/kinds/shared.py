"""A use of a shared block: written once by headquarters, live in every template that uses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.node import Node
from blocks.schema import Kind, Label
from blocks.setting import Setting


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    """Nothing of its own: the compiler sets the shared block's blocks in its place."""
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="shared",
    label=Label("Gemeinsamer Baustein", "Shared block"),
    icon="snippet",
    fields=(),
    mjml=mjml,
    text=text,
    pinned=True,
    container=True,
    asks_partner=False,
)
