"""The kept versions of a campaign: when, by whom, and why each was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from wagtail.models import ModelLogEntry, Revision

from cms.models import User
from partner_spaces import compose
from partner_spaces.members import known_as
from partner_spaces.models import Campaign, Review, ReviewState


class Why(StrEnum):
    """Why a version was kept; what became of one that was handed in."""

    BY_HAND = "by_hand"
    BEFORE = "before"  # somebody went back to an older one
    IN_REVIEW = "in_review"
    BY_RULE = "by_rule"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Version:
    """by: as members are told. note: the person's own words. now: the campaign says this now."""

    id: int
    at: datetime
    by: str
    why: Why
    note: str
    now: bool


def revisions(campaign: Campaign) -> QuerySet[Revision]:
    """All of them, the newest first."""
    found: QuerySet[Revision] = campaign.revisions.select_related("user").order_by("-pk")
    return found


def described(kept: Iterable[Revision], campaign: Campaign) -> list[Version]:
    """What there is to say about some of a campaign's revisions: three queries, and the names."""
    rows = list(kept)
    reviews = {r.revision_id: r for r in Review.objects.filter(revision__in=rows)}
    notes = _notes(rows)
    names: dict[int | None, str] = {}
    for row in rows:
        if row.user_id not in names:
            names[row.user_id] = known_as(_user(row), campaign.partner)
    return [
        Version(
            id=row.pk,
            at=row.created_at,
            by=names[row.user_id],
            why=_why(reviews.get(row.pk), notes.get(row.pk, {})),
            note=str(notes.get(row.pk, {}).get("note") or ""),
            now=_words(compose.overlay_of(row)) == _words(campaign.overlay),
        )
        for row in rows
    ]


def _user(revision: Revision) -> User | None:
    found: User | None = revision.user
    return found


def _words(overlay: Mapping[str, object]) -> dict[str, object]:
    """All but what is parked: that belongs to the campaign, not to one version of it."""
    return {name: part for name, part in overlay.items() if name != "parked" and part}


def _notes(rows: list[Revision]) -> dict[int, Mapping[str, object]]:
    entries = ModelLogEntry.objects.filter(revision__in=rows, action="partner_spaces.keep")
    return {entry.revision_id: entry.data for entry in entries.order_by("pk")}


_BECAME = {
    ReviewState.SUBMITTED: Why.IN_REVIEW,
    ReviewState.CHANGES_REQUESTED: Why.RETURNED,
    ReviewState.WITHDRAWN: Why.WITHDRAWN,
    ReviewState.SUPERSEDED: Why.SUPERSEDED,
}


def _why(review: Review | None, told: Mapping[str, object]) -> Why:
    if review is None:
        return Why.BEFORE if told.get("before") else Why.BY_HAND
    if review.state == ReviewState.APPROVED:
        return Why.BY_RULE if review.rule else Why.APPROVED
    return _BECAME[ReviewState(review.state)]
