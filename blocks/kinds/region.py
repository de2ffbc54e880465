"""A region: the zone in which partners place blocks from its prototypes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.node import Node
from blocks.schema import Kind, Label
from blocks.setting import Setting


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    """Nothing of its own: the compiler sets the region's blocks in its place."""
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="region",
    label=Label("Bereich", "Region"),
    icon="placeholder",
    fields=(),
    mjml=mjml,
    text=text,
    container=True,
    asks_partner=False,
)
