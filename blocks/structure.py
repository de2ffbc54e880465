"""The shape a template's body must have: order, counts, keys, ids and limits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from blocks.catalogue import CATALOGUE
from blocks.kinds.columns import COUNTS
from blocks.prepared import REGIONS
from blocks.schema import Kind, Label
from brand_kits.findings import Finding

Said = tuple[Finding, Label]
STREAMS = ("prototypes", "defaults")
NOT_IN_REGIONS = REGIONS | {"envelope", "legal"}

WORDS: Mapping[str, Label] = {
    "template.envelope": Label(
        "Der Umschlag steht genau einmal da, und zwar zuerst.",
        "The envelope stands exactly once, and first.",
    ),
    "template.legal": Label(
        "Die Pflichtangaben stehen genau einmal da, und zwar zuletzt.",
        "The legal notice stands exactly once, and last.",
    ),
    "template.legal_open": Label(
        "Pflichtangaben lassen sich nicht freigeben.", "The legal notice cannot be released."
    ),
    "region.key": Label(
        "Der Kurzname des Bereichs fehlt oder ist schon vergeben.",
        "The region's key is missing or already taken.",
    ),
    "region.limits": Label(
        "Mindestens, Höchstens und was schon dasteht passen nicht zusammen.",
        "At least, at most and what is already there do not fit together.",
    ),
    "region.min": Label(
        "Der Bereich lässt sich nicht füllen: dem Partner fehlen Bausteine zur Auswahl.",
        "The region cannot be filled: there are not enough prototypes for the partner.",
    ),
    "columns.count": Label(
        "So viele Spalten passen nicht zur Aufteilung.",
        "The number of columns does not fit the layout.",
    ),
    "shared.missing": Label(
        "Welcher gemeinsame Baustein hier stehen soll, ist noch nicht gewählt.",
        "Which shared block stands here has not been chosen yet.",
    ),
    "block.kind": Label("Diese Art Baustein gibt es hier nicht.", "No such kind of block here."),
    "block.duplicate": Label(
        "Zwei Bausteine haben dieselbe Kennung.", "Two blocks have the same id."
    ),
}


def structure(body: Any, catalogue: Mapping[str, Kind] = CATALOGUE) -> tuple[Said, ...]:
    """What is wrong with the shape of a raw body, each with its sentence. Never raises."""
    top = blocks_of(body)
    return (
        *_ends(top, catalogue),
        *_kinds(top, catalogue),
        *_ids(top),
        *_uses(top),
        *_frames(top),
    )


def blocks_of(stream: Any) -> list[dict[str, Any]]:
    """The blocks of a raw stream; what is no block is passed over."""
    if not isinstance(stream, Sequence) or isinstance(stream, str):
        return []
    return [block for block in stream if isinstance(block, dict)]


def kind_name(block: Mapping[str, Any]) -> str:
    name = block.get("type")
    return name if isinstance(name, str) else ""


def value_of(block: Mapping[str, Any]) -> Mapping[str, Any]:
    value = block.get("value")
    return value if isinstance(value, dict) else {}


def frames(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The containers a block is or has: a region is one, columns have one each."""
    if kind_name(block) in REGIONS:
        return [dict(block)]
    return blocks_of(value_of(block).get("columns")) if kind_name(block) == "columns" else []


def inner(block: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(stream, block) of everything a container holds."""
    for frame in frames(block):
        value = value_of(frame)
        for stream in STREAMS:
            for child in blocks_of(value.get(stream)):
                yield stream, child


DEPTH = 3  # template > region > columns > leaf; what lies deeper is refused where it begins


def everything(top: Iterable[dict[str, Any]], depth: int = DEPTH) -> Iterator[dict[str, Any]]:
    """Every block of a body at any depth that may be, in template order."""
    for block in top:
        yield block
        if depth > 1:
            yield from everything((child for _stream, child in inner(block)), depth - 1)


def ids_in(block: dict[str, Any]) -> Iterator[str]:
    """The ids of a block, of all blocks inside it and of their columns."""
    for one in everything([block]):
        columns = frames(one) if kind_name(one) == "columns" else []
        yield from (str(named.get("id") or "") for named in (one, *columns))


def _say(code: str, block_id: Any = "", **more: Any) -> Said:
    return Finding(code, block_id=str(block_id or ""), **more), WORDS[code]


def _ends(top: list[dict[str, Any]], catalogue: Mapping[str, Kind]) -> Iterator[Said]:
    for name, index in (("envelope", 0), ("legal", len(top) - 1)):
        if name not in catalogue:
            continue
        at = [i for i, block in enumerate(top) if kind_name(block) == name]
        if not at:
            yield _say(f"template.{name}", value=0)
        for i in at:
            if i != index:
                yield _say(f"template.{name}", top[i].get("id"), value=len(at))
        for i in at if name == "legal" else ():
            if _released(value_of(top[i])):
                yield _say("template.legal_open", top[i].get("id"))


def _released(value: Mapping[str, Any]) -> bool:
    """Whether the lock data of a block give a partner anything at all."""
    locks = value.get("locks")
    locks = locks if isinstance(locks, dict) else {}
    rights = locks.get("rights")
    fields = locks.get("fields")
    given = any(rights.values()) if isinstance(rights, dict) else False
    modes = fields.values() if isinstance(fields, dict) else ()
    return given or any(
        isinstance(lock, dict) and lock.get("mode") not in (None, "", "locked") for lock in modes
    )


def _kinds(top: list[dict[str, Any]], catalogue: Mapping[str, Kind]) -> Iterator[Said]:
    for block in top:
        if kind_name(block) not in catalogue:
            yield _say("block.kind", block.get("id"), value=kind_name(block))
    for block in everything(top):
        for _stream, child in inner(block):
            kind = catalogue.get(kind_name(child))
            if kind is None or not _may_stand(kind, kind_name(block)):
                yield _say("block.kind", child.get("id"), value=kind_name(child))


def _may_stand(kind: Kind, container: str) -> bool:
    if container == "columns":
        return kind.leaf
    return kind.name == "offer" if container == "offers" else kind.name not in NOT_IN_REGIONS


def _ids(top: list[dict[str, Any]]) -> Iterator[Said]:
    seen: set[str] = set()
    for block_id in (one for block in top for one in ids_in(block)):
        if not block_id or block_id in seen:
            yield _say("block.duplicate", block_id)
        seen.add(block_id)


def _uses(top: list[dict[str, Any]]) -> Iterator[Said]:
    """A use of a shared block says of which."""
    for block in everything(top):
        if kind_name(block) == "shared" and type(value_of(block).get("block")) is not int:
            yield _say("shared.missing", block.get("id"))


def _frames(top: list[dict[str, Any]]) -> Iterator[Said]:
    """Keys are unique among the regions of a template, and among the columns of one block."""
    keys: set[str] = set()
    for block in everything(top):
        columns = kind_name(block) == "columns"
        known = set[str]() if columns else keys
        for frame in frames(block):
            key = str(value_of(frame).get("key") or "")
            if not key or key in known:
                yield _say("region.key", frame.get("id"), value=key)
            known.add(key)
            yield from _limits(frame, value_of(frame))
        wanted = COUNTS.get(str(value_of(block).get("layout") or ""), 0) if columns else 0
        if wanted and wanted != len(frames(block)):
            yield _say("columns.count", block.get("id"), limit=wanted, value=len(frames(block)))


def _limits(block: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Said]:
    least, most = _number(value.get("min"), 0), _number(value.get("max"), 0)
    ready = len(blocks_of(value.get("defaults")))
    if least > most or ready > most or most < 1:
        yield _say("region.limits", block.get("id"), limit=(least, most), value=ready)
    elif ready < least:
        room = _room(blocks_of(value.get("prototypes")), most)
        if ready + room < least:
            yield _say("region.min", block.get("id"), limit=least, value=ready + room)


def _room(prototypes: list[dict[str, Any]], most: int) -> int:
    """How many blocks a partner can add from these prototypes (repeat; empty = the max)."""
    total = 0
    for prototype in prototypes:
        locks = value_of(prototype).get("locks")
        rights = locks.get("rights") if isinstance(locks, dict) else None
        total += _number(rights.get("repeat") if isinstance(rights, dict) else None, most)
    return total


def _number(value: Any, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else default
