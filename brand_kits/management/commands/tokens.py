"""`manage.py tokens`: design tokens (DTCG) of a brand kit, in and out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brand_kits import kit_sources, kit_words, tokens_of
from brand_kits.dtcg.take import Change
from brand_kits.errors import KitRefused, TokensRefused
from brand_kits.models import BrandKit
from brand_kits.tokens_of import Trial


class Command(BaseCommand):
    help = "Gives out a brand kit as a token file, or takes one over: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        out = actions.add_parser("export", help="writes the published kit as a token file")
        out.add_argument("kit", help="name, id or uuid of the kit")
        out.add_argument("file", nargs="?", help="where to; standard output without it")
        into = actions.add_parser("import", help="takes a token file over into a draft")
        into.add_argument("kit", help="name, id or uuid of the kit")
        into.add_argument("file", help="the token file")
        into.add_argument("--dry-run", action="store_true", help="only says what would change")
        into.add_argument("--publish", action="store_true", help="publishes the draft at once")

    def handle(self, *_args: Any, **options: Any) -> None:
        kit = _kit(options["kit"])
        if options["action"] == "export":
            text = tokens_of.export_tokens(kit)
            if options["file"]:
                Path(options["file"]).write_text(text, encoding="utf-8", newline="")
            else:
                sys.stdout.write(text)
            return
        try:
            self._import(kit, options)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except (KitRefused, TokensRefused) as refused:
            said = "\n".join(f"{options['file']}: {words}" for words in refused.messages)
            raise CommandError(said) from refused

    def _import(self, kit: BrandKit, options: dict[str, Any]) -> None:
        content = Path(options["file"]).read_bytes()
        if options["dry_run"]:
            found = tokens_of.trial(tokens_of.draft_of(kit), content)
            if found.problems:
                raise TokensRefused(found.problems)
            self._tell(found)
            return
        revision, done = tokens_of.import_tokens(kit, content, by=None)
        self._tell(done)
        if options["publish"]:
            revision.publish()
        self.stdout.write(f"{'published' if options['publish'] else 'draft'}: {revision.pk}")

    def _tell(self, found: Trial) -> None:
        for change in found.taken.changes:
            self.stdout.write(_line(change))
        if found.opens:
            before, after = (", ".join(part) or "-" for part in found.opens)
            self.stdout.write(f"opens: {before} -> {after}")
        self.stdout.write(f"{len(found.taken.changes)} changes, {found.taken.left} tokens kept")


def _line(change: Change) -> str:
    group = change.key.partition("/")[0]
    before = kit_sources.shown(group, change.before) if change.before else "-"
    word, after = kit_words.value_word(change.key), kit_sources.shown(group, change.after)
    return f"{word}: {before} -> {after} ({change.path}, {change.line})"


def _kit(name: str) -> BrandKit:
    """By name, id or uuid. CommandError for none or several."""
    ways: list[dict[str, Any]] = [{"name": name}]
    ways += [{"pk": int(name)}] if name.isdecimal() else []
    ways += [{"uuid": name}] if len(name) == 36 else []
    for way in ways:
        found = list(BrandKit.objects.filter(**way)[:2])
        if len(found) == 1:
            kit: BrandKit = found[0]
            return kit
    raise CommandError(f"No brand kit, or more than one, is called {name!r}.")
