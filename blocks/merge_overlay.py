"""Three overlays into one (overlay rule 18): two people, or one person's undo.

All three are spread over the latest template - every container complete, whether a block is hidden
is one more field - merged block by block and field by field, and folded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from blocks.order import free_order, root_order
from blocks.prepared import ROOT

HIDDEN = " hidden"  # no field's name: names of fields hold no space
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides changed the same thing; the merged overlay has theirs.

    field "" = the whole block: one side removed it (its value is None), the other changed it;
    the merged overlay keeps it. A value is None as well where a side took its words back.
    """

    block_id: str
    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    overlay: dict[str, Any]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """containers: id -> HQ's defaults, in order. kinds: of HQ's blocks, by resolution id."""

    containers: dict[str, list[str]]
    kinds: dict[str, str]


@dataclass(slots=True)
class _Spread:
    """rows: every container complete. own: the partner's blocks. words: id -> field -> value."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    own: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    kinds: dict[str, Any] = field(default_factory=dict)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)


def merge3(
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    body: Sequence[Mapping[str, Any]],
) -> Merged:
    """What mine and theirs changed since base, together; body is the latest raw template.

    A container only one side touched has that side's order exactly. merge3(b, m, b, body) says
    what m says. Undo: base = after, mine = before, theirs = now.
    """
    shape = _shape(body, (base, mine, theirs))
    b, m, t = (_spread(overlay, shape) for overlay in (base, mine, theirs))
    conflicts: list[Conflict] = []
    agreed = {bid: kind for bid, kind in m.kinds.items() if t.kinds.get(bid, kind) == kind}
    out = _Spread(kinds={**t.kinds, **shape.kinds, **agreed})
    _merge_blocks(b, m, t, out, conflicts)
    _merge_words(b, m, t, out, conflicts)
    for cid in shape.containers:
        out.rows[cid] = _merge_row(cid, (b, m, t), out.home)
    overlay = _fold(out, shape)
    overlay["parked"] = _merge_parked(base, mine, theirs)
    return Merged(overlay, tuple(conflicts))


# -- the latest template


def _shape(body: Sequence[Mapping[str, Any]], overlays: Iterable[Mapping[str, Any]]) -> _Shape:
    shape = _Shape({ROOT: [block["id"] for block in body]}, {})
    makers: dict[str, Mapping[str, Any]] = {}
    _walk(body, "", shape, makers)
    for overlay in overlays:
        for cid, items in _lists(overlay).items():
            shape.containers.setdefault(cid, [])
            for item in items:
                maker = makers.get(item.get("proto", ""))
                if maker and maker["value"].get("columns"):
                    _columns(maker, item["id"] + "/", shape, {})
    return shape


def _walk(
    blocks: Iterable[Mapping[str, Any]],
    prefix: str,
    shape: _Shape,
    makers: dict[str, Mapping[str, Any]],
) -> None:
    for block in blocks:
        shape.kinds[prefix + block["id"]] = block["type"]
        makers[block["id"]] = block
        value = block["value"]
        if block["type"] == "region":
            _container(block, prefix, shape, makers)
        elif value.get("columns"):
            _columns(block, prefix, shape, makers)


def _columns(
    block: Mapping[str, Any], prefix: str, shape: _Shape, makers: dict[str, Mapping[str, Any]]
) -> None:
    for column in block["value"]["columns"]:
        _container(column, prefix, shape, makers)


def _container(
    block: Mapping[str, Any], prefix: str, shape: _Shape, makers: dict[str, Mapping[str, Any]]
) -> None:
    value = block["value"]
    defaults = value.get("defaults") or []
    shape.containers[prefix + block["id"]] = [prefix + b["id"] for b in defaults]
    _walk(defaults, prefix, shape, makers)
    for prototype in value.get("prototypes") or []:
        makers[prototype["id"]] = prototype


# -- spread


def _lists(overlay: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    lists = overlay.get("lists")
    found = {}
    for cid, items in lists.items() if isinstance(lists, Mapping) else ():
        good = [i for i in items if _is_item(i)] if isinstance(items, list) else []
        found[str(cid)] = good
    return found


def _is_item(item: Any) -> bool:
    if not isinstance(item, Mapping):
        return False
    return isinstance(item.get("ref"), str) or (
        isinstance(item.get("id"), str) and isinstance(item.get("proto"), str)
    )


def _edits(overlay: Mapping[str, Any]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    edits = overlay.get("edits")
    for bid, edit in edits.items() if isinstance(edits, Mapping) else ():
        if isinstance(edit, Mapping) and isinstance(edit.get("values"), Mapping):
            yield str(bid), edit.get("kind"), dict(edit["values"])


def _spread(overlay: Mapping[str, Any], shape: _Shape) -> _Spread:
    out = _Spread()
    for bid, kind, values in _edits(overlay):
        out.words[bid], out.kinds[bid] = values, kind
    hidden = overlay.get("hidden")
    for bid in hidden if isinstance(hidden, list) else ():
        if isinstance(bid, str):
            out.words.setdefault(bid, {})[HIDDEN] = True
    lists, used = _lists(overlay), set[str]()
    for cid, defaults in shape.containers.items():
        named, makers = [], {}
        for item in lists.get(cid, ()):
            bid = item.get("ref") or item["id"]
            if bid in used or (bid not in defaults if "ref" in item else bid in shape.kinds):
                continue
            used.add(bid)
            named.append(bid)
            if "ref" not in item:
                makers[bid] = item["proto"]
                given = item.get("values")
                out.own[bid] = item
                out.words[bid] = dict(given) if isinstance(given, Mapping) else {}
        out.rows[cid] = _row(cid, defaults, named, makers, out.words)
        out.home |= dict.fromkeys(out.rows[cid], cid)
    return out


def _row(
    cid: str,
    defaults: list[str],
    named: list[str],
    makers: Mapping[str, str],
    words: Mapping[str, Mapping[str, Any]],
) -> list[str]:
    """The complete row as resolve orders it, and the hidden ones behind HQ's predecessor."""
    shown = [bid for bid in defaults if not words.get(bid, {}).get(HIDDEN)]
    seen = [bid for bid in named if bid in makers or bid in shown]
    if cid == ROOT:
        row = root_order(defaults, shown, seen, makers, shown)
        row += [bid for bid in seen if bid not in row]  # the original is gone: at the end
    else:
        row = free_order(shown, seen, ())
    before: str | None = None
    for bid in defaults:
        if bid not in row:
            row.insert(0 if before is None else row.index(before) + 1, bid)
        before = bid
    return row


# -- merge


def _merge_blocks(
    b: _Spread, m: _Spread, t: _Spread, out: _Spread, conflicts: list[Conflict]
) -> None:
    """Which blocks there are, and in which container. HQ's are always there."""
    for bid in {**t.home, **m.home}:
        if bid not in m.own and bid not in t.own:
            out.home[bid] = t.home[bid]
            continue
        in_m, in_t, in_b = (bid in side.own for side in (m, t, b))
        if in_b and not (in_m and in_t):
            side, gone = (m, t) if in_m else (t, m)
            if _equal(side, b, bid):
                continue
            kept = _entry(side, bid)
            mine, theirs = (kept, None) if gone is t else (None, kept)
            conflicts.append(Conflict(bid, "", _entry(b, bid), mine, theirs))
        else:
            mine_alone = in_m and in_b and in_t and _place(t, bid) == _place(b, bid)
            side = m if mine_alone or not in_t else t
        out.home[bid], out.own[bid] = side.home[bid], side.own[bid]


def _equal(one: _Spread, other: _Spread, bid: str) -> bool:
    return one.words[bid] == other.words[bid] and _place(one, bid) == _place(other, bid)


def _place(side: _Spread, bid: str) -> tuple[Any, ...]:
    """Where a partner's block stands and what it is made from: a move changes both (rule 10)."""
    return side.home[bid], side.own[bid]["proto"], side.own[bid].get("kind")


def _entry(side: _Spread, bid: str) -> dict[str, Any]:
    return {**side.own[bid], "values": side.words[bid]}


def _merge_words(
    b: _Spread, m: _Spread, t: _Spread, out: _Spread, conflicts: list[Conflict]
) -> None:
    for bid in {**t.words, **m.words}:
        own = bid in m.own or bid in t.own or bid in b.own
        if own and bid not in out.own:
            continue
        one_sided = own and not (bid in m.own and bid in t.own)
        if one_sided:
            out.words[bid] = dict((m if bid in m.own else t).words[bid])
            continue
        was, mine, theirs = (side.words.get(bid, {}) for side in (b, m, t))
        merged = {}
        for name in {**was, **theirs, **mine}:
            value, clash = _three(was, mine, theirs, name)
            if clash:
                conflicts.append(
                    Conflict(bid, name, was.get(name), mine.get(name), theirs.get(name))
                )
            if value is not _ABSENT:
                merged[name] = value
        out.words[bid] = merged


def _three(
    was: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], name: str
) -> tuple[Any, bool]:
    old, me, them = (side.get(name, _ABSENT) for side in (was, mine, theirs))
    if me in (them, old):
        return them, False
    return (me, False) if them == old else (them, True)


def _merge_row(cid: str, sides: tuple[_Spread, ...], home: Mapping[str, str]) -> list[str]:
    """One container's order: the only side that touched it, else theirs with my moves put in."""
    b, m, t = (side.rows.get(cid, []) for side in sides)
    mine, theirs = ([bid for bid in row if home.get(bid) == cid] for row in (m, t))
    if t == b and set(mine) >= set(theirs):
        return mine
    if m == b and set(theirs) >= set(mine):
        return theirs
    mine_only = {bid for bid in mine if bid not in theirs or _moved(bid, b, m)}
    row = [bid for bid in theirs if bid not in mine_only]
    for place, bid in enumerate(mine):
        if bid not in mine_only:
            continue
        before = next((other for other in reversed(mine[:place]) if other in row), None)
        row.insert(0 if before is None else row.index(before) + 1, bid)
    return row


def _moved(bid: str, base: Sequence[str], mine: Sequence[str]) -> bool:
    """Whether I moved this block: another neighbour before it, among those both rows have."""
    if bid not in base:
        return True
    common = set(base) & set(mine)
    old, new = ([other for other in row if other in common] for row in (base, mine))
    return old[: old.index(bid)][-1:] != new[: new.index(bid)][-1:]


def _merge_parked(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[Any]:
    """Theirs, less what I deleted. Only the server adds to it."""
    was, me, them = (
        side["parked"] if isinstance(side.get("parked"), list) else []
        for side in (base, mine, theirs)
    )
    return [entry for entry in them if entry in me or entry not in was]


# -- fold


def _fold(out: _Spread, shape: _Shape) -> dict[str, Any]:
    overlay: dict[str, Any] = {"v": 1, "edits": {}, "lists": {}, "hidden": []}
    for bid, words in out.words.items():
        values = {name: value for name, value in words.items() if name != HIDDEN}
        if words.get(HIDDEN):
            overlay["hidden"].append(bid)
        if values and bid not in out.own:
            overlay["edits"][bid] = {"kind": out.kinds.get(bid), "values": values}
    overlay["hidden"].sort()
    for cid, row in out.rows.items():
        if row != shape.containers[cid]:
            overlay["lists"][cid] = [
                _entry(out, bid) if bid in out.own else {"ref": bid} for bid in row
            ]
    return overlay
