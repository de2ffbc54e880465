"""From an audience to rows: one Delivery for everybody, whether they get a mail or not.

It goes in batches and resumes behind its cursor; a batch's rows and the cursor are one commit.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from partner_spaces.trust_centre import audience
from partner_spaces.trust_centre.audience import Member
from send.dispatch import locked, step
from send.message import message_id
from send.models import Delivery, DeliveryState, Dispatch, DispatchState, Skip

BATCH = 1000
CHANNEL = "email"


def own_index(address_index: bytes, customer: uuid.UUID) -> bytes:
    """The index of somebody who gets no mail: no address has it, so it blocks nobody.

    UNIQUE(dispatch, channel, address index) is what keeps an address from getting two mails; the
    true index therefore belongs to the one who may get it, whoever shares the address.
    """
    return hashlib.sha256(b"nobody\x00" + bytes(address_index) + customer.bytes).digest()


def fan_out(dispatch: Dispatch, *, batch: int = BATCH) -> int:
    """Writes the next batch of rows; how many people it looked at. 0: all of them have a row."""
    after = uuid.UUID(dispatch.cursor) if dispatch.cursor else None
    members = audience.members(
        dispatch.partner_id, after=after, limit=batch, purpose=dispatch.purpose, channel=CHANNEL
    )
    with transaction.atomic():
        row = locked(dispatch)
        if row.state != DispatchState.SENDING or row.cursor != dispatch.cursor:
            return len(members)  # paused, stopped, or another worker was faster
        _write(row, members)
        if members:
            row.cursor = str(members[-1].uuid)
        row.fanned_out = len(members) < batch
        row.save(update_fields=["cursor", "fanned_out"])
        if row.fanned_out:
            step(row, "selected", count=Delivery.objects.filter(dispatch=row).count())
    dispatch.cursor, dispatch.fanned_out = row.cursor, row.fanned_out
    return len(members)


def _write(dispatch: Dispatch, members: Sequence[Member]) -> None:
    ready = [m for m in members if _reason(m) is None and m.address_index]
    Delivery.objects.bulk_create(
        [_ready(dispatch, member) for member in ready], ignore_conflicts=True
    )
    # Whose row an index is, is known only now: of two people at one address the first came first.
    owners = dict(
        Delivery.objects.filter(
            dispatch=dispatch,
            channel=CHANNEL,
            address_index__in=[m.address_index for m in ready],
        ).values_list("customer", "address_index")
    )
    left_out = [(m, reason) for m in members if (reason := _reason(m)) is not None]
    left_out += [(m, Skip.DUPLICATE) for m in ready if m.uuid not in owners]
    Delivery.objects.bulk_create(
        [_skipped(dispatch, member, reason) for member, reason in left_out], ignore_conflicts=True
    )


def _reason(member: Member) -> Skip | None:
    if not member.address_index:
        return Skip.ADDRESS
    if member.suppressed:
        return Skip.SUPPRESSED
    return None if member.may_send else Skip.CONSENT


def _ready(dispatch: Dispatch, member: Member) -> Delivery:
    index = member.address_index or b""
    return Delivery(
        dispatch=dispatch,
        channel=CHANNEL,
        customer=member.uuid,
        address_index=index,
        message_id=message_id(
            dispatch=dispatch.uuid,
            channel=CHANNEL,
            address_index=index,
            domain=settings.SENDING_DOMAIN,
        ),
    )


def _skipped(dispatch: Dispatch, member: Member, reason: Skip) -> Delivery:
    return Delivery(
        dispatch=dispatch,
        channel=CHANNEL,
        customer=member.uuid,
        address_index=own_index(member.address_index or b"", member.uuid),
        state=DeliveryState.SKIPPED,
        reason=reason,
    )
