"""A token file as groups, tokens and aliases: types taken over, references followed. Pure.

What is not understood is passed over, never refused: types and properties of other tools stay in
the file. Refused are what makes the file mean nothing: names that no alias can spell, references
to nothing, circles, values that are not of the type they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brand_kits.dtcg.problems import Problem, UnreadableTokensError
from brand_kits.dtcg.source import MOST_DEPTH, MOST_SIGNS, Path, Source, dotted

_ALIAS = re.compile(r"\{([^{}]+)\}")
_FORBIDDEN = re.compile(r"[{}.]")
ROOT = "$root"
MOST_STEPS = 48  # references that lead on from one to the next
MOST_GROUPS = 20_000  # groups and tokens gone through, those taken over counted each time
MOST_IN_ONE = 2_000  # values in one token, those it stands for counted each time
_LONGEST_INDEX = 6  # digits of a place in a list


@dataclass(frozen=True, slots=True)
class Token:
    """type: "" where none can be determined. value: with every reference followed.

    at: where it is written: elsewhere than its path says for one that its group took over.
    alias: the path of the token it stands for, "" for a value of its own.
    """

    path: str
    at: Path
    line: int
    type: str
    value: Any
    alias: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A value with every reference followed. values: how many are in it; deep: how far inside."""

    value: Any
    values: int = 1
    deep: int = 0


_NOTHING = _Found(None)


@dataclass(frozen=True, slots=True)
class _Raw:
    """A token before references are followed."""

    path: Path
    at: Path
    body: Mapping[str, Any]
    type: str


def tokens(source: Source) -> dict[str, Token]:
    """Every token by its path. Raises UnreadableTokensError with all there is to say."""
    reader = _Document(source)
    found = reader.tokens()
    if reader.problems:
        raise UnreadableTokensError(sorted(set(reader.problems), key=lambda p: (p.line, p.path)))
    return found


class _Document:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.raw: dict[str, _Raw] = {}
        self.known: dict[str, _Found] = {}  # what a reference stands for, worked out once
        self.kinds: dict[str, str] = {}
        self.groups = 0

    def say(self, code: str, path: Path, value: Any = None, limit: Any = None) -> None:
        line = self.source.line(path)
        self.problems.append(Problem(code, line, dotted(path), value, limit))

    def tokens(self) -> dict[str, Token]:
        top = self.source.value
        if not isinstance(top, dict):
            self.say("dtcg.object", ())
            return {}
        for raw in self.walk(top, (), (), "", ()):
            self.raw.setdefault(dotted(raw.path), raw)
        found = {}
        for name, raw in self.raw.items():
            before = len(self.problems)
            token = self.followed(name, raw)
            if len(self.problems) == before:
                found[name] = token
        return found

    # --- groups ----------------------------------------------------------------------------------

    def walk(
        self, body: Mapping[str, Any], path: Path, at: Path, kind: str, through: tuple[Path, ...]
    ) -> Iterator[_Raw]:
        """The tokens of a group, its own before those it takes over from others."""
        kind = self.type_of(body, at) or kind
        if self.too_many(at):
            return
        for name, child in body.items():
            if name.startswith("$") and name != ROOT:
                continue
            here, there = (*path, name), (*at, name)
            if len(here) > MOST_DEPTH:
                self.say("dtcg.depth", there, limit=MOST_DEPTH)
            elif len(dotted(here)) > MOST_SIGNS:
                self.say("dtcg.long", at, limit=MOST_SIGNS)
            elif not name or _FORBIDDEN.search(name):
                self.say("dtcg.name", there, name)
            elif not isinstance(child, dict):
                self.say("dtcg.member", there, name)
            elif self.is_token(child):
                if self.too_many(there):
                    return
                if any(not key.startswith("$") for key in child):
                    self.say("dtcg.token_group", there)
                yield _Raw(here, there, child, self.type_of(child, there) or kind)
            elif name == ROOT:
                self.say("dtcg.root", there)
            else:
                yield from self.walk(child, here, there, kind, through)
        yield from self.taken_over(body, path, at, kind, through)

    def too_many(self, at: Path) -> bool:
        """Counts a group or a token, and says it once when there are too many of them."""
        self.groups += 1
        if self.groups == MOST_GROUPS + 1:
            self.say("dtcg.many", at, limit=MOST_GROUPS)
        return self.groups > MOST_GROUPS

    def taken_over(
        self, body: Mapping[str, Any], path: Path, at: Path, kind: str, through: tuple[Path, ...]
    ) -> Iterator[_Raw]:
        named = body.get("$extends", body.get("$ref"))
        if named is None:
            return
        key = "$extends" if "$extends" in body else "$ref"
        target = _target(named)
        group = self.look(target) if target else None
        if target is None or not isinstance(group, dict) or self.is_token(group):
            self.say("dtcg.extends", (*at, key), str(named)[:80])
        elif target in through or at[: len(target)] == target:
            self.say("dtcg.circle", (*at, key), str(named)[:80])
        elif len(through) >= MOST_STEPS:
            self.say("dtcg.chain", (*at, key), limit=MOST_STEPS)
        else:
            yield from self.walk(group, path, target, kind, (*through, target))

    def is_token(self, body: Mapping[str, Any]) -> bool:
        """With a value, or a reference to one that has a value."""
        if "$value" in body:
            return True
        seen: list[Path] = []
        while isinstance(body, dict) and "$ref" in body and "$value" not in body:
            target = _target(body["$ref"])
            if target is None or target in seen:
                return False
            if len(seen) > MOST_STEPS:
                return True  # said where it is followed
            seen.append(target)
            body = self.look(target)
        return isinstance(body, dict) and "$value" in body

    def type_of(self, body: Mapping[str, Any], at: Path) -> str:
        kind = body.get("$type", "")
        if not isinstance(kind, str):
            self.say("dtcg.type", (*at, "$type"), str(kind)[:40])
            return ""
        return kind

    def look(self, path: Path) -> Any:
        found = self.source.value
        for step in path:
            if isinstance(found, dict) and step in found:
                found = found[step]
            elif isinstance(found, list) and _is_index(step):
                found = found[int(step)] if int(step) < len(found) else None
            else:
                return None
        return found

    # --- references ------------------------------------------------------------------------------

    def followed(self, name: str, raw: _Raw) -> Token:
        at = (*raw.at, "$value") if "$value" in raw.body else (*raw.at, "$ref")
        value = raw.body.get("$value", {"$ref": raw.body.get("$ref")})
        kind, alias = raw.type, self.alias_of(value)
        if alias and alias in self.raw and not isinstance(raw.body.get("$type"), str):
            kind = self.kind_through(alias, kind)
        words = raw.body.get("$description", "")
        return Token(
            path=name,
            at=raw.at,
            line=self.source.line(raw.at),
            type=kind,
            value=self.of_token(name, at, (), 0).value,
            alias=alias,
            description=words if isinstance(words, str) else "",
        )

    def kind_through(self, alias: str, kind: str) -> str:
        """The type of the token that stands at the end of a chain of aliases."""
        gone: dict[str, None] = {}
        while alias in self.raw and alias not in self.kinds and alias not in gone:
            gone[alias] = None
            raw = self.raw[alias]
            kind = raw.type or kind
            if isinstance(raw.body.get("$type"), str):
                break
            alias = self.alias_of(raw.body.get("$value", {"$ref": raw.body.get("$ref")}))
        kind = self.kinds.get(alias, kind)
        self.kinds.update(dict.fromkeys(gone, kind))
        return kind

    def alias_of(self, value: Any) -> str:
        """The path of the token a whole value stands for, else ""."""
        if isinstance(value, str) and (named := _ALIAS.fullmatch(value)):
            return named[1]
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            target = _target(value["$ref"]) or ()
            return dotted(target[:-1] if target[-1:] == ("$value",) else target)
        return ""

    def follow(self, value: Any, at: Path, through: tuple[str, ...], deep: int) -> _Found:
        """A value with every reference in it replaced. deep: how far inside another it stands."""
        if isinstance(value, str) and (named := _ALIAS.fullmatch(value)):
            return self.of_token(named[1], at, through, deep)
        if isinstance(value, dict) and "$ref" in value:
            return self.of_pointer(value["$ref"], at, through, deep)
        if isinstance(value, dict | list):
            return self.inside(value, at, through, deep + 1)
        return _Found(value)

    def inside(
        self, value: dict[str, Any] | list[Any], at: Path, through: tuple[str, ...], deep: int
    ) -> _Found:
        if deep > MOST_DEPTH:
            self.say("dtcg.depth", at, limit=MOST_DEPTH)
            return _NOTHING
        members = value.items() if isinstance(value, dict) else enumerate(value)
        found: dict[Any, Any] = {}
        values, below = 1, 0
        for name, one in members:
            inner = self.follow(one, (*at, name), through, deep)
            values, below = values + inner.values, max(below, inner.deep)
            if values > MOST_IN_ONE:
                self.say("dtcg.large", at, limit=MOST_IN_ONE)
                return _NOTHING
            found[name] = inner.value
        whole = found if isinstance(value, dict) else list(found.values())
        return _Found(whole, values, below + 1)

    def of_token(self, name: str, at: Path, through: tuple[str, ...], deep: int) -> _Found:
        if name in through:
            circle = " → ".join((*through[through.index(name) :], name))
            self.say("dtcg.circle", at, circle)
            return _NOTHING
        raw = self.raw.get(name)
        if raw is None:
            group = self.look(tuple(name.split(".")))
            self.say("dtcg.alias_group" if isinstance(group, dict) else "dtcg.alias", at, name)
            return _NOTHING
        value = raw.body.get("$value", {"$ref": raw.body.get("$ref")})
        return self.once(name, value, at, through, deep)

    def of_pointer(self, pointer: Any, at: Path, through: tuple[str, ...], deep: int) -> _Found:
        target = _target(pointer)
        name = str(pointer)
        found = self.look(target) if target else None
        if target is None or found is None:
            self.say("dtcg.alias", at, name[:80])
            return _NOTHING
        if name in through:
            self.say("dtcg.circle", at, name[:80])
            return _NOTHING
        if isinstance(found, dict) and self.is_token(found):
            return self.of_token(dotted(target), at, through, deep)
        if target[-1:] == ("$value",) and dotted(target[:-1]) in self.raw:
            return self.of_token(dotted(target[:-1]), at, through, deep)
        return self.once(name, found, at, through, deep)

    def once(self, name: str, value: Any, at: Path, through: tuple[str, ...], deep: int) -> _Found:
        """What a name stands for, worked out the first time it is asked for."""
        if name not in self.known:
            if len(through) >= MOST_STEPS:
                self.say("dtcg.chain", at, limit=MOST_STEPS)
                return _NOTHING
            self.known[name] = self.follow(value, at, (*through, name), deep)
        elif deep + self.known[name].deep > MOST_DEPTH:
            self.say("dtcg.depth", at, limit=MOST_DEPTH)
            return _NOTHING
        return self.known[name]


def _is_index(step: str | int) -> bool:
    """Whether a step of a path is a place in a list."""
    return str(step).isdecimal() and len(str(step)) <= _LONGEST_INDEX


def _target(reference: Any) -> Path | None:
    """The path that {group.token} or #/group/token names."""
    if not isinstance(reference, str):
        return None
    if named := _ALIAS.fullmatch(reference):
        return tuple(named[1].split("."))
    if reference.startswith("#/"):
        steps = reference[2:].split("/")
        return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)
    return None
