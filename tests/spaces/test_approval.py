"""Submit, withdraw, approve: who may do what when, and what the approval then stands for."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_fsm import TransitionNotAllowed
from wagtail.models import ModelLogEntry

from cms.models import Approval
from partner_spaces import approval, compose
from partner_spaces.approval import Status
from partner_spaces.errors import InReview, NotAllowed, NotReady, Outdated, OwnCampaign
from partner_spaces.models import Campaign, PartnerRole, Review, ReviewState
from tests import factories
from tests.spaces import bodies as b
from tests.spaces.conftest import Door


@pytest.fixture
def template(db: None) -> Any:
    return factories.template(b.body(), approval=Approval.REVIEW)


def refresh(campaign: Campaign) -> Campaign:
    return compose.access_row(campaign.pk)


def decide(review: Review, by: Any) -> Review:
    return approval.approve(review, by=by, mail_shown=approval.rendered_review(review).mail)


MOVES = {
    "submit": lambda campaign, review, by: approval.submit(campaign, by=by),
    "withdraw": lambda campaign, review, by: approval.withdraw(review, by=by),
    "approve": lambda campaign, review, by: decide(review, by),
    "request_changes": lambda campaign, review, by: approval.request_changes(
        review, by=by, reason="Preis fehlt"
    ),
}
ROLES = ["owner", "editor", "viewer", "owner elsewhere", "reviewer", "headquarters", "nobody"]
STATES = [
    "draft",
    ReviewState.SUBMITTED,
    ReviewState.APPROVED,
    ReviewState.CHANGES_REQUESTED,
    ReviewState.WITHDRAWN,
    ReviewState.SUPERSEDED,
]
# state x role x move -> the state after it; everything else is refused and changes nothing
AFTER = {
    **{
        (state, role, "submit"): ReviewState.SUBMITTED
        for state in STATES
        if state not in (ReviewState.SUBMITTED, ReviewState.APPROVED)
        for role in ("owner", "editor")
    },
    **{
        (ReviewState.APPROVED, role, "submit"): ReviewState.APPROVED  # is approved as it is
        for role in ("owner", "editor")
    },
    (ReviewState.SUBMITTED, "owner", "withdraw"): ReviewState.WITHDRAWN,
    (ReviewState.SUBMITTED, "editor", "withdraw"): ReviewState.WITHDRAWN,
    (ReviewState.SUBMITTED, "reviewer", "approve"): ReviewState.APPROVED,
    (ReviewState.SUBMITTED, "headquarters", "approve"): ReviewState.APPROVED,
    (ReviewState.SUBMITTED, "reviewer", "request_changes"): ReviewState.CHANGES_REQUESTED,
    (ReviewState.SUBMITTED, "headquarters", "request_changes"): ReviewState.CHANGES_REQUESTED,
}


def people(space: Any) -> dict[str, Any]:
    stranger = factories._user()
    return {
        "owner": factories.member(space, PartnerRole.OWNER),
        "editor": factories.member(space, PartnerRole.EDITOR),
        "viewer": factories.member(space, PartnerRole.VIEWER),
        "owner elsewhere": factories.member(role=PartnerRole.OWNER),
        "reviewer": factories.reviewer(),
        "headquarters": factories.hq(),
        "nobody": stranger,
    }


def bring(campaign: Campaign, state: str, editor: Any) -> Review | None:
    """The campaign with a review in this state, by the doors that lead there."""
    if state == "draft":
        return None
    review = approval.submit(campaign, by=editor)
    by = factories.reviewer()
    if state in (ReviewState.APPROVED, ReviewState.SUPERSEDED):
        review = decide(review, by)
    if state == ReviewState.SUPERSEDED:
        review.supersede()
        review.save()
    if state == ReviewState.CHANGES_REQUESTED:
        review = approval.request_changes(review, by=by, reason="Bitte kürzer")
    if state == ReviewState.WITHDRAWN:
        review = approval.withdraw(review, by=editor)
    return review


@pytest.mark.capability("AP1")
@pytest.mark.parametrize("state", STATES)
def test_every_move_in_every_state_by_every_role(
    campaign: Any, space: Any, editor: Any, state: str
) -> None:
    review = bring(campaign, state, editor)
    everybody = people(space)
    from django.db import transaction

    for role, move in itertools.product(ROLES, MOVES):
        if review is None and move != "submit":
            continue
        expected = AFTER.get((state, role, move))
        try:
            with transaction.atomic():
                after = MOVES[move](refresh(campaign), review, everybody[role])
                assert expected is not None, (state, role, move)
                assert after.state == expected, (state, role, move)
                transaction.set_rollback(True)  # the next role finds it as it was
        except (PermissionDenied, ValidationError):
            assert expected is None, (state, role, move)
        now = approval.latest(campaign)
        assert (now.state if now else "draft") == state


def test_no_state_can_be_written_past_the_moves(campaign: Any, editor: Any) -> None:
    review = approval.submit(campaign, by=editor)
    with pytest.raises(AttributeError):
        review.state = ReviewState.APPROVED
    approval.withdraw(review, by=editor)
    with pytest.raises(TransitionNotAllowed):
        Review.objects.get(pk=review.pk).approve()


def test_nobody_decides_what_they_submitted_even_when_they_could(
    campaign: Any, editor: Any
) -> None:
    from django.contrib.auth.models import Permission

    review = approval.submit(campaign, by=editor)
    editor.memberships.all().delete()
    editor.user_permissions.add(Permission.objects.get(codename="decide_review"))
    both = type(editor).objects.get(pk=editor.pk)
    with pytest.raises(OwnCampaign):
        decide(review, both)


def test_a_member_never_reviews_whatever_their_rights_say(campaign: Any, editor: Any) -> None:
    from django.contrib.auth.models import Permission

    review = approval.submit(campaign, by=editor)
    posing = factories.member()
    posing.user_permissions.add(Permission.objects.get(codename="decide_review"))
    with pytest.raises(NotAllowed):
        decide(review, type(posing).objects.get(pk=posing.pk))


def test_in_review_nothing_is_editable_until_it_is_withdrawn(
    campaign: Any, editor: Any, door: Door
) -> None:
    review = approval.submit(campaign, by=editor)
    sent = b.overlay({b.HERO: ("hero", {"headline": "Doch anders"})})
    assert door.put(campaign, sent).status_code == 409
    for forbidden in (
        lambda: compose.save_version(campaign, by=editor),
        lambda: compose.archive(campaign, by=editor),
        lambda: approval.submit(campaign, by=editor),
    ):
        with pytest.raises(InReview):
            forbidden()
    approval.withdraw(review, by=editor)
    assert door.put(campaign, sent).status_code == 200


def test_an_error_finding_keeps_a_campaign_from_being_handed_in(
    campaign: Any, editor: Any, door: Door, space: Any
) -> None:
    door.put(campaign, b.overlay(hidden=[b.FIRST]))
    with pytest.raises(NotReady) as refused:
        approval.submit(refresh(campaign), by=editor)
    assert {f.code for f in refused.value.findings} == {"region.min"}
    door.put(campaign, b.overlay())
    type(space).objects.filter(pk=space.pk).update(legal_name="")
    with pytest.raises(NotReady) as refused:
        approval.submit(refresh(campaign), by=editor)
    assert [(f.code, f.field) for f in refused.value.findings] == [
        ("legal.missing", "partner.legal_name")
    ]


@pytest.mark.capability("VE8")
def test_a_merge_field_without_a_fallback_keeps_a_campaign_from_going_out(
    campaign: Any, editor: Any, door: Door
) -> None:
    answer = door.put(
        campaign, b.overlay({b.HERO: ("hero", {"headline": "Na, {{ first_name }}?"})})
    )
    assert [f["code"] for f in answer.json()["findings"]] == ["merge.fallback"]
    with pytest.raises(NotReady):
        approval.submit(refresh(campaign), by=editor)
    door.put(campaign, b.overlay({b.HERO: ("hero", {"headline": 'Na, {{ first_name | "Sie" }}?'})}))
    assert approval.submit(refresh(campaign), by=editor).state == ReviewState.SUBMITTED


def test_the_reviewer_decides_about_the_mail_that_was_shown(
    campaign: Any, editor: Any, template: Any
) -> None:
    review = approval.submit(campaign, by=editor)
    shown = approval.rendered_review(review).mail
    factories.publish(template, b.changed(b.CLAIM, text="<p>Neu: Nordring ganz nah.</p>"))
    for stale in (shown, ""):
        with pytest.raises(Outdated) as refused:
            approval.approve(review, by=factories.reviewer(), mail_shown=stale)
        assert refused.value.code == "mail"
    fresh = approval.reviews().get(pk=review.pk)
    new = approval.rendered_review(fresh).mail
    approved = approval.approve(fresh, by=factories.reviewer(), mail_shown=new)
    assert approved.mail == new != shown


def test_a_rule_approves_at_once_and_is_named(campaign: Any, editor: Any, template: Any) -> None:
    type(template).objects.filter(pk=template.pk).update(approval=Approval.AUTO)
    review = approval.submit(refresh(campaign), by=editor)
    assert (review.state, review.rule, review.decided_by) == ("approved", "template_auto", None)
    assert approval.approved(refresh(campaign)) == review


def test_a_partner_whose_every_campaign_is_reviewed_has_no_rule(
    campaign: Any, editor: Any, template: Any, space: Any
) -> None:
    type(template).objects.filter(pk=template.pk).update(approval=Approval.AUTO)
    type(space).objects.filter(pk=space.pk).update(requires_approval=True)
    assert approval.submit(refresh(campaign), by=editor).state == ReviewState.SUBMITTED


def test_editing_after_approval_needs_a_new_one_and_leaves_the_old(
    campaign: Any, editor: Any, door: Door
) -> None:
    review = decide(approval.submit(campaign, by=editor), factories.reviewer())
    assert approval.status(refresh(campaign)) is Status.APPROVED
    door.put(campaign, b.overlay({b.HERO: ("hero", {"headline": "Später geändert"})}))
    assert approval.approved(refresh(campaign)) is None
    assert approval.status(refresh(campaign)) is Status.EDITED
    assert Review.objects.get(pk=review.pk).state == ReviewState.APPROVED
    assert "Später" not in approval.rendered_review(review).compiled.preview_html()
    again = approval.submit(refresh(campaign), by=editor)
    assert again.pk != review.pk
    assert approval.status(refresh(campaign)) is Status.IN_REVIEW


def test_every_decision_is_in_the_log_with_its_person(campaign: Any, editor: Any) -> None:
    by = factories.reviewer()
    decide(approval.submit(campaign, by=editor), by)
    entries = ModelLogEntry.objects.for_instance(campaign).order_by("pk")
    assert [(e.action, e.user) for e in entries] == [
        ("partner_spaces.submit", editor),
        ("partner_spaces.approve", by),
    ]


def test_where_many_campaigns_stand_is_three_queries(
    campaign: Any, editor: Any, template: Any, space: Any, django_assert_max_num_queries: Any
) -> None:
    many = [campaign] + [factories.campaign(template, by=editor, partner=space) for _ in range(3)]
    approval.submit(many[1], by=editor)
    with django_assert_max_num_queries(3):
        found = approval.statuses(many)
    assert [found[one.pk] for one in many] == [
        Status.DRAFT,
        Status.IN_REVIEW,
        Status.DRAFT,
        Status.DRAFT,
    ]
