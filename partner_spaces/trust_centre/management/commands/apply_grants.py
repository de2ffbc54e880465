"""`manage.py apply_grants`: gives roles and logins their rights; as the owner, after migrate."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from partner_spaces.trust_centre import grants


class Command(BaseCommand):
    help = "Gives the database's roles and logins exactly their rights. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prefix", help="of the logins' names; default: the owner login's")
        parser.add_argument("--database", default="default")

    def handle(self, *_args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles. SQLite is for trying out.")
        prefix = options["prefix"] or grants.prefix_of_owner(connection)
        if not prefix:
            raise CommandError("Run this as the owner login that provision_database made.")
        grants.apply(connection, prefix=prefix)
        self.stdout.write("Rights given.")
