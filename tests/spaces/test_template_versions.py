"""Every campaign knows the version of its template that it was last checked with."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from cms import versions
from partner_spaces import approval, compose, recheck
from partner_spaces.models import Campaign, Review
from tests import factories
from tests.spaces import bodies

pytestmark = pytest.mark.django_db


def checked(campaign):
    return approval.version_checked(Campaign.objects.get(pk=campaign.pk))


def live(template):
    return factories.CampaignTemplatePage.objects.get(pk=template.pk).live_revision_id


@pytest.mark.capability("TL14")
def test_beginning_saving_handing_in_and_rechecking_record_the_version(template, campaign, editor):
    assert checked(campaign) == live(template)
    factories.publish(template, bodies.body())
    assert checked(campaign) != live(template)
    compose.save_overlay(campaign.pk, campaign.overlay, if_match=campaign.rev, by=editor)
    assert checked(campaign) == live(template)
    factories.publish(template, bodies.body())
    review = approval.submit(Campaign.objects.get(pk=campaign.pk), by=editor)
    assert Review.objects.get(pk=review.pk).template_version == live(template)
    assert checked(campaign) == live(template)


def test_an_approval_compared_again_knows_it_even_where_the_mail_is_the_same(space, editor):
    template = factories.template(bodies.body(), approval="auto")
    campaign = factories.campaign(template, by=editor, partner=space)
    review = approval.submit(campaign, by=editor)
    factories.publish(template, bodies.body())
    assert recheck.recheck(review).may_go
    assert checked(campaign) == live(template)


def test_a_kept_version_of_the_campaign_does_not_turn_it_back(template, campaign, editor):
    kept = compose.save_version(campaign, by=editor)
    factories.publish(template, bodies.body())
    compose.save_overlay(campaign.pk, campaign.overlay, if_match=campaign.rev, by=editor)
    fresh = Campaign.objects.get(pk=campaign.pk)
    assert Revision.objects.get(pk=kept.pk).as_object().template_version == fresh.template_version


@pytest.mark.capability("TL14")
def test_the_version_it_was_checked_with_stands_beside_its_versions_and_in_review(
    template, campaign, editor
):
    factories.publish(template, bodies.body())
    review = approval.submit(Campaign.objects.get(pk=campaign.pk), by=editor)
    factories.publish(template, bodies.body())
    number = versions.numbered(template, review.template_version).number
    assert number == versions.versions(template)[1].number
    for user, address in (
        (editor, reverse("desk:versions", args=[campaign.uuid])),
        (factories.reviewer(), reverse("review:decide", args=[review.pk])),
    ):
        client = Client(headers={"Accept-Language": "de"})
        client.force_login(user)
        assert f"geprüft mit Fassung {number}" in client.get(address).content.decode()
