"""From a brand kit's row to its theme: frozen values, made once per published revision."""

from __future__ import annotations

from functools import lru_cache

from wagtail.models import Revision

from brand_kits.models import BrandKit
from brand_kits.theme import Theme


def theme_of(kit: BrandKit) -> Theme:
    """The kit as it stands in this object (a draft in a preview, the live row elsewhere)."""
    return kit.theme()


def live_theme(kit_id: int) -> Theme:
    """The published theme; the row is read for its version, the values once per version."""
    published = BrandKit.objects.filter(pk=kit_id).values_list("live_revision_id").get()
    revision: int | None = published[0]
    if revision is None:  # never published: nothing tells when the row changes
        return theme_of(BrandKit.objects.get(pk=kit_id))
    return _theme_at(kit_id, revision)


def theme_of_revision(revision_id: int) -> Theme:
    """The theme as it was (or would be) at a revision. Revision.DoesNotExist for an unknown id."""
    kit: BrandKit = Revision.objects.get(pk=revision_id).as_object()
    return kit.theme(version=str(revision_id))


def version_of(kit: BrandKit) -> str:
    """A number that changes with every publication, "0" before the first."""
    return kit.version


def versions(kit: BrandKit) -> dict[str, str]:
    """Numbers recorded beside an approval, never hashed."""
    return {"kit": kit.version}


@lru_cache(maxsize=256)
def _theme_at(kit_id: int, _revision: int) -> Theme:
    return theme_of(BrandKit.objects.get(pk=kit_id))
