"""From a brand kit's row to its theme: frozen values, made once per state of its chain."""

from __future__ import annotations

from functools import lru_cache

from wagtail.models import Revision

from brand_kits.inherit import LEVELS, merge
from brand_kits.models import BrandKit
from brand_kits.theme import Theme
from brand_kits.theme_values import theme

Link = tuple[int, int | None]  # a kit's id and its live revision's


def theme_of(kit: BrandKit) -> Theme:
    """The kit as it stands in this object (a draft in a preview), on what is live above it."""
    return kit.theme()


def live_theme(kit_id: int) -> Theme:
    """The published theme; one query for the versions of the chain, the values once per state."""
    links = chain_of(kit_id)
    return (_theme_at if _told(links) else _theme_at.__wrapped__)(links)


def theme_with(kit_id: int, revision_id: int) -> Theme:
    """The theme of a live kit as it would be if a draft of it, or of one above it, were live.

    The same draft on the same chain gives the same object. Revision.DoesNotExist for no draft.
    """
    draft: BrandKit = Revision.objects.get(pk=revision_id).as_object()
    above = chain_of(draft.parent_id) if draft.parent_id else ()
    links = chain_of(kit_id)
    made = _theme_with if _told((*links, *above)) else _theme_with.__wrapped__
    return made(links, above, revision_id)


def chain_of(kit_id: int) -> tuple[Link, ...]:
    """The live chain, the uppermost kit first. One query. BrandKit.DoesNotExist for no kit."""
    steps = ["parent__" * n for n in range(LEVELS)]
    fields = [f"{step}{name}" for step in steps for name in ("pk", "live_revision_id")]
    row = BrandKit.objects.filter(pk=kit_id).values_list(*fields).get()
    links = zip(row[::2], row[1::2], strict=True)
    found = {pk: revision for pk, revision in links if pk is not None}  # a circle ends
    return tuple(reversed(found.items()))


def _told(links: tuple[Link, ...]) -> bool:
    """Whether each row has a revision: nothing else tells when it changes."""
    return all(revision is not None for _pk, revision in links)


def kit_ids(kit_id: int) -> tuple[int, ...]:
    """The kit and those above it, the uppermost first: whose claims may be used."""
    return tuple(pk for pk, _revision in chain_of(kit_id))


def versions(kit_id: int) -> dict[str, str]:
    """Live revisions of the whole chain: recorded beside an approval, never hashed. One query.

    `kit` is the kit's own, `kit:<id>` those above it.
    """
    *above, (_own, revision) = chain_of(kit_id)
    return {"kit": str(revision or 0), **{f"kit:{pk}": str(rev or 0) for pk, rev in above}}


def forget() -> None:
    """After what was written was taken back: its numbers may come again with other values."""
    _theme_at.cache_clear()
    _theme_with.cache_clear()


@lru_cache(maxsize=256)
def _theme_at(links: tuple[Link, ...]) -> Theme:
    return theme_of(BrandKit.objects.get(pk=links[-1][0]))


@lru_cache(maxsize=256)
def _theme_with(links: tuple[Link, ...], _above: tuple[Link, ...], revision_id: int) -> Theme:
    draft: BrandKit = Revision.objects.get(pk=revision_id).as_object()
    chain = BrandKit.objects.get(pk=links[-1][0]).chain()
    place = next((n for n, kit in enumerate(chain) if kit.pk == draft.pk), None)
    if place is None:
        return live_theme(links[-1][0])
    changed = [*draft.above(), draft, *chain[place + 1 :]]
    merged = merge([kit.layer() for kit in changed])
    return theme(changed[-1].name, f"draft {revision_id}", merged)
