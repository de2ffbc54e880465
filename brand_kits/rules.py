"""What a brand kit may hold: its colours, fonts, logos and imprints as raw values. Pure.

The form says it at the field, publishing asks for the whole kit. Codes begin with `kit.`; their
words are in `brand_kits.kit_words`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from brand_kits import guide
from brand_kits.contrast import HEX
from brand_kits.findings import Finding
from brand_kits.imprints import lacks
from brand_kits.inherit import GROUPS, KEYS, name_of
from brand_kits.theme import (
    KNOWN_FONTS,
    MAIL_SAFE,
    PARTNER_FIELDS,
    REQUIRED_ROLES,
    ROLES,
    STYLES,
    VARIANTS,
)

Raw = Mapping[str, Any]

_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\{%|%\}", re.DOTALL)
_SLOT = re.compile(r"\{\{\s*([A-Za-z_.]+)\s*\}\}", re.ASCII)
_IF = re.compile(r"\{%\s*if\s+([A-Za-z_.]+)\s*%\}", re.ASCII)
_ENDIF = re.compile(r"\{%\s*endif\s*%\}", re.ASCII)


def each(parts: Mapping[str, list[Raw]]) -> tuple[Finding, ...]:
    """What is wrong with a kit's own values, by group, whatever it takes over from above."""
    return tuple(found for group, check in CHECKS.items() for found in check(parts.get(group, [])))


def whole(parts: Mapping[str, list[Raw]]) -> Iterator[Finding]:
    """What every kit needs and this one lacks, with all it took over."""
    named = {c.get("role") for c in parts.get("colours", ())}
    for role in REQUIRED_ROLES:
        if role not in named:
            yield Finding("kit.role_missing", field="colours", value=role)
    if not parts.get("imprints"):
        yield _imprint("kit.imprint_missing")


def closed(refused: Mapping[str, str]) -> Iterator[Finding]:
    """refused: key -> name of the kit above that keeps this value for itself."""
    for key, keeper in refused.items():
        group, _slash, name = key.partition("/")
        field = name if group == "form" else group
        yield Finding("kit.closed", field=field, value=key, limit=keeper, ask=keeper)


def opens(names: Any) -> Iterator[Finding]:
    """What a kit opens to those below it: known groups and values only."""
    if not isinstance(names, list):
        yield Finding("kit.opens", field="opens", value=str(names))
        return
    for name in names:
        if not isinstance(name, str) or (name not in GROUPS and name not in KEYS):
            yield Finding("kit.opens", field="opens", value=str(name))


def colour(value: Any) -> Finding | None:
    """A colour is #rrggbb and nothing else: no names, no rgb(), no transparency."""
    if isinstance(value, str) and HEX.fullmatch(value):
        return None
    return Finding("kit.colour", field="colours", value=str(value or ""), limit="#rrggbb")


def font(name: Any) -> Finding | None:
    """A brand's font is one that mail programs can have; empty means the mail-safe one alone."""
    if not name or name in KNOWN_FONTS:
        return None
    return Finding("kit.font", field="styles", value=str(name), limit=tuple(sorted(KNOWN_FONTS)))


def placeholders(text: Any) -> Iterator[Finding]:
    """What is wrong with the {{ fields }} and {% if %} pairs of an imprint's text."""
    depth = 0
    for found in _MARK.finditer(str(text or "")):
        mark = found[0]
        named = _SLOT.fullmatch(mark) or _IF.fullmatch(mark)
        if named and named[1] not in PARTNER_FIELDS:
            yield _imprint("kit.placeholder", value=named[1], limit=PARTNER_FIELDS)
        elif _IF.fullmatch(mark):
            depth += 1
        elif _ENDIF.fullmatch(mark):
            depth -= 1
        elif not named:
            yield _imprint("kit.placeholder_form", value=mark)
        if depth not in (0, 1):
            break
    if depth:
        yield _imprint("kit.placeholder_form", value="{% if %}")


def twice(names: Iterable[Any]) -> list[str]:
    """The names that stand more than once, in order."""
    return [str(name) for name, count in Counter(n for n in names if n).items() if count > 1]


def _palette(colours: list[Raw]) -> Iterator[Finding]:
    for one in colours:
        if one.get("role") not in ROLES:
            yield Finding("kit.role", field="colours", value=str(one.get("role") or ""))
        wrong = colour(one.get("value"))
        if wrong:
            yield wrong
    for role in twice(c.get("role") for c in colours):
        yield Finding("kit.role_twice", field="colours", value=role)


def _type(styles: list[Raw]) -> Iterator[Finding]:
    for one in styles:
        wrong = font(one.get("font"))
        if wrong:
            yield wrong
        if one.get("fallback") not in MAIL_SAFE:
            name = str(one.get("fallback") or "")
            yield Finding("kit.fallback", field="styles", value=name, limit=tuple(MAIL_SAFE))
        if one.get("style") not in STYLES:
            yield Finding("kit.style", field="styles", value=str(one.get("style") or ""))
    for style in twice(s.get("style") for s in styles):
        yield Finding("kit.style_twice", field="styles", value=style)


def _logos(logos: list[Raw]) -> Iterator[Finding]:
    for one in logos:
        if one.get("variant") not in VARIANTS:
            yield Finding("kit.variant", field="logos", value=str(one.get("variant") or ""))
        if not one.get("picture"):
            variant = str(one.get("variant") or "")
            yield Finding("kit.logo_picture", field="logos", value=variant)
        wide, least = whole_number(one.get("width")), whole_number(one.get("smallest"))
        if wide < least:
            variant = str(one.get("variant") or "")
            yield Finding("kit.logo_small", field="logos", value=variant, limit=least)
    for variant in twice(logo.get("variant") for logo in logos):
        yield Finding("kit.variant_twice", field="logos", value=variant)


def _cobrand(slots: list[Raw]) -> Iterator[Finding]:
    for one in slots:
        if whole_number(one.get("width")) < whole_number(one.get("smallest")):
            yield Finding("kit.slot", field="cobrand")


def _tone(raws: list[Raw]) -> Iterator[Finding]:
    yield from _guide("tone", raws)


def _pictures(raws: list[Raw]) -> Iterator[Finding]:
    yield from _guide("pictures", raws)


def _guide(group: str, raws: list[Raw]) -> Iterator[Finding]:
    for raw in raws:
        yield from guide.findings(group, raw)
    for _name in twice(name_of(group, raw) for raw in raws):
        yield Finding("kit.rule_twice", field=group)


def logo_files(logos: list[Raw], widths: Mapping[int, int]) -> Iterator[Finding]:
    """widths: picture id -> px of its file. A logo is drawn sharp, never larger than its file."""
    for one in logos:
        picture, variant = one.get("picture"), str(one.get("variant") or "")
        if not picture:
            continue
        if picture not in widths:
            yield Finding("kit.logo_gone", field="logos", value=variant)
        elif widths[picture] < whole_number(one.get("width")):
            limit = whole_number(one.get("width"))
            yield Finding("kit.logo_file", field="logos", value=variant, limit=limit)


def whole_number(value: Any) -> int:
    """0 for what is no number."""
    return value if type(value) is int else 0


def _imprints(imprints: list[Raw]) -> Iterator[Finding]:
    for one in imprints:
        if not str(one.get("text") or "").strip():
            yield _imprint("kit.imprint_empty", value=place(one))
        yield from placeholders(one.get("text"))
        missing = lacks(str(one.get("country") or ""), str(one.get("text") or ""))
        if missing and str(one.get("text") or "").strip():
            yield _imprint("kit.imprint_lacks", value=place(one), limit=missing)
        for name in one.get("required") or ():
            if name not in PARTNER_FIELDS:
                yield _imprint("kit.placeholder", value=str(name), limit=PARTNER_FIELDS)
    for name in twice(place(i) for i in imprints):
        yield _imprint("kit.imprint_twice", value=name)


def place(imprint: Raw) -> str:
    """Country and language, as DE-de."""
    return f"{imprint.get('country') or ''}-{imprint.get('language') or ''}"


def _imprint(code: str, **more: Any) -> Finding:
    return Finding(code, field="imprints", **more)


CHECKS: Mapping[str, Callable[[list[Raw]], Iterator[Finding]]] = MappingProxyType(
    {
        "colours": _palette,
        "styles": _type,
        "logos": _logos,
        "cobrand": _cobrand,
        "imprints": _imprints,
        "tone": _tone,
        "pictures": _pictures,
    }
)
