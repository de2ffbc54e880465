"""JSON that knows where everything stands: each value with its line and its place in the text.

So an error names its line, and an export changes what has changed and leaves every other byte.
Stricter than Python's json: no name twice in one object, no NaN, no endless depth.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from brand_kits.dtcg.problems import Problem, UnreadableTokensError

MOST_BYTES = 2 * 1024 * 1024
MOST_DEPTH = 24
MOST_VALUES = 60_000
MOST_SIGNS = 400  # of a path: its names together
MOST_TWICE = 100
_LONGEST_NUMBER = 60
_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in the text: start inclusive, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. spans: the place of every value by its path."""

    text: str
    value: Any
    spans: Mapping[Path, Span]
    newlines: tuple[int, ...]

    def line(self, path: Path) -> int:
        """The line of a value; of the nearest one above it for a path that is not there."""
        while path and path not in self.spans:
            path = path[:-1]
        return bisect_right(self.newlines, self.spans[path].start) + 1

    def at(self, path: Path) -> Any:
        """The value at a path. KeyError or IndexError where there is none."""
        found = self.value
        for step in path:
            found = found[step]
        return found


def dotted(path: Path) -> str:
    return ".".join(map(str, path))


def read(content: bytes) -> Source:
    """Raises UnreadableTokensError for what is too large, no UTF-8 or no JSON."""
    if len(content) > MOST_BYTES:
        raise UnreadableTokensError([Problem("dtcg.size", value=len(content), limit=MOST_BYTES)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableTokensError([Problem("dtcg.encoding", line)]) from error
    return _Reader(text).read()


class _Reader:
    """Goes through the text once. Recursion is bounded by MOST_DEPTH."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.spans: dict[Path, Span] = {}
        self.twice: list[Problem] = []
        self.newlines = tuple(m.start() for m in re.finditer("\n", text))

    def read(self) -> Source:
        value = self.value(())
        self.skip()
        if self.at != len(self.text):
            self.stop("dtcg.json", ())
        if self.twice:
            raise UnreadableTokensError(self.twice)
        return Source(self.text, value, self.spans, self.newlines)

    def line(self) -> int:
        return bisect_right(self.newlines, self.at) + 1

    def stop(self, code: str, path: Path, limit: Any = None) -> NoReturn:
        shown = self.text[self.at : self.at + 20].split("\n", maxsplit=1)[0]
        raise UnreadableTokensError([Problem(code, self.line(), dotted(path), shown, limit)])

    def skip(self) -> str:
        """The next character that is no space; "" at the end."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def value(self, path: Path) -> Any:
        if len(path) > MOST_DEPTH:
            self.stop("dtcg.depth", path[:MOST_DEPTH], MOST_DEPTH)
        if len(self.spans) > MOST_VALUES:
            self.stop("dtcg.many", path, MOST_VALUES)
        first, start = self.skip(), self.at
        self.spans[path] = Span(start, start)  # counted before what it holds
        if first == "{":
            value: Any = self.members(path)
        elif first == "[":
            value = self.items(path)
        elif first == '"':
            value = self.string(path)
        else:
            value = self.plain(path)
        self.spans[path] = Span(start, self.at)
        return value

    def members(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        if self.skip() == "}":
            self.at += 1
            return found
        while True:
            if self.skip() != '"':
                self.stop("dtcg.json", path)
            line, name = self.line(), self.string(path)
            if len(name) > MOST_SIGNS:
                raise UnreadableTokensError(
                    [Problem("dtcg.long", line, dotted(path), limit=MOST_SIGNS)]
                )
            if self.skip() != ":":
                self.stop("dtcg.json", (*path, name))
            self.at += 1
            if name in found:
                self.twice.append(Problem("dtcg.twice", line, dotted((*path, name)), name))
                if len(self.twice) >= MOST_TWICE:
                    raise UnreadableTokensError(self.twice)
            found[name] = self.value((*path, name))
            if not self.more("}", path):
                return found

    def items(self, path: Path) -> list[Any]:
        found: list[Any] = []
        self.at += 1
        if self.skip() == "]":
            self.at += 1
            return found
        while True:
            found.append(self.value((*path, len(found))))
            if not self.more("]", path):
                return found

    def more(self, close: str, path: Path) -> bool:
        sign = self.skip()
        if sign not in (",", close) or not sign:
            self.stop("dtcg.json", path)
        self.at += 1
        return sign == ","

    def string(self, path: Path) -> str:
        found = _STRING.match(self.text, self.at)
        if found is None:
            self.stop("dtcg.json", path)
        value: str = json.loads(found[0])
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            self.stop("dtcg.string", path)
        self.at = found.end()
        return value

    def plain(self, path: Path) -> Any:
        for word, value in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        found = _NUMBER.match(self.text, self.at)
        if found is None or len(found[0]) > _LONGEST_NUMBER:
            self.stop("dtcg.json", path)
        number = json.loads(found[0])
        if isinstance(number, float) and not math.isfinite(number):
            self.stop("dtcg.number", path)
        self.at = found.end()
        return number
