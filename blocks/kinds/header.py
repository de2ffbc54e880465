"""The header: the brand's logo on a ground from the kit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    Field(
        "logo",
        FieldType.OPTION,
        Label("Logo", "Logo"),
        options={
            "light": Label("Für hellen Grund", "For light grounds"),
            "dark": Label("Für dunklen Grund", "For dark grounds"),
            "mark": Label("Nur das Zeichen", "Mark only"),
        },
        default="light",
    ),
    parts.align(),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface", "brand")),
    parts.link("link", Label("Link des Logos", "Logo link")),
)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="header",
    label=Label("Kopf", "Header"),
    icon="site",
    fields=FIELDS,
    mjml=mjml,
    text=text,
)
