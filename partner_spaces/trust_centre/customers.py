"""Customers come in, are counted and shown masked. Nothing here returns a whole address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from email_validator import EmailNotValidError, validate_email

from partner_spaces.trust_centre import consent, crypto
from partner_spaces.trust_centre.errors import NotAllowedHere
from partner_spaces.trust_centre.keyring import Keyring, keyring
from partner_spaces.trust_centre.models import Customer
from partner_spaces.trust_centre.space import space

BATCH = 1000
MOST = 200
LONGEST = 200  # characters of a name
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]|=\?")


@dataclass(frozen=True, slots=True, repr=False)
class DoubleOptIn:
    """The proof of a consent: when asked and confirmed, which words, where (Art. 7(1) GDPR)."""

    requested_at: datetime
    confirmed_at: datetime
    text: str
    source: str


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One person as they come in. consent None: stored, not sendable."""

    email: str
    salutation: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    language: str = ""
    consent: DoubleOptIn | None = None


@dataclass(slots=True)
class Added:
    """Counts; rejected holds (number of the row from 1, code): email, text or consent."""

    created: int = 0
    updated: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Masked:
    """A customer as a list shows them."""

    uuid: uuid.UUID
    name: str
    email: str
    state: str  # given | withdrawn | none | suppressed
    since: datetime


def add(partner_id: int, rows: Iterable[Row], *, purpose: str = "marketing") -> Added:
    """Stores people sealed, batch by batch; the same address again updates its row.

    A row that cannot be stored is counted with its number and left out; the others go in.
    Raises KeyUnavailable without the space's key.
    """
    added = Added()
    numbered = enumerate(rows, start=1)
    while batch := list(islice(numbered, BATCH)):
        good: dict[str, tuple[int, Row]] = {}
        for number, row in batch:
            code = refusal(row)
            if code:
                added.rejected.append((number, code))
            else:
                good[crypto.normal_email(row.email)] = (number, row)
        if good:
            with space(partner_id):
                _store(keyring(make=True), [row for _n, row in good.values()], purpose, added)
    return added


def refusal(row: Row) -> str | None:
    """Why a row cannot be stored: a code, or None. Pure; no name server is asked."""
    if _UNSAFE.search(row.email) or not _one_address(row.email):
        return "email"
    words = (row.salutation, row.title, row.first_name, row.last_name, row.company, row.language)
    if any(len(word) > LONGEST or _UNSAFE.search(word) for word in words):
        return "text"
    proof = row.consent
    if proof and (not proof.text.strip() or proof.confirmed_at < proof.requested_at):
        return "consent"
    return None


def count(partner_id: int) -> int:
    with space(partner_id):
        return int(Customer.objects.count())


def page(
    partner_id: int, *, after: uuid.UUID | None = None, limit: int = 50, email: str = ""
) -> list[Masked]:
    """The next customers behind `after`, masked; `email` finds one exact address by its index."""
    if not 0 < limit <= MOST:
        raise NotAllowedHere("At most 200 customers a page.")
    with space(partner_id):
        if not Customer.objects.exists():
            return []
        keys = keyring()
        rows = Customer.objects.order_by("uuid")
        if email:
            rows = rows.filter(email_index=keys.index(email))
        if after is not None:
            rows = rows.filter(uuid__gt=after)
        found = list(rows[:limit])
        facts = consent.of([row.uuid for row in found])
    return [_masked(keys, row, facts.get(row.uuid, ())) for row in found]


def mask(address: str) -> str:
    """m…@w….de: enough to recognise one's own customer, not enough to write to."""
    local, _at, domain = address.rpartition("@")
    name, _dot, ending = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{ending}"


def _masked(keys: Keyring, row: Customer, facts: Sequence[consent.ConsentFact]) -> Masked:
    data = keys.unseal(bytes(row.blob), row=row.uuid)
    last = data.get("last_name") or data.get("company") or ""
    states = {f.state for f in facts}
    state = "withdrawn" if "withdrawn" in states else "given" if states else "none"
    return Masked(
        uuid=row.uuid,
        name=" ".join(w for w in (data.get("first_name", ""), f"{last[:1]}." if last else "") if w),
        email=mask(data["email"]),
        state=state,
        since=row.created_at,
    )


def _one_address(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _store(keys: Keyring, rows: Sequence[Row], purpose: str, added: Added) -> None:
    indexes = [keys.index(row.email) for row in rows]
    known = {bytes(c.email_index): c for c in Customer.objects.filter(email_index__in=indexes)}
    new: list[Customer] = []
    old: list[Customer] = []
    agreed: list[tuple[uuid.UUID, datetime]] = []
    for row, address_index in zip(rows, indexes, strict=True):
        customer = known.get(address_index) or Customer(
            partner_id=keys.partner_id, email_index=address_index
        )
        data = _data(row)
        if address_index in known:
            data = _with_old_proof(data, keys.unseal(bytes(customer.blob), row=customer.uuid))
        customer.key_version, customer.blob = keys.seal(data, row=customer.uuid)
        (old if address_index in known else new).append(customer)
        if row.consent:
            agreed.append((customer.uuid, row.consent.confirmed_at))
    Customer.objects.bulk_create(new)
    Customer.objects.bulk_update(old, ["key_version", "blob"])
    for at in {at for _c, at in agreed}:
        consent.record(
            [c for c, when in agreed if when == at],
            purpose=purpose,
            channel="email",
            basis=consent.Basis.DOUBLE_OPT_IN,
            at=at,
        )
    added.created += len(new)
    added.updated += len(old)


def _data(row: Row) -> dict[str, Any]:
    data = asdict(row)
    proof = data.pop("consent")
    if proof:
        stamps = {k: proof[k].isoformat() for k in ("requested_at", "confirmed_at")}
        data["consent"] = [{**proof, **stamps}]
    return {k: v for k, v in data.items() if v}


def _with_old_proof(data: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """A proof once given is never lost by a later list."""
    proofs = [*old.get("consent", ()), *data.get("consent", ())]
    kept = [proof for i, proof in enumerate(proofs) if proof not in proofs[:i]]
    return {**data, "consent": kept} if kept else data
