"""The brand on one page, made from the values that are checked: what the kit's preview shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from brand_kits import contrast, kit_words
from brand_kits.assets.published import MailPicture, pictures_for
from brand_kits.findings import Finding
from brand_kits.theme import STYLES, Imprint, Logo, Theme, TypeStyle

_MARK = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_DARK_TEXT, _LIGHT_TEXT = "#13211f", "#ffffff"


@dataclass(frozen=True, slots=True)
class Swatch:
    role: str
    word: str
    value: str
    ink: str


@dataclass(frozen=True, slots=True)
class Cell:
    pair: contrast.Pair
    text: str
    ground: str
    used: bool

    @property
    def same(self) -> bool:
        return self.pair.text == self.pair.ground


@dataclass(frozen=True, slots=True)
class Specimen:
    word: str
    style: TypeStyle

    @property
    def name(self) -> str:
        return self.style.stack.split(",", maxsplit=1)[0].strip("'")


@dataclass(frozen=True, slots=True)
class Shown:
    logo: Logo
    word: str
    picture: MailPicture
    ground: str

    @property
    def height(self) -> int:
        return round(self.logo.width * self.picture.height / max(1, self.picture.width))


@dataclass(frozen=True, slots=True)
class Legal:
    imprint: Imprint
    country: str
    parts: tuple[tuple[str, str], ...]  # (kind: text, field or condition; its words)
    required: tuple[str, ...]


def page(theme: Theme, findings: Iterable[Finding]) -> dict[str, Any]:
    """The context of `brand_kits/kit_page.html`. Two queries for the logos."""
    logos = list(_logos(theme))
    return {
        "theme": theme,
        "problems": [s for said in kit_words.by_field(findings).values() for s in said],
        "swatches": [_swatch(role, value) for role, value in theme.colours.items()],
        "matrix": [
            (kit_words.ROLES[row[0].text], [_cell(theme, pair) for pair in row])
            for row in contrast.matrix(theme.colours)
        ],
        "grounds": [kit_words.ROLES[role] for role in theme.colours],
        "weak": [
            (kit_words.ROLES[p.text], kit_words.ROLES[p.ground], p.ratio)
            for p in contrast.weak(theme.colours)
        ],
        "minimum": contrast.MINIMUM,
        "specimens": [Specimen(str(kit_words.STYLES[n]), theme.style(n)) for n in STYLES],
        "logos": logos,
        "lead": next((s for s in logos if s.logo.variant == "dark"), None),
        "brand": theme.colours.get("brand", "#41514e"),
        "on_brand": theme.colours.get("on_brand", _LIGHT_TEXT),
        "imprints": [_legal(i) for i in theme.imprints],
    }


def _swatch(role: str, value: str) -> Swatch:
    dark = contrast.ratio(value, _DARK_TEXT) >= contrast.ratio(value, _LIGHT_TEXT)
    ink = _DARK_TEXT if dark else _LIGHT_TEXT
    return Swatch(role, str(kit_words.ROLES[role]), value, ink)


def _cell(theme: Theme, pair: contrast.Pair) -> Cell:
    used = (pair.text, pair.ground) in contrast.USED
    return Cell(pair, theme.colours[pair.text], theme.colours[pair.ground], used)


def _logos(theme: Theme) -> Iterator[Shown]:
    pictures = pictures_for(logo.picture for logo in theme.logos.values())
    for logo in theme.logos.values():
        picture = pictures.get(logo.picture)
        if picture:
            dark = logo.variant == "dark"
            ground = theme.colours.get("brand" if dark else "background", "#ffffff")
            yield Shown(logo, str(kit_words.VARIANTS.get(logo.variant, "")), picture, ground)


def _legal(imprint: Imprint) -> Legal:
    fields = kit_words.PARTNER_FIELDS
    return Legal(
        imprint=imprint,
        country=str(kit_words.COUNTRIES.get(imprint.country, imprint.country)),
        parts=tuple(_parts(imprint.text)),
        required=tuple(str(fields.get(name, name)) for name in imprint.required),
    )


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for part in _MARK.split(text):
        if part.startswith("{{"):
            name = part.strip("{} ")
            yield "field", str(kit_words.PARTNER_FIELDS.get(name, name))
        elif part.startswith("{%"):
            yield "condition", ""
        elif part:
            yield "text", part
