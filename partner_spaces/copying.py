"""Where a campaign's words can go on: the templates they fit into, and how much finds its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from blocks.overlay import own_items
from cms.models import CampaignTemplatePage, Uses
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
    words = entries(campaign.overlay)
    mine = access.templates_for(campaign.partner, on=on).select_related("locale")
    found = []
    for template in mine.order_by("-first_published_at")[:MOST]:
        kept = entries(compose.carried_into(campaign, template))
        same = template.pk == campaign.template_id
        if kept or same or not words:
            used = template.uses == Uses.ONCE
            used = used and compose.used(template, partner=campaign.partner) is not None
            found.append(Place(template, min(kept, words), words, same, used))
    return sorted(found, key=lambda p: (p.used, not p.same, -p.kept))


def entries(overlay: Mapping[str, Any]) -> int:
    """How many fields and blocks of its own a partner wrote; what is parked counts as none."""
    edits = overlay.get("edits")
    fields = [
        len(entry.get("values") or ())
        for entry in (edits.values() if isinstance(edits, dict) else ())
        if isinstance(entry, dict)
    ]
    return sum(fields) + sum(1 for _item in own_items(overlay))
