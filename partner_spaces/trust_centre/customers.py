"""Customers come in, are counted and shown masked. Nothing here returns a whole address."""

from __future__ import annotations

import logging
import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from email_validator import EmailNotValidError, validate_email

from partner_spaces.trust_centre import consent, crypto, suppression
from partner_spaces.trust_centre.errors import KeyUnavailable, NotAllowedHere, Unreadable
from partner_spaces.trust_centre.keyring import Keyring, keyring, one_at_a_time
from partner_spaces.trust_centre.models import Customer
from partner_spaces.trust_centre.space import space

logger = logging.getLogger(__name__)
BATCH = 1000
MOST = 200
LONGEST = 200  # characters of a name
# Control characters, line ends of any kind, halves of a character, encoded words (RFC 2047).
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|=\?")
# What changes how a line reads without being seen, and private use: taken out of names.
_HALF = re.compile(r"[\x00\ud800-\udfff]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]")


_WORDS = ("salutation", "title", "first_name", "last_name", "company", "language")
NOTHING: Mapping[str, Any] = MappingProxyType({})


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
    state: str  # given | withdrawn | none | suppressed | unreadable
    since: datetime


def add(
    partner_id: int, rows: Iterable[Row], *, by: int | None = None, purpose: str = "marketing"
) -> Added:
    """Stores people sealed, batch by batch; the same address again updates its row.

    An empty field never erases what is known, and no proof of a consent is ever lost. A row that
    cannot be stored is counted with its number and left out; the others go in. by: id of the
    person who adds them, kept beside each proof; None on the command line.
    Raises KeyUnavailable without the space's key.
    """
    added = Added()
    numbered = enumerate(rows, start=1)
    while batch := list(islice(numbered, BATCH)):
        good: dict[str, list[Row]] = {}
        for number, row in batch:
            code = refusal(row)
            if code:
                added.rejected.append((number, code))
            else:
                good.setdefault(crypto.normal_email(row.email), []).append(row)
        if good:
            with space(partner_id):
                keys = keyring(make=True)
                one_at_a_time()
                _store(keys, good, purpose=purpose, by=by, added=added)
    return added


def refusal(row: Row) -> str | None:
    """Why a row cannot be stored: a code, or None. Pure; no name server is asked."""
    if _UNSAFE.search(row.email) or not _one_address(row.email):
        return "email"
    words = [getattr(row, name) for name in _WORDS]
    if any(len(word) > LONGEST or _UNSAFE.search(word) for word in words):
        return "text"
    return None if row.consent is None or _proves(row.consent) else "consent"


def _proves(proof: DoubleOptIn) -> bool:
    times = (proof.requested_at, proof.confirmed_at)
    return (
        not any(timezone.is_naive(at) for at in times)
        and proof.requested_at <= proof.confirmed_at
        and bool(proof.text.strip())
        and not any(_HALF.search(word) for word in (proof.text, proof.source))
    )


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
        out = suppression.suppressed(
            [bytes(row.email_index) for row in found if row.email_index], channel="email"
        )
    return [_masked(keys, row, facts.get(row.uuid, ()), out) for row in found]


def mask(address: str) -> str:
    """m…@w….de: enough to recognise one's own customer, not enough to write to."""
    local, _at, domain = address.rpartition("@")
    name, _dot, ending = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{ending}"


def _masked(
    keys: Keyring, row: Customer, facts: Sequence[consent.ConsentFact], out: frozenset[bytes]
) -> Masked:
    try:
        data = keys.unseal(bytes(row.blob), row=row.uuid)
    except (KeyUnavailable, Unreadable):  # one broken row must not hide the others
        logger.error("customer %s of partner %s does not open", row.uuid, row.partner_id)  # noqa: TRY400 - a traceback may hold what is sealed
        return Masked(row.uuid, "", "…", "unreadable", row.created_at)
    last = data.get("last_name") or data.get("company") or ""
    states = {f.state for f in facts}
    state = "withdrawn" if "withdrawn" in states else "given" if states else "none"
    if row.email_index and bytes(row.email_index) in out:
        state = "suppressed"
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


def _store(
    keys: Keyring,
    people: Mapping[str, Sequence[Row]],
    *,
    purpose: str,
    by: int | None,
    added: Added,
) -> None:
    """people: normalised address -> the rows that name it, in their order."""
    rows = {keys.index(address): same for address, same in people.items()}
    known = {bytes(c.email_index): c for c in Customer.objects.filter(email_index__in=list(rows))}
    new: list[Customer] = []
    agreed: dict[datetime, list[uuid.UUID]] = {}
    for address_index, same in rows.items():
        customer = known.get(address_index)
        data = _known(keys, customer)
        if customer is None:
            customer = Customer(partner_id=keys.partner_id, email_index=address_index)
            new.append(customer)
        for row in same:
            data = _joined(data, _data(row, by))
        customer.key_version, customer.blob = keys.seal(data, row=customer.uuid)
        customer.updated_at = timezone.now()
        confirmed = [row.consent.confirmed_at for row in same if row.consent]
        if confirmed:
            agreed.setdefault(max(confirmed), []).append(customer.uuid)
    Customer.objects.bulk_create(new)
    Customer.objects.bulk_update(known.values(), ["key_version", "blob", "updated_at"])
    for at, whom in agreed.items():
        consent.record(
            whom, purpose=purpose, channel="email", basis=consent.Basis.DOUBLE_OPT_IN, at=at
        )
    added.created += len(new)
    added.updated += sum(len(same) for same in people.values()) - len(new)


def _known(keys: Keyring, customer: Customer | None) -> Mapping[str, Any]:
    return keys.unseal(bytes(customer.blob), row=customer.uuid) if customer else NOTHING


def _data(row: Row, by: int | None) -> dict[str, Any]:
    data: dict[str, Any] = {name: _clean(getattr(row, name)) for name in _WORDS}
    data["email"] = row.email
    if row.consent:
        proof = asdict(row.consent)
        stamps = {k: proof[k].isoformat() for k in ("requested_at", "confirmed_at")}
        data["consent"] = [{**proof, **stamps, **({"by": by} if by else {})}]
    return {k: v for k, v in data.items() if v}


def _clean(text: str) -> str:
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def _joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What is new stands over what was; a proof once given is never lost by a later list."""
    proofs = [*old.get("consent", ()), *new.get("consent", ())]
    kept = [proof for i, proof in enumerate(proofs) if proof not in proofs[:i]]
    return {**old, **new, **({"consent": kept} if kept else {})}
