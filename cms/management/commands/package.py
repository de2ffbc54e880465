"""`manage.py package give UUID > file` and `manage.py package take FILE [--try]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.errors import PackageRefused
from cms.models import CampaignTemplatePage
from cms.package.file import MOST_BYTES, too_big
from cms.package.give import give
from cms.package.take import Taken, take, trial


class Command(BaseCommand):
    help = (
        "Writes a template as a package, or takes one in (with --try: only says what it would do)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["give", "take"])
        parser.add_argument("what", help="a template's uuid, or a file")
        parser.add_argument("--try", action="store_true", dest="only_try")

    def handle(self, *_args: Any, **options: Any) -> None:
        action, what = options["action"], str(options["what"])
        try:
            if action == "give":
                self._give(what)
            else:
                self._take(Path(what), only_try=options["only_try"])
        except PackageRefused as refused:
            raise CommandError("\n".join(refused.messages)) from refused

    def _give(self, uuid: str) -> None:
        try:
            page = CampaignTemplatePage.objects.filter(uuid=uuid).first()
        except ValidationError:
            page = None
        if page is None:
            raise CommandError(_("There is no such template."))
        sys.stdout.buffer.write(give(page))

    def _take(self, path: Path, *, only_try: bool) -> None:
        if not path.is_file():
            raise CommandError(_("There is no such file."))
        if path.stat().st_size > MOST_BYTES:  # before anything is read
            raise CommandError(too_big(path.stat().st_size))
        taken: Taken = (trial if only_try else take)(path.read_bytes(), by=None)
        for step in taken.steps:
            mark = "+" if step.made else "≠" if step.differs else "="
            self.stdout.write(f"{mark} {step.kind}: {step.name}")
        for reason in taken.reasons:
            self.stdout.write(f"! {reason}")
