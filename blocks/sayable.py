"""Whether the claims and customers' voices in blocks may be said on a day and in these networks.

A block holds an id; the words are headquarters' and stand on the shelf. Building a mail reads no
clock, so the day is asked here, by whoever is about to publish, approve or send.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from blocks.catalogue import fields_of
from blocks.pictures import Shelf
from blocks.quote import quote_of
from blocks.resolution import Resolution, flat
from blocks.schema import QUOTED, FieldType
from brand_kits.claims import Claim, Testimonial, refusal
from brand_kits.findings import Finding, Severity

_FIELDS = fields_of(QUOTED)


@dataclass(frozen=True, slots=True)
class Use:
    """Where one is said."""

    block_id: str
    field: str
    type: FieldType
    id: int

    def of(self, shelf: Shelf) -> Claim | Testimonial | None:
        return shelf.quoted(self.type).get(self.id)


def uses(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Use]:
    """Every claim and voice that resolved blocks name, at any depth."""
    for block in flat(blocks):
        for name, type_ in _FIELDS.get(str(block.get("type")), ()):
            chosen = block["value"].get(name)
            if type(chosen) is int:
                yield Use(str(block.get("id") or ""), name, type_, chosen)


def findings(
    blocks: Iterable[Mapping[str, Any]],
    shelf: Shelf,
    *,
    language: str,
    on: date,
    scopes: frozenset[str],
    mild: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """claim.language, claim.scope, claim.early, claim.expired, each at its block and field.

    scopes: the networks it is said in. mild: the codes that are only pointed out here.
    One that is not on the shelf is the compiler's to say.
    """
    said = []
    for use in uses(blocks):
        one = use.of(shelf)
        why = refusal(one, language=language, on=on, scopes=scopes) if one else None
        if why:
            code, limit = why
            severity = Severity.WARNING if code in mild else Severity.ERROR
            shown = limit.isoformat() if isinstance(limit, date) else limit
            said.append(Finding(code, severity, use.block_id, use.field, limit=shown))
    return tuple(said)


def last_day(blocks: Iterable[Mapping[str, Any]], shelf: Shelf) -> date | None:
    """The last day on which all of them may be said; None without an end."""
    ones = (use.of(shelf) for use in uses(blocks))
    return min((one.valid_until for one in ones if one and one.valid_until), default=None)


def spelled(resolution: Resolution, shelf: Shelf, *, language: str) -> Resolution:
    """The same with the words of claims and voices in place of their ids, to be compared."""
    return replace(resolution, blocks=[_spelled(b, shelf, language) for b in resolution.blocks])


def _spelled(block: Mapping[str, Any], shelf: Shelf, language: str) -> dict[str, Any]:
    made = {**block, "value": dict(block["value"])}
    for use in uses([{"type": block["type"], "id": block["id"], "value": block["value"]}]):
        one = use.of(shelf)
        quote = quote_of(one, language=language, pictures={}) if one else None
        made["value"][use.field] = quote.words if quote else str(use.id)
    if block.get("blocks"):
        made["blocks"] = [_spelled(inner, shelf, language) for inner in block["blocks"]]
    if block.get("columns"):
        made["columns"] = [
            {**column, "blocks": [_spelled(inner, shelf, language) for inner in column["blocks"]]}
            for column in block["columns"]
        ]
    return made
