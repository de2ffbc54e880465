"""A kit as a token file: a new one, or the one it came from with what has changed since. Pure.

Only the bytes of changed values are written anew. Aliases, types and properties of other tools,
the order of names and the white space stay as they came, so a second export equals the first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from brand_kits.dtcg import document, roles, values
from brand_kits.dtcg.document import Token
from brand_kits.dtcg.source import Path, Source, Span, dotted, read
from brand_kits.dtcg.take import Raw, one, same
from brand_kits.dtcg.values import UnusableError

_INDENT = re.compile(r'\n([ \t]+)"')


def give(current: Mapping[str, Raw], opens: tuple[str, ...], source: Source | None = None) -> str:
    """The file. current: the values that hold in the kit, those without a type of token left out.

    source: the file it was taken from. Raises UnreadableTokensError if that means nothing.
    """
    wanted = {key: raw for key, raw in current.items() if key in roles.TYPES}
    if source is None:
        return _new(wanted, opens)
    known = document.tokens(source)
    said = roles.said(source, known)
    text = _Text(source)
    mapping = {}
    for key, raw in wanted.items():
        path = said.roles.get(key, "")
        token = known.get(path)
        if token is None:
            place = _free(roles.PLACES[key], known, source)
            text.put(place, {"$type": roles.TYPES[key], **_body(key, raw)})
            mapping[key] = dotted(place)
        else:
            _renew(text, key, raw, token)
            mapping[key] = path
    _extend(text, source, roles.extension(mapping, opens))
    return text.written()


def marked(source: Source, mapping: Mapping[str, str], opens: tuple[str, ...]) -> Source:
    """The file with our own data in it: which token is which value, and what is open."""
    text = _Text(source)
    _extend(text, source, roles.extension(mapping, opens))
    return read(text.written().encode())


def _new(wanted: Mapping[str, Raw], opens: tuple[str, ...]) -> str:
    top: dict[str, Any] = {}
    mapping = {key: ".".join(roles.PLACES[key]) for key in wanted}
    for key, raw in wanted.items():
        group, name = roles.PLACES[key]
        top.setdefault(group, {"$type": roles.TYPES[key]})[name] = _body(key, raw)
    top["$extensions"] = {roles.EXTENSION: roles.extension(mapping, opens)}
    return json.dumps(top, ensure_ascii=False, indent=2) + "\n"


def _body(key: str, raw: Raw) -> dict[str, Any]:
    group = key.partition("/")[0]
    if group == "colours":
        name = str(raw.get("name") or "")
        value = {"$value": values.colour(str(raw["value"]))}
        return {**value, "$description": name} if name else value
    if group == "styles":
        return {"$value": values.typography(raw)}
    return {"$value": values.dimension(int(raw["corner"]))}


def _renew(text: _Text, key: str, raw: Raw, token: Token) -> None:
    """Writes a token's value anew where it means something else by now."""
    try:
        stands = one(key, token, raw)
    except UnusableError:
        stands = {}
    if stands and same(key, stands, raw):
        return
    body, kind = _body(key, raw), roles.TYPES[key]
    here = tuple(token.path.split("."))
    if token.at != here:  # taken over from another group: from now on its own
        text.put(here, {"$type": kind, **body})
        return
    if (*here, "$value") not in text.source.spans:
        kept = {n: v for n, v in text.source.at(here).items() if n != "$ref"}
        text.put(here, {**kept, "$type": kind, **body})
        return
    if token.alias and (*here, "$type") not in text.source.spans:
        text.put((*here, "$type"), kind)  # it had that of the token it stood for
    if not stands or not same(key, {**stands, "name": ""}, {**raw, "name": ""}):
        text.put((*here, "$value"), body["$value"])
    if "$description" in body and body["$description"] != token.description:
        text.put((*here, "$description"), body["$description"])


def _free(place: Path, known: Mapping[str, Token], source: Source) -> Path:
    """A path that no token and no group has yet, and that leads through no token."""
    while any(
        place[:n] in source.spans and (n == len(place) or dotted(place[:n]) in known)
        for n in range(1, len(place) + 1)
    ):
        place = ("einklang", *place)
    return place


def _extend(text: _Text, source: Source, wanted: dict[str, Any]) -> None:
    ours = source.value.get("$extensions", {}).get(roles.EXTENSION)
    if isinstance(ours, dict):  # what else stands there stays
        wanted = {**ours, **wanted}
    if ours != wanted:
        text.put(roles.AT, wanted)


class _Text:
    """A text in which values are replaced and members added, without touching the rest."""

    def __init__(self, source: Source) -> None:
        self.source = source
        found = _INDENT.search(source.text)
        self.indent = found[1] if found else None
        self.replaced: dict[Span, str] = {}
        self.added: dict[Path, dict[str, Any]] = {}

    def put(self, path: Path, value: Any) -> None:
        """Sets the value at a path; groups that are not there are made."""
        if path in self.source.spans:
            depth = len(path)
            self.replaced[self.source.spans[path]] = self.dumped(value, depth)
            return
        above = path
        while above not in self.source.spans:
            above = above[:-1]
        at = self.added.setdefault(above, {})
        *groups, last = path[len(above) :]
        for group in groups:
            at = at.setdefault(str(group), {})
        at[str(last)] = value

    def dumped(self, value: Any, depth: int) -> str:
        if self.indent is None:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        text = json.dumps(value, ensure_ascii=False, indent=self.indent)
        return text.replace("\n", "\n" + self.indent * depth)

    def written(self) -> str:
        edits = [(span.start, span.end, text) for span, text in self.replaced.items()]
        for path, members in self.added.items():
            edits.append(self.insertion(path, members))
        text = self.source.text
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def insertion(self, path: Path, members: dict[str, Any]) -> tuple[int, int, str]:
        """Behind the last member of the object at `path`."""
        depth = len(path) + 1
        dumped = [
            f"{json.dumps(name, ensure_ascii=False)}:{' ' if self.indent else ''}"
            f"{self.dumped(value, depth)}"
            for name, value in members.items()
        ]
        gap = f"\n{self.indent * depth}" if self.indent else ""
        end = f"\n{self.indent * (depth - 1)}" if self.indent else ""
        inner = [
            span.end
            for other, span in self.source.spans.items()
            if len(other) == depth and other[:-1] == path
        ]
        joined = f",{gap}".join(dumped)
        if inner:
            at = max(inner)
            return at, at, f",{gap}{joined}"
        span = self.source.spans[path]
        return span.start, span.end, f"{{{gap}{joined}{end}}}"
