"""A heading: what the following blocks are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.colours import readable
from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    parts.line(
        "kicker",
        Label("Dachzeile", "Kicker"),
        max_length=80,
        help=Label("Kleine Zeile über der Überschrift.", "Small line above the headline."),
    ),
    parts.line("text", Label("Überschrift", "Heading"), max_length=120, required=True),
    Field(
        "size",
        FieldType.OPTION,
        Label("Größe", "Size"),
        options={"large": Label("Groß", "Large"), "small": Label("Klein", "Small")},
        default="large",
    ),
    parts.align(),
    parts.colour("colour", Label("Schriftfarbe", "Text colour"), ("brand", "text")),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface")),
)


_KICKER, _TEXT, SIZE, ALIGN, COLOUR, GROUND = FIELDS


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    return _nodes(values, setting, setting.ground)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = parts.choice(values, GROUND)
    nodes = _nodes(values, setting, ground)
    return parts.section(ground, setting, nodes, padding="30px 32px 0") if nodes else None


def _nodes(values: Mapping[str, Any], setting: Setting, ground: str) -> Sequence[Node]:
    content = setting.text(values.get("text"))
    if not content:
        return ()
    align, role = parts.choice(values, ALIGN), parts.choice(values, COLOUR)
    large = parts.choice(values, SIZE) == "large"
    colour = readable(setting.colour(role), setting.colour(ground))
    look = setting.type("subheading", colour)
    if large:
        style = setting.style("heading")
        look = {**setting.type("heading", colour), "font-size": f"{max(style.size - 6, 22)}px"}
    # The first heading of a mail without a hero is its title.
    heading = setting.heading(content, (2 if large else 3) if setting.rank else 1)
    nodes = []
    kicker = setting.text(values.get("kicker"))
    if kicker:
        small = parts.kicker(setting.muted(ground), setting)
        nodes.append(parts.words(kicker, small, align=align, padding="0 0 4px", css="e-t-muted"))
    nodes.append(parts.words(heading, look, align=align, css=f"e-t-{role}"))
    return nodes


def text(values: Mapping[str, Any], setting: Setting) -> str:
    heading = setting.plain(values.get("text"))
    if not heading:
        return ""
    line = ("=" if parts.choice(values, SIZE) == "large" else "-") * min(len(heading), 40)
    return "\n".join(part for part in (setting.plain(values.get("kicker")), heading, line) if part)


KIND = Kind(
    name="heading",
    label=Label("Überschrift", "Heading"),
    icon="h2",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    summary="text",
    asks_partner=False,
)
