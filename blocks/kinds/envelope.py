"""The envelope: what stands in the inbox before the mail is opened. It renders nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    Field(
        "subject",
        FieldType.TEXT,
        Label("Betreff", "Subject"),
        required=True,
        max_length=150,
        merge=True,
    ),
    Field(
        "preheader",
        FieldType.TEXT,
        Label("Vorschauzeile", "Preview line"),
        max_length=150,
        merge=True,
        help=Label(
            "Steht im Postfach hinter dem Betreff.", "Stands behind the subject in the inbox."
        ),
    ),
    Field(
        "from_name",
        FieldType.TEXT,
        Label("Absendername", "Sender name"),
        required=True,
        max_length=60,
        default="{{ partner.from_name }}",
        merge=True,
        help=Label(
            "{{ partner.from_name }} ist der Absendername aus den Stammdaten des Partners, "
            "ohne einen solchen sein Name.",
            "{{ partner.from_name }} is the sender name of the partner's company details, "
            "or the partner's name.",
        ),
    ),
    Field(
        "reply_to",
        FieldType.EMAIL,
        Label("Antworten an", "Reply to"),
        max_length=254,
        merge=True,
        help=Label(
            "Leer: die E-Mail-Adresse des Partners.", "Empty: the partner's e-mail address."
        ),
    ),
)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


KIND = Kind(
    name="envelope",
    label=Label("Umschlag", "Envelope"),
    icon="mail",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    pinned=True,
    summary="subject",
    asks_partner=False,
)
