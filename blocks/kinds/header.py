"""The header: the brand's logo on a ground from the kit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting
from brand_kits.theme import Logo

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


LOGO, ALIGN, GROUND, _LINK = FIELDS


def _logo(values: Mapping[str, Any], setting: Setting) -> Logo | None:
    """The kit's logo of the chosen variant; else the one for light grounds, else any."""
    logos = setting.theme.logos
    chosen = logos.get(parts.choice(values, LOGO)) or logos.get("light")
    return chosen or next(iter(logos.values()), None)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = parts.choice(values, GROUND)
    align = parts.choice(values, ALIGN)
    href = setting.url(values.get("link"), "link")
    logo = _logo(values, setting)
    found = setting.pictures.get(logo.picture) if logo else None
    if logo and found and found.url:
        content = parts.image(
            found,
            {"href": href, "align": align},
            alt=setting.attr(logo.alt or setting.theme.name),
            room=min(logo.width, parts.INSET),
            fluid=False,
        )
    else:
        name = setting.text(setting.theme.name, merge=False) or "&#160;"
        style = setting.type("subheading", setting.ink(ground))
        content = parts.words(name, style, align=align)
    # The logo was drawn for this ground: it stays as it is in the dark scheme.
    return parts.section(ground, setting, [content], padding="22px 32px", css="e-s")


def text(values: Mapping[str, Any], setting: Setting) -> str:
    logo = _logo(values, setting)
    return setting.plain((logo.alt if logo else "") or setting.theme.name, merge=False)


KIND = Kind(
    name="header",
    label=Label("Kopf", "Header"),
    icon="site",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    asks_partner=False,
    asks_logos=True,
)
