"""Who may do what in PostgreSQL. Idempotent; run by the owner after every migrate.

Logins (NOINHERIT, neither owner nor superuser) have direct grants on the CMS tables and none on
the trust tables; those are reached only by taking a role, inside `space()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from partner_spaces.trust_centre.space import maintenance

# login suffix (a process's EINKLANG_ROLE) -> the roles it may take
LOGINS = MappingProxyType(
    {
        "all": ("partner_app", "sender_app", "public_app"),
        "studio": (),
        "desk": ("partner_app", "public_app"),
        "sender": ("sender_app", "public_app"),
        "public": ("public_app",),
    }
)
OWNER = "_owner"
ROLES = ("cms_app", "partner_app", "sender_app", "public_app")
_READ, _WRITE = "SELECT", "SELECT, INSERT, UPDATE, DELETE"
# role -> table -> rights; what is not here is not granted
TRUST = MappingProxyType(
    {
        "partner_app": {
            "trust_centre_partnerkey": _WRITE,
            "trust_centre_customer": _WRITE,
            "trust_centre_consent": _WRITE,
            "trust_centre_suppression": "SELECT, INSERT",
        },
        "sender_app": {
            "trust_centre_partnerkey": _READ,
            "trust_centre_customer": _READ,
            "trust_centre_consent": _READ,
            "trust_centre_suppression": "SELECT, INSERT",
        },
        "public_app": {"trust_centre_suppression": "INSERT"},
    }
)
# what a login must not even read outside a space, and the view of numbers it reads instead
KEPT_FROM = MappingProxyType({"studio": ("send_delivery",)})
COUNTS = MappingProxyType({"studio": ("send_delivery_count",)})


def login(prefix: str, role: str) -> str:
    return f"{prefix}_{role}"


def prefix_of_owner(connection: BaseDatabaseWrapper) -> str:
    """The installation's prefix if this is its owner login on PostgreSQL, else ""."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, (SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s))",
            [list(ROLES)],
        )
        name, roles = cursor.fetchone()
    return str(name).removesuffix(OWNER) if name.endswith(OWNER) and roles == len(ROLES) else ""


def trust_tables() -> list[str]:
    return sorted(m._meta.db_table for m in apps.get_app_config("trust_centre").get_models())


def apply(connection: BaseDatabaseWrapper, *, prefix: str) -> None:
    """Gives exactly these rights, as the owner of the tables. prefix: of the logins' names."""
    tables = connection.introspection.table_names()
    trust = trust_tables()
    cms = [t for t in tables if t not in trust]
    views = set(connection.introspection.table_names(include_views=True)) - set(tables)
    with maintenance(), connection.cursor() as cursor:
        schema = "public"
        for name in ROLES:
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        _only(cursor, cms, "cms_app", _WRITE)
        _sequences(cursor, cms, "cms_app")
        for role in LOGINS:
            name = login(prefix, role)
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
            _only(cursor, [t for t in cms if t not in KEPT_FROM.get(role, ())], name, _WRITE)
            _sequences(cursor, cms, name)
            for table in (*trust, *KEPT_FROM.get(role, ()), *sorted(views)):
                cursor.execute(f'REVOKE ALL ON "{table}" FROM {name}')
            _only(cursor, views & set(COUNTS.get(role, ())), name, _READ)
        for role, rights in TRUST.items():
            for table in trust:
                cursor.execute(f'REVOKE ALL ON "{table}" FROM {role}')
            for table, words in rights.items():
                cursor.execute(f'GRANT {words} ON "{table}" TO {role}')
            _sequences(cursor, list(rights), role)


def _only(cursor: CursorWrapper, tables: Iterable[str], name: str, rights: str) -> None:
    for table in tables:
        cursor.execute(f'GRANT {rights} ON "{table}" TO {name}')


def _sequences(cursor: CursorWrapper, tables: Iterable[str], name: str) -> None:
    cursor.execute(
        "SELECT pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) "
        "FROM information_schema.columns c "
        "WHERE c.table_name = ANY(%s) AND c.is_identity = 'YES'",
        [list(tables)],
    )
    for (sequence,) in cursor.fetchall():
        if sequence:
            cursor.execute(f"GRANT USAGE, SELECT ON SEQUENCE {sequence} TO {name}")
