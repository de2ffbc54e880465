"""Django's migrate, under the trust centre's maintenance."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from partner_spaces.trust_centre.space import maintenance


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with maintenance():
            super().handle(*args, **options)
