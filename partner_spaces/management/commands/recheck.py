"""Compares approvals with what would be sent now; prints what became of each."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.models import User
from partner_spaces.models import Review, ReviewState
from partner_spaces.recheck import Outcome, Rechecked, recheck, recheck_due


class Command(BaseCommand):
    help = (
        "Rechecks approvals whose inputs changed. After an upgrade it lists what differs;"
        " --carry --by E-MAIL carries those approvals in a named operator's responsibility."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=10_000)
        parser.add_argument("--carry", action="store_true", help="carry over an upgrade of ours")
        parser.add_argument("--by", default="", help="the operator's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        done = recheck_due(options["limit"])
        if options["carry"]:
            operator = User.objects.filter(username=options["by"], is_active=True).first()
            if operator is None:
                raise CommandError("--carry needs --by with the e-mail address of an account.")
            done += _carried(operator, options["limit"])
        for result in done:
            if result.outcome is not Outcome.EQUAL:
                self.stdout.write(f"review {result.review_id}: {result.outcome}")
        counted = Counter(str(result.outcome) for result in done)
        self.stdout.write(json.dumps({"rechecked": len(done), **counted}))


def _carried(operator: User, limit: int) -> list[Rechecked]:
    held = Review.objects.filter(state=ReviewState.APPROVED, held=Outcome.RELEASE)
    return [recheck(review, release_by=operator) for review in held.order_by("pk")[:limit]]
