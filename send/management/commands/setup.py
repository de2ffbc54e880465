"""`manage.py setup`: the demo network with its people and customers. Safe to repeat."""

from __future__ import annotations

import gc
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from send.demo import people
from send.demo.build import build


class Command(BaseCommand):
    help = "Fills an empty installation with the demo network. Only with EINKLANG_DEMO=1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--migrate", action="store_true", help="first makes the database")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is for trying out: set EINKLANG_DEMO=1.")
        gc.disable()  # a fifth of the time went into looking for what nobody throws away
        if options["migrate"]:
            call_command("migrate", verbosity=0)
        demo = build()
        gc.enable()
        self.stdout.write(f"{len(demo.partners)} partners, {len(demo.templates)} templates.")
        with translation.override("en"):  # as everything the terminal says
            self.stdout.write(logins())


def logins() -> str:
    """Who can sign in, as lines for the terminal."""
    rows = [
        ("Headquarters (Studio)", people.HQ[0]),
        ("Reviewer", people.REVIEWER[0]),
        *(
            (f"{p['name']} ({who[3].label})", who[0])
            for p in people.PARTNERS
            for who in p["people"]
        ),
    ]
    lines = [f"  {role:<32} {email}" for role, email in rows]
    return "\n".join([*lines, f"  Password of all: {people.PASSWORD}"])
