"""A claim of the brand: chosen from what is proven and released, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.colours import readable
from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting, escaped

FIELDS = (
    Field("claim", FieldType.CLAIM, Label("Aussage", "Claim"), required=True),
    parts.line(
        "note",
        Label("Quelle", "Source"),
        max_length=160,
        help=Label(
            "Kleine Zeile darunter, zum Beispiel: Umfrage 2025 unter 4.120 Kunden.",
            "Small line below, for example: survey of 4,120 customers, 2025.",
        ),
    ),
    parts.align("center"),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface", "brand")),
)


_CLAIM, _NOTE, ALIGN, GROUND = FIELDS


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    return _nodes(values, setting, setting.ground)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = parts.choice(values, GROUND)
    nodes = _nodes(values, setting, ground)
    return parts.section(ground, setting, nodes, padding="34px 32px 32px") if nodes else None


def _nodes(values: Mapping[str, Any], setting: Setting, ground: str) -> Sequence[Node]:
    quote = setting.quote("claim", values.get("claim"), "claim")
    if quote is None:
        return ()
    align, deep = parts.choice(values, ALIGN), ground == "brand"
    paper = setting.colour(ground)
    colour = setting.ink(ground) if deep else readable(setting.colour("brand"), paper)
    style = setting.type("subheading", colour)
    look = {**style, "font-size": f"{setting.style('subheading').size + 3}px"}
    css = "" if deep else "e-t-brand"
    nodes = [parts.words(escaped(quote.words), look, align=align, css=css)]
    note = setting.text(values.get("note"))
    if note:
        small = setting.type("small", setting.ink(ground) if deep else setting.muted(ground))
        css = "" if deep else "e-t-muted"
        nodes.append(parts.words(note, small, align=align, padding="8px 0 0", css=css))
    return nodes


def text(values: Mapping[str, Any], setting: Setting) -> str:
    quote = setting.quote("claim", values.get("claim"), "claim")
    if quote is None:
        return ""
    lines = (f"* {quote.words} *", setting.plain(values.get("note")))
    return "\n".join(line for line in lines if line)


KIND = Kind(
    name="claim",
    label=Label("Aussage der Marke", "Claim"),
    icon="circle-check",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    asks_partner=False,
)
