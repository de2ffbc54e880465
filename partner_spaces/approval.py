"""Deciding whether a campaign may go out: submit, withdraw, approve, request changes."""

from __future__ import annotations

from cms.models import User
from partner_spaces.models import Campaign, Review
from partner_spaces.rendering import Rendered


def submit(campaign: Campaign, *, by: User) -> Review:
    """Hands the campaign in; approves it at once where a rule says so (Review.rule names it).

    NotAllowed below editor, NotReady(findings) with error findings, InReview if it is in already.
    What is approved already and would be the same mail is returned as it is.
    """
    raise NotImplementedError


def withdraw(review: Review, *, by: User) -> Review:
    """The partner takes it back. Outdated(state) if it was decided meanwhile."""
    raise NotImplementedError


def approve(review: Review, *, by: User, mail_shown: str) -> Review:
    """A reviewer lets it go out.

    NotAllowed without the right, OwnCampaign for who submitted it, NotReady with error findings,
    Outdated(newer) if there is a later revision, Outdated(mail) if `mail_shown` (the hash of the
    mail the reviewer saw) is not what would be sent now, Outdated(state) if decided already.
    """
    raise NotImplementedError


def request_changes(review: Review, *, by: User, reason: str) -> Review:
    """Back to the partner, with a reason."""
    raise NotImplementedError


def submitted(campaign: Campaign) -> Review | None:
    """The review the campaign is in now."""
    raise NotImplementedError


def latest(campaign: Campaign) -> Review | None:
    """The newest review, whatever became of it."""
    raise NotImplementedError


def approved(campaign: Campaign) -> Review | None:
    """The newest review if it is approved, not held, and the campaign has not been edited since.

    This is what may be scheduled.
    """
    raise NotImplementedError


def approved_mail(review: Review) -> str:
    """The hash the approval stands for: of its latest Carry, else its own."""
    raise NotImplementedError


def rendered_review(review: Review) -> Rendered:
    """What was handed in, with headquarters' inputs of now."""
    raise NotImplementedError
