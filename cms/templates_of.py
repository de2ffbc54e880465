"""What a campaign needs of its template: the live body, the theme, the pictures, the versions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from wagtail.models import Revision

from blocks.pictures import Picture
from brand_kits.assets import published
from brand_kits.models import BrandKit
from brand_kits.theme import Theme
from brand_kits.theme_of import live_theme
from cms.models import CampaignTemplatePage


def live_body(page: CampaignTemplatePage) -> tuple[list[dict[str, Any]], int]:
    """The published body as raw JSON and its revision's id (0: none). Shared: never change it."""
    revision = _live(page)
    if revision is None:
        return raw_body(CampaignTemplatePage.objects.get(pk=page.pk)), 0
    return _body_at(revision), revision


def raw_body(page: CampaignTemplatePage) -> list[dict[str, Any]]:
    """The body this object holds, as raw JSON (a draft in a preview)."""
    return [dict(block) for block in page.body.get_prep_value()]


def theme_for(page: CampaignTemplatePage) -> Theme:
    return live_theme(page.kit_id)


def language_of(page: CampaignTemplatePage) -> str:
    return str(page.locale.language_code)[:2]


def pictures_for(ids: Iterable[int], *, language: str = "de") -> dict[int, Picture]:
    """The pictures of these ids as blocks know them, described in a language; no unknown ones."""
    german = language.startswith("de")
    return {
        pk: Picture(
            id=pk,
            sha256=p.sha256,
            width=p.width,
            height=p.height,
            url=f"{settings.BASE_URL}{p.path}",
            alt=(p.alt_de or p.alt_en) if german else (p.alt_en or p.alt_de),
            collection=p.collection,
        )
        for pk, p in published.pictures_for(ids).items()
    }


def versions(page: CampaignTemplatePage) -> dict[str, str]:
    """Numbers of what headquarters published: recorded beside an approval, never hashed."""
    kit = BrandKit.objects.values_list("live_revision_id", flat=True).get(pk=page.kit_id)
    return {"template": str(_live(page) or 0), "kit": str(kit or 0)}


def _live(page: CampaignTemplatePage) -> int | None:
    found: int | None = CampaignTemplatePage.objects.values_list("live_revision_id", flat=True).get(
        pk=page.pk
    )
    return found


@lru_cache(maxsize=512)
def _body_at(revision: int) -> list[dict[str, Any]]:
    body = json.loads(Revision.objects.get(pk=revision).content["body"])
    return [dict(block) for block in body]
