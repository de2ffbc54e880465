"""`with space(partner_id):` - the only way to a partner's customers, on every database.

Inside, the connection is one partner's: a transaction, on PostgreSQL also the narrow role and the
setting that row-level security reads. Outside, SQL that names a trust table raises. A space never
spans a `yield` to the outside, nor any SMTP or HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from partner_spaces.trust_centre.errors import OtherSpace, OutsideSpace

_TRUST_TABLE = re.compile(r"\btrust_centre_[a-z]+", re.IGNORECASE)


class Role(StrEnum):
    """The database role a space takes: what it may touch is written in `grants.py`."""

    PARTNER = "partner_app"
    SENDER = "sender_app"
    PUBLIC = "public_app"


@dataclass(frozen=True, slots=True)
class _Space:
    partner_id: int
    role: Role


_open: ContextVar[_Space | None] = ContextVar("open_space", default=None)
_maintained: ContextVar[bool] = ContextVar("maintenance", default=False)


def current() -> int | None:
    """The partner whose space is open here, or None."""
    opened = _open.get()
    return opened.partner_id if opened else None


def required() -> int:
    """The partner whose space is open here. OutsideSpace without one."""
    found = current()
    if found is None:
        raise OutsideSpace
    return found


@contextmanager
def space(partner_id: int, *, role: Role = Role.PARTNER) -> Iterator[None]:
    """Opens one partner's space; the same one again inside is a no-op.

    Raises OtherSpace inside another partner's, TypeError for anything but a positive int.
    """
    if type(partner_id) is not int or partner_id < 1:
        raise TypeError("space() takes the id of one partner.")
    opened = _open.get()
    if opened is not None:
        if opened.partner_id != partner_id:
            raise OtherSpace("Another partner's space is open here.")
        yield
        return
    with transaction.atomic():
        _enter(partner_id, role)
        token = _open.set(_Space(partner_id, role))
        try:
            yield
        finally:
            _open.reset(token)
        _leave()  # a released savepoint keeps SET LOCAL; a rollback restores it by itself


@contextmanager
def maintenance() -> Iterator[None]:
    """For migrations and emptying a test database alone: the tripwire is off."""
    token = _maintained.set(True)
    try:
        yield
    finally:
        _maintained.reset(token)


def _enter(partner_id: int, role: Role) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role.value}")
        cursor.execute("SELECT set_config('app.partner_id', %s, true)", [str(partner_id)])


def _leave() -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.partner_id', '', true)")
        cursor.execute("SET LOCAL ROLE NONE")


def _tripwire(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if _open.get() is None and not _maintained.get():
        named = _TRUST_TABLE.search(sql if isinstance(sql, str) else str(sql))
        if named:
            raise OutsideSpace(named[0])
    return execute(sql, params, many, context)


def watch(*, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Puts the tripwire on a new connection (receiver of Django's connection_created)."""
    if _tripwire not in connection.execute_wrappers:
        connection.execute_wrappers.append(_tripwire)


def watch_all() -> None:
    """Puts the tripwire on the connections that exist already."""
    for opened in connections.all(initialized_only=True):
        watch(connection=opened)
