"""The header: the brand's logo on a ground from the kit, the partner's in its place beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.pictures import PARTNER_LOGO, Picture
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import SIDE, WIDTH, Setting
from brand_kits.findings import Severity
from brand_kits.theme import Logo

ABOVE = 22  # over and under the logo, px
ON_PHONES = 20  # what the class e-s leaves beside it there, px

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
    logo = _logo(values, setting)
    if logo and logo.grounds and ground not in logo.grounds:
        setting.say("logo.ground", field="background", value=ground, limit=logo.grounds)
    brand = _brand(values, setting, logo, ground, align)
    clear = logo.clear if logo else 0
    partner = _partner(setting, logo)
    if partner is None:
        padding = f"{max(ABOVE, clear)}px {max(SIDE, clear)}px"
        return parts.section(ground, setting, [brand], padding=padding, css=_side(clear))
    return _shared(brand, partner, setting, ground, centred=align == "center")


def _side(clear: int) -> str:
    """The class that narrows the sides on phones, where the clear space allows it.

    The logo was drawn for its ground: no class turns it dark.
    """
    return "e-s" if clear <= ON_PHONES else "e-logo"


def _brand(
    values: Mapping[str, Any], setting: Setting, logo: Logo | None, ground: str, align: str
) -> Node:
    """The brand's logo, else its name in words."""
    found = setting.pictures.get(logo.picture) if logo else None
    if not logo or not found or not found.url:
        name = setting.text(setting.theme.name, merge=False) or "&#160;"
        return parts.words(name, setting.type("subheading", setting.ink(ground)), align=align)
    href = setting.url(values.get("link"), "link")
    extra = {"href": href, "align": align}
    alt = setting.attr(logo.alt or setting.theme.name)
    return parts.image(found, extra, alt=alt, room=min(logo.width, parts.INSET), fluid=False)


@dataclass(frozen=True, slots=True)
class Beside:
    """The partner's logo as it is drawn: its width, and the clear space between both logos, px."""

    picture: Picture
    width: int
    clear: int


def _partner(setting: Setting, logo: Logo | None) -> Beside | None:
    """The partner's logo in the kit's place for it; none where it would be too small to be seen."""
    slot, picture = setting.theme.cobrand, setting.pictures.get(PARTNER_LOGO)
    if slot is None or picture is None or not picture.url:
        return None
    clear = max(slot.clear, logo.clear if logo else 0)
    inner = WIDTH - 2 * max(SIDE, clear)
    room = inner - clear - (logo.width if logo else inner // 2)
    by_height = slot.height * picture.width // max(1, picture.height)
    width = min(slot.width, picture.width, by_height, room)
    if width < max(1, slot.smallest):
        setting.say("logo.small", Severity.WARNING, limit=slot.smallest, value=max(0, width))
        return None
    return Beside(picture, width, clear)


def _shared(brand: Node, partner: Beside, setting: Setting, ground: str, *, centred: bool) -> Node:
    """Both logos: side by side, below each other on phones and where they are centred."""
    shown = parts.image(
        partner.picture,
        {"align": "center"} if centred else {"align": "left"},
        alt=setting.attr(partner.picture.alt),
        room=partner.width,
        fluid=False,
    )
    half = (partner.clear + 1) // 2
    side, above = max(SIDE, partner.clear), max(ABOVE, partner.clear) - half
    inner = WIDTH - 2 * side
    widths = (inner, inner) if centred else (inner - partner.width, partner.width)
    columns = [
        Node(
            "mj-column",
            {"width": f"{width}px", "vertical-align": "middle", "padding": f"{half}px 0"},
            [child],
        )
        for width, child in zip(widths, (brand, shown), strict=True)
    ]
    look = {"css-class": _side(partner.clear), "background-color": setting.colour(ground)}
    return Node("mj-section", {**look, "padding": f"{above}px {side}px"}, columns)


def text(values: Mapping[str, Any], setting: Setting) -> str:
    logo = _logo(values, setting)
    partner = _partner(setting, logo)
    names = [(logo.alt if logo else "") or setting.theme.name]
    names += [partner.picture.alt] if partner else []
    return setting.plain(" · ".join(name for name in names if name), merge=False)


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
