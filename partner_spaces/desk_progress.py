"""How far a campaign is: what only the partner knows, and what of it is done."""

from __future__ import annotations

from dataclasses import dataclass

from blocks.catalogue import CATALOGUE
from blocks.resolution import Resolution, flat
from blocks.schema import Mode

OPEN_CODES = ("field.must_change", "field.required")


@dataclass(frozen=True, slots=True)
class Step:
    """One field to fill or change, by its block's and its own label."""

    label: str
    done: bool


def steps(resolution: Resolution, language: str) -> list[Step]:
    """Every field that has to be changed, and those that are still empty, in the mail's order."""
    waiting = {(f.block_id, f.field) for f in resolution.findings if f.code in OPEN_CODES}
    found = []
    for block in flat(resolution.blocks):
        kind = CATALOGUE.get(block["type"])
        for field in kind.fields if kind else ():
            lock = block["locks"]["fields"].get(field.name, {})
            here = (block["id"], field.name)
            if kind and (lock.get("mode") == Mode.MUST_CHANGE or here in waiting):
                label = f"{kind.label.to(language)}: {field.label.to(language)}"
                found.append(Step(label, here not in waiting))
    return found
