"""Invites an owner into a partner's space: the way in for whoever runs the host."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partner_spaces.invitations import invite
from partner_spaces.models import Partner, PartnerRole


class Command(BaseCommand):
    help = "Mails an owner invitation for a partner and prints its link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partner", help="short name of the partner")
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        partner = Partner.objects.filter(slug=options["partner"]).first()
        if partner is None:
            raise CommandError(f"There is no partner {options['partner']}.")
        invited = invite(partner, email=options["email"], role=PartnerRole.OWNER, by=None)
        self.stdout.write(invited.link)
