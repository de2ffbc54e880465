"""The living brand page: made from the values that are checked, so never out of date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from brand_kits import contrast, guide_page, kit_words
from brand_kits.assets.published import MailPicture, pictures_for
from brand_kits.claims import Claim, Testimonial
from brand_kits.findings import Finding
from brand_kits.theme import STYLES, Imprint, Logo, Theme, TypeStyle

_MARK = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_DARK_TEXT, _LIGHT_TEXT = "#13211f", "#ffffff"
MOTTO = 48  # characters
SOON = 60  # days before its end at which a claim's last day is marked


@dataclass(frozen=True, slots=True)
class Swatch:
    """One colour with every role it plays."""

    name: str
    value: str
    roles: tuple[str, ...]
    ink: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of one colour on a ground of another; `used` where mails show the pair."""

    text: str
    ground: str
    ratio: float
    used: bool

    @property
    def same(self) -> bool:
        return self.text == self.ground

    @property
    def enough(self) -> bool:
        return self.ratio >= contrast.MINIMUM


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
    grounds: tuple[str, ...]

    @property
    def height(self) -> int:
        return round(self.logo.width * self.picture.height / max(1, self.picture.width))


@dataclass(frozen=True, slots=True)
class Legal:
    imprint: Imprint
    country: str
    parts: tuple[tuple[str, str], ...]  # (kind: text, field or condition; its words)
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A claim or a voice as its reader may see it. soon: it ends in the next weeks."""

    words: str
    proof: str
    first: date | None
    last: date | None
    soon: bool
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside the values: their names, what may be said, since when it holds.

    names: role -> the brand's own name for that colour. live: a page of its own, at `address`;
    editor: where it is edited, for those who may.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    voices: tuple[Testimonial, ...] = ()
    networks: Mapping[str, str] = field(default_factory=dict)  # slug -> name
    above: tuple[tuple[str, str], ...] = ()  # (name, address) of the kits above
    since: datetime | None = None
    today: date | None = None
    live: bool = False
    address: str = ""
    editor: str = ""


NOTHING = Around()


def page(
    theme: Theme, findings: Iterable[Finding], around: Around = NOTHING, *, language: str = "de"
) -> dict[str, Any]:
    """The context of `brand_kits/kit_page.html`. Three queries for all its pictures."""
    wanted = {logo.picture for logo in theme.logos.values()}
    wanted |= guide_page.pictures_in(theme) | {v.picture for v in around.voices if v.picture}
    pictures = pictures_for(wanted)
    logos = list(_logos(theme, pictures))
    tone = guide_page.tone(theme, language)
    shown = guide_page.pictures(theme, pictures, language)
    claims = [_claim(c, around, language) for c in around.claims]
    return {
        "theme": theme,
        "around": around,
        "problems": [s for said in kit_words.by_field(findings).values() for s in said],
        "swatches": _swatches(theme, around.names),
        "matrix": _matrix(theme, around.names),
        "weak": [
            (kit_words.ROLES[p.text], kit_words.ROLES[p.ground], p.ratio)
            for p in contrast.weak(theme.colours)
        ],
        "minimum": contrast.MINIMUM,
        "specimens": [Specimen(str(kit_words.STYLES[n]), theme.style(n)) for n in STYLES],
        "logos": logos,
        "lead": next((s for s in logos if s.logo.variant == "dark"), None),
        "first_logo": next((s for s in logos if s.logo.variant == "light"), None),
        "slot": theme.cobrand,
        "brand": theme.colours.get("brand", "#41514e"),
        "on_brand": theme.colours.get("on_brand", _LIGHT_TEXT),
        "motto": _motto(claims) or theme.name,
        "cover": next((one.picture for rule in shown for one in rule.good), None),
        "tone": tone,
        "claims": claims,
        "voices": [_voice(v, around, language) for v in around.voices],
        "pictures": shown,
        "imprints": [_legal(i) for i in theme.imprints],
    }


# -- colours


def _swatches(theme: Theme, names: Mapping[str, str]) -> list[Swatch]:
    found: dict[str, list[str]] = {}
    for role, value in theme.colours.items():
        found.setdefault(value, []).append(role)
    return [
        Swatch(
            name=_called(roles, names),
            value=value,
            roles=tuple(str(kit_words.ROLES[role]) for role in roles),
            ink=_ink(value),
        )
        for value, roles in found.items()
    ]


def _called(roles: list[str], names: Mapping[str, str]) -> str:
    own = next((names[role] for role in roles if names.get(role)), "")
    return own or str(kit_words.ROLES[roles[0]])


def _ink(value: str) -> str:
    dark = contrast.ratio(value, _DARK_TEXT) >= contrast.ratio(value, _LIGHT_TEXT)
    return _DARK_TEXT if dark else _LIGHT_TEXT


def _matrix(theme: Theme, names: Mapping[str, str]) -> list[tuple[Swatch, list[Cell]]]:
    """Every colour as text on every colour as ground, each colour once."""
    swatches = _swatches(theme, names)
    used = {(theme.colours.get(text), theme.colours.get(ground)) for text, ground in contrast.USED}
    return [
        (
            row,
            [
                Cell(
                    row.value,
                    column.value,
                    contrast.ratio(row.value, column.value),
                    (row.value, column.value) in used,
                )
                for column in swatches
            ],
        )
        for row in swatches
    ]


# -- logos


def _logos(theme: Theme, pictures: Mapping[int, MailPicture]) -> Iterator[Shown]:
    for logo in theme.logos.values():
        picture = pictures.get(logo.picture)
        if picture:
            usual = "brand" if logo.variant == "dark" else "background"
            ground = theme.colours.get(next(iter(logo.grounds), usual), "#ffffff")
            grounds = tuple(str(kit_words.ROLES.get(role, role)) for role in logo.grounds)
            word = str(kit_words.VARIANTS.get(logo.variant, ""))
            yield Shown(logo, word, picture, ground, grounds)


# -- what may be said


def _motto(claims: Iterable[Said]) -> str:
    """The shortest claim, if it is short enough to stand in the largest type."""
    words = min((claim.words for claim in claims), key=len, default="")
    return words if len(words) <= MOTTO else ""


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _claim(one: Claim, around: Around, language: str) -> Said:
    return _said(one, _in_language(one.texts, language), one.evidence, around)


def _voice(one: Testimonial, around: Around, language: str) -> Said:
    who = ", ".join(part for part in (one.author, one.role) if part)
    return _said(one, _in_language(one.quotes, language), who, around)


def _said(one: Claim | Testimonial, words: str, proof: str, around: Around) -> Said:
    left = (one.valid_until - around.today).days if one.valid_until and around.today else None
    return Said(
        words=words,
        proof=proof,
        first=one.valid_from,
        last=one.valid_until,
        soon=left is not None and left <= SOON,
        where=tuple(sorted(around.networks.get(slug, slug) for slug in one.scopes)),
    )


# -- imprints


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
