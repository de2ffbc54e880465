"""The hero: picture, headline, a few words; the first thing a customer sees."""

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
        "claim",
        FieldType.TEXT,
        Label("Dachzeile", "Kicker"),
        max_length=80,
        merge=True,
        help=Label("Kleine Zeile über der Überschrift.", "Small line above the headline."),
    ),
    Field(
        "headline",
        FieldType.TEXT,
        Label("Überschrift", "Headline"),
        required=True,
        max_length=120,
        merge=True,
    ),
    parts.rich(),
    parts.align(),
    parts.colour(
        "background", Label("Grund", "Ground"), ("brand", "background", "surface", "accent")
    ),
)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="hero",
    label=Label("Aufmacher", "Hero"),
    icon="title",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    summary="headline",
)
