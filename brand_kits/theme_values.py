"""From a kit's raw values to its theme. Pure: passes over whatever is no colour, font or number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from brand_kits import guide, rules
from brand_kits.imprints import owed
from brand_kits.inherit import Merged
from brand_kits.theme import CORNER, MAIL_SAFE, ROLES, Imprint, Logo, LogoSlot, Theme, TypeStyle

Raw = Mapping[str, Any]
_WEIGHTS = ("400", "600", "700")


def theme(name: str, version: str, merged: Merged) -> Theme:
    """The values a mail is made from. Never raises on what a draft holds or a machine wrote."""
    styles, logos = merged.group("styles"), merged.group("logos")
    form = next(iter(merged.group("form")), {})
    return Theme(
        name=name,
        version=version,
        colours=MappingProxyType(_colours(merged.group("colours"))),
        styles=MappingProxyType({str(s["style"]): _style(s) for s in styles}),
        logos=MappingProxyType(
            {str(logo["variant"]): _logo(logo) for logo in logos if _whole(logo)}
        ),
        cobrand=_slot(next(iter(merged.group("cobrand")), None)),
        imprints=tuple(_imprint(i) for i in merged.group("imprints")),
        tone=tuple(guide.tone(merged.group("tone"))),
        pictures=tuple(guide.pictures(merged.group("pictures"))),
        corner=round(_number(form.get("corner"), CORNER)),
    )


def _colours(colours: Iterable[Raw]) -> dict[str, str]:
    """In the order of ROLES, so that the same palette is the same theme."""
    found = {c.get("role"): str(c["value"]) for c in colours if not rules.colour(c.get("value"))}
    return {role: found[role].lower() for role in ROLES if role in found}


def _style(raw: Raw) -> TypeStyle:
    plain = TypeStyle()
    weight = str(raw.get("weight") or "")
    return TypeStyle(
        stack=_stack(str(raw.get("font") or ""), str(raw.get("fallback") or "")),
        size=round(_number(raw.get("size"), plain.size)),
        weight=int(weight) if weight in _WEIGHTS else plain.weight,
        line_height=_number(raw.get("line_height"), plain.line_height),
    )


def _stack(font: str, fallback: str) -> str:
    """A CSS font list that always ends in fonts every mail program has."""
    stack = MAIL_SAFE.get(fallback, MAIL_SAFE["Arial"])
    return f"'{font}', {stack}" if font and font != fallback and not rules.font(font) else stack


def _whole(raw: Raw) -> bool:
    return bool(raw.get("variant")) and type(raw.get("picture")) is int


def _logo(raw: Raw) -> Logo:
    return Logo(
        variant=str(raw["variant"]),
        picture=int(raw["picture"]),
        alt=str(raw.get("alt") or ""),
        width=round(_number(raw.get("width"), 160)),
        smallest=round(_number(raw.get("smallest"), 0)),
        clear=round(_number(raw.get("clear"), 0)),
        grounds=tuple(str(role) for role in raw.get("grounds") or ()),
    )


def _slot(raw: Raw | None) -> LogoSlot | None:
    """A place for a partner's logo, if the kit has one; what it leaves open is as usual."""
    if raw is None:
        return None
    usual = LogoSlot()
    sizes = {
        name: round(_number(raw.get(name), getattr(usual, name)))
        for name in ("width", "height", "smallest", "clear")
    }
    return LogoSlot(**sizes)


def _imprint(raw: Raw) -> Imprint:
    country = str(raw["country"])
    return Imprint(
        country=country,
        language=str(raw.get("language") or ""),
        text=str(raw.get("text") or ""),
        required=owed(country, tuple(str(name) for name in raw.get("required") or ())),
    )


def _number(value: Any, default: float) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return default
