"""Django's migrate, under the trust centre's maintenance; then rights are given."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from partner_spaces.trust_centre import grants
from partner_spaces.trust_centre.space import maintenance


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with maintenance():
            super().handle(*args, **options)
        connection = connections[options["database"]]
        prefix = grants.prefix_of_owner(connection)
        if prefix and not options["plan"] and not options["check_unapplied"]:
            grants.apply(connection, prefix=prefix)
