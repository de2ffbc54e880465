"""`manage.py dispatch`: sends what is due, in a loop, for some seconds or until nothing is left."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from send.drain import Drain


class Command(BaseCommand):
    help = "Sends what is due. SIGTERM ends it after the group that is on its way."

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--drain", type=float, metavar="SECONDS", help="stop after so long")
        how.add_argument("--until-empty", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        asked_to_stop: list[int] = []
        before = {
            number: signal.signal(number, lambda n, _frame: asked_to_stop.append(n))
            for number in (signal.SIGTERM, signal.SIGINT)
        }
        drain = Drain(stopped=lambda: bool(asked_to_stop))
        try:
            drain.run(seconds=options["drain"], until_empty=options["until_empty"])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        done = drain.done
        if options["verbosity"]:
            self.stdout.write(
                f"started {done.started}, selected {done.selected}, handled {done.handled}, "
                f"finished {done.finished}, uncertain {done.uncertain}"
            )
