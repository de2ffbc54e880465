"""The overlay, the only thing a partner can write: reading it from outside, and what is stored.

{"v": 1, "edits": {id: {"kind", "values"}}, "lists": {container: [{"ref"} | {"id", "proto", "kind",
"values"}]}, "hidden": [id], "parked": [{"id", "kind", "field"?, "value", "code", "at"}]}

One save of a partner is, in this order:
    known = park(stored, resolve(body, stored), at=now)      # what HQ's changes left out meanwhile
    now_ = resolve(body, sent)
    store(park(known, now_, at=now, sent=sent, accepted=settle(now_)))
A recheck stores the first line's value alone; a GET shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from blocks.canonical import canonical
from blocks.resolution import LeftOut, Resolution
from blocks.strict_json import OverlayRefused as OverlayRefused
from blocks.strict_json import Place, read, weight

MOST_BYTES = 256 * 1024
MOST_DEPTH = 8
EMPTY: Mapping[str, Any] = MappingProxyType(
    {"v": 1, "edits": {}, "lists": {}, "hidden": [], "parked": []}
)


def empty() -> dict[str, Any]:
    """A fresh overlay that says nothing."""
    return {"v": 1, "edits": {}, "lists": {}, "hidden": [], "parked": []}


# -- from outside


def parse(raw: bytes | str) -> dict[str, Any]:
    """The overlay in NFC and LF. OverlayRefused for > 256 kB, depth > 8, NaN, Infinity, floats,
    numbers of more than 18 digits, a name twice, or anything but an object, v = 1.

    What the object holds is not judged here: that is for `resolve`, which never raises on it.
    """
    return versioned(read(raw, most_bytes=MOST_BYTES, most_depth=MOST_DEPTH))


def enclosed(body: Any, *, name: str) -> dict[str, Any]:
    """The overlay that stands under a name in a body that `read` read."""
    if not isinstance(body, dict):
        raise OverlayRefused("body", limit="object", place=Place())
    overlay = versioned(body.get(name), path=f"/{name}")
    size = weight(json.dumps(overlay, ensure_ascii=False))
    if size > MOST_BYTES:
        raise OverlayRefused("size", value=size, limit=MOST_BYTES, place=Place(f"/{name}"))
    return overlay


def versioned(overlay: Any, *, path: str = "") -> dict[str, Any]:
    """What `read` read, in NFC and LF, if it is an overlay of ours. path: where it stood."""
    if not isinstance(overlay, dict):
        raise OverlayRefused("body", limit="object", place=Place(path))
    if type(overlay.get("v")) is not int or overlay["v"] != 1:
        given = json.dumps(overlay.get("v"))
        raise OverlayRefused("version", value=given, limit=1, place=Place(f"{path}/v"))
    return dict(canonical(overlay))


# -- what is stored


def settle(resolution: Resolution) -> dict[str, Any]:
    """`accepted` as a save keeps it: resolves to the same blocks, and nothing in it is idle.

    Refs and hidden ids that point at nothing go (rule 16), a list whose order fixed blocks did
    not allow takes the order that stands; NFC and LF.
    """
    containers, accepted = resolution.containers, resolution.accepted
    lists = {}
    for cid, items in accepted["lists"].items():
        container = containers.get(cid)
        if container is None:
            continue
        kept = [i for i in items if "ref" not in i or i["ref"] in container.defaults]
        if container.bent:
            own = {i["id"]: i for i in kept if "id" in i}
            kept = [own.get(bid) or {"ref": bid} for bid in container.order]
        if kept:
            lists[cid] = kept
    known = {bid for container in containers.values() for bid in container.defaults}
    hidden = [bid for bid in accepted["hidden"] if bid in known]
    return dict(canonical({**accepted, "lists": lists, "hidden": hidden}))


def park(
    stored: Mapping[str, Any],
    resolution: Resolution,
    at: str,
    *,
    sent: Mapping[str, Any] | None = None,
    accepted: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The overlay to store: what is accepted, and parked whatever was stored and is now left out.

    stored: the overlay as it was. sent: what the client sent, which may only delete from parked
    (without a list "parked" it deletes nothing); None on a recheck. accepted: the settled overlay
    on a save; None = the resolution's own. at: an ISO time. A value that was never stored is not
    parked: it is in the findings only.
    """
    known = [entry for entry in _parked(stored) if _is_parked(entry)]
    asked = sent.get("parked") if sent is not None else None
    kept = [e for e in known if e in asked] if isinstance(asked, list) else known
    for left in resolution.left_out:
        entry = next((e for e in known if _tells(e, left)), None)
        if entry is None and _was_stored(stored, left):
            entry = _entry(left, at)
        if entry is not None and entry not in kept:
            kept.append(entry)
    base = resolution.accepted if accepted is None else accepted
    return {
        **canonical({key: base[key] for key in ("v", "edits", "lists", "hidden")}),
        "parked": kept,
    }


def _parked(overlay: Mapping[str, Any]) -> Sequence[Any]:
    parked = overlay.get("parked")
    return parked if isinstance(parked, list) else ()


def _is_parked(entry: Any) -> bool:
    return isinstance(entry, Mapping) and {"id", "kind", "value", "code", "at"} <= entry.keys()


def _entry(left: LeftOut, at: str) -> dict[str, Any]:
    named = {"field": left.field} if left.field else {}
    return {
        "id": left.block_id,
        "kind": left.kind,
        **named,
        "value": canonical(left.value),
        "code": left.code,
        "at": at,
    }


def _tells(entry: Mapping[str, Any], left: LeftOut) -> bool:
    """Whether a parked entry is this very thing, whenever and why it was parked."""
    return bool(
        entry["id"] == left.block_id
        and entry.get("field", "") == left.field
        and entry["value"] == left.value
    )


def _was_stored(stored: Mapping[str, Any], left: LeftOut) -> bool:
    """Whether the partner's stored overlay held exactly this, in this block."""
    if left.code == "lock.remove":
        return left.block_id in _section(stored, "hidden", list)
    edit = _section(stored, "edits", dict).get(left.block_id)
    if not left.field:
        return bool(left.value) and (left.value == edit or left.value in own_items(stored))
    holders = [edit, *(i for i in own_items(stored) if i.get("id") == left.block_id)]
    for holder in holders:
        values = holder.get("values") if isinstance(holder, Mapping) else None
        if isinstance(values, Mapping) and left.field in values:
            return bool(values[left.field] == left.value)
    return False


def _section(overlay: Mapping[str, Any], name: str, shape: type) -> Any:
    value = overlay.get(name)
    return value if isinstance(value, shape) else shape()


def own_items(overlay: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every block the partner made, in every list."""
    for items in _section(overlay, "lists", dict).values():
        for item in items if isinstance(items, list) else ():
            if isinstance(item, Mapping) and isinstance(item.get("id"), str):
                yield item
