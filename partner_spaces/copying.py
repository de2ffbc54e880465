"""Where a campaign's words can go on: the templates they fit into, and how much finds its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from blocks.overlay import own_items
from cms.models import CampaignTemplatePage
from partner_spaces import access, compose
from partner_spaces.models import Campaign

MOST = 60  # templates looked at for one campaign


@dataclass(frozen=True, slots=True)
class Place:
    """A template for the copy. words: how many of the partner's entries there are, kept: how many
    find their place in it. used: it is for one use, and used.
    """

    template: CampaignTemplatePage
    kept: int
    words: int
    same: bool
    used: bool

    @property
    def aside(self) -> int:
        return self.words - self.kept


def places(campaign: Campaign, *, on: date) -> list[Place]:
    """The campaign's own template first where it is still offered, then what takes most words.

    Only templates that take at least one of the words, as long as there are any.
    """
    mine = _offered(campaign, on=on).order_by("-first_published_at")[:MOST]
    found = [one for template in mine if (one := _place(campaign, template))]
    return sorted(found, key=lambda p: (p.used, not p.same, -p.kept))


def place(campaign: Campaign, template: str, *, on: date) -> Place | None:
    """One of those, by the uuid of its template as a form sends it."""
    try:
        found = _offered(campaign, on=on).filter(uuid=UUID(template)).first()
    except ValueError:
        return None
    return _place(campaign, found) if found else None


def _offered(campaign: Campaign, *, on: date) -> QuerySet[CampaignTemplatePage]:
    return access.templates_for(campaign.partner, on=on).select_related("locale")


def _place(campaign: Campaign, template: CampaignTemplatePage) -> Place | None:
    words, kept = entries(campaign.overlay), entries(compose.carried_into(campaign, template))
    same = template.pk == campaign.template_id
    if words and not kept and not same:
        return None
    used = compose.used(template, partner=campaign.partner) is not None
    return Place(template, min(kept, words), words, same, used)


def entries(overlay: Mapping[str, Any]) -> int:
    """How many fields and blocks of its own a partner wrote; what is parked counts as none."""
    edits = overlay.get("edits")
    fields = [
        len(entry.get("values") or ())
        for entry in (edits.values() if isinstance(edits, dict) else ())
        if isinstance(entry, dict)
    ]
    return sum(fields) + sum(1 for _item in own_items(overlay))
