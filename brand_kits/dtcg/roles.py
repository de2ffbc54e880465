"""Which token plays which part of a kit: said by the file, by a person, or guessed. Pure.

What a kit alone knows stands in the file's `$extensions`, under a name of our own: which token is
which value (`roles`), and what kits below may change (`opens`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from brand_kits import inherit
from brand_kits.dtcg.document import Token
from brand_kits.dtcg.problems import Problem
from brand_kits.dtcg.source import Source
from brand_kits.theme import ROLES, STYLES

EXTENSION = "org.einklang.kit"
AT = ("$extensions", EXTENSION)
# key of a kit's value -> the type of token it can be read from
TYPES: Mapping[str, str] = MappingProxyType(
    {
        **{f"colours/{role}": "color" for role in ROLES},
        **{f"styles/{style}": "typography" for style in STYLES},
        "form/corner": "dimension",
    }
)
# key -> where its token stands in a file of ours
PLACES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{f"colours/{role}": ("color", role.replace("_", "-")) for role in ROLES},
        **{f"styles/{style}": ("typography", style) for style in STYLES},
        "form/corner": ("radius", "corner"),
    }
)
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "colours/brand": ("brand", "primary"),
        "colours/on_brand": ("onbrand", "onprimary"),
        "colours/text": ("text", "foreground", "bodytext", "onbackground"),
        "colours/background": ("background", "page", "canvas", "paper"),
        "colours/surface": ("surface", "card"),
        "colours/accent": ("accent", "secondary", "action", "cta"),
        "colours/on_accent": ("onaccent", "onsecondary", "onaction"),
        "colours/muted": ("muted", "textmuted", "subtle", "secondarytext"),
        "colours/line": ("line", "border", "divider", "outline"),
        "styles/heading": ("heading", "headline", "h1", "title", "display"),
        "styles/subheading": ("subheading", "subtitle", "h2"),
        "styles/body": ("body", "paragraph", "bodytext", "text"),
        "styles/small": ("small", "caption", "footnote", "legal"),
        "styles/price": ("price",),
        "styles/button": ("button", "label", "cta"),
        "form/corner": ("corner", "radius", "borderradius", "rounded"),
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """What the file itself says. opens: None where it says nothing of it."""

    roles: Mapping[str, str]
    opens: tuple[str, ...] | None
    problems: tuple[Problem, ...]


def said(source: Source, tokens: Mapping[str, Token]) -> Said:
    """Our own data of a file; what is wrong with them is said, not passed over."""
    every = source.value.get("$extensions", {})
    if not isinstance(every, dict):
        return Said({}, None, (Problem("dtcg.extension", source.line(AT), AT[0]),))
    ours = every.get(EXTENSION)
    if ours is None:
        return Said({}, None, ())
    line, path = source.line(AT), ".".join(AT)
    if not isinstance(ours, dict) or ours.get("v") != 1:
        return Said({}, None, (Problem("dtcg.extension", line, path),))
    problems = []
    roles, opens = ours.get("roles", {}), ours.get("opens")
    if not isinstance(roles, dict):
        roles, problems = {}, [Problem("dtcg.extension", line, f"{path}.roles")]
    for key, name in roles.items():
        if key not in TYPES or not isinstance(name, str) or name not in tokens:
            place = f"{path}.roles.{key}"
            problems.append(
                Problem("dtcg.role", source.line((*AT, "roles", key)), place, str(name)[:80])
            )
    if opens is not None:
        known = isinstance(opens, list) and all(isinstance(o, str) for o in opens)
        wrong = (
            [o for o in opens if o not in inherit.GROUPS and o not in inherit.KEYS] if known else []
        )
        if not known or wrong:
            at, value = source.line((*AT, "opens")), ", ".join(wrong)
            problems.append(Problem("dtcg.opens", at, f"{path}.opens", value))
    if problems:
        return Said({}, None, tuple(problems))
    return Said(dict(roles), tuple(opens) if opens is not None else None, ())


def guess(tokens: Mapping[str, Token]) -> dict[str, str]:
    """The path of each key by what tokens are called; the shortest path of the right type wins."""
    found: dict[str, str] = {}
    for key, names in _NAMES.items():
        fitting = [t.path for t in tokens.values() if t.type == TYPES[key] and _called(t) in names]
        if fitting:
            found[key] = min(fitting, key=lambda path: (path.count("."), len(path), path))
    return found


def _called(token: Token) -> str:
    steps = [step for step in token.path.split(".") if step != "$root"]
    return re.sub(r"[^a-z0-9]", "", steps[-1].lower()) if steps else ""


def extension(roles: Mapping[str, str], opens: tuple[str, ...]) -> dict[str, Any]:
    return {"v": 1, "roles": dict(sorted(roles.items())), "opens": sorted(opens)}
