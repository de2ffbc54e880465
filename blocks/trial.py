"""A body tried as a mail before it is published: all it offers, in every colour. Pure."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Any

from blocks.catalogue import CATALOGUE
from blocks.compile import Compiled, compile
from blocks.merge import PARTNER_FIELDS, RECIPIENT_FIELDS, SYSTEM_FIELDS
from blocks.pictures import EMPTY_SHELF, Shelf
from blocks.schema import FieldType, Mode
from blocks.structure import (
    FRAMES,
    STREAMS,
    blocks_of,
    everything,
    frames,
    kind_name,
    value_of,
)
from brand_kits.theme import Theme

SharedBodies = Mapping[Any, Sequence[Mapping[str, Any]]]

# A partner whose every field has a value: what is missing then is missing in the template.
SAMPLE_PARTNER: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(PARTNER_FIELDS, "Muster"),
        "partner.phone": "+49 431 000140",
        "partner.email": "info@muster.example",
        "partner.website": "https://www.muster.example",
    }
)
MOST_COLOURINGS = 64
# A reader whose every field has a value: then every condition is met and all of it is looked at.
EVERYBODY: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(RECIPIENT_FIELDS, "Muster"),
        **dict.fromkeys(SYSTEM_FIELDS, "https://muster.example"),
    }
)


@dataclass(frozen=True, slots=True)
class Mail:
    """What a body is tried with: the kit it is to be sent in, and a partner with every fact."""

    theme: Theme
    language: str
    country: str
    shelf: Shelf | None
    shared: SharedBodies | None = None

    def of(self, top: list[dict[str, Any]], *, marks: bool = False) -> Compiled:
        """A mail that holds every default and every prototype once. Raises CompileError."""
        return compile(
            filled(top, self.shared),
            theme=self.theme,
            language=self.language,
            shelf=self.shelf or EMPTY_SHELF,
            partner=SAMPLE_PARTNER,
            imprint=self.theme.imprint(self.country, self.language),
            marks=marks,
        )


def filled(
    top: Iterable[Mapping[str, Any]], shared: SharedBodies | None, prefix: str = ""
) -> list[dict[str, Any]]:
    """The blocks of a body as if resolved, with every default and every prototype.

    shared: the shared blocks it uses. What may not stand in a column is left out there.
    """
    known = (block for block in top if kind_name(block) in CATALOGUE)
    return [_filled(block, shared or {}, prefix) for block in known]


def _filled(block: Mapping[str, Any], shared: SharedBodies, prefix: str) -> dict[str, Any]:
    name, block_id = kind_name(block), prefix + str(block.get("id") or "")
    made: dict[str, Any] = {"type": name, "id": block_id, "value": value_of(block)}
    if name == "columns":
        made["columns"] = [{"blocks": _leaves(_held(f, shared))} for f in frames(block)]
    elif name in FRAMES:
        held = _held(block, shared)
        made["blocks"] = held if name == "region" else _leaves(held)
    elif name == "shared":
        chosen = value_of(block).get("block")
        inner = blocks_of(shared.get(chosen)) if type(chosen) is int else []
        made["blocks"] = filled(inner, None, f"{block_id}/")
    return made


def _held(frame: Mapping[str, Any], shared: SharedBodies) -> list[dict[str, Any]]:
    streams = (blocks_of(value_of(frame).get(stream)) for stream in STREAMS)
    return [block for held in streams for block in filled(held, shared)]


def _leaves(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [block for block in blocks if CATALOGUE[block["type"]].leaf]


def locked(value: Mapping[str, Any], name: str) -> bool:
    """Whether no partner can ever fill this field: missing lock data means locked."""
    return lock_of(value, name).get("mode") not in (Mode.EDITABLE, Mode.CHOICE, Mode.MUST_CHANGE)


def lock_of(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A field's lock data; {} where there are none."""
    at: Any = value.get("locks")
    for step in ("fields", name):
        at = at.get(step) if isinstance(at, dict) else None
    return at if isinstance(at, dict) else {}


def colourings(top: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The body itself, and as many more as it takes for every choice of colours to appear once.

    Colours of one block appear in all their combinations, at most MOST_COLOURINGS of them.
    """
    yield top
    choices = {id(block): combinations(block) for block in everything(top)}
    most = min(max(map(len, choices.values()), default=0), MOST_COLOURINGS)
    for number in range(most):
        wanted = [found[number % len(found)] if found else {} for found in choices.values()]
        changed = copy.deepcopy(top)
        for block, colours in zip(everything(changed), wanted, strict=True):
            if colours:
                block["value"] = {**value_of(block), **colours}
        yield changed


def combinations(block: Mapping[str, Any]) -> list[dict[str, str]]:
    """Every combination of colours that a partner may choose in a block; [] where none is open."""
    kind, value = CATALOGUE.get(kind_name(block)), value_of(block)
    if kind is None:
        return []
    offered: dict[str, list[str]] = {}
    for field in kind.fields:
        if field.type is FieldType.COLOUR and not locked(value, field.name):
            named = lock_of(value, field.name).get("options")
            words = named.split("\n") if isinstance(named, str) else []
            some = [word.strip() for word in words if word.strip() in field.options]
            offered[field.name] = some or list(field.options)
    if not offered:
        return []
    return [dict(zip(offered, one, strict=True)) for one in product(*offered.values())]


def without_prototypes(top: Any) -> Any:
    """The same body, nothing offered to partners."""
    if isinstance(top, list):
        return [without_prototypes(one) for one in top]
    if isinstance(top, dict):
        kept = {name: one for name, one in top.items() if name != "prototypes"}
        return {name: without_prototypes(one) for name, one in kept.items()}
    return top
