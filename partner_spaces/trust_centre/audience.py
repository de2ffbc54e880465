"""Who may get a campaign: lists, never generators; at most 5,000 a call; a keyset cursor."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partner_spaces.trust_centre import consent, suppression
from partner_spaces.trust_centre.errors import NotAllowedHere, Unreadable
from partner_spaces.trust_centre.keyring import Keyring
from partner_spaces.trust_centre.models import Customer
from partner_spaces.trust_centre.space import Role, space

logger = logging.getLogger(__name__)
MOST = 5000
# What a mail may say of its recipient (blocks.merge.RECIPIENT_FIELDS).
FIELDS = (
    *("salutation", "title", "first_name", "last_name", "company"),
    *("vehicle", "due_date", "mileage"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One customer as the ledger may know them: ids, never the person."""

    uuid: uuid.UUID
    address_index: bytes | None
    suppressed: bool
    may_send: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """total = reachable + without_consent + suppressed + without_address."""

    total: int
    reachable: int
    without_consent: int
    suppressed: int
    without_address: int


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """One recipient at hand-off: what a mail needs, and whether it may be sent now."""

    email: str
    name: str
    values: Mapping[str, str]
    address_index: bytes
    suppressed: bool
    may_send: bool


def members(
    partner_id: int,
    *,
    after: uuid.UUID | None,
    limit: int,
    purpose: str,
    channel: str,
    role: Role = Role.SENDER,
) -> list[Member]:
    """The next customers behind `after`, by uuid. No key is needed: nobody is decrypted."""
    _within(limit)
    with space(partner_id, role=role):
        rows = Customer.objects.order_by("uuid")
        if after is not None:
            rows = rows.filter(uuid__gt=after)
        page = list(rows.values_list("uuid", "email_index")[:limit])
        return _judged(page, purpose=purpose, channel=channel)


def counts(partner_id: int, *, purpose: str, channel: str) -> Counts:
    """How many may get a mail now, and why the others may not: the partner's own question."""
    after: uuid.UUID | None = None
    total = reachable = held = blocked = blank = 0
    while True:
        page = members(
            partner_id,
            after=after,
            limit=MOST,
            purpose=purpose,
            channel=channel,
            role=Role.PARTNER,
        )
        total += len(page)
        blank += sum(not m.address_index for m in page)
        blocked += sum(m.suppressed for m in page if m.address_index)
        reachable += sum(m.may_send for m in page)
        held += sum(not m.may_send and not m.suppressed and bool(m.address_index) for m in page)
        if len(page) < MOST:
            return Counts(total, reachable, held, blocked, blank)
        after = page[-1].uuid


def people_of(
    keys: Keyring, customers: Sequence[uuid.UUID], *, purpose: str, channel: str
) -> dict[uuid.UUID, Person]:
    """Opens these customers of the keyring's partner; who is gone or does not open is absent."""
    _within(len(customers))
    with space(keys.partner_id, role=Role.SENDER):
        rows = list(
            Customer.objects.filter(uuid__in=customers).values_list("uuid", "email_index", "blob")
        )
        judged = _judged([(u, i) for u, i, _b in rows], purpose=purpose, channel=channel)
    found = {}
    for (row, address_index, blob), member in zip(rows, judged, strict=True):
        if not address_index:
            continue
        try:
            data = keys.unseal(blob, row=row)
        except Unreadable:  # the ledger shows this person as skipped; the others get their mail
            logger.error("customer %s of partner %s does not open", row, keys.partner_id)  # noqa: TRY400 - a traceback may hold what is sealed
            continue
        found[row] = Person(
            email=data["email"],
            name=" ".join(data[f] for f in ("first_name", "last_name") if data.get(f)),
            values={f: str(data[f]) for f in FIELDS if data.get(f)},
            address_index=bytes(address_index),
            suppressed=member.suppressed,
            may_send=member.may_send,
        )
    return found


def _judged(
    page: Sequence[tuple[uuid.UUID, bytes | None]], *, purpose: str, channel: str
) -> list[Member]:
    facts = consent.of([row for row, _i in page])
    blocked = suppression.suppressed([i for _r, i in page if i], channel=channel)
    found = []
    for row, raw in page:
        address_index = bytes(raw) if raw else None
        out = address_index is not None and address_index in blocked
        decision = consent.may_send(
            facts.get(row, ()), suppressed=out, purpose=purpose, channel=channel
        )
        may = decision.allowed and address_index is not None
        found.append(Member(row, address_index, out, may))
    return found


def _within(count: int) -> None:
    if not 0 <= count <= MOST:
        raise NotAllowedHere("At most 5,000 customers a call.")
