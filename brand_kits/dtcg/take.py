"""From a token file to what it would change in a kit: all of it, or what stands against. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brand_kits.dtcg import document, roles, values
from brand_kits.dtcg.document import Token
from brand_kits.dtcg.problems import Problem, UnreadableTokensError
from brand_kits.dtcg.source import Source
from brand_kits.dtcg.values import UnusableError

Raw = Mapping[str, Any]
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Change:
    """before: None for a value that the kit does not have yet."""

    key: str
    path: str
    line: int
    before: Raw | None
    after: Raw


@dataclass(frozen=True, slots=True)
class Taken:
    """roles: key -> token. opens: None where the file says nothing. left: tokens with no part."""

    tokens: Mapping[str, Token]
    roles: Mapping[str, str]
    changes: tuple[Change, ...]
    opens: tuple[str, ...] | None
    problems: tuple[Problem, ...]

    @property
    def left(self) -> int:
        return len(self.tokens.keys() - set(self.roles.values()))


def take(
    source: Source, current: Mapping[str, Raw], *, chosen: Mapping[str, str] | None = None
) -> Taken:
    """What the file would change. Nothing of it may be used while there are `problems`.

    current: the values that hold in the kit. chosen: which token is which value, by a person; an
    empty path takes it from none. Without it the file's own word counts, else the names of tokens.
    Raises UnreadableTokensError for a file that means nothing.
    """
    tokens = document.tokens(source)
    said = roles.said(source, tokens)
    problems = [*said.problems, *_wrong(tokens.values())]
    mapping = dict(said.roles) if said.roles else roles.guess(tokens)
    if chosen is not None:
        mapping = {key: path for key, path in chosen.items() if path}
    changes = []
    for key, path in sorted(mapping.items()):
        token = tokens.get(path)
        if token is None or key not in roles.TYPES:
            problems.append(Problem("dtcg.role", 0, path, key))
            continue
        try:
            after = one(key, token, current.get(key))
        except UnusableError as error:
            problems.append(Problem(error.code, token.line, path, error.value, error.limit))
            continue
        if not same(key, current.get(key), after):
            changes.append(Change(key, path, token.line, current.get(key), after))
    known = tuple(dict.fromkeys(sorted(problems, key=lambda p: (p.line, p.path, p.code))))
    return Taken(tokens, mapping, tuple(changes), said.opens, known)


def one(key: str, token: Token, current: Raw | None = None) -> dict[str, Any]:
    """The kit's raw value of a token. Raises UnusableError."""
    group, _slash, name = key.partition("/")
    if token.type != roles.TYPES[key]:
        raise UnusableError("dtcg.other_type", token.type, roles.TYPES[key])
    if group == "colours":
        words = _name(token.description) or str((current or {}).get("name") or "")
        return {"role": name, "value": values.hex_of(token.value), "name": words}
    if group == "styles":
        return values.style(name, token.value)
    corner = round(values.px(token.value))
    if not 0 <= corner <= 40:
        raise UnusableError("dtcg.corner", corner, "0–40")
    return {"corner": corner}


def same(key: str, one: Raw | None, other: Raw | None) -> bool:
    """Whether two raw values of a kit mean the same."""
    if one is None or other is None:
        return one is other
    return bool(_meaning(key, one) == _meaning(key, other))


def _meaning(key: str, raw: Raw) -> Any:
    group = key.partition("/")[0]
    if group == "colours":
        return str(raw.get("value") or "").lower(), str(raw.get("name") or "")
    if group == "styles":
        font = str(raw.get("font") or "")
        own = "" if font == raw.get("fallback") else font
        height = float(raw.get("line_height") or 0)
        return own, raw.get("fallback"), raw.get("size"), str(raw.get("weight")), height
    return raw.get("corner")


def _name(description: str) -> str:
    """A description short enough to be the brand's own name for a colour."""
    words = description.strip()
    return words if len(words) <= _LONGEST_NAME and words.isprintable() else ""


def _wrong(tokens: Iterable[Token]) -> list[Problem]:
    """Tokens whose value is not of their type."""
    found = []
    for token in tokens:
        try:
            values.check(token.type, token.value)
        except UnusableError as error:
            found.append(Problem(error.code, token.line, token.path, error.value, error.limit))
    return found


__all__ = ["Change", "Taken", "UnreadableTokensError", "one", "same", "take"]
