"""Scheduled mails whose claims or voices may not be said any more on the day they are to go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from brand_kits.claims import refusal
from brand_kits.claims_of import claims_by_id, testimonials_by_id
from partner_spaces.models import Carry
from send.models import Dispatch

KINDS = ("claim", "testimonial")
_ASKED = ("review__campaign__template__locale", "partner__network")
_HEAVY = ("review__campaign__overlay", "review__campaign__template__body")


def outdated(scheduled: QuerySet[Dispatch]) -> list[Dispatch]:
    """Those of them. The same few queries however many there are; two where nothing is quoted.

    What was taken back altogether changes the mail, which the recheck of the approval sees.
    """
    rows = list(scheduled.select_related(*_ASKED).defer(*_HEAVY))
    carries = Carry.objects.filter(review__in=[row.review_id for row in rows]).order_by("pk")
    carried = dict(carries.values_list("review", "inputs"))  # the newest of each is the last
    said = {row: list(_said(carried.get(row.review_id, row.review.inputs))) for row in rows}
    wanted = {kind: {pk for used in said.values() for k, pk in used if k == kind} for kind in KINDS}
    known: Mapping[str, Mapping[int, Any]] = {
        "claim": claims_by_id(wanted["claim"]) if wanted["claim"] else {},
        "testimonial": testimonials_by_id(wanted["testimonial"]) if wanted["testimonial"] else {},
    }
    return [
        row
        for row, used in said.items()
        if any(_refused(known[kind].get(pk), row) for kind, pk in used)
    ]


def _said(inputs: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """(`claim`, its id) of everything quoted among the inputs an approval recorded."""
    for name in inputs:
        kind, _colon, number = name.partition(":")
        if kind in KINDS and number.isdigit():
            yield kind, int(number)


def _refused(one: Any, row: Dispatch) -> bool:
    if one is None:
        return False
    day = timezone.localdate(row.send_at)
    language = row.review.campaign.template.language
    scopes = frozenset({row.partner.network.slug})
    return refusal(one, language=language, on=day, scopes=scopes) is not None
