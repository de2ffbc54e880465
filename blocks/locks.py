"""What a lock allows: the rights of a block, the limits of a field, and why a value may not stand.

Missing lock data = everything locked. A limit that nobody can read closes its field as well.
Policy = {template id: {"rights": {...}, "fields": {field: whole lock}}}, merged by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from blocks import formats, links
from blocks.judge import OPEN, Refusal, judge
from blocks.pictures import Shelf
from blocks.schema import BY_ID, Field, FieldType, Kind, Mode
from brand_kits.theme import ROLES

# Nothing of these is ever a partner's: no lock data and no policy can open them.
SEALED = frozenset({"legal", "shared"})
# Rights of these are none, whatever lock data or policy say; they are never copied either.
PINNED = frozenset({"envelope", "legal", "shared"})
LISTED = frozenset({FieldType.OPTION, FieldType.COLOUR})
RATIO = re.compile(r"([1-9][0-9]{0,3}):([1-9][0-9]{0,3})", re.ASCII)


# asked often; an abstract Mapping takes ten times as long
_DICTS = (dict, MappingProxyType)


class Rights(NamedTuple):
    """repeat: most uses of a prototype or copies of a block; None where nothing is set."""

    move: bool = False
    remove: bool = False
    repeat: int | None = None


NO_RIGHTS = Rights()


def _part(value: Any, name: str) -> Mapping[str, Any]:
    part = value.get(name) if isinstance(value, _DICTS) else None
    return part if isinstance(part, _DICTS) else {}


def rights(
    block: Mapping[str, Any], policy: Mapping[str, Any] | None, catalogue: Mapping[str, Kind]
) -> Rights:
    """The rights of HQ's block after policy. Pinned kinds have none, whatever is written."""
    kind = catalogue.get(block["type"])
    if block["type"] in PINNED or kind is None or kind.pinned:
        return NO_RIGHTS
    own = _part(_part(block["value"], "locks"), "rights")
    over = _part(_part(policy, block["id"]), "rights") if policy else {}
    found = {**own, **over} if over else own
    repeat = found.get("repeat")
    if repeat is None or repeat == "":
        count = None
    else:
        count = repeat if type(repeat) is int and repeat > 0 else 0
    return Rights(found.get("move") is True, found.get("remove") is True, count)


def field_locks(block: Mapping[str, Any], policy: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The locks of all fields as HQ wrote them; the policy's are whole locks and win."""
    if block["type"] in SEALED:
        return {}
    written = _part(_part(block["value"], "locks"), "fields")
    over = _part(_part(policy, block["id"]), "fields") if policy else {}
    return {**written, **{name: lock for name, lock in over.items() if lock}} if over else written


def field_lock(
    block: Mapping[str, Any], name: str, policy: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """The lock of one field as HQ wrote it; {} = locked."""
    return _part(field_locks(block, policy), name)


# -- limits


def _count(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise TypeError
    return int(given)


def _lines(given: Any) -> list[str]:
    parts = given.splitlines() if isinstance(given, str) else given
    return [line.strip() for line in parts if line.strip()]


def _hosts(given: Any) -> list[str]:
    return [line.lower() for line in _lines(given)]


def _commas(given: Any) -> list[str]:
    return _lines(given.replace(",", "\n") if isinstance(given, str) else given)


def _format(given: Any) -> str:
    if given not in formats.FORMATS:
        raise ValueError(given)
    return str(given)


def _bound(given: Any) -> str:
    text = str(given) if type(given) is int else given.strip()
    if formats.amount(text) is None and not formats.is_date(text):
        raise ValueError(given)
    return str(text)


def _ratio(given: Any) -> str:
    if not RATIO.fullmatch(given):
        raise ValueError(given)
    return str(given)


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "max_length": _count,
        "options": _lines,
        "format": _format,
        "minimum": _bound,
        "maximum": _bound,
        "hosts": _hosts,
        "collection": _count,
        "ratio": _ratio,
        "min_px": _count,
        "features": _commas,
    }
)


def effective(
    field: Field, lock: Mapping[str, Any], roles: frozenset[str] | None = None
) -> dict[str, Any]:
    """The lock with everything that binds: the kind's own limits, and colours the kit has.

    Only limits that are set appear; lists are lists. Applied twice it gives the same.
    """
    mode = lock.get("mode") if isinstance(lock, _DICTS) else None
    if not isinstance(mode, str) or mode not in OPEN:
        return {"mode": "locked"}
    out: dict[str, Any] = {"mode": str(mode)}
    try:
        for name, given in lock.items():
            if given is not None and given != "" and name in _READERS:
                out[name] = _READERS[name](given)
    except (TypeError, ValueError, AttributeError):
        return {"mode": "locked"}
    if field.type in BY_ID:
        return out
    if field.max_length is not None:
        out["max_length"] = min(field.max_length, out.get("max_length", field.max_length))
    if field.features:
        own = out.get("features")
        out["features"] = [f for f in field.features if own is None or f in own]
    if field.hosts:
        # What the lock names stays if the kind allows it; a narrower name is one of those below.
        own = out.get("hosts", field.hosts)
        out["hosts"] = [h for h in own if h in field.hosts or links.among(h, field.hosts)]
        if not out["hosts"]:
            return {"mode": "locked"}
    options = _options(field, out, roles)
    if options is None:
        return out
    return {**out, "options": options} if options else {"mode": "locked"}


def _options(
    field: Field, lock: Mapping[str, Any], roles: frozenset[str] | None
) -> list[str] | None:
    own: list[str] | None = lock.get("options")
    if field.type not in LISTED:
        return own if own or lock["mode"] != Mode.CHOICE else []
    found = [o for o in field.options if own is None or o in own]
    if field.type is FieldType.COLOUR and roles is not None:
        found = [o for o in found if o in roles or o not in ROLES]
    return found


def refusal(field: Field, lock: Mapping[str, Any], value: Any, shelf: Shelf) -> Refusal | None:
    """Why this value may not stand in this field: (code, limit, measured), or None.

    lock: as HQ wrote it, or as `effective` gave it. Never raises, whatever the value is.
    """
    return judge(field, effective(field, lock, shelf.colour_roles), value, shelf)
