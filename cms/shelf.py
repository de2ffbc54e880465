"""The shelf of a template: all that its blocks, the shared ones it uses and its kit bring along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from blocks.pictures import Shelf
from brand_kits.claims import Testimonial
from brand_kits.claims_of import claims, testimonials
from brand_kits.theme import Theme
from brand_kits.theme_of import kit_ids
from cms.pictures import files_at, pictures_for, used_in

Bodies = Mapping[int, list[dict[str, Any]]]


def shelf_for(
    body: list[dict[str, Any]], theme: Theme, *, kit: int, language: str, shared: Bodies
) -> Shelf:
    """What stands there now. kit: whose claims and voices, with those of the kits above it.

    shared: the published blocks of the shared blocks the body uses.
    """
    kits = kit_ids(kit)
    voices = testimonials(kits)
    named = {logo.picture for logo in theme.logos.values()}
    for blocks in (body, *shared.values()):
        named.update(used_in(blocks))
    return Shelf(
        shared=shared,
        pictures=pictures_for(named, language=language, portraits=portraits(voices.values())),
        colour_roles=frozenset(theme.colours),
        files_at=files_at(),
        claims=claims(kits),
        testimonials=voices,
    )


def portraits(voices: Iterable[Testimonial]) -> frozenset[int]:
    """The pictures that these voices show of their speakers."""
    return frozenset(voice.picture for voice in voices if voice.picture is not None)
