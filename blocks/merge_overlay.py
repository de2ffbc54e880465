"""Three overlays into one (overlay rule 18): two people, or one person's undo.

All three are spread over the latest template - every container complete, whether a block is hidden
is one more field - merged block by block and field by field, and folded again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blocks.spread import Spread, entry, fold, shape_of, spread

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
    shape = shape_of(body, (base, mine, theirs))
    b, m, t = (spread(overlay, shape) for overlay in (base, mine, theirs))
    conflicts: list[Conflict] = []
    agreed = {bid: kind for bid, kind in m.kinds.items() if t.kinds.get(bid, kind) == kind}
    out = Spread(kinds={**t.kinds, **shape.kinds, **agreed})
    held = _merge_blocks(b, m, t, out, conflicts)
    gone = {*b.own, *m.own, *t.own} - out.own.keys()
    _merge_words(b, m, t, out, conflicts, held)
    out.words = {bid: said for bid, said in out.words.items() if bid.split("/")[0] not in gone}
    for cid in shape.containers:
        maker = cid.split("/")[0]
        if maker not in gone:
            sides = (held[maker],) * 3 if maker in held else (b, m, t)
            out.rows[cid] = _merge_row(cid, sides, out.home)
    overlay = fold(out, shape)
    overlay["parked"] = _merge_parked(base, mine, theirs)
    return Merged(overlay, tuple(conflicts))


# -- merge


def _merge_blocks(
    b: Spread, m: Spread, t: Spread, out: Spread, conflicts: list[Conflict]
) -> dict[str, Spread]:
    """Which blocks there are, and in which container. HQ's are always there.

    A block that one side removed and the other changed stays, with all it holds: given back
    with the side that has it.
    """
    held: dict[str, Spread] = {}
    homes = {**t.home, **m.home}
    for bid in sorted(homes, key=lambda one: "/" in homes[one]):
        if bid not in m.own and bid not in t.own:
            out.home[bid] = t.home[bid]
            continue
        in_m, in_t, in_b = (bid in side.own for side in (m, t, b))
        if in_b and not (in_m and in_t):
            side, gone = (m, t) if in_m else (t, m)
            if side.home[bid].split("/")[0] not in held:
                if _equal(side, b, bid):
                    continue
                held[bid] = side
                kept = entry(side, bid)
                mine, theirs = (kept, None) if gone is t else (None, kept)
                conflicts.append(Conflict(bid, "", entry(b, bid), mine, theirs))
        else:
            mine_alone = in_m and in_b and in_t and _place(t, bid) == _place(b, bid)
            side = m if mine_alone or not in_t else t
        out.home[bid], out.own[bid] = side.home[bid], side.own[bid]
    return held


def _equal(one: Spread, other: Spread, bid: str) -> bool:
    return (
        one.words[bid] == other.words[bid]
        and _place(one, bid) == _place(other, bid)
        and _inside(one, bid) == _inside(other, bid)
    )


def _inside(side: Spread, bid: str) -> tuple[Any, ...]:
    """What stands in the columns of a partner's block, and what is said there."""
    rows = {cid: row for cid, row in side.rows.items() if cid.startswith(f"{bid}/")}
    return rows, {inner: side.words.get(inner) or {} for row in rows.values() for inner in row}


def _place(side: Spread, bid: str) -> tuple[Any, ...]:
    """Where a partner's block stands and what it is made from: a move changes both (rule 10)."""
    return side.home[bid], side.own[bid]["proto"], side.own[bid].get("kind")


def _merge_words(
    b: Spread,
    m: Spread,
    t: Spread,
    out: Spread,
    conflicts: list[Conflict],
    held: Mapping[str, Spread],
) -> None:
    for bid in {**t.words, **m.words}:
        own = bid in m.own or bid in t.own or bid in b.own
        if own and bid not in out.own:
            continue
        maker = bid.split("/")[0]
        one_sided = own and not (bid in m.own and bid in t.own)
        if one_sided or maker in held:
            side = held.get(maker, m if bid in m.own else t)
            out.words[bid] = dict(side.words.get(bid, {}))
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


def _merge_row(cid: str, sides: tuple[Spread, ...], home: Mapping[str, str]) -> list[str]:
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
