"""The versions of a template: every save and publication, what differs, and going back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.formats import date_format
from wagtail.models import Revision

from blocks.catalogue import CATALOGUE
from blocks.difference import Difference, differences
from cms.models import CampaignTemplatePage, User

FIELDS = {kind.name: frozenset(f.name for f in kind.fields) for kind in CATALOGUE.values()}
# What of a page is told beside its blocks.
DATA = (
    *("title", "summary", "occasion", "networks", "kit", "approval"),
    *("available_from", "available_until", "send_by", "uses", "new_title", "new_send_at"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """One revision. number: 1 is the first. live: what partners have now; latest: the draft."""

    pk: int
    number: int
    at: datetime
    by: User | None
    live: bool
    latest: bool


@dataclass(frozen=True, slots=True)
class DataDifference:
    """A piece of catalogue data that differs, as people read it."""

    label: str
    old: str
    new: str


def revisions(page: CampaignTemplatePage) -> QuerySet[Revision]:
    found: QuerySet[Revision] = Revision.objects.for_instance(page)
    return found.order_by("created_at", "pk")


def versions(page: CampaignTemplatePage) -> list[Version]:
    """Every version, the newest first."""
    row = CampaignTemplatePage.objects.only("live_revision_id", "latest_revision_id").get(
        pk=page.pk
    )
    found = revisions(page).select_related("user").defer("content")
    numbered = [
        Version(
            pk=revision.pk,
            number=number,
            at=revision.created_at,
            by=revision.user,
            live=revision.pk == row.live_revision_id,
            latest=revision.pk == row.latest_revision_id,
        )
        for number, revision in enumerate(found, start=1)
    ]
    return numbered[::-1]


def numbered(page: CampaignTemplatePage, revision: int) -> Version | None:
    """The version that a revision's id stands for."""
    return next((one for one in versions(page) if one.pk == revision), None)


def at(revision: Revision) -> CampaignTemplatePage:
    """The template as it was at a version."""
    page: CampaignTemplatePage = revision.as_object()
    return page


def compare(
    old: CampaignTemplatePage, new: CampaignTemplatePage
) -> tuple[tuple[Difference, ...], tuple[DataDifference, ...]]:
    """(by block, in the catalogue data) of two versions, or of two languages of one template."""
    blocks = differences(old.raw_body(), new.raw_body(), FIELDS)
    return blocks, tuple(_data(old, new))


def _data(old: CampaignTemplatePage, new: CampaignTemplatePage) -> Iterator[DataDifference]:
    for name in DATA:
        before, after = _shown(old, name), _shown(new, name)
        if before != after:
            label = str(CampaignTemplatePage._meta.get_field(name).verbose_name)
            yield DataDifference(label, before, after)


def _shown(page: CampaignTemplatePage, name: str) -> str:
    choice = getattr(page, f"get_{name}_display", None)
    if choice is not None:
        return str(choice())
    value: Any = getattr(page, name)
    if isinstance(value, datetime):
        return date_format(value, "DATETIME_FORMAT")
    if hasattr(value, "isoformat"):
        return date_format(value, "DATE_FORMAT")
    if hasattr(value, "all"):
        return ", ".join(sorted(str(one) for one in value.all()))
    return str(value) if isinstance(value, Model) else str(value or "")


def roll_back(page: CampaignTemplatePage, to: Revision, *, by: User) -> Revision:
    """A new draft that says what an earlier version said. Which template it is stays the same.

    Nothing is published by it, and no version is lost.
    """
    with transaction.atomic():
        earlier = at(to)
        revision: Revision = earlier.save_revision(
            user=by, clean=False, log_action="wagtail.revert", previous_revision=to
        )
    return revision
