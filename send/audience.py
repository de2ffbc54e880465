"""How many people a dispatch would reach, before anybody is asked to press a button."""

from __future__ import annotations

from dataclasses import dataclass

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Reach:
    """Counts that sum to total: everybody in the space is in exactly one of them."""

    total: int
    reachable: int
    without_consent: int
    suppressed: int
    duplicates: int
    without_address: int


def reach(partner_id: int) -> Reach:
    """Counts the whole space by the same rule as the fan-out."""
    raise NotImplementedError
