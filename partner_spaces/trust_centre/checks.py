"""`check --deploy`: what would make the promise about customers untrue."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register
from django.db import connection

from partner_spaces.trust_centre.grants import trust_tables


@register(deploy=True)
def database_keeps_partners_apart(**_kwargs: Any) -> list[Error]:
    """SQLite, a superuser's or the owner's login, and missing policies are refused."""
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
