"""An offer: a card with picture, price and terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    parts.picture(),
    parts.alt(),
    Field(
        "title",
        FieldType.TEXT,
        Label("Titel", "Title"),
        required=True,
        max_length=80,
        merge=True,
    ),
    parts.rich(),
    Field(
        "price",
        FieldType.PRICE,
        Label("Preis", "Price"),
        max_length=20,
        help=Label("Zum Beispiel 24,90", "For example 24.90"),
    ),
    Field("old_price", FieldType.PRICE, Label("Bisheriger Preis", "Previous price"), max_length=20),
    Field(
        "unit",
        FieldType.TEXT,
        Label("Einheit", "Unit"),
        max_length=60,
        help=Label("Zum Beispiel: je Satz", "For example: per set"),
    ),
    Field("valid_from", FieldType.DATE, Label("Gültig ab", "Valid from")),
    Field("valid_until", FieldType.DATE, Label("Gültig bis", "Valid until")),
    Field("terms", FieldType.LONG, Label("Bedingungen", "Terms"), max_length=500, merge=True),
    Field(
        "button_label",
        FieldType.TEXT,
        Label("Knopf: Beschriftung", "Button: label"),
        max_length=40,
        merge=True,
    ),
    parts.link("button_url", Label("Knopf: Ziel", "Button: target")),
)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="offer",
    label=Label("Angebot", "Offer"),
    icon="tag",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    leaf=True,
    summary="title",
)
