"""Making a template local: everything that writes a campaign. Nothing else writes an overlay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from brand_kits.findings import Finding
from cms.models import CampaignTemplatePage, User
from partner_spaces.models import Campaign, Partner
from partner_spaces.rendering import Rendered


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left: the overlay as stored, and everything there is to say about it.

    findings: first what this save refused, then what still stands against the campaign.
    """

    rev: int
    overlay: dict[str, Any]
    findings: tuple[Finding, ...]
    mail: str
    rendered: Rendered


def start(
    template: CampaignTemplatePage, *, partner: Partner, by: User, title: str = ""
) -> Campaign:
    """A new campaign that says nothing yet. NotAllowed below editor or for a foreign network's."""
    raise NotImplementedError


def state(campaign: Campaign) -> Saved:
    """The campaign as the editor sees it now: what headquarters' changes left out stands in
    `parked` already, though it is only written at the next save.
    """
    raise NotImplementedError


def save_overlay(campaign_id: int, overlay: Mapping[str, Any], *, if_match: int, by: User) -> Saved:
    """The only writer of a campaign's overlay. A violation is refused alone, the rest is kept.

    overlay: as `blocks.overlay.parse` gives it. if_match: the rev it was made from.
    Raises Campaign.DoesNotExist (foreign), NotAllowed (viewer), InReview, Stale (somebody saved).
    """
    raise NotImplementedError


def save_version(campaign: Campaign, *, by: User) -> Revision:
    """Keeps the campaign as it is now, to come back to."""
    raise NotImplementedError


def revert(campaign_id: int, revision_id: int, *, if_match: int, by: User) -> Saved:
    """Back to a kept version, under today's locks: through save_overlay like everything else."""
    raise NotImplementedError


def rename(campaign: Campaign, title: str, *, by: User) -> Campaign:
    """The title is the partner's own word for it; no recipient sees it."""
    raise NotImplementedError


def duplicate(campaign: Campaign, *, by: User, title: str = "") -> Campaign:
    """A new campaign of the same template with the same words; never its reviews."""
    raise NotImplementedError


def archive(campaign: Campaign, *, by: User) -> Campaign:
    """Out of the list; nothing is deleted. InReview while it is being reviewed."""
    raise NotImplementedError


def restore(campaign: Campaign, *, by: User) -> Campaign:
    """Back into the list."""
    raise NotImplementedError
