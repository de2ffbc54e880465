"""The hero: picture, headline, a few words; the first thing a customer sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.colours import readable
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


ALIGN, GROUND = FIELDS[-2:]


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground, align = parts.choice(values, GROUND), parts.choice(values, ALIGN)
    ink = setting.ink(ground)
    plain = ground in ("background", "surface")
    children: list[Node] = []
    picture = setting.picture(values.get("image"), "image")
    if picture:
        alt = setting.alt(picture, values.get("alt"))
        children.append(parts.image(picture, {}, alt=alt, room=parts.FULL))
        bar = "brand" if ground == "accent" else "accent"
        children.append(
            Node(
                "mj-divider",
                {"border-color": setting.colour(bar), "border-width": "5px", "padding": "0"},
            )
        )
    claim = setting.text(values.get("claim"))
    headline = setting.text(values.get("headline"))
    rich = setting.rich(values.get("text"))
    top = 28
    if claim:
        colour = _claim_colour(ground, setting)
        small = parts.kicker(colour, setting)
        css = "e-i e-t-muted" if plain else "e-i"
        children.append(parts.words(claim, small, align=align, padding=f"{top}px 32px 0", css=css))
        top = 6
    if headline:
        colour = setting.colour("brand") if plain else ink
        style = setting.type("heading", readable(colour, setting.colour(ground)))
        css = "e-i e-h e-t-brand" if plain else "e-i e-h"
        heading = setting.heading(headline, 2 if setting.rank else 1)  # one title a mail
        bottom = 0 if rich else 30
        children.append(
            parts.words(heading, style, align=align, padding=f"{top}px 32px {bottom}px", css=css)
        )
        top = 12
    if rich:
        css = "e-i e-t-text" if plain else "e-i"
        style = setting.type("body", ink)
        children.append(
            parts.words(
                parts.dressed(rich, ink), style, align=align, padding=f"{top}px 32px 18px", css=css
            )
        )
    if not children:
        return None
    return parts.section(ground, setting, children, padding="0", css=f"e-{ground}")


def _claim_colour(ground: str, setting: Setting) -> str:
    """The kit's accent on the brand's ground; elsewhere it would not stand out."""
    if ground == "accent":
        return setting.ink(ground)
    if ground != "brand":
        return setting.muted(ground)
    return readable(setting.colour("accent"), setting.colour(ground))


def text(values: Mapping[str, Any], setting: Setting) -> str:
    lines = [
        setting.plain(values.get("claim")),
        setting.plain(values.get("headline")).upper(),
        setting.plain_rich(values.get("text")),
    ]
    return "\n".join(line for line in lines if line)


KIND = Kind(
    name="hero",
    label=Label("Aufmacher", "Hero"),
    icon="title",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    summary="headline",
    asks_partner=False,
)
