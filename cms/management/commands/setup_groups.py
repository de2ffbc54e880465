"""After migrate: headquarters' groups and the folder of templates."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms import first_pages, groups


class Command(BaseCommand):
    help = "Makes the groups Headquarters and Reviewers and the folder of templates. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        headquarters, reviewers = groups.set_up()
        folder = first_pages.folder()
        self.stdout.write(f"Groups: {headquarters}, {reviewers}. Templates: {folder.title}.")
