"""Puts a person into a partner's space from the command line."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.models import User
from partner_spaces import members
from partner_spaces.models import Partner, PartnerRole


class Command(BaseCommand):
    help = (
        "Adds a member. A new account takes its password from EINKLANG_PASSWORD; without it the"
        " person sets one by 'forgotten password'."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partner", help="short name of the partner")
        parser.add_argument("email")
        parser.add_argument("--role", choices=PartnerRole.values, default=PartnerRole.EDITOR.value)

    def handle(self, *args: Any, **options: Any) -> None:
        partner = Partner.objects.filter(slug=options["partner"]).first()
        if partner is None:
            raise CommandError(f"There is no partner {options['partner']}.")
        email = options["email"].strip().lower()
        try:
            with transaction.atomic():
                user = User.objects.filter(username=email).first() or _account(email)
                members.add(partner, user, options["role"], by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{email}: {options['role']} of {partner.slug}")


def _account(email: str) -> User:
    user = User(username=email, email=email)
    password = os.environ.get("EINKLANG_PASSWORD")
    if password:
        validate_password(password, user)
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user
