"""What a campaign needs of its template: the live body, the theme, the pictures, the versions."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from wagtail.models import Revision

from brand_kits import theme_of
from brand_kits.theme import Theme
from cms.models import CampaignTemplatePage
from cms.pictures import pictures_for as pictures_for


def live_body(page: CampaignTemplatePage) -> tuple[list[dict[str, Any]], int]:
    """The published body as raw JSON and its revision's id (0: none). Shared: never change it."""
    revision = _live(page)
    if revision is None:
        return raw_body(CampaignTemplatePage.objects.get(pk=page.pk)), 0
    return _body_at(revision), revision


def raw_body(page: CampaignTemplatePage) -> list[dict[str, Any]]:
    """The body this object holds, as raw JSON (a draft in a preview)."""
    return page.raw_body()


def theme_for(page: CampaignTemplatePage) -> Theme:
    return theme_of.live_theme(page.kit_id)


def language_of(page: CampaignTemplatePage) -> str:
    return page.language


def versions(page: CampaignTemplatePage) -> dict[str, str]:
    """Numbers of what headquarters published: recorded beside an approval, never hashed."""
    return {"template": str(_live(page) or 0), **theme_of.versions(page.kit_id)}


def _live(page: CampaignTemplatePage) -> int | None:
    found: int | None = CampaignTemplatePage.objects.values_list("live_revision_id", flat=True).get(
        pk=page.pk
    )
    return found


@lru_cache(maxsize=512)
def _body_at(revision: int) -> list[dict[str, Any]]:
    body = json.loads(Revision.objects.get(pk=revision).content["body"])
    return [dict(block) for block in body]
