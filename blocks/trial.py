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
from blocks.locks import effective, field_lock
from blocks.merge import PARTNER_FIELDS, RECIPIENT_FIELDS, SYSTEM_FIELDS
from blocks.pictures import EMPTY_SHELF, Shelf
from blocks.prepared import REGIONS, content
from blocks.schema import Field, FieldType
from blocks.structure import (
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
    values = content(CATALOGUE[name], value_of(block))
    made: dict[str, Any] = {"type": name, "id": block_id, "value": values}
    if name == "columns":
        made["columns"] = [{"blocks": _leaves(_held(f, shared))} for f in frames(block)]
    elif name in REGIONS:
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


def lock_of(block: Mapping[str, Any], field: Field, theme: Theme) -> Mapping[str, Any]:
    """What a field's lock comes to in this kit."""
    raw = {"type": kind_name(block), "value": value_of(block)}
    return effective(field, field_lock(raw, field.name, None), frozenset(theme.colours))


def colourings(top: list[dict[str, Any]], theme: Theme) -> Iterator[list[dict[str, Any]]]:
    """The body itself, and as many more as it takes for every choice of colours to appear once.

    Colours of one block appear in all their combinations, at most MOST_COLOURINGS of them.
    """
    yield top
    choices = {id(block): combinations(block, theme) for block in everything(top)}
    most = min(max(map(len, choices.values()), default=0), MOST_COLOURINGS)
    for number in range(most):
        wanted = [found[number % len(found)] if found else {} for found in choices.values()]
        changed = copy.deepcopy(top)
        for block, colours in zip(everything(changed), wanted, strict=True):
            if colours:
                block["value"] = {**value_of(block), **colours}
        yield changed


def combinations(block: Mapping[str, Any], theme: Theme) -> list[dict[str, str]]:
    """Every combination of colours that a partner may choose in a block; [] where none is open."""
    kind = CATALOGUE.get(kind_name(block))
    offered: dict[str, list[str]] = {}
    for field in kind.fields if kind else ():
        lock = lock_of(block, field, theme) if field.type is FieldType.COLOUR else {}
        if "options" in lock:
            offered[field.name] = lock["options"]
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
