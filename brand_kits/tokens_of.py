"""Token files and brand kits: what a file would change, taking it over whole, giving one out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from brand_kits import inherit
from brand_kits.dtcg import give, source, take
from brand_kits.dtcg.problems import Problem, UnreadableTokensError
from brand_kits.dtcg.source import Source
from brand_kits.dtcg.take import Taken
from brand_kits.errors import KitRefused, TokensRefused
from brand_kits.models import BrandKit, TokenFile


@dataclass(frozen=True, slots=True)
class Trial:
    """What taking a file over would do. opens: (now, then), None where nothing changes there."""

    source: Source
    taken: Taken
    opens: tuple[tuple[str, ...], tuple[str, ...]] | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.taken.problems


def draft_of(kit: BrandKit) -> BrandKit:
    """The kit as it was saved last."""
    latest = kit.get_latest_revision()
    found: BrandKit = latest.as_object() if latest else kit
    return found


def trial(kit: BrandKit, content: bytes, *, chosen: Mapping[str, str] | None = None) -> Trial:
    """What the file would change in this object. Nothing is written.

    chosen: see `dtcg.take.take`. Raises TokensRefused for a file that means nothing.
    """
    try:
        read = source.read(content)
        merged = kit.merged()
        taken = take.take(read, merged.values, chosen=chosen)
    except UnreadableTokensError as error:
        raise TokensRefused(error.problems) from error
    closed = tuple(_closed(kit, taken))
    taken = replace(taken, problems=(*taken.problems, *closed))
    now, then = tuple(sorted(map(str, kit.opens))), taken.opens
    then = now if then is None else tuple(sorted(then))
    return Trial(read, taken, None if now == then else (now, then))


def import_tokens(
    kit: BrandKit, content: bytes, *, by: Any, chosen: Mapping[str, str] | None = None
) -> tuple[Revision, Trial]:
    """Takes the whole file over into a new draft, or nothing; and what it changed.

    Publishing is another step. Raises TokensRefused with everything that stands against it.
    """
    with transaction.atomic():
        row = BrandKit.objects.select_for_update().get(pk=kit.pk)
        draft = draft_of(row)
        found = trial(draft, content, chosen=chosen)
        if found.problems:
            raise TokensRefused(found.problems)
        for change in found.taken.changes:
            draft.put(change.key, change.after)
        if found.opens:
            draft.opens = list(found.opens[1])
        opens = tuple(map(str, draft.opens))
        draft.tokens = keep(give.marked(found.source, found.taken.roles, opens))
        try:
            draft.require_open()
        except KitRefused as refusal:
            wrong = [Problem(f.code, 0, str(f.value), f.value, f.limit) for f in refusal.findings]
            raise TokensRefused(wrong) from refusal
        revision: Revision = draft.save_revision(user=by, log_action=True, clean=False)
    return revision, found


def export_tokens(kit: BrandKit) -> str:
    """The kit as this object holds it, with all it took over from above, as a token file."""
    stored = source.read(kit.tokens.text.encode()) if kit.tokens else None
    return give.give(kit.merged().values, tuple(map(str, kit.opens)), stored)


def keep(read: Source) -> TokenFile:
    """The file as a row; equal bytes are one."""
    digest = hashlib.sha256(read.text.encode()).hexdigest()
    return TokenFile.objects.get_or_create(sha256=digest, defaults={"text": read.text})[0]


def _closed(kit: BrandKit, taken: Taken) -> list[Problem]:
    """Changes of what a kit above keeps for itself."""
    above = [one.layer() for one in kit.above()]
    found = []
    for change in taken.changes:
        by = inherit.keeper(above, change.key)
        if by is not None:
            name = above[by].name
            found.append(Problem("kit.closed", change.line, change.path, change.key, name))
    return found
