"""A picture beside text: one thought with something to see. On phones the picture stands first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from blocks.colours import readable
from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

SHARES = MappingProxyType({"smaller": 40, "equal": 50})  # of the width, per cent
FIELDS = (
    parts.picture(required=True),
    parts.alt(),
    Field(
        "side",
        FieldType.OPTION,
        Label("Bild steht", "Picture stands"),
        options={
            "before": Label("Links vom Text", "Left of the text"),
            "after": Label("Rechts vom Text", "Right of the text"),
        },
        default="before",
    ),
    Field(
        "share",
        FieldType.OPTION,
        Label("Bildbreite", "Picture width"),
        options={
            "smaller": Label("Schmaler als der Text", "Narrower than the text"),
            "equal": Label("So breit wie der Text", "As wide as the text"),
        },
        default="equal",
    ),
    parts.line("title", Label("Überschrift", "Heading"), max_length=80),
    parts.rich(required=True),
    *parts.button(),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface")),
)


_IMAGE, _ALT, SIDE, SHARE, *_WORDS, GROUND = FIELDS
GAP = 24  # px between picture and text


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = parts.choice(values, GROUND)
    nodes = _text(values, setting, ground)
    picture = setting.picture(values.get("image"), "image")
    if picture is None:
        return parts.section(ground, setting, nodes, padding="24px 32px") if nodes else None
    share = SHARES[parts.choice(values, SHARE)] if nodes else 100
    shown = parts.image(
        picture,
        {"border-radius": f"{setting.theme.corner}px"},
        alt=setting.alt(picture, values.get("alt")),
        room=setting.room * share // 100,
    )
    columns = [Node("mj-column", {"width": f"{share}%", "vertical-align": "top"}, [shown])]
    after = parts.choice(values, SIDE) == "after"
    if nodes:
        look = {
            "css-class": "e-n",
            "width": f"{100 - share}%",
            "vertical-align": "top",
            "padding": f"0 {GAP}px 0 0" if after else f"0 0 0 {GAP}px",
        }
        columns.append(Node("mj-column", look, nodes))
    more = {"direction": "rtl"} if after else {}
    return parts.band(ground, setting, columns, padding="24px 32px", **more)


def _text(values: Mapping[str, Any], setting: Setting, ground: str) -> list[Node]:
    """Heading, words and button: whatever of them there is."""
    paper = setting.colour(ground)
    brand = readable(setting.colour("brand"), paper)
    nodes = []
    title = setting.text(values.get("title"))
    if title:
        look, heading = setting.type("subheading", brand), setting.heading(title, 2)
        nodes.append(parts.words(heading, look, padding="0 0 8px", css="e-t-brand"))
    rich = setting.rich(values.get("text"))
    if rich:
        look = setting.type("body", readable(setting.colour("text"), paper))
        nodes.append(parts.words(parts.dressed(rich, brand), look, css="e-t-text"))
    return [*nodes, *parts.action(values, setting)]


def text(values: Mapping[str, Any], setting: Setting) -> str:
    lines = (
        setting.plain(values.get("title")),
        setting.plain_rich(values.get("text")),
        parts.action_line(values, setting),
    )
    return "\n".join(line for line in lines if line)


KIND = Kind(
    name="beside",
    label=Label("Bild neben Text", "Picture beside text"),
    icon="media",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    summary="title",
    asks_partner=False,
)
