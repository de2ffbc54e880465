"""Addresses that must not be written to. Written without any key, also by the public door."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from partner_spaces.trust_centre.models import Suppression
from partner_spaces.trust_centre.space import Role, space

_INSERT = (
    "INSERT INTO trust_centre_suppression "
    "(partner_id, uuid, address_index, channel, reason, created_at) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


def suppress(partner_id: int, *, address_index: bytes, channel: str, reason: str) -> None:
    """Never again, from this commit on. Safe to repeat. Opens its own space with the public
    door's role, which may insert here and read nothing.
    """
    native = connection.ops.adapt_datetimefield_value(timezone.now())
    row = uuid.uuid4()
    with space(partner_id, role=Role.PUBLIC), connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                partner_id,
                row if connection.vendor == "postgresql" else row.hex,
                bytes(address_index),
                channel,
                reason,
                native,
            ],
        )


def suppressed(indexes: Sequence[bytes], *, channel: str) -> frozenset[bytes]:
    """Which of these indexes are suppressed, in the open space."""
    rows = Suppression.objects.filter(
        address_index__in=[bytes(i) for i in indexes], channel=channel
    ).values_list("address_index", flat=True)
    return frozenset(bytes(row) for row in rows)
