"""What differs between two versions of a template's body, block by block. Pure, for every kind.

A block is the same one as long as its id is the same; that is what overlays go by, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from blocks.structure import blocks_of, kind_name, value_of

Raw = Mapping[str, Any]
LOCKS = "locks"


class What(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    KIND = "kind"  # another kind under the same id: for a partner's words it is another block
    FIELD = "field"
    LOCK = "lock"
    SHAPE = "shape"  # what a container is: its key, limits, order, layout


@dataclass(frozen=True, slots=True)
class Difference:
    """field: the field's, lock's or property's name. old and new are raw values, None if absent."""

    what: What
    block_id: str
    kind: str
    field: str = ""
    old: Any = None
    new: Any = None


_KEY = re.compile(r' data-block-key="[^"]*"')  # the rich text editor writes one into every <p>


@dataclass(frozen=True, slots=True)
class _Seen:
    """A block with where it stands: its container's id and stream ("" = the root)."""

    block: Raw
    place: tuple[str, str]


def differences(old: Any, new: Any, fields: Mapping[str, frozenset[str]]) -> tuple[Difference, ...]:
    """Everything that differs, in the new body's order, what is gone first.

    fields: the names of each kind's fields; anything else in a block is its shape. Equal bodies
    have no differences; each difference turned round is one of the reverse. Never raises.
    """
    before, after = dict(_seen(old, set())), dict(_seen(new, set()))
    found = [
        Difference(What.REMOVED, one, kind_name(before[one].block), old=before[one].block)
        for one in before
        if one not in after
    ]
    moved = _moved(before, after)
    for one, seen in after.items():
        kind = kind_name(seen.block)
        if one not in before:
            found.append(Difference(What.ADDED, one, kind, new=seen.block))
            continue
        was = before[one].block
        if one in moved:
            found.append(Difference(What.MOVED, one, kind))
        if kind_name(was) != kind:
            found.append(Difference(What.KIND, one, kind, old=kind_name(was), new=kind))
        found += _inside(one, kind, value_of(was), value_of(seen.block), fields.get(kind))
    return tuple(found)


def _seen(
    stream: Any, known: set[str], place: tuple[str, str] = ("", ""), depth: int = 8
) -> Iterator[tuple[str, _Seen]]:
    """(id, block) at every depth; of two blocks with one id the first counts. known: ids so far."""
    for block in _blocks(stream):
        block_id = str(block.get("id") or "")
        if not block_id or block_id in known:
            continue
        known.add(block_id)
        yield block_id, _Seen(block, place)
        for name, inner in value_of(block).items():
            if depth and _holds_blocks(inner):
                yield from _seen(inner, known, (block_id, str(name)), depth - 1)


def _blocks(stream: Any) -> list[dict[str, Any]]:
    return [block for block in blocks_of(stream) if "value" in block]


def _holds_blocks(value: Any) -> bool:
    return isinstance(value, list) and bool(_blocks(value))


def _moved(before: Mapping[str, _Seen], after: Mapping[str, _Seen]) -> frozenset[str]:
    """As few blocks as possible whose moving explains the new order."""
    found = {b for b in after if b in before and before[b].place != after[b].place}
    stayed: dict[tuple[str, str], list[str]] = {}
    for block_id, seen in after.items():
        if block_id in before and block_id not in found:
            stayed.setdefault(seen.place, []).append(block_id)
    rank = {block_id: number for number, block_id in enumerate(before)}
    for here in stayed.values():
        kept = _longest_rising([rank[block_id] for block_id in here])
        found |= {block_id for n, block_id in enumerate(here) if n not in kept}
    return frozenset(found)


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """The places of a longest rising run of numbers, not necessarily side by side."""
    best: list[tuple[int, int]] = []  # (length, place before) of the longest run that ends here
    for at, number in enumerate(numbers):
        length, before = 1, -1
        for earlier in range(at):
            if numbers[earlier] < number and best[earlier][0] + 1 > length:
                length, before = best[earlier][0] + 1, earlier
        best.append((length, before))
    if not best:
        return frozenset()
    at = max(range(len(best)), key=lambda n: best[n][0])
    run = set()
    while at >= 0:
        run.add(at)
        at = best[at][1]
    return frozenset(run)


def _inside(
    block_id: str, kind: str, old: Raw, new: Raw, fields: frozenset[str] | None
) -> Iterator[Difference]:
    """Fields, then shape, then locks of one block; what it holds is told by itself."""
    names = [n for n in dict.fromkeys((*new, *old)) if n != LOCKS]
    plain = [n for n in names if not _holds_blocks(old.get(n)) and not _holds_blocks(new.get(n))]
    for name in plain:
        if not _same(old.get(name), new.get(name)):
            field = fields is None or name in fields
            what = What.FIELD if field else What.SHAPE
            yield Difference(what, block_id, kind, name, old.get(name), new.get(name))
    yield from _locks(block_id, kind, old.get(LOCKS), new.get(LOCKS))


def _locks(block_id: str, kind: str, old: Any, new: Any) -> Iterator[Difference]:
    """Each right, each field's lock, the reason and whom to ask, by name."""
    before, after = _flat(old), _flat(new)
    for name in dict.fromkeys((*after, *before)):
        if not _same(before.get(name), after.get(name)):
            yield Difference(What.LOCK, block_id, kind, name, before.get(name), after.get(name))


def _flat(locks: Any) -> dict[str, Any]:
    """rights.move, fields.headline, why, ask; absent data and empty data are the same."""
    locks = locks if isinstance(locks, dict) else {}
    found: dict[str, Any] = {}
    for group in ("rights", "fields"):
        inner = locks.get(group)
        for name, value in inner.items() if isinstance(inner, dict) else ():
            told = _told(value)
            if told not in (None, "", False, {}):
                found[f"{group}.{name}"] = told
    for name in ("why", "ask"):
        if locks.get(name):
            found[name] = locks[name]
    return found


def _told(lock: Any) -> Any:
    """A lock without what says nothing: empty limits, and the mode that is there without a word."""
    if not isinstance(lock, dict):
        return lock
    told = {n: v for n, v in lock.items() if v not in (None, "", False, [])}
    return {} if told == {"mode": "locked"} else told


def _same(one: Any, other: Any) -> bool:
    """Absent, null and empty are one, and a key the editor gave: a form turns each into another."""
    one, other = _unkeyed(one), _unkeyed(other)
    return one == other or (one in (None, "", [], {}) and other in (None, "", [], {}))


def _unkeyed(value: Any) -> Any:
    return _KEY.sub("", value) if isinstance(value, str) else value
