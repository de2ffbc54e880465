"""May this person be written to? Default: no. The rule is pure; the rows are written here too."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from partner_spaces.trust_centre.models import Consent
from partner_spaces.trust_centre.space import required


class Basis(StrEnum):
    DOUBLE_OPT_IN = "double_opt_in"


class State(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """The present state of one consent."""

    purpose: str
    channel: str
    state: str
    basis: str


@dataclass(frozen=True, slots=True)
class Decision:
    """rule: the word that decided (suppressed, double_opt_in, withdrawn, no_consent)."""

    allowed: bool
    rule: str


def may_send(
    consents: Iterable[ConsentFact], *, suppressed: bool, purpose: str, channel: str
) -> Decision:
    """Default-deny (§ 7(2) UWG, Art. 6 and 7 GDPR): a confirmed double opt-in for exactly this
    purpose and channel, not withdrawn, and no suppression. Anything unknown is a no.
    """
    if suppressed:
        return Decision(allowed=False, rule="suppressed")
    mine = [c for c in consents if c.purpose == purpose and c.channel == channel]
    if any(c.state != State.GIVEN for c in mine):
        return Decision(allowed=False, rule="withdrawn")
    if any(c.basis == Basis.DOUBLE_OPT_IN for c in mine):
        return Decision(allowed=True, rule=Basis.DOUBLE_OPT_IN.value)
    return Decision(allowed=False, rule="no_consent")


def of(customers: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[ConsentFact]]:
    """Consents by customer, in the open space."""
    found: dict[uuid.UUID, list[ConsentFact]] = {}
    for row in Consent.objects.filter(customer__in=customers):
        fact = ConsentFact(row.purpose, row.channel, row.state, row.basis)
        found.setdefault(row.customer, []).append(fact)
    return found


def record(
    customers: Sequence[uuid.UUID], *, purpose: str, channel: str, basis: Basis, at: datetime
) -> None:
    """Consent given, in the open space. One that was withdrawn stays withdrawn: only a new double
    opt-in of the person, not a list, brings it back.
    """
    Consent.objects.bulk_create(
        [
            Consent(
                partner_id=required(),
                customer=customer,
                purpose=purpose,
                channel=channel,
                state=State.GIVEN.value,
                basis=basis.value,
                changed_at=at,
            )
            for customer in customers
        ],
        ignore_conflicts=True,
    )


def withdraw(customer: uuid.UUID, *, purpose: str, channel: str, at: datetime) -> None:
    """Safe to repeat; also where nothing was given: the no is kept."""
    Consent.objects.update_or_create(
        customer=customer,
        purpose=purpose,
        channel=channel,
        defaults={"state": State.WITHDRAWN.value, "changed_at": at},
        create_defaults={"state": State.WITHDRAWN.value, "basis": "", "changed_at": at},
    )
