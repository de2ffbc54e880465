"""`manage.py provision_database`: makes roles, logins and the database. Safe to repeat.

Roles belong to the whole cluster, so an administrator's login is needed once:
EINKLANG_ADMIN_DATABASE_URL=postgres://admin:...@host/postgres manage.py provision_database
"""

from __future__ import annotations

import os
import re
import secrets
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg import sql

from partner_spaces.trust_centre.grants import LOGINS, OWNER, ROLES, login

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class Command(BaseCommand):
    help = "Makes the roles, the logins and the database on a PostgreSQL cluster."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="einklang", help="name of the database")
        parser.add_argument("--prefix", default="einklang", help="of the logins' names")

    def handle(self, *_args: Any, **options: Any) -> None:
        admin = os.environ.get("EINKLANG_ADMIN_DATABASE_URL", "")
        if not admin:
            raise CommandError("Set EINKLANG_ADMIN_DATABASE_URL to an administrator's login.")
        prefix, database = options["prefix"], options["database"]
        if not _NAME.fullmatch(prefix) or not _NAME.fullmatch(database):
            raise CommandError("Names hold a-z, 0-9 and _ and begin with a letter.")
        names = [f"{prefix}{OWNER}", *(login(prefix, role) for role in LOGINS)]
        with psycopg.connect(admin, autocommit=True) as connection:
            made = {name: _login(connection, name) for name in names}
            _roles(connection, prefix)
            _database(connection, database, owner=names[0], logins=names)
        with psycopg.connect(_within(admin, database), autocommit=True) as connection:
            connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
            connection.execute(
                sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(
                    sql.Identifier(names[0])
                )
            )
        for name, password in made.items():
            where = _url(admin, name, password, database)
            self.stdout.write(f"{name} {where}")


def _login(connection: psycopg.Connection[Any], name: str) -> str:
    """Makes the login or gives it a new password; the password."""
    password = os.environ.get("EINKLANG_LOGIN_PASSWORD") or secrets.token_urlsafe(24)
    verb = "ALTER" if _exists(connection, name) else "CREATE"
    inherit = "INHERIT" if name.endswith(OWNER) else "NOINHERIT"
    connection.execute(
        sql.SQL(
            f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS {inherit} "
            "PASSWORD {}"
        ).format(sql.Identifier(name), sql.Literal(password))
    )
    return password


def _roles(connection: psycopg.Connection[Any], prefix: str) -> None:
    for name in ROLES:
        if not _exists(connection, name):
            connection.execute(
                sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(
                    sql.Identifier(name)
                )
            )
    for name in ROLES[1:]:  # CMS reads work inside a space
        _grant(connection, "cms_app", name)
    for role, taken in LOGINS.items():
        for name in taken:
            _grant(connection, name, login(prefix, role))


def _grant(connection: psycopg.Connection[Any], role: str, to: str) -> None:
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(to)))


def _database(
    connection: psycopg.Connection[Any], name: str, *, owner: str, logins: list[str]
) -> None:
    """Roles are shared by all databases of a cluster: so only these logins may connect to ours."""
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if not found:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
    whole = sql.Identifier(name)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(whole))
    for each in logins:
        connection.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                whole, sql.Identifier(each)
            )
        )


def _exists(connection: psycopg.Connection[Any], name: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone())


def _within(admin: str, database: str) -> str:
    return urlunsplit(urlsplit(admin)._replace(path=f"/{database}"))


def _url(admin: str, name: str, password: str, database: str) -> str:
    parts = urlsplit(admin)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, f"{name}:{password}@{host}", f"/{database}", parts.query, ""))
