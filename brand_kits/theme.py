"""A brand kit as plain frozen values: all that the floors above see when they render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from brand_kits.guide import PictureRule, ToneRule
from brand_kits.imprints import EU

_EMPTY: Mapping[str, str] = MappingProxyType({})

# The roles a colour may play. The first six are required of every kit.
ROLES = (
    "brand",
    "on_brand",
    "text",
    "background",
    "surface",
    "accent",
    "on_accent",
    "muted",
    "line",
)
REQUIRED_ROLES = ("brand", "on_brand", "text", "background", "surface", "accent")
STYLES = ("heading", "subheading", "body", "small", "price", "button")
# Fonts that mail programs have; every type style ends in one of these stacks.
MAIL_SAFE = MappingProxyType(
    {
        "Arial": "Arial, Helvetica, sans-serif",
        "Verdana": "Verdana, Geneva, sans-serif",
        "Tahoma": "Tahoma, Verdana, sans-serif",
        "Trebuchet MS": "'Trebuchet MS', Helvetica, sans-serif",
        "Georgia": "Georgia, 'Times New Roman', serif",
        "Times New Roman": "'Times New Roman', Times, serif",
        "Courier New": "'Courier New', Courier, monospace",
    }
)
# A brand's own font shows where it is installed. One that nobody has is a typing mistake.
KNOWN_FONTS = frozenset(
    {
        *MAIL_SAFE,
        *("Aptos", "Avenir", "Avenir Next", "Calibri", "Cambria", "Candara", "Century Gothic"),
        *("DM Sans", "Fira Sans", "Franklin Gothic", "Futura", "Garamond", "Gill Sans"),
        *("Helvetica", "Helvetica Neue", "IBM Plex Sans", "Inter", "Lato", "Liberation Sans"),
        *("Merriweather", "Montserrat", "Noto Sans", "Nunito", "Open Sans", "Palatino"),
        *("Playfair Display", "Poppins", "PT Sans", "Raleway", "Roboto", "Roboto Slab"),
        *("Schibsted Grotesk", "Segoe UI", "Source Sans 3", "Source Serif 4", "Titillium Web"),
        *("Ubuntu", "Work Sans"),
    }
)
GROUNDS = ("background", "surface", "brand")  # what a logo can stand on
VARIANTS = ("light", "dark", "mark")
COUNTRIES = ("DE", "AT", "CH", "EU")
LANGUAGES = ("de", "en")
CORNER = 4  # px
# What an imprint may say of a partner; the same words as in mails.
PARTNER_FIELDS = tuple(
    f"partner.{name}"
    for name in (
        *("name", "street", "postcode", "city", "phone", "email", "website", "hours"),
        *("legal_name", "represented_by", "register_court", "register_number", "vat_id"),
    )
)


def tongue(language: str) -> str:
    """Which of the two languages of the product a language falls to, one of LANGUAGES."""
    return "de" if language.startswith("de") else "en"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """size in px, line height as a factor; stack is a complete mail-safe CSS font list."""

    stack: str = MAIL_SAFE["Arial"]
    size: int = 16
    weight: int = 400
    line_height: float = 1.5


@dataclass(frozen=True, slots=True)
class Logo:
    """variant: light (for light grounds), dark, mark. picture is an asset id; px.

    It is never drawn narrower than `smallest`, and nothing comes nearer to it than `clear`.
    grounds: the colour roles it may stand on, none for all.
    """

    variant: str
    picture: int
    alt: str
    width: int = 160
    smallest: int = 0
    clear: int = 0
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogoSlot:
    """The place for a partner's own logo beside the brand's; px.

    It is drawn at most width x height, at least `smallest` wide or not at all, and nothing comes
    nearer to it than `clear`.
    """

    width: int = 140
    height: int = 56
    smallest: int = 72
    clear: int = 24


@dataclass(frozen=True, slots=True)
class Imprint:
    """The legal text of one country: lines with {{ partner.* }} fields, and what a partner owes."""

    country: str
    language: str
    text: str
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything a kind may ask of the brand. colours: role -> #rrggbb; styles: see STYLES."""

    name: str = ""
    version: str = ""
    colours: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    styles: Mapping[str, TypeStyle] = field(default_factory=lambda: MappingProxyType({}))
    logos: Mapping[str, Logo] = field(default_factory=lambda: MappingProxyType({}))
    cobrand: LogoSlot | None = None
    imprints: tuple[Imprint, ...] = ()
    corner: int = CORNER
    tone: tuple[ToneRule, ...] = ()
    pictures: tuple[PictureRule, ...] = ()

    def colour(self, role: str) -> str:
        """#rrggbb of a role; an unknown role is a KeyError (never a silent black)."""
        return self.colours[role]

    def style(self, name: str) -> TypeStyle:
        return self.styles.get(name) or TypeStyle()

    def imprint(self, country: str, language: str) -> Imprint | None:
        """The country's imprint in the language, else in any language, else None.

        A country of the EU that has none of its own takes that for the EU.
        """
        mine = [i for i in self.imprints if i.country == country]
        if not mine and country in EU:
            mine = [i for i in self.imprints if i.country == "EU"]
        return next((i for i in mine if i.language == language), mine[0] if mine else None)
