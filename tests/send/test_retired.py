"""A template taken back: what is not sent waits with the reason, and goes on when it returns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms import languages
from cms.models import CampaignTemplatePage
from partner_spaces import approval, compose
from partner_spaces.approval import Status
from partner_spaces.errors import NotReady
from partner_spaces.models import Campaign
from send import dispatch as way
from send.errors import ScheduleError
from send.models import Dispatch, DispatchState, Reason
from tests import factories
from tests.send.conftest import add, person

WHY = "Die Aktion ist vorbei. Nehmen Sie die Frühjahrsvorlage."
SOON = timedelta(hours=2)


@pytest.fixture
def studio(db):
    client = Client()
    client.force_login(factories.hq())
    return client


@pytest.fixture
def desk(owner):
    client = Client()
    client.force_login(owner)
    return client


def retire(studio, template, **data):
    return studio.post(reverse("studio_retire", args=[template.pk]), data or {"why": WHY})


def fresh(dispatch):
    return Dispatch.objects.get(pk=dispatch.pk)


@pytest.mark.capability("TL14")
def test_what_is_not_sent_is_held_with_the_reason_and_goes_on_when_it_returns(
    studio, desk, space, template, campaign, review, owner, post
):
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now() + SOON, by=owner)
    retire(studio, template)
    # at once on the screen, and in the ledger with the next look
    assert approval.status(campaign) is Status.HELD
    start = desk.get(reverse("desk:start")).content.decode()
    assert WHY in start
    assert campaign.title in start
    post.drain()
    assert (fresh(made).state, fresh(made).reason) == (DispatchState.HELD, Reason.RETIRED)
    assert post.sender.sent == []
    with pytest.raises(ScheduleError):
        way.send_as_planned(fresh(made), by=owner)
    held = reverse("desk_send:dispatch", args=[made.uuid])
    assert "Warten Sie, bis sie zurückkommt" in desk.get(held).content.decode()
    assert WHY in desk.get(reverse("desk:preview", args=[campaign.uuid])).content.decode()

    retire(studio, template, back="1")
    post.drain()
    assert approval.status(campaign) is Status.APPROVED
    assert fresh(made).state == DispatchState.HELD  # it never starts by itself
    assert "Die Vorlage ist zurück" in desk.get(held).content.decode()
    again = way.send_as_planned(fresh(made), by=owner)
    Dispatch.objects.filter(pk=again.pk).update(send_at=timezone.now())
    post.drain()
    assert fresh(again).state == DispatchState.FINISHED
    assert len(post.sender.sent) == 1


def test_a_dispatch_that_is_due_before_anybody_looked_is_held_at_its_start(
    studio, space, template, review, owner, post
):
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    retire(studio, template)
    post.drain()
    assert (fresh(made).state, fresh(made).reason) == (DispatchState.HELD, Reason.RETIRED)
    assert post.sender.sent == []


def test_what_was_sent_before_stays_sent(studio, space, template, campaign, review, owner, post):
    add(space, person("Anna"))
    way.schedule(review, send_at=timezone.now(), by=owner)
    post.drain()
    assert approval.status(campaign) is Status.SENT
    retire(studio, template)
    post.drain()
    assert approval.status(campaign) is Status.SENT
    page = studio.get(reverse("studio_retire", args=[template.pk]))
    assert page.context["unsent"].campaigns == 0
    Campaign.objects.filter(pk=campaign.pk).update(rev=9)  # edited since: that is not sent
    page = studio.get(reverse("studio_retire", args=[template.pk]))
    assert page.context["unsent"].campaigns == 1


def test_a_draft_keeps_its_words_and_cannot_be_handed_in(studio, desk, template, campaign, owner):
    retire(studio, template)
    saved = compose.save_overlay(campaign.pk, campaign.overlay, if_match=campaign.rev, by=owner)
    assert "template.retired" in {f.code for f in saved.findings}
    with pytest.raises(NotReady):
        approval.submit(campaign, by=owner)
    retire(studio, template, back="1")
    assert approval.submit(Campaign.objects.get(pk=campaign.pk), by=owner).state == "approved"


def test_a_retired_template_is_in_no_catalogue_and_a_new_version_does_not_bring_it_back(
    studio, desk, template
):
    retire(studio, template)
    gone = reverse("desk:template", args=[template.uuid])
    assert desk.get(gone).status_code == 404
    CampaignTemplatePage.objects.get(pk=template.pk).save_revision().publish()
    earlier = template.get_latest_revision()
    earlier.publish()
    assert CampaignTemplatePage.objects.get(pk=template.pk).retired_why == WHY
    assert desk.get(gone).status_code == 404
    retire(studio, template, back="1")
    assert desk.get(gone).status_code == 200


def test_the_studio_counts_what_it_would_hold_and_asks_for_a_reason(
    studio, template, campaign, review, owner, space
):
    add(space, person("Anna"))
    way.schedule(review, send_at=timezone.now() + SOON, by=owner)
    factories.campaign(template, partner=factories.partner())
    page = studio.get(reverse("studio_retire", args=[template.pk]))
    counts = page.context["unsent"]
    assert (counts.campaigns, counts.partners, counts.in_review, counts.scheduled) == (2, 2, 0, 1)
    assert space.name not in page.content.decode()
    retire(studio, template, why="  ")
    assert CampaignTemplatePage.objects.get(pk=template.pk).retired_at is None


def test_the_other_language_is_named_and_the_editor_says_that_it_is_retired(studio, template):
    english = languages.add_variant(template, "en", by=factories.hq())
    english.title = "Wheel change"
    english.save_revision().publish()
    address = reverse("studio_retire", args=[template.pk])
    said = studio.get(address).content.decode()
    assert "„Wheel change“ (English) bleibt im Katalog" in said
    retire(studio, english)
    assert "bleibt im Katalog" not in studio.get(address).content.decode()
    edit = "wagtailadmin_pages:edit"
    assert WHY in studio.get(reverse(edit, args=[english.pk])).content.decode()
    assert WHY not in studio.get(reverse(edit, args=[template.pk])).content.decode()


def test_only_who_may_publish_retires(template):
    client = Client()
    client.force_login(factories.reviewer())
    assert client.post(reverse("studio_retire", args=[template.pk]), {"why": WHY}).status_code in (
        302,
        403,
    )
    assert CampaignTemplatePage.objects.get(pk=template.pk).retired_at is None
