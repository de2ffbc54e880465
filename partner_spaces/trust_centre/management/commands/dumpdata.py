"""Django's dumpdata, without the customers: a dump never leaves the trust centre."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import dumpdata


class Command(dumpdata.Command):
    def handle(self, *app_labels: str, **options: Any) -> None:
        asked = {label.partition(".")[0] for label in app_labels}
        if "trust_centre" in asked:
            raise CommandError("Customers are not dumped. Their owner exports them in the Desk.")
        if "trust_centre" not in options["exclude"]:
            options["exclude"] = [*options["exclude"], "trust_centre"]
        super().handle(*app_labels, **options)
