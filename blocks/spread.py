"""An overlay spread over the latest template, to be changed freely, and folded again.

Spread out, every container is complete and whether a block is hidden is one more field; folded,
a container in headquarters' own order and a block without words say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from blocks.order import free_order, root_order
from blocks.prepared import REGIONS, ROOT

HIDDEN = " hidden"  # no field's name: names of fields hold no space


@dataclass(frozen=True, slots=True)
class Shape:
    """containers: id -> HQ's defaults, in order. kinds: of HQ's blocks, by resolution id."""

    containers: dict[str, list[str]]
    kinds: dict[str, str]


@dataclass(slots=True)
class Spread:
    """rows: every container complete. own: the partner's blocks. words: id -> field -> value."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    own: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    kinds: dict[str, Any] = field(default_factory=dict)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)


# -- the latest template


def shape_of(body: Sequence[Mapping[str, Any]], overlays: Iterable[Mapping[str, Any]]) -> Shape:
    shape = Shape({ROOT: [block["id"] for block in body]}, {})
    makers: dict[str, Mapping[str, Any]] = {}
    _walk(body, "", shape, makers)
    for overlay in overlays:
        for cid, items in lists_of(overlay).items():
            shape.containers.setdefault(cid, [])
            for item in items:
                maker = makers.get(item.get("proto", ""))
                if maker and maker["value"].get("columns"):
                    _columns(maker, item["id"] + "/", shape, {})
    return shape


def _walk(
    blocks: Iterable[Mapping[str, Any]],
    prefix: str,
    shape: Shape,
    makers: dict[str, Mapping[str, Any]],
) -> None:
    for block in blocks:
        shape.kinds[prefix + block["id"]] = block["type"]
        makers[block["id"]] = block
        value = block["value"]
        if block["type"] in REGIONS:
            _container(block, prefix, shape, makers)
        elif value.get("columns"):
            _columns(block, prefix, shape, makers)


def _columns(
    block: Mapping[str, Any], prefix: str, shape: Shape, makers: dict[str, Mapping[str, Any]]
) -> None:
    for column in block["value"]["columns"]:
        _container(column, prefix, shape, makers)


def _container(
    block: Mapping[str, Any], prefix: str, shape: Shape, makers: dict[str, Mapping[str, Any]]
) -> None:
    value = block["value"]
    defaults = value.get("defaults") or []
    shape.containers[prefix + block["id"]] = [prefix + b["id"] for b in defaults]
    _walk(defaults, prefix, shape, makers)
    for prototype in value.get("prototypes") or []:
        makers[prototype["id"]] = prototype


# -- spread


def lists_of(overlay: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
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


def spread(overlay: Mapping[str, Any], shape: Shape) -> Spread:
    out = Spread()
    for bid, kind, values in _edits(overlay):
        out.words[bid], out.kinds[bid] = values, kind
    hidden = overlay.get("hidden")
    for bid in hidden if isinstance(hidden, list) else ():
        if isinstance(bid, str):
            out.words.setdefault(bid, {})[HIDDEN] = True
    lists, used = lists_of(overlay), set[str]()
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


# -- fold


def fold(out: Spread, shape: Shape) -> dict[str, Any]:
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
                entry(out, bid) if bid in out.own else {"ref": bid} for bid in row
            ]
    return overlay


def entry(side: Spread, bid: str) -> dict[str, Any]:
    return {**side.own[bid], "values": side.words[bid]}
