"""How far an offer came: numbers of partners at each step, the last ones told by the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cms.models import Offering
from partner_spaces import offers
from partner_spaces.models import Decline, Review
from send.models import Dispatch, DispatchState


@dataclass(frozen=True, slots=True)
class Step:
    """One step and how many of the partners came so far. percent: of all partners asked."""

    key: str
    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """steps: from asked to sent, each a part of the one before. declined: (reason, partners)."""

    known: offers.Adoption
    steps: tuple[Step, ...]
    declined: tuple[tuple[str, int], ...]


def funnel(offering: Offering) -> Funnel:
    """Four queries beside the networks', however many partners there are.

    No name, no customer, no price is read.
    """
    known = offers.adoption(offering)
    counts = _sending(offering)
    steps = (
        ("seen", _("seen"), known.seen),
        ("begun", _("begun"), known.begun),
        ("approved", _("approved"), known.approved),
        ("scheduled", _("scheduled or sent"), counts["scheduled"]),
        ("sent", _("sent"), counts["sent"]),
    )
    whole = max(known.partners, 1)
    labels = dict(Decline.choices)
    declined = [(str(labels.get(key, key)), n) for key, n in known.declined.items()]
    return Funnel(
        known=known,
        steps=tuple(Step(key, label, n, round(100 * n / whole)) for key, label, n in steps),
        declined=tuple(sorted(declined, key=lambda one: -one[1])),
    )


def _sending(offering: Offering) -> dict[str, Any]:
    mine = Review.objects.filter(campaign=OuterRef("campaign"))
    sent = Exists(mine.filter(sent_at__isnull=False))
    waiting = Dispatch.objects.filter(
        review__campaign=OuterRef("campaign"), state=DispatchState.SCHEDULED
    )
    return offers.answers([offering]).aggregate(
        scheduled=Count("pk", filter=Q(sent) | Q(Exists(waiting))),
        sent=Count("pk", filter=Q(sent)),
    )
