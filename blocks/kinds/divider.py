"""A line between two thoughts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    Field(
        "line",
        FieldType.OPTION,
        Label("Linie", "Line"),
        options={
            "fine": Label("Fein", "Fine"),
            "strong": Label("Kräftig, in der Akzentfarbe", "Strong, in the accent colour"),
            "short": Label("Kurz, in der Akzentfarbe", "Short, in the accent colour"),
        },
        default="fine",
    ),
    parts.align("center"),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface")),
)


LINE, ALIGN, GROUND = FIELDS
SHORT = 72  # px


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    line = parts.choice(values, LINE)
    fine = line == "fine"
    look = {
        "css-class": "e-line" if fine else "",
        "border-color": setting.line() if fine else setting.colour("accent"),
        "border-width": "1px" if fine else "4px",
        "width": f"{SHORT}px" if line == "short" else "",
        "align": parts.choice(values, ALIGN) if line == "short" else "",
        "padding": "0",
    }
    return (Node("mj-divider", {name: value for name, value in look.items() if value}),)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = parts.choice(values, GROUND)
    return parts.section(ground, setting, cell(values, setting), padding="18px 32px")


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return "* * *"


KIND = Kind(
    name="divider",
    label=Label("Trennlinie", "Divider"),
    icon="minus",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    asks_partner=False,
)
