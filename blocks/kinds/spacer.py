"""Air between two blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

HEIGHTS = MappingProxyType({"little": 12, "some": 28, "plenty": 52})  # px
FIELDS = (
    Field(
        "height",
        FieldType.OPTION,
        Label("Abstand", "Space"),
        options={
            "little": Label("Wenig", "Little"),
            "some": Label("Mittel", "Some"),
            "plenty": Label("Viel", "Plenty"),
        },
        default="some",
    ),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface", "brand")),
)


HEIGHT, GROUND = FIELDS


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    height = HEIGHTS[parts.choice(values, HEIGHT)]
    return (Node("mj-spacer", {"height": f"{height}px"}),)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = parts.choice(values, GROUND)
    return parts.section(ground, setting, cell(values, setting), padding="0")


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="spacer",
    label=Label("Abstand", "Spacer"),
    icon="order",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    asks_partner=False,
)
