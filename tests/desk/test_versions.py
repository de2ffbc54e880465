"""Kept versions: which there are, how one looked, and going back to it and forth again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import Approval
from partner_spaces import approval, compose
from partner_spaces.models import Campaign, PartnerRole
from tests import bodies as b
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return factories.partner()


@pytest.fixture
def meike(space):
    return factories.member(space, PartnerRole.OWNER, first_name="Meike", last_name="Tamm")


@pytest.fixture
def arne(space):
    return factories.member(space, PartnerRole.EDITOR, first_name="Arne", last_name="Voss")


@pytest.fixture
def campaign(meike):
    body = [block for block in b.a_body() if block["type"] != "picture"]
    return factories.campaign(factories.template(body, approval=Approval.REVIEW), by=meike)


def at(user) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def write(campaign: Campaign, headline: str, *, by) -> None:
    edits = {b.HERO: {"kind": "hero", "values": {"headline": headline}}}
    now = compose.access_row(campaign.pk)
    compose.save_overlay(now.pk, {"v": 1, "edits": edits}, if_match=now.rev, by=by)


def headline(campaign: Campaign) -> str:
    edits = compose.access_row(campaign.pk).overlay["edits"]
    return edits.get(b.HERO, {}).get("values", {}).get("headline", "")


def page(user, campaign: Campaign, *more) -> str:
    name = "desk:version" if more else "desk:versions"
    answer = at(user).get(reverse(name, args=[campaign.uuid, *more]))
    assert answer.status_code == 200
    return answer.content.decode()


def go_back(user, campaign: Campaign, pk: int, *, rev: int | None = None, follow=True):
    rev = compose.access_row(campaign.pk).rev if rev is None else rev
    url = reverse("desk:version_restore", args=[campaign.uuid, pk])
    return at(user).post(url, {"rev": rev}, follow=follow)


@pytest.fixture
def kept(campaign, meike):
    """A first version, kept by hand with a word; the campaign has gone on since."""
    write(campaign, "Winter in Oyten", by=meike)
    url = reverse("desk:version_keep", args=[campaign.uuid])
    assert at(meike).post(url, {"note": "vor den neuen Preisen"}).status_code == 302
    write(campaign, "Frost in Oyten", by=meike)
    return campaign.revisions.get()


def test_without_a_version_the_page_says_how_one_is_kept(campaign, meike):
    said = page(meike, campaign)
    assert "No version kept yet" in said
    assert reverse("desk:version_keep", args=[campaign.uuid]) in said


@pytest.mark.capability("VE5")
def test_the_list_says_when_by_whom_and_why(campaign, kept, meike, arne):
    approval.submit(compose.access_row(campaign.pk), by=arne)
    said = page(meike, campaign)
    assert "kept by hand" in said
    assert "Meike Tamm" in said
    assert "vor den neuen Preisen" in said
    assert "handed in, in review" in said
    assert "Arne Voss" in said
    assert said.index("in review") < said.index("kept by hand")
    assert "as it is now" in said


def test_what_a_reviewer_decided_stands_at_the_version_without_a_name(campaign, kept, meike):
    review = approval.submit(compose.access_row(campaign.pk), by=meike)
    reviewer = factories.reviewer(first_name="Jonas", last_name="Petersen")
    approval.request_changes(review, by=reviewer, reason="Der Preis fehlt.")
    said = page(meike, campaign)
    assert "handed in and returned" in said
    assert "Jonas" not in said


def test_one_version_shows_its_mail_and_what_differs_from_now(campaign, kept, meike):
    said = page(meike, campaign, kept.pk)
    assert "1 thing differs from now" in said
    assert "Frost in Oyten" in said
    mail = at(meike).get(reverse("desk:version_html", args=[campaign.uuid, kept.pk]))
    assert "Winter in Oyten" in mail.content.decode()
    assert "Frost in Oyten" not in mail.content.decode()


@pytest.mark.capability("VE5")
def test_going_back_restores_keeps_what_was_there_and_can_be_undone(campaign, kept, meike, arne):
    answer = go_back(arne, campaign, kept.pk)
    assert headline(campaign) == "Winter in Oyten"
    said = answer.content.decode()
    assert "The campaign is as it was on" in said
    newest = campaign.revisions.order_by("-pk").first()
    assert "kept before going back" in said
    assert compose.overlay_of(newest)["edits"][b.HERO]["values"]["headline"] == "Frost in Oyten"
    undo = reverse("desk:version_restore", args=[campaign.uuid, newest.pk])
    assert undo in said
    go_back(arne, campaign, newest.pk)
    assert headline(campaign) == "Frost in Oyten"


def test_after_the_next_word_the_note_about_going_back_is_gone(campaign, kept, meike):
    go_back(meike, campaign, kept.pk)
    write(campaign, "Schnee in Oyten", by=meike)
    url = reverse("desk:versions", args=[campaign.uuid])
    assert "as it was on" not in at(meike).get(f"{url}?back={kept.pk}").content.decode()


def test_who_goes_back_from_an_old_screen_gets_412_and_the_name_of_who_saved(
    campaign, kept, meike, arne
):
    seen = compose.access_row(campaign.pk).rev
    write(campaign, "Schnee in Oyten", by=arne)
    late = go_back(meike, campaign, kept.pk, rev=seen)
    assert late.status_code == 412
    assert "Arne Voss saved meanwhile" in late.content.decode()
    assert headline(campaign) == "Schnee in Oyten"
    assert campaign.revisions.count() == 1


def test_what_headquarters_has_locked_since_does_not_come_back_and_is_said(campaign, kept, meike):
    body = [block for block in b.a_body() if block["type"] != "picture"]
    del b.find(body, b.HERO)["value"]["locks"]["fields"]["headline"]
    factories.publish(campaign.template, body)
    said = page(meike, campaign, kept.pk)
    assert "What does not come back" in said
    answer = go_back(meike, campaign, kept.pk)
    assert headline(campaign) == ""
    assert [str(m) for m in answer.context["messages"]]


def test_what_stands_against_the_version_is_said_after_going_back(campaign, kept, meike):
    write(campaign, "Sicher durch den Winter", by=meike)  # headquarters' own words
    compose.save_version(compose.access_row(campaign.pk), by=meike)
    unchanged = campaign.revisions.order_by("-pk").first()
    write(campaign, "Frost in Oyten", by=meike)
    answer = go_back(meike, campaign, unchanged.pk)
    assert [finding["code"] for finding in answer.context["findings"]] == ["field.must_change"]


def test_keeping_twice_what_is_the_same_keeps_it_once(campaign, kept, meike):
    compose.save_version(compose.access_row(campaign.pk), by=meike)
    compose.save_version(compose.access_row(campaign.pk), by=meike)
    assert campaign.revisions.count() == 2


def test_in_review_and_for_a_viewer_versions_are_to_look_at(campaign, kept, meike, space):
    viewer = factories.member(space, PartnerRole.VIEWER)
    assert go_back(viewer, campaign, kept.pk).status_code == 404
    approval.submit(compose.access_row(campaign.pk), by=meike)
    for person in (viewer, meike):
        said = page(person, campaign) + page(person, campaign, kept.pk)
        assert "Read only." in said
        assert "/restore/" not in said
        assert "/versions/keep/" not in said
    go_back(meike, campaign, kept.pk)
    assert headline(campaign) == "Frost in Oyten"


@pytest.mark.capability("PS1")
def test_versions_of_a_foreign_campaign_do_not_exist_nor_a_foreign_version_of_ones_own(
    campaign, kept, meike
):
    other = factories.campaign()
    theirs = compose.save_version(other, by=other.created_by)
    strangers = (other.created_by, factories.hq(), factories.reviewer())
    for name, args in {
        "desk:versions": [campaign.uuid],
        "desk:version": [campaign.uuid, kept.pk],
        "desk:version_html": [campaign.uuid, kept.pk],
    }.items():
        for stranger in strangers:
            assert at(stranger).get(reverse(name, args=args)).status_code == 404
    assert (
        at(meike).get(reverse("desk:version", args=[campaign.uuid, theirs.pk])).status_code == 404
    )
    assert go_back(meike, campaign, theirs.pk).status_code == 404
    assert go_back(other.created_by, campaign, kept.pk).status_code == 404
