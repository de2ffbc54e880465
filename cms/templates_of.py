"""What a campaign needs of its template: the live body, the theme, the pictures, the versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from brand_kits import theme_of
from brand_kits.kit_words import COUNTRIES
from brand_kits.theme import Theme
from cms.models import CampaignTemplatePage
from cms.pictures import pictures_for as pictures_for
from cms.pictures import used_in as used_in
from cms.shared import Published, body_at, published, uses_in


def themes_of(network_id: int) -> list[Theme]:
    """The brand kits of whatever is published for a network, or for all."""
    live = CampaignTemplatePage.objects.live().filter(Q(networks=network_id) | Q(networks=None))
    kits = set(live.order_by().values_list("kit_id", flat=True))
    return [theme_of.live_theme(kit) for kit in sorted(kits)]


def countries_of(network_id: int) -> tuple[str, ...]:
    """The countries that the kits of a network's templates have an imprint for.

    Every country a kit can have one for, as long as nothing is published for the network.
    """
    found = {i.country for theme in themes_of(network_id) for i in theme.imprints}
    return tuple(country for country in COUNTRIES if country in found or not found)


@dataclass(frozen=True, slots=True)
class Live:
    """What a template is now. revision: the id of the published one, 0 = none.

    withdrawn: why nothing of it may go out now: headquarters' words, "" without any; or None.
    """

    revision: int
    withdrawn: str | None


def live(page: CampaignTemplatePage) -> Live:
    """As the row says now, whatever this object holds. One query."""
    published, revision, retired_at, why = CampaignTemplatePage.objects.values_list(
        "live", "live_revision_id", "retired_at", "retired_why"
    ).get(pk=page.pk)
    return Live(revision or 0, str(why) if retired_at or not published else None)


def live_body(page: CampaignTemplatePage, revision: int) -> list[dict[str, Any]]:
    """A published body as raw JSON; the row's own for 0. Shared: never change it."""
    if not revision:
        return raw_body(CampaignTemplatePage.objects.get(pk=page.pk))
    return body_at(revision)


def raw_body(page: CampaignTemplatePage) -> list[dict[str, Any]]:
    """The body this object holds, as raw JSON (a draft in a preview)."""
    return page.raw_body()


def shared_for(body: list[dict[str, Any]]) -> Mapping[int, Published]:
    """The shared blocks that a raw body uses, as they are live now."""
    return published(uses_in(body))


def theme_for(page: CampaignTemplatePage) -> Theme:
    return theme_of.live_theme(page.kit_id)


def language_of(page: CampaignTemplatePage) -> str:
    return page.language
