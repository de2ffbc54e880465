"""Headquarters changed its own bytes: which approvals go along, and which do not. It is pulled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from brand_kits.assets.models import AssetVersion
from cms.models import CampaignTemplatePage, User
from partner_spaces.approval import approved_mail, last_carry, rendered_review, reviews
from partner_spaces.checks import check, errors, retired
from partner_spaces.models import Campaign, Carry, Review, ReviewState
from partner_spaces.rendering import Rendered, headquarters, stamp_of

# Inputs whose versions are the ids of revisions.
HEADQUARTERS = ("kit", "shared:", "claim:", "testimonial:")


class Outcome(StrEnum):
    """equal, carried: may be sent. Any other: hold the dispatch, with this as its reason."""

    EQUAL = "equal"
    CARRIED = "carried"
    SUPERSEDED = "superseded"  # the partner has to hand it in again
    UNEXPLAINED = "unexplained"  # other bytes, and no version says why
    RELEASE = "release"  # other bytes by an upgrade of ours: an operator carries it by hand
    RETIRED = "retired"  # headquarters took the template back; it is looked at anew if it returns


# The approval stands, and does not count for now.
HOLDING = (Outcome.UNEXPLAINED, Outcome.RELEASE, Outcome.RETIRED)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """mail: the hash of what would be sent now ("" if nothing can be compiled)."""

    review_id: int
    outcome: Outcome
    mail: str

    @property
    def may_go(self) -> bool:
        return self.outcome in (Outcome.EQUAL, Outcome.CARRIED)


def recheck(review: Review, *, release_by: User | None = None) -> Rechecked:
    """Compares one approval with what would be sent now, and writes what follows from it.

    release_by: the operator who carries approvals over an upgrade of ours. Never writes a
    campaign row. A review that is not approved (any more) is superseded to whoever asks.
    """
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=review.campaign_id)
        fresh = reviews().get(pk=review.pk)
        now = rendered_review(fresh)
        if fresh.state != ReviewState.APPROVED:
            return Rechecked(fresh.pk, Outcome.SUPERSEDED, now.mail)
        outcome = _outcome(fresh, now, release_by)
        if outcome is Outcome.CARRIED:
            _carry(fresh, now, release_by)
        if outcome is Outcome.SUPERSEDED:
            fresh.supersede()
            log(fresh.campaign, "partner_spaces.supersede", revision=fresh.revision)
        fresh.held = outcome if outcome in HOLDING else ""
        fresh.checked, fresh.template_version = now.stamp, int(now.inputs["template"])
        fresh.save()
    return Rechecked(fresh.pk, outcome, now.mail)


def _outcome(review: Review, now: Rendered, release_by: User | None) -> Outcome:
    """Section 8 of the approval: what becomes of an approval when the bytes are other ones."""
    if retired(now.findings):
        return Outcome.RETIRED
    if now.mail and now.mail == approved_mail(review):
        return Outcome.EQUAL
    against = errors(check(now, review.campaign.partner))
    if now.said != review.said or against or now.resolution.left_out or not now.mail:
        return Outcome.SUPERSEDED
    cause = difference(known_inputs(review), now.inputs)
    if not cause:
        return Outcome.UNEXPLAINED
    if "compiler" in cause and release_by is None:
        return Outcome.RELEASE
    return Outcome.CARRIED


def known_inputs(review: Review) -> Mapping[str, str]:
    """The versions that the approval stands for: of its latest Carry, else its own."""
    carry = last_carry(review)
    inputs: Mapping[str, str] = carry.inputs if carry else review.inputs
    return inputs


def difference(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, list[str]]:
    """{input: [old version, new version]} of those that differ."""
    return {
        name: [old.get(name, ""), new.get(name, "")]
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    }


def _carry(review: Review, now: Rendered, release_by: User | None) -> Carry:
    cause = difference(known_inputs(review), now.inputs)
    carry = Carry.objects.create(
        review=review,
        old_mail=approved_mail(review),
        new_mail=now.mail,
        inputs=dict(now.inputs),
        cause=cause,
        by=release_by or publisher(cause, review.campaign),
    )
    log(
        review.campaign,
        "partner_spaces.carry",
        user=carry.by,
        revision=review.revision,
        data={"cause": cause},
    )
    return carry


def publisher(cause: Mapping[str, list[str]], campaign: Campaign) -> User | None:
    """Who answers for the difference: who published at headquarters, else the partner's member."""
    for name, (_old, new) in cause.items():
        person: User | None = None
        if name == "template" and new.isdigit():
            entry = PageLogEntry.objects.filter(revision_id=int(new), action="wagtail.publish")
            newest = entry.order_by("-pk").select_related("user").first()
            person = (newest.user if newest else None) or _author(int(new))
        elif name.startswith(HEADQUARTERS) and new.isdigit():
            person = _author(int(new))
        elif name.startswith("picture:") and new:
            version = AssetVersion.objects.filter(sha256=new).select_related("created_by").first()
            person = version.created_by if version else None
        if person is not None:
            return person
    return campaign.partner.facts_by if "branch" in cause else None


def _author(revision_id: int) -> User | None:
    revision = Revision.objects.select_related("user").filter(pk=revision_id).first()
    return revision.user if revision else None


def recheck_due(limit: int = 500) -> list[Rechecked]:
    """Rechecks up to `limit` unsent approvals whose template, kit or partner changed since.

    Called by the send loop and `manage.py recheck`. About eight queries a template when nothing
    changed, however many approvals; no campaign row is written.
    """
    done: list[Rechecked] = []
    living = Review.objects.filter(
        state=ReviewState.APPROVED, sent_at=None, campaign__archived_at=None
    )
    used = living.order_by().values_list("campaign__template_id", flat=True).distinct()
    templates = CampaignTemplatePage.objects.select_related("locale")
    for template in templates.filter(pk__in=list(used)):
        if len(done) >= limit:
            break
        done += [recheck(review) for review in _due(living, template)[: limit - len(done)]]
    return done


def _due(living: QuerySet[Review], template: CampaignTemplatePage) -> QuerySet[Review]:
    """Those that were last compared with other versions than today's."""
    stamp = Concat(
        Value(f"{stamp_of(headquarters(template))}:"),
        Cast(F("campaign__partner__facts_version"), CharField()),
        output_field=CharField(),
    )
    return living.filter(campaign__template=template).exclude(checked=stamp).order_by("pk")
