"""Merge fields: `{{ field | "fallback" }}` and `{% if field %}..{% endif %}` on a closed list.

Text is parsed once, when a mail is compiled, into segments. At sending only values are put in,
escaped by where they stand; a value is never parsed again, so a customer called `{{ x }}` gets a
mail to `{{ x }}`. Nothing here ever reaches a template engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import escape, unescape
from typing import Any
from urllib.parse import quote

from blocks.errors import MergeError
from brand_kits.findings import Finding

RECIPIENT_FIELDS = (
    *("salutation", "first_name", "last_name", "company", "title"),
    *("vehicle", "due_date", "mileage"),  # ready to read: "20.11.2026", "84.500 km"
)
PARTNER_FIELDS = (
    "partner.name",
    "partner.from_name",
    "partner.street",
    "partner.postcode",
    "partner.city",
    "partner.phone",
    "partner.email",
    "partner.website",
    "partner.hours",
    "partner.legal_name",
    "partner.represented_by",
    "partner.register_court",
    "partner.register_number",
    "partner.vat_id",
)
SYSTEM_FIELDS = ("unsubscribe_url", "web_view_url")
FIELDS = frozenset((*RECIPIENT_FIELDS, *PARTNER_FIELDS, *SYSTEM_FIELDS))
# What may stand inside a link: nothing that says who the reader is.
LINK_FIELDS = frozenset((*PARTNER_FIELDS, *SYSTEM_FIELDS))
# A sender's name and address are the same for everyone.
SENDER_FIELDS = frozenset(PARTNER_FIELDS)
MAX_DEPTH = 4


class Context(StrEnum):
    """Where a value lands, and so how it is escaped."""

    TEXT = "text"  # between tags
    ATTR = "attr"  # inside a quoted attribute
    URL = "url"  # an href, as a whole (system fields) or a piece of one
    SUBJECT = "subject"  # one line of a header
    PLAIN = "plain"  # the text part


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value; fallback when the value is empty."""

    field: str
    fallback: str = ""
    context: Context = Context.TEXT


@dataclass(frozen=True, slots=True)
class If:
    """Parts that stand only when the field has a value. In segments `then` holds segments."""

    field: str
    then: tuple[Any, ...]


Part = Literal | Slot | If
Segment = str | Slot | If
Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where in a text: code, (start, end) in characters, the word it is about."""

    code: str
    span: tuple[int, int]
    word: str


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed text. What is malformed stands in it as literal text and among the problems."""

    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]

    def slots(self) -> Iterator[Slot]:
        return _slots(self.parts)


# Rich text is parsed as HTML text: a tag inside braces is no merge field but a syntax problem.
_MARK = re.compile(
    r"\{\{(?P<slot>[^{}<>]{0,300})\}\}|\{%(?P<tag>[^{}<>%]{0,80})%\}|\{\{|\{%|\}\}|%\}"
)
_SLOT = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(?:\|\s*[\"“”„]([^\"“”„]*)[\"“”„]\s*)?", re.ASCII)
_IF = re.compile(r"\s*if\s+([A-Za-z_][\w.]*)\s*", re.ASCII)
_ENDIF = re.compile(r"\s*endif\s*")


class _Parser:
    """Collects parts on a stack, one level for each open condition."""

    def __init__(self, *, html: bool, allowed: frozenset[str]) -> None:
        self.html = html
        self.allowed = allowed
        self.stack: list[list[Part]] = [[]]
        self.open: list[tuple[str, tuple[int, int], str]] = []
        self.problems: list[Problem] = []

    def literal(self, text: str) -> None:
        if text:
            self.stack[-1].append(Literal(text))

    def refuse(self, code: str, match: re.Match[str], word: str) -> None:
        self.problems.append(Problem(code, match.span(), word))
        self.literal(match.group())

    def slot(self, match: re.Match[str]) -> None:
        body = unescape(match["slot"]) if self.html else match["slot"]
        found = _SLOT.fullmatch(body)
        if not found:
            self.refuse("merge.syntax", match, match.group())
        elif found[1] not in self.allowed:
            self.refuse("merge.unknown", match, found[1])
        else:
            self.stack[-1].append(Slot(found[1], (found[2] or "").strip()))

    def tag(self, match: re.Match[str]) -> None:
        body = match["tag"]
        found = _IF.fullmatch(body)
        if found and found[1] not in self.allowed:
            # Opened all the same, so that its endif is not a second problem.
            self.problems.append(Problem("merge.unknown", match.span(), found[1]))
            self.open.append((found[1], match.span(), match.group()))
            self.stack.append([])
        elif found and len(self.open) < MAX_DEPTH:
            self.open.append((found[1], match.span(), match.group()))
            self.stack.append([])
        elif _ENDIF.fullmatch(body) and self.open:
            field, _span, source = self.open.pop()
            inner = self.stack.pop()
            if field in self.allowed:
                self.stack[-1].append(If(field, tuple(inner)))
            else:
                self.stack[-1] += [Literal(source), *inner, Literal(match.group())]
        else:
            self.refuse("merge.syntax", match, match.group())

    def finish(self) -> Template:
        while self.open:
            _field, span, source = self.open.pop()
            inner = self.stack.pop()
            self.problems.append(Problem("merge.syntax", span, source))
            self.stack[-1] += [Literal(source), *inner]
        return Template(tuple(self.stack[0]), tuple(self.problems))


@lru_cache(maxsize=2048)
def parse(text: str, *, html: bool = False, allowed: frozenset[str] = FIELDS) -> Template:
    """The parts of a text, never raising. html: the text is cleaned rich text.

    Kept, because every kind asks once for the HTML, once for the text, once for findings.
    """
    if "{" not in text and "}" not in text:
        return Template((Literal(text),) if text else (), ())
    parser = _Parser(html=html, allowed=allowed)
    at = 0
    for match in _MARK.finditer(text):
        parser.literal(text[at : match.start()])
        at = match.end()
        if match["slot"] is not None:
            parser.slot(match)
        elif match["tag"] is not None:
            parser.tag(match)
        else:
            parser.refuse("merge.syntax", match, match.group())
    parser.literal(text[at:])
    template = parser.finish()
    if html and not all(_well_nested(part) for part in template.parts):
        whole = Problem("merge.syntax", (0, len(text)), "{% if %}")
        return Template((Literal(text),), (*template.problems, whole))
    return template


_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*?(/?)>")


def _well_nested(part: Part) -> bool:
    """Whether leaving a condition out leaves well-formed HTML: no tag crosses its edge."""
    if not isinstance(part, If):
        return True
    depth = 0
    for inner in part.then:
        if isinstance(inner, Literal):
            for close, _name, empty in _TAG.findall(inner.text):
                depth += 0 if empty else -1 if close else 1
                if depth < 0:
                    return False
        elif isinstance(inner, If) and not _well_nested(inner):
            return False
    return depth == 0


def _slots(parts: Iterable[Any]) -> Iterator[Slot]:
    for part in parts:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, If):
            yield from _slots(part.then)


def findings(
    text: str,
    *,
    block_id: str = "",
    field: str = "",
    html: bool = False,
    allowed: frozenset[str] = FIELDS,
) -> tuple[Finding, ...]:
    """merge.unknown, merge.syntax, and merge.fallback for a recipient field that may be empty."""
    template = parse(text, html=html, allowed=allowed)
    said = [
        Finding(p.code, block_id=block_id, field=field, span=p.span, value=p.word)
        for p in template.problems
    ]
    said += [
        Finding("merge.fallback", block_id=block_id, field=field, value=name)
        for name in _bare(template.parts)
    ]
    return tuple(said)


@lru_cache(maxsize=2048)
def _bare(parts: tuple[Part, ...]) -> tuple[str, ...]:
    return tuple(_without_fallback(parts, frozenset()))


def _without_fallback(parts: Iterable[Any], known: frozenset[str]) -> Iterator[str]:
    """Recipient fields that may come out empty: no fallback, and no condition around them."""
    for part in parts:
        if isinstance(part, If):
            yield from _without_fallback(part.then, known | {part.field})
        elif (
            isinstance(part, Slot)
            and part.field in RECIPIENT_FIELDS
            and not part.fallback
            and part.field not in known
        ):
            yield part.field


def holes(parts: Iterable[Any], values: Mapping[str, str]) -> Iterator[str]:
    """Partner fields that come out empty: no value, no fallback, no condition around them."""
    for part in parts:
        if isinstance(part, If):
            if part.field not in PARTNER_FIELDS or values.get(part.field):
                yield from holes(part.then, values)
        elif (
            isinstance(part, Slot)
            and part.field in PARTNER_FIELDS
            and not (part.fallback or values.get(part.field))
        ):
            yield part.field


def fold(parts: Sequence[Part], values: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts with every partner field put in: constants of the campaign, no longer slots.

    A value becomes literal *text*: it is neither escaped nor parsed here.
    """
    if len(parts) == 1 and isinstance(parts[0], Literal):
        return (parts[0],)
    out: list[Part] = []
    for part in parts:
        if isinstance(part, Slot) and part.field in PARTNER_FIELDS:
            value = values.get(part.field) or part.fallback
            if value:
                out.append(Slot(part.field, value))
        elif isinstance(part, If):
            inner = fold(part.then, values)
            if part.field not in PARTNER_FIELDS:
                out.append(If(part.field, inner))
            elif values.get(part.field):
                out += inner
        else:
            out.append(part)
    return tuple(out)


# --- segments ------------------------------------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"\s+")
_WHOLE_URL = re.compile(r"(?:https?://|mailto:|tel:)[!-~]{1,2000}", re.ASCII)


def _one_line(value: str) -> str:
    return _BREAKS.sub(" ", _CONTROL.sub(" ", value)).strip()


def escaped(value: str, context: Context, field: str = "") -> str:
    """A value as it may stand in its context. A broken system URL becomes `#`, never a script."""
    match context:
        case Context.TEXT | Context.ATTR:
            return escape(_one_line(value))
        case Context.SUBJECT:
            return _one_line(value)
        case Context.PLAIN:
            return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        case Context.URL:
            if field in SYSTEM_FIELDS:
                return escape(value) if _WHOLE_URL.fullmatch(value) else "#"
            return quote(_one_line(value), safe="")


def fill(segments: Segments, values: Mapping[str, str]) -> str:
    """One recipient's text. Values are escaped and never parsed; an empty one is its fallback."""
    return "".join(_filled(segments, values))


def _filled(segments: Iterable[Any], values: Mapping[str, str]) -> Iterator[str]:
    for segment in segments:
        if isinstance(segment, str):
            yield segment
        elif isinstance(segment, Slot):
            value = values.get(segment.field) or segment.fallback
            yield escaped(value, segment.context, segment.field)
        elif values.get(segment.field):
            yield from _filled(segment.then, values)


def joined(segments: Iterable[Segment]) -> Segments:
    """The same segments with neighbouring literals made one and empty ones left out."""
    out: list[Segment] = []
    for segment in segments:
        if isinstance(segment, str) and out and isinstance(out[-1], str):
            out[-1] += segment
        elif segment != "":
            out.append(segment)
    return tuple(out)


def fields_of(segments: Segments) -> frozenset[str]:
    """The names of all fields that segments ask for, conditions included."""
    names: set[str] = set()
    for segment in segments:
        if isinstance(segment, Slot):
            names.add(segment.field)
        elif isinstance(segment, If):
            names |= {segment.field, *fields_of(segment.then)}
    return frozenset(names)


def to_json(segments: Segments) -> list[Any]:
    """Segments as JSON: text, {"field", "fallback", "context"} or {"if", "then"}."""
    out: list[Any] = []
    for segment in segments:
        if isinstance(segment, str):
            out.append(segment)
        elif isinstance(segment, Slot):
            out.append(
                {
                    "field": segment.field,
                    "fallback": segment.fallback,
                    "context": segment.context.value,
                }
            )
        else:
            out.append({"if": segment.field, "then": to_json(segment.then)})
    return out


def from_json(data: Any) -> Segments:
    """The reverse of to_json; raises MergeError on anything else."""
    if not isinstance(data, list):
        raise MergeError("Segments are a list.")
    return tuple(_segment(item) for item in data)


def _segment(item: Any) -> Segment:
    match item:
        case str():
            return item
        case {"field": str(field), "fallback": str(fallback), "context": str(context)}:
            if field in FIELDS and context in set(Context):
                return Slot(field, fallback, Context(context))
        case {"if": str(field), "then": list(then)}:
            if field in FIELDS:
                return If(field, from_json(then))
        case _:
            pass
    raise MergeError("Not a segment of ours.")
