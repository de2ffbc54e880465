"""`check --deploy`: what would make the promise about customers untrue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from partner_spaces.trust_centre.grants import trust_tables


def database_keeps_partners_apart(**_kwargs: Any) -> list[Error]:
    """SQLite, a superuser's or the owner's login, and missing policies are refused."""
    return judged(connection)


def judged(connection: BaseDatabaseWrapper) -> list[Error]:
    """What is wrong with this login and its database."""
    if connection.vendor != "postgresql":
        return [
            Error(
                "SQLite is for trying out: it does not keep one partner's raw SQL from another's.",
                hint="Set DATABASE_URL to a PostgreSQL login made by provision_database.",
                id="einklang.E001",
            )
        ]
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = session_user"
        )
        superuser, bypasses, inherits = cursor.fetchone()
        if superuser or bypasses:
            found.append(
                Error("This login is a superuser or passes row-level security.", id="einklang.E002")
            )
        if inherits:
            found.append(
                Error("This login inherits its roles; it must be NOINHERIT.", id="einklang.E003")
            )
        cursor.execute(
            "SELECT c.relname, pg_get_userbyid(c.relowner) = session_user, "
            "c.relrowsecurity AND c.relforcerowsecurity, "
            "EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) "
            "FROM pg_class c WHERE c.relkind = 'r' AND c.relname = ANY(%s)",
            [trust_tables()],
        )
        rows = {name: rest for name, *rest in cursor.fetchall()}
    for table in trust_tables():
        owned, forced, policy = rows.get(table, (False, False, False))
        if owned:
            found.append(Error(f"This login owns {table}.", id="einklang.E004"))
        if not (forced and policy):
            found.append(Error(f"{table} has no forced row policy.", id="einklang.E005"))
    return found


def keys_lie_apart(**_kwargs: Any) -> list[Error]:
    """The folder of keys is nobody else's, and no web server's."""
    chosen: Mapping[str, Any] = settings.KEY_PROVIDER
    given = chosen.get("OPTIONS", {}).get("folder")
    if given is None or not Path(given).exists():
        return []
    folder = Path(given).resolve()
    found = []
    if folder.stat().st_mode & 0o077:
        found.append(
            Error(f"Others on this machine may enter {folder}; chmod 700.", id="einklang.E006")
        )
    served = [Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()]
    if any(folder.is_relative_to(place) for place in served):
        found.append(Error("Keys lie in a folder that is served.", id="einklang.E007"))
    return found
