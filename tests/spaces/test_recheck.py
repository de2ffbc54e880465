"""Headquarters changes its own: every unsent campaign shows it, and approvals go along or do not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partner_spaces import approval, compose, partners, rendering
from partner_spaces import recheck as rechecks
from partner_spaces.approval import Status
from partner_spaces.models import Campaign, Carry, PartnerRole, Review, ReviewState
from partner_spaces.recheck import Outcome, recheck, recheck_due
from tests import factories
from tests.spaces import bodies as b
from tests.spaces.conftest import Door

NEW_CLAIM = "<p>Nordring. Jetzt auch in Ihrer Nähe.</p>"


def refresh(campaign: Campaign) -> Campaign:
    return compose.access_row(campaign.pk)


@pytest.fixture
def review(campaign: Any, editor: Any) -> Review:
    return approval.submit(campaign, by=editor)


@pytest.mark.capability("TL8")
def test_a_published_change_is_in_every_unsent_campaign_and_no_row_is_written(
    template: Any, space: Any, editor: Any
) -> None:
    first = factories.campaign(template, by=editor, partner=space)
    rows = [
        Campaign(
            partner=space,
            template=template,
            title=f"Kampagne {n}",
            overlay=b.overlay({b.HERO: ("hero", {"headline": f"Filiale {n}"})}),
        )
        for n in range(500)
    ]
    Campaign.objects.bulk_create(rows)
    reviewed = approval.submit(first, by=editor)
    before = list(Campaign.objects.order_by("pk").values_list("pk", "rev", "updated_at", "overlay"))
    factories.publish(template, b.changed(b.CLAIM, text=NEW_CLAIM))
    recheck_due()
    after = list(Campaign.objects.order_by("pk").values_list("pk", "rev", "updated_at", "overlay"))
    assert after == before
    hq = rendering.headquarters(template)
    for campaign in Campaign.objects.select_related("partner", "template").order_by("?")[:20]:
        mail = rendering.rendered(campaign, hq=hq)
        assert "Jetzt auch in Ihrer Nähe" in mail.compiled.preview_html()
    assert Carry.objects.filter(review=reviewed).count() == 1


@pytest.mark.capability("TL9")
def test_what_headquarters_closes_or_removes_is_parked_and_open_edits_survive(
    campaign: Any, template: Any, door: Door
) -> None:
    own = {"id": "5f0c1c9e-6a53-4d0e-9a55-0d5f5f6f7a01", "proto": b.NOTE, "kind": "text"}
    sent = b.overlay(
        {
            b.HERO: ("hero", {"headline": "Winter in Oyten"}),
            b.TEXT: ("text", {"text": "<p>Bis Samstag.</p>"}),
            b.BUTTON: ("button", {"label": "Jetzt buchen"}),
        },
        lists={b.REGION: [{"ref": b.FIRST}, own | {"values": {"text": "<p>Neu bei uns</p>"}}]},
    )
    assert door.put(campaign, sent).json()["findings"] == []
    body = [block for block in b.body() if block["id"] != b.TEXT]
    b.find(body, b.BUTTON)["value"]["locks"] = b.locks()
    region = b.find(body, b.REGION)["value"]
    region["prototypes"] = [p for p in region["prototypes"] if p["id"] != b.NOTE]
    factories.publish(template, body)

    seen = door.get(campaign).json()
    assert seen["overlay"]["edits"] == {
        b.HERO: {"kind": "hero", "values": {"headline": "Winter in Oyten"}}
    }
    parked = {(p["id"], p["code"]) for p in seen["overlay"]["parked"]}
    assert parked == {
        (b.TEXT, "block.gone"),
        (b.BUTTON, "lock.field"),
        (own["id"], "region.kind"),
    }
    words = str(seen["overlay"]["parked"])
    assert "Bis Samstag." in words
    assert "Jetzt buchen" in words
    assert "Neu bei uns" in words
    assert Campaign.objects.get(pk=campaign.pk).rev == seen["rev"] == 2  # looking writes nothing

    # the next save writes it down; what the partner then deletes from it is gone, and no more
    overlay = seen["overlay"]
    saved = door.put(campaign, overlay).json()
    assert {(p["id"], p["code"]) for p in saved["overlay"]["parked"]} == parked
    keep = [p for p in saved["overlay"]["parked"] if p["id"] != b.BUTTON]
    fewer = door.put(campaign, saved["overlay"] | {"parked": keep}).json()
    assert {p["id"] for p in fewer["overlay"]["parked"]} == {b.TEXT, own["id"]}


@pytest.mark.capability("TL10")
def test_an_approval_is_carried_over_headquarters_own_change_with_its_cause(
    campaign: Any, template: Any, review: Review
) -> None:
    chief = factories.hq()
    factories.publish(template, b.changed(b.CLAIM, text=NEW_CLAIM), by=chief)
    result = recheck(review)
    assert result.outcome is Outcome.CARRIED
    assert result.may_go
    carry = Carry.objects.get(review=review)
    assert (carry.old_mail, carry.new_mail) == (review.mail, result.mail)
    assert carry.by == chief
    assert list(carry.cause) == ["template"]
    assert carry.cause["template"][1] == str(type(template).objects.get().live_revision_id)
    assert approval.approved_mail(review) == result.mail
    assert approval.status(refresh(campaign)) is Status.APPROVED
    assert recheck(review).outcome is Outcome.EQUAL
    assert Carry.objects.count() == 1
    for forbidden in (carry.save, carry.delete):
        with pytest.raises(TypeError):
            forbidden()


def test_a_publication_that_leaves_the_bytes_alone_changes_nothing(
    template: Any, review: Review
) -> None:
    factories.publish(template, b.body())
    assert [r.outcome for r in recheck_due()] == [Outcome.EQUAL]
    assert not Carry.objects.exists()
    assert recheck_due() == []  # and is not looked at again


def test_a_difference_no_version_explains_is_held_and_never_carried(
    campaign: Any, review: Review, monkeypatch: Any
) -> None:
    real = rendering.compile

    def other(blocks: Any, **more: Any) -> Any:
        blocks[1]["value"]["headline"] = "Von Geisterhand"
        return real(blocks, **more)

    monkeypatch.setattr(rendering, "compile", other)
    result = recheck(review)
    assert result.outcome is Outcome.UNEXPLAINED
    assert not result.may_go
    assert not Carry.objects.exists()
    assert approval.status(refresh(campaign)) is Status.HELD
    assert approval.approved(refresh(campaign)) is None
    monkeypatch.undo()
    assert recheck(review).outcome is Outcome.EQUAL
    assert approval.status(refresh(campaign)) is Status.APPROVED


def test_an_upgrade_of_ours_is_carried_by_a_named_operator_alone(
    campaign: Any, review: Review, monkeypatch: Any, capsys: Any
) -> None:
    real = rendering.compile

    def other(blocks: Any, **more: Any) -> Any:
        blocks[1]["value"]["claim"] = "Neuer Compiler"
        return real(blocks, **more)

    monkeypatch.setattr(rendering, "COMPILER", "next")
    monkeypatch.setattr(rendering, "compile", other)
    call_command("recheck")
    assert f"review {review.pk}: release" in capsys.readouterr().out
    assert approval.status(refresh(campaign)) is Status.HELD
    operator = factories.hq()
    call_command("recheck", "--carry", "--by", operator.email)
    carry = Carry.objects.get()
    assert (carry.by, list(carry.cause)) == (operator, ["compiler"])
    assert approval.status(refresh(campaign)) is Status.APPROVED


@pytest.mark.capability("TL10")
def test_an_approval_is_superseded_when_a_word_of_the_partners_falls_away(
    campaign: Any, template: Any, door: Door, editor: Any
) -> None:
    door.put(campaign, b.overlay({b.HERO: ("hero", {"headline": "Winter in Oyten"})}))
    review = approval.submit(refresh(campaign), by=editor)
    body = b.body()
    b.find(body, b.HERO)["value"]["locks"] = b.locks()
    factories.publish(template, body)
    assert recheck(review).outcome is Outcome.SUPERSEDED
    assert Review.objects.get(pk=review.pk).state == ReviewState.SUPERSEDED
    assert approval.status(refresh(campaign)) is Status.SUPERSEDED
    again = approval.submit(refresh(campaign), by=editor)  # parks it, and stands
    assert approval.approved(refresh(campaign)) == again
    parked = refresh(campaign).overlay["parked"]
    assert [(p["id"], p["value"]) for p in parked] == [(b.HERO, "Winter in Oyten")]


def test_an_approval_is_superseded_by_a_new_error(template: Any, review: Review) -> None:
    body = b.changed(b.CLAIM, text=NEW_CLAIM)
    b.find(body, b.REGION)["value"]["min"] = 2
    factories.publish(template, body)
    assert recheck(review).outcome is Outcome.SUPERSEDED


@pytest.mark.capability("VE4")
def test_master_data_are_in_all_unsent_campaigns_at_once(
    template: Any, space: Any, editor: Any
) -> None:
    owner = factories.member(space, PartnerRole.OWNER)
    kept = [factories.campaign(template, by=editor, partner=space) for _ in range(3)]
    partners.update(space, {"street": "Neue Str. 7", "name": "Meier & Söhne"}, by=owner)
    for campaign in kept:
        mail = rendering.rendered(refresh(campaign))
        assert "Neue Str. 7" in mail.compiled.preview_html()
        assert mail.compiled.subject_line() == "Räderwechsel bei Meier & Söhne"
        assert refresh(campaign).rev == 1


def test_branch_data_are_carried_in_the_members_name(
    campaign: Any, space: Any, review: Review
) -> None:
    owner = factories.member(space, PartnerRole.OWNER)
    partners.update(space, {"phone": "+49 4207 99999"}, by=owner)
    assert [r.outcome for r in recheck_due()] == [Outcome.CARRIED]
    carry = Carry.objects.get()
    assert (carry.by, list(carry.cause)) == (owner, ["branch"])


@pytest.mark.parametrize(
    "change",
    [
        {"legal_name": "Meier Autohaus GmbH"},
        {"name": "Autohaus Meier und Söhne"},
        {"street": "Nur heute: 50 % auf alles! www.billig.example"},
    ],
)
def test_legal_data_and_free_words_open_the_approval_again(
    space: Any, review: Review, change: dict[str, str]
) -> None:
    partners.update(space, change, by=factories.member(space, PartnerRole.OWNER))
    assert [r.outcome for r in recheck_due()] == [Outcome.SUPERSEDED]


def test_what_is_not_approved_is_never_carried(campaign: Any, review: Review, editor: Any) -> None:
    review.supersede()
    review.save()
    assert recheck(review).outcome is Outcome.SUPERSEDED
    assert not rechecks.recheck(review).may_go


def test_looking_when_nothing_changed_asks_for_each_template_and_not_for_each_approval(
    space: Any, editor: Any, template: Any
) -> None:
    def questions() -> int:
        approval.submit(factories.campaign(template, by=editor, partner=space), by=editor)
        with CaptureQueriesContext(connection) as asked:
            assert recheck_due() == []
        return len(asked)

    assert [questions() for _ in range(3)] == [10] * 3  # eight of them for the template
