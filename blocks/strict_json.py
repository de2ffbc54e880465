"""JSON as we take it from outside: nothing in it is read in two ways, and a refusal says where.

Refused are: more than so many bytes or levels, a name twice in one object (also when the two are
one after NFC), NaN and Infinity, floats, numbers longer than an id.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, NoReturn

from blocks.errors import BlockError

MOST_DIGITS = 18  # more is no id of ours, and PostgreSQL's bigint ends here
_MOST_SHOWN = 80  # characters of what was sent that a refusal quotes
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{\]}]', re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{\]}:,]|[^\s\[\]{}:,"]++', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text: a JSON pointer (RFC 6901), a line and a column, both from 1.

    Without line and column when the text was read and its value is what is wrong.
    """

    path: str = ""
    line: int | None = None
    column: int | None = None


class OverlayRefused(BlockError):
    """A body that is no overlay at all; what was sent, what is allowed, and where it stands.

    why: size, depth, json, number, keys, body or version.
    """

    code = "overlay.shape"

    def __init__(
        self, why: str, *, value: Any = None, limit: Any = None, place: Place | None = None
    ) -> None:
        super().__init__(f"{self.code}: {why}")
        self.why = why
        self.value = value[:_MOST_SHOWN] if isinstance(value, str) else value
        self.limit = limit
        self.place = place


def read(raw: bytes | str, *, most_bytes: int, most_depth: int) -> Any:
    """The value of a JSON text, or OverlayRefused. Size and depth are looked at before parsing."""
    size = weight(raw) if isinstance(raw, str) else len(raw)
    if size > most_bytes:
        raise OverlayRefused("size", value=size, limit=most_bytes)
    source = raw if isinstance(raw, str) else _decoded(raw)
    if _too_deep(source, most_depth):
        place = _find("depth", source, most_depth)
        raise OverlayRefused("depth", limit=most_depth, place=place)
    try:
        return json.loads(
            source,
            object_pairs_hook=_object,
            parse_float=_number,
            parse_constant=_number,
            parse_int=_integer,
        )
    except OverlayRefused as error:
        error.place = _find(error.why, source, most_depth)
        raise
    except json.JSONDecodeError as error:
        path = _find("", source, most_depth, until=error.pos).path
        place = Place(path, error.lineno, error.colno)
        raise OverlayRefused("json", value=error.msg, place=place) from error


def weight(text: str) -> int:
    """Its bytes; a lone surrogate, which JSON can name, counts too."""
    return len(text.encode("utf-8", "surrogatepass"))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        whole = raw[: error.start].decode()
        raise OverlayRefused("json", value=error.reason, place=_at(whole, len(whole))) from error


def _too_deep(source: str, most: int) -> bool:
    depth = 0
    for token in _BRACKET.finditer(source):
        sign = token[0]
        if sign in "[{":
            depth += 1
            if depth > most:
                return True
        elif sign in "]}":
            depth -= 1
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known: set[str] = set()
    for key, _value in pairs:
        name = _name(key)
        if name in known:
            raise OverlayRefused("keys", value=key)
        known.add(name)
    return dict(pairs)


def _name(key: str) -> str:
    return unicodedata.normalize("NFC", key)


def _number(given: str) -> NoReturn:
    raise OverlayRefused("number", value=given, limit=MOST_DIGITS)


def _integer(given: str) -> int:
    if len(given.lstrip("-")) > MOST_DIGITS:
        _number(given)
    return int(given)


# -- where it stands, looked for only when something was refused


class _Walk:
    """The path to the token at hand. An object's step is its name, a list's is an index."""

    def __init__(self) -> None:
        self.steps: list[str | int | None] = []
        self.names: list[set[str]] = []  # of each open object; a list's stays empty
        self.naming = False  # whether the next string is a name

    def step(self, sign: str) -> str | None:
        """Moves on by one token; a name that its object has already."""
        if sign in ("{", "["):
            self.steps.append(None if sign == "{" else 0)
            self.names.append(set())
            self.naming = sign == "{"
        elif sign in ("}", "]"):
            if self.steps:
                self.steps.pop()
                self.names.pop()
            self.naming = False
        elif sign == "," and self.steps:
            at = self.steps[-1]
            self.naming = not isinstance(at, int)
            self.steps[-1] = at + 1 if isinstance(at, int) else None
        elif sign[0] == '"' and self.naming:
            return self._called(sign)
        return None

    def _called(self, sign: str) -> str | None:
        try:
            name = json.loads(sign)
        except ValueError:
            name = sign
        self.steps[-1], self.naming = name, False
        again = _name(name) in self.names[-1]
        self.names[-1].add(_name(name))
        return str(name) if again else None

    @property
    def path(self) -> str:
        steps = (str(s).replace("~", "~0").replace("/", "~1") for s in self.steps if s is not None)
        return "".join(f"/{step[:_MOST_SHOWN]}" for step in steps)


def _find(why: str, source: str, most_depth: int, *, until: int | None = None) -> Place:
    """The first place that is refused for this reason, or that ends `until` characters on."""
    walk = _Walk()
    for token in _TOKEN.finditer(source):
        if until is not None and token.start() >= until:
            break
        above = walk.path if why == "depth" and len(walk.steps) >= most_depth else ""
        again = walk.step(token[0])
        if why == "keys" and again is not None:
            return _at(source, token.start(), walk.path)
        if why == "depth" and len(walk.steps) > most_depth:
            return _at(source, token.start(), above)
        if why == "number" and _is_no_number_of_ours(token[0]):
            return _at(source, token.start(), walk.path)
    return _at(source, 0 if until is None else until, walk.path)


def _is_no_number_of_ours(sign: str) -> bool:
    if sign in ("NaN", "Infinity", "-Infinity"):
        return True
    digits = sign.lstrip("-")
    return sign[0] in "-0123456789" and (len(digits) > MOST_DIGITS or not digits.isdigit())


def _at(source: str, offset: int, path: str = "") -> Place:
    line = source.count("\n", 0, offset) + 1
    return Place(path, line, offset - source.rfind("\n", 0, offset))
