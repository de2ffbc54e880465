"""Headquarters changed its own bytes: which approvals go along, and which do not. It is pulled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from partner_spaces.models import Review


class Outcome(StrEnum):
    """equal, carried: may be sent. superseded, unexplained: hold the dispatch with that reason."""

    EQUAL = "equal"
    CARRIED = "carried"
    SUPERSEDED = "superseded"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Rechecked:
    """mail: the hash of what would be sent now ("" if nothing can be compiled)."""

    review_id: int
    outcome: Outcome
    mail: str

    @property
    def may_go(self) -> bool:
        return self.outcome in (Outcome.EQUAL, Outcome.CARRIED)


def recheck(review: Review) -> Rechecked:
    """Compares one approval with what would be sent now, and writes what follows from it."""
    raise NotImplementedError


def recheck_due(limit: int = 500) -> list[Rechecked]:
    """Rechecks up to `limit` approvals whose template, kit or partner changed since last looked at.

    Called by the send loop and `manage.py recheck`. No campaign row is written.
    """
    raise NotImplementedError
