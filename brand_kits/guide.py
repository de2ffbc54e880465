"""How a brand speaks and which pictures it shows: rules as data, with good and bad examples. Pure.

What each kind limits:
tone      address: the form of address; words: (avoid, instead) pairs; exclamations: how many a
          text may have; capitals: nothing (no word in capitals alone); sentence: words in one
pictures  ratio: sides as 3:2; width: px; palette: distance from the kit's colours, 0 to 100;
          people: consent or none; collection: ids of the library's collections
both      advice: nothing a machine could check
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brand_kits.findings import Finding

Raw = Mapping[str, Any]

TONE = ("address", "words", "exclamations", "capitals", "sentence", "advice")
PICTURES = ("ratio", "width", "palette", "people", "collection", "advice")
ADDRESS = ("sie", "du", "none")  # none: a language that has one form
PEOPLE = ("consent", "none")
_RATIO = re.compile(r"[1-9][0-9]?:[1-9][0-9]?", re.ASCII)
_NUMBERS = {"exclamations": 20, "sentence": 60, "width": 6000, "palette": 100}


@dataclass(frozen=True, slots=True)
class Bad:
    """What the brand would not say or show, and why not."""

    example: Any  # a line, or an asset's id
    why: str = ""


@dataclass(frozen=True, slots=True)
class ToneRule:
    kind: str
    language: str
    limit: Any = None
    text: str = ""
    good: tuple[str, ...] = ()
    bad: tuple[Bad, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureRule:
    """good and bad hold asset ids."""

    kind: str
    limit: Any = None
    text: str = ""
    good: tuple[int, ...] = ()
    bad: tuple[Bad, ...] = ()


def tone(raws: Iterable[Raw]) -> Iterator[ToneRule]:
    """The rules that raw values hold; passes over what is none."""
    for raw in raws:
        if raw.get("kind") in TONE and not list(findings("tone", raw)):
            yield ToneRule(
                kind=raw["kind"],
                language=str(raw.get("language") or ""),
                limit=_limit(raw),
                text=str(raw.get("text") or ""),
                good=tuple(_lines(raw.get("good"))),
                bad=tuple(_bad(line) for line in _lines(raw.get("bad"))),
            )


def pictures(raws: Iterable[Raw]) -> Iterator[PictureRule]:
    """The rules that raw values hold; passes over what is none."""
    for raw in raws:
        if raw.get("kind") in PICTURES and not list(findings("pictures", raw)):
            why = str(raw.get("why") or "")
            yield PictureRule(
                kind=raw["kind"],
                limit=_limit(raw),
                text=str(raw.get("text") or ""),
                good=tuple(ids(raw.get("good"))),
                bad=tuple(Bad(one, why) for one in ids(raw.get("bad"))),
            )


def findings(group: str, raw: Raw) -> Iterator[Finding]:
    """What is wrong with one rule; `group` is tone or pictures."""
    kind, limit = raw.get("kind"), raw.get("limit")
    if kind not in (TONE if group == "tone" else PICTURES):
        yield Finding("kit.rule", field=group, value=str(kind or ""))
    elif kind in _NUMBERS and not (type(limit) is int and 0 <= limit <= _NUMBERS[kind]):
        yield Finding("kit.rule_number", field=group, value=kind, limit=_NUMBERS[kind])
    elif kind == "address" and limit not in ADDRESS:
        yield Finding("kit.rule_choice", field=group, value=kind, limit=ADDRESS)
    elif kind == "people" and limit not in PEOPLE:
        yield Finding("kit.rule_choice", field=group, value=kind, limit=PEOPLE)
    elif kind == "ratio" and not all(map(_RATIO.fullmatch, _words(limit) or [""])):
        yield Finding("kit.rule_ratio", field=group, value=str(limit or ""))
    elif kind in ("words", "advice") and not _words(limit) and not str(raw.get("text") or ""):
        yield Finding("kit.rule_empty", field=group, value=kind)


def ids(value: Any) -> list[int]:
    """The asset ids of a list, whether Wagtail wrote it (with ids of its own) or a file did."""
    items = value if isinstance(value, list) else []
    found = (item.get("value") if isinstance(item, dict) else item for item in items)
    return [one for one in found if type(one) is int]


def _limit(raw: Raw) -> Any:
    limit = raw.get("limit")
    if raw["kind"] == "words":
        return tuple(_pair(line) for line in _lines(limit))
    if raw["kind"] == "ratio":
        return tuple(_words(limit))
    if raw["kind"] == "collection":
        return tuple(ids([limit]))
    return limit


def _pair(line: str) -> tuple[str, str]:
    avoid, _sign, instead = line.partition("=")
    return avoid.strip(), instead.strip()


def _bad(line: str) -> Bad:
    example, _sign, why = line.partition("|")
    return Bad(example.strip(), why.strip())


def _lines(value: Any) -> list[str]:
    text = value if isinstance(value, str) else ""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _words(value: Any) -> list[str]:
    text = value if isinstance(value, str) else ""
    return [word for word in re.split(r"[\s,;]+", text) if word]
