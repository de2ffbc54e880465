"""The one door of the sender to keys and people; send grants will stand behind the same door."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from partner_spaces.trust_centre.audience import Person, people_of
from partner_spaces.trust_centre.keyring import Keyring, keyring
from partner_spaces.trust_centre.space import Role, space


class Sending(Protocol):
    """What the door must know of a dispatch."""

    partner_id: int
    purpose: str


@dataclass(frozen=True, slots=True, repr=False)
class Door:
    """An open way to a dispatch's recipients."""

    keys: Keyring
    purpose: str

    def people(self, customers: Sequence[uuid.UUID], *, channel: str) -> dict[uuid.UUID, Person]:
        """At most 5,000; who is gone is absent. Consent and suppression as they are now."""
        return people_of(self.keys, customers, purpose=self.purpose, channel=channel)


@contextmanager
def open_for(dispatch: Sending) -> Iterator[Door]:
    """The keys of a dispatch's partner. KeyUnavailable: hold it, nothing is lost."""
    with space(dispatch.partner_id, role=Role.SENDER):
        ring = keyring()
    yield Door(ring, dispatch.purpose)
