"""A picture with caption, across the mail or inset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    parts.picture(required=True),
    parts.alt(),
    Field(
        "caption",
        FieldType.TEXT,
        Label("Bildunterschrift", "Caption"),
        max_length=200,
        merge=True,
    ),
    parts.link("link", Label("Link", "Link")),
    Field(
        "width",
        FieldType.OPTION,
        Label("Breite", "Width"),
        options={
            "full": Label("Volle Breite", "Full width"),
            "inset": Label("Eingerückt", "Inset"),
        },
        default="full",
    ),
)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="picture",
    label=Label("Bild", "Picture"),
    icon="image",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    leaf=True,
    summary="alt",
)
