"""Deciding whether a campaign may go out: submit, withdraw, approve, request changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.models import Approval, CampaignTemplatePage, User
from partner_spaces import access, compose
from partner_spaces.checks import check, errors
from partner_spaces.errors import NotAllowed, NotReady, Outdated, OwnCampaign
from partner_spaces.models import Campaign, Carry, PartnerRole, Review, ReviewState
from partner_spaces.rendering import Rendered, rendered


class Status(StrEnum):
    """Where a campaign stands, for lists and headings."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"  # may be scheduled
    EDITED = "edited"  # approved, and edited since: needs to be handed in again
    SUPERSEDED = "superseded"  # approved once; something else would be sent now
    HELD = "held"
    SENT = "sent"


def rule_for(campaign: Campaign) -> str:
    """The rule that approves without a reviewer, "" if one has to decide."""
    automatic = campaign.template.approval == Approval.AUTO
    return "template_auto" if automatic and not campaign.partner.requires_approval else ""


def submit(campaign: Campaign, *, by: User) -> Review:
    """Hands the campaign in; approves it at once where a rule says so (Review.rule names it).

    NotAllowed below editor, NotReady(findings) with error findings, InReview if it is in already.
    What is approved already and has not changed is returned as it is.
    """
    access.require(by, campaign.partner, PartnerRole.EDITOR)
    with transaction.atomic():
        compose.editable(campaign.pk)
        row = compose.access_row(campaign.pk)
        now = rendered(row)
        if now.resolution.left_out:  # headquarters closed something: into `parked` with it first
            compose.save_overlay(row.pk, row.overlay, if_match=row.rev, by=by)
            row = compose.access_row(campaign.pk)
            now = rendered(row)
        standing = check(now, row.partner)
        if errors(standing):
            raise NotReady(standing)
        already = approved(row)
        if already is not None and (approved_mail(already), already.said) == (now.mail, now.said):
            return already
        review: Review = Review(
            campaign=row,
            revision=row.save_revision(user=by, clean=False),
            rev=row.rev,
            submitted_by=by,
        )
        _record(review, now, rule_for(row))
        log(row, "partner_spaces.submit", user=by, revision=review.revision)
        if review.rule:
            review.approve()
            review.decided_at = timezone.now()
            log(row, "partner_spaces.approve", revision=review.revision, data={"rule": review.rule})
        review.save()
    return review


def _record(review: Review, now: Rendered, rule: str = "") -> None:
    """What was handed in, in hashes and versions."""
    review.said, review.mail = now.said, now.mail
    review.inputs, review.checked = dict(now.inputs), now.stamp
    review.template_version = int(now.inputs["template"])
    review.rule = rule


def withdraw(review: Review, *, by: User) -> Review:
    """The partner takes it back. Outdated(state) if it was decided meanwhile."""
    access.require(by, review.campaign.partner, PartnerRole.EDITOR)
    with transaction.atomic():
        fresh = _submitted(review)
        fresh.withdraw()
        _decide(fresh, by, "partner_spaces.withdraw")
    return fresh


def approve(review: Review, *, by: User, mail_shown: str) -> Review:
    """A reviewer lets it go out.

    NotAllowed without the right, OwnCampaign for who submitted it, NotReady with error findings,
    Outdated(newer) if there is a later revision, Outdated(mail) if `mail_shown` (the hash of the
    mail the reviewer saw) is not what would be sent now, Outdated(state) if decided already.
    """
    with transaction.atomic():
        fresh = _for_decision(review, by=by)
        if fresh.campaign.latest_revision_id != fresh.revision_id:
            raise Outdated(_("There is a newer version of this campaign."), code="newer")
        now = rendered_review(fresh)
        standing = check(now, fresh.campaign.partner)
        if errors(standing):
            raise NotReady(standing)
        if not mail_shown or now.mail != mail_shown:
            raise Outdated(_("The mail has changed since you opened it. Look again."), code="mail")
        _record(fresh, now)
        fresh.approve()
        _decide(fresh, by, "partner_spaces.approve")
    return fresh


def request_changes(review: Review, *, by: User, reason: str) -> Review:
    """Back to the partner, with a reason. Refuses like `approve`, but for the mail."""
    with transaction.atomic():
        fresh = _for_decision(review, by=by)
        fresh.reason = reason.strip()[:500]
        if not fresh.reason:
            raise NotReady(())
        fresh.request_changes()
        _decide(fresh, by, "partner_spaces.request_changes")
    return fresh


def _for_decision(review: Review, *, by: User) -> Review:
    if not access.is_reviewer(by):
        raise NotAllowed
    fresh = _submitted(review)
    if by.pk in (fresh.submitted_by_id, fresh.revision.user_id, fresh.campaign.created_by_id):
        raise OwnCampaign
    return fresh


def _submitted(review: Review) -> Review:
    """The row as it is now, locked with its campaign. Outdated(state) unless it is in review."""
    Campaign.objects.select_for_update().get(pk=review.campaign_id)
    fresh = reviews().get(pk=review.pk)
    if fresh.state != ReviewState.SUBMITTED:
        raise Outdated(_("This has been decided meanwhile."), code="state")
    return fresh


def _decide(review: Review, by: User, action: str) -> None:
    review.decided_by, review.decided_at = by, timezone.now()
    review.save()
    log(review.campaign, action, user=by, revision=review.revision)


def reviews() -> QuerySet[Review]:
    """Reviews with all that is asked of them."""
    found: QuerySet[Review] = Review.objects.select_related(
        "campaign", "campaign__partner", "campaign__partner__network", "campaign__template"
    )
    return found.select_related("revision", "submitted_by")


def submitted(campaign: Campaign) -> Review | None:
    """The review the campaign is in now."""
    return reviews().filter(campaign=campaign, state=ReviewState.SUBMITTED).first()


def latest(campaign: Campaign) -> Review | None:
    """The newest review, whatever became of it."""
    return reviews().filter(campaign=campaign).order_by("-pk").first()


def approved(campaign: Campaign) -> Review | None:
    """The newest review if it is approved, not held, and the campaign has not been edited since.

    This is what may be scheduled, or was sent.
    """
    review = latest(campaign)
    if review is None:
        return None
    held = bool(withdrawn_among({campaign.template_id}))
    found = _status(review, campaign.rev, held=held)
    return review if found in (Status.APPROVED, Status.SENT) else None


def sent(review: Review, *, at: datetime) -> None:
    """Sending began. Whoever sends says so; from then on it is no draft of anything."""
    Review.objects.filter(pk=review.pk, sent_at=None).update(sent_at=at)


def version_checked(campaign: Campaign) -> int:
    """The template's version (a revision's id) that it was last checked with, 0 = none."""
    review = latest(campaign)
    return max(campaign.template_version, review.template_version if review else 0)


def withdrawn_among(templates: Collection[int]) -> frozenset[int]:
    """Those of the templates that headquarters has taken back."""
    rows = CampaignTemplatePage.objects.filter(pk__in=templates)
    gone = rows.filter(Q(live=False) | Q(retired_at__isnull=False))
    return frozenset(gone.values_list("pk", flat=True))


def status(campaign: Campaign) -> Status:
    """Where the campaign stands."""
    return statuses([campaign])[campaign.pk]


def statuses(campaigns: Iterable[Campaign]) -> dict[int, Status]:
    """Where each campaign stands: three queries, however many there are."""
    campaigns = list(campaigns)
    revs = {campaign.pk: campaign.rev for campaign in campaigns}
    gone = withdrawn_among({campaign.template_id for campaign in campaigns})
    held = {campaign.pk for campaign in campaigns if campaign.template_id in gone}
    newest = Review.objects.filter(campaign__in=revs).values("campaign").annotate(newest=Max("pk"))
    found = Review.objects.filter(pk__in=[row["newest"] for row in newest])
    known = {
        review.campaign_id: _status(
            review, revs[review.campaign_id], held=review.campaign_id in held
        )
        for review in found
    }
    return {pk: known.get(pk, Status.DRAFT) for pk in revs}


def _status(review: Review, rev: int, *, held: bool) -> Status:
    """held: its template has been taken back, whether the approval has heard of it or not."""
    if review.state == ReviewState.APPROVED:
        if review.rev != rev:
            return Status.EDITED
        if review.sent_at:
            return Status.SENT
        return Status.HELD if review.held or held else Status.APPROVED
    return {
        ReviewState.SUBMITTED: Status.IN_REVIEW,
        ReviewState.CHANGES_REQUESTED: Status.RETURNED,
        ReviewState.WITHDRAWN: Status.DRAFT,
        ReviewState.SUPERSEDED: Status.SUPERSEDED,
    }[ReviewState(review.state)]


def last_carry(review: Review) -> Carry | None:
    """The newest of its carries."""
    return review.carries.order_by("-pk").first()


def approved_mail(review: Review) -> str:
    """The hash the approval stands for: of its latest Carry, else its own."""
    carry = last_carry(review)
    return carry.new_mail if carry else review.mail


def rendered_review(review: Review) -> Rendered:
    """What was handed in, with headquarters' inputs of now."""
    return rendered(review.campaign, overlay=compose.overlay_of(review.revision))
