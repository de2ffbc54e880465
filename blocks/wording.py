"""The words of one block: what its locks let in, what it still owes, what a shared one says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from blocks.judge import judge, suggestion
from blocks.pictures import Shelf
from blocks.prepared import Part, content
from blocks.resolution import LeftOut, Report, word
from blocks.schema import Kind

_BLANK = re.compile(r"(?:<[^<>]*>|&nbsp;|\s)*")


@dataclass(slots=True)
class Given:
    """What the partner wrote for one block; kept takes what is accepted of it."""

    values: Any = None
    kept: dict[str, Any] = field(default_factory=dict)


def take(
    part: Part, bid: str, given: Given, values: dict[str, Any], *, shelf: Shelf, report: Report
) -> None:
    """Puts what the locks allow into values and given.kept, leaves out the rest."""
    if not isinstance(given.values, Mapping):
        report.leave(LeftOut("overlay.shape", bid, "values", given.values, part.type))
        return
    locks, ask = part.locks["fields"], part.locks["ask"]
    for name, raw in given.values.items():
        field = part.fields.get(name)
        if field is None:
            report.leave(LeftOut("lock.field", bid, word(name), raw, part.type), ask=ask)
            continue
        why = judge(field, locks[name], raw, shelf)
        if why is None:
            values[name] = given.kept[name] = raw
            continue
        hint = None if report.quiet else suggestion(field, locks[name], raw, shelf)
        report.refuse(LeftOut("", bid, name, raw, part.type), why, suggestion=hint, ask=ask)


def owed(part: Part, bid: str, values: Mapping[str, Any], report: Report) -> None:
    """What an open field still owes: a change, or any value at all."""
    if report.quiet:
        return
    unchanged = set()
    for name in part.must:
        if _same(values[name], part.content[name]):
            unchanged.add(name)
            report.say("field.must_change", bid, name, ask=part.locks["ask"])
    for name in part.need:
        value = values[name]
        blank = value is None or (isinstance(value, str) and _BLANK.fullmatch(value))
        if blank and name not in unchanged:
            report.say("field.required", bid, name, ask=part.locks["ask"])


def _same(one: Any, other: Any) -> bool:
    """Equal for must_change: NFC and outer space do not make a change."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or (
            unicodedata.normalize("NFC", one).strip() == unicodedata.normalize("NFC", other).strip()
        )
    return bool(one == other)


def said(
    part: Part, bid: str, shelf: Shelf, catalogue: Mapping[str, Kind], report: Report
) -> list[dict[str, Any]]:
    """The blocks of a shared block: fully locked, `<use>/<inner id>`."""
    raw = shelf.shared.get(part.shared) if isinstance(part.shared, int) else None
    if raw is None:
        report.say("shared.missing", bid)
        return []
    blocks = []
    for block in raw:
        kind = catalogue.get(block["type"])
        fields = {f.name: {"mode": "locked"} for f in kind.fields} if kind else {}
        blocks.append(
            {
                "type": block["type"],
                "id": f"{bid}/{block['id']}",
                "by": "hq",
                "from": block["id"],
                "value": content(kind, block["value"]),
                "locks": {**part.locks, "fields": fields},
            }
        )
    return blocks
