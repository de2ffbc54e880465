"""The partner's catalogue: each template, what this partner made of it, and how long there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cms.models import CampaignTemplatePage, Uses
from partner_spaces import access, approval
from partner_spaces.approval import Status
from partner_spaces.models import Campaign, Partner

NEW_FOR = timedelta(days=14)  # how long a template counts as new
SOON = timedelta(days=7)  # from here on a deadline presses


class Place(StrEnum):
    """What a partner has of a template."""

    NEW = "new"  # published lately, nothing begun
    FREE = "free"
    BEGUN = "begun"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    USED = "used"  # for one use, and used


_EDITABLE = (Status.DRAFT, Status.RETURNED, Status.EDITED, Status.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Card:
    """One template as its partner sees it.

    campaign: the one to go on with, or what used the template up. days_left: until the deadline,
    negative once it is over, None without one.
    """

    template: CampaignTemplatePage
    place: Place
    campaign: Campaign | None
    days_left: int | None

    @property
    def presses(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON.days

    @property
    def may_begin(self) -> bool:
        return self.template.uses != Uses.ONCE or self.campaign is None


def search(partner: Partner, *, on: date, q: str = "") -> QuerySet[CampaignTemplatePage]:
    """The templates in whose name, purpose or occasion the words stand; what ends first leads."""
    found = access.templates_for(partner, on=on)
    for word in q.split()[:6]:
        found = found.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(occasion__icontains=word)
        )
    return found.order_by(F("send_by").asc(nulls_last=True), "title", "pk")


def occasions(found: QuerySet[CampaignTemplatePage]) -> list[tuple[str, int]]:
    """(occasion, how many templates) by name; a template without one is in none."""
    counted: dict[str, int] = {}
    for _pk, name in found.values_list("pk", "occasion"):
        if name:
            counted[name] = counted.get(name, 0) + 1
    return sorted(counted.items(), key=lambda item: item[0].casefold())


def cards(templates: Sequence[CampaignTemplatePage], *, partner: Partner, on: date) -> list[Card]:
    """Three queries, however many templates there are."""
    mine = Campaign.objects.filter(partner=partner, template__in=[t.pk for t in templates]).defer(
        "overlay"
    )
    by_template: dict[int, list[Campaign]] = {}
    for campaign in mine.order_by("-pk"):
        by_template.setdefault(campaign.template_id, []).append(campaign)
    where = approval.statuses([c for found in by_template.values() for c in found])
    return [
        _card(template, by_template.get(template.pk, []), where=where, on=on)
        for template in templates
    ]


def _card(
    template: CampaignTemplatePage,
    campaigns: Iterable[Campaign],
    *,
    where: dict[int, Status],
    on: date,
) -> Card:
    campaigns = list(campaigns)
    left = (template.send_by - on).days if template.send_by else None
    living = [c for c in campaigns if c.archived_at is None]
    for place, states in (
        (Place.BEGUN, _EDITABLE),
        (Place.IN_REVIEW, (Status.IN_REVIEW,)),
        (Place.APPROVED, (Status.APPROVED, Status.HELD)),
    ):
        here = next((c for c in living if where[c.pk] in states), None)
        if here is not None:
            done = place is Place.APPROVED and template.uses == Uses.ONCE
            return Card(template, Place.USED if done else place, here, left)
    if campaigns and template.uses == Uses.ONCE:
        return Card(template, Place.USED, campaigns[0], left)
    published = template.first_published_at
    new = published is not None and published > timezone.now() - NEW_FOR
    return Card(template, Place.NEW if new and not campaigns else Place.FREE, None, left)
