"""The partner's catalogue: each template, what this partner made of it, and how long there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
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
    negative once it is over, None without one. languages: the same template in others.
    """

    template: CampaignTemplatePage
    place: Place
    campaign: Campaign | None
    days_left: int | None
    languages: tuple[CampaignTemplatePage, ...] = ()

    @property
    def presses(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON.days

    @property
    def may_begin_another(self) -> bool:
        """Beside the one it leads to; where it leads to none that is open, it begins one anyway."""
        open_now = self.place in (Place.BEGUN, Place.IN_REVIEW)
        return open_now and self.template.uses != Uses.ONCE


def search(partner: Partner, *, on: date, q: str = "") -> QuerySet[CampaignTemplatePage]:
    """The templates in whose name, purpose or occasion the words stand; what ends first leads.

    Of a template in several languages the partner's own stands for all, else the first one.
    """
    mine = access.templates_for(partner, on=on)
    same = mine.filter(translation_key=OuterRef("translation_key"))
    own = Q(locale__language_code__startswith=partner.language)
    found = mine.filter(
        own | (~Exists(same.filter(own)) & ~Exists(same.filter(pk__lt=OuterRef("pk"))))
    )
    for word in q.split()[:6]:
        found = found.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(occasion__icontains=word)
        )
    return found.select_related("locale").order_by(F("send_by").asc(nulls_last=True), "title", "pk")


def occasions(found: QuerySet[CampaignTemplatePage]) -> list[tuple[str, int]]:
    """(occasion, how many templates) by name; a template without one is in none."""
    counted: dict[str, int] = {}
    for _pk, name in found.values_list("pk", "occasion"):
        if name:
            counted[name] = counted.get(name, 0) + 1
    return sorted(counted.items(), key=lambda item: item[0].casefold())


def cards(templates: Sequence[CampaignTemplatePage], *, partner: Partner, on: date) -> list[Card]:
    """A few queries, however many templates there are. Languages of one template are one."""
    keys = [template.translation_key for template in templates]
    mine = Campaign.objects.filter(partner=partner, template__translation_key__in=keys)
    by_key: dict[Any, list[Campaign]] = {}
    slim = mine.select_related("template").defer("overlay", "template__body")
    for campaign in slim.order_by("-pk"):
        by_key.setdefault(campaign.template.translation_key, []).append(campaign)
    where = approval.statuses([c for found in by_key.values() for c in found])
    others: dict[Any, list[CampaignTemplatePage]] = {}
    there = access.templates_for(partner, on=on).filter(translation_key__in=keys)
    for one in there.select_related("locale").defer("body"):
        others.setdefault(one.translation_key, []).append(one)
    return [
        _card(
            template,
            by_key.get(template.translation_key, []),
            where=where,
            on=on,
            languages=[o for o in others.get(template.translation_key, ()) if o.pk != template.pk],
        )
        for template in templates
    ]


def _card(
    template: CampaignTemplatePage,
    campaigns: Iterable[Campaign],
    *,
    where: dict[int, Status],
    on: date,
    languages: list[CampaignTemplatePage],
) -> Card:
    campaigns = list(campaigns)
    more = tuple(languages)
    left = (template.send_by - on).days if template.send_by else None
    living = [c for c in campaigns if c.archived_at is None]
    for place, states in (
        (Place.BEGUN, _EDITABLE),
        (Place.IN_REVIEW, (Status.IN_REVIEW,)),
        (Place.APPROVED, (Status.APPROVED, Status.HELD, Status.SENT)),
    ):
        here = next((c for c in living if where[c.pk] in states), None)
        if here is not None:
            done = place is Place.APPROVED and template.uses == Uses.ONCE
            return Card(template, Place.USED if done else place, here, left, more)
    if campaigns and template.uses == Uses.ONCE:
        return Card(template, Place.USED, campaigns[0], left, more)
    published = template.first_published_at
    new = published is not None and published > timezone.now() - NEW_FOR
    return Card(template, Place.NEW if new and not campaigns else Place.FREE, None, left, more)
