"""Last year's campaign as this year's start: words go along, what finds no place is kept and shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import CampaignTemplatePage
from partner_spaces import approval, compose
from partner_spaces.models import Campaign, PartnerRole, Review
from tests import bodies, factories

pytestmark = pytest.mark.django_db
HEADLINE = "Winter in Oyten"
OWN = "0f8d3c5a-7c1e-4b52-9d60-2f1d9c1f7a11"
WORDS = {
    "v": 1,
    "edits": {
        bodies.HERO: {"kind": "hero", "values": {"headline": HEADLINE}},
        bodies.TEXT: {"kind": "text", "values": {"text": "<p>Vom letzten Jahr.</p>"}},
    },
    "lists": {
        bodies.REGION: [
            {"ref": bodies.CHECK},
            {"id": OWN, "proto": bodies.NOTE, "kind": "text", "values": {"text": "<p>Neu</p>"}},
        ]
    },
    "hidden": [],
}


@pytest.fixture
def space():
    return factories.partner()


@pytest.fixture
def editor(space):
    return factories.member(space, PartnerRole.EDITOR)


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def last_year(editor, space):
    campaign = factories.campaign(by=editor, partner=space, overlay=WORDS)
    return compose.archive(campaign, by=editor)


def next_year(page, *, without=(), **values):
    """This year's template: last year's, duplicated at headquarters and worked over."""
    made = page.copy(
        update_attrs={"slug": "naechstes", "title": "Nächster Winter"}, keep_live=False
    )
    body = [b for b in made.raw_body() if b["id"] not in without]
    made.body = body
    for name, value in values.items():
        setattr(made, name, value)
    return factories.publish(made)


def retire(page):
    CampaignTemplatePage.objects.filter(pk=page.pk).update(retired_at=timezone.now())


def copied(client, campaign, template, **more):
    form = {"template": template.uuid, "title": "Dieses Jahr", **more}
    answer = client.post(reverse("desk:copy", args=[campaign.uuid]), form, follow=True)
    return answer, Campaign.objects.latest("pk")


def texts(campaign):
    edits = campaign.overlay["edits"]
    return {k: v for entry in edits.values() for k, v in entry["values"].items()}


def test_an_archived_campaign_is_copied_with_every_word_and_stays_archived(client, last_year):
    page = client.get(reverse("desk:copy", args=[last_year.uuid]))
    assert [(p.same, p.kept, p.words) for p in page.context["places"]] == [(True, 3, 3)]
    answer, made = copied(client, last_year, last_year.template)
    assert answer.redirect_chain[-1][0] == reverse("desk:compose", args=[made.uuid])
    assert (made.title, made.rev, made.archived_at) == ("Dieses Jahr", 1, None)
    assert made.overlay["edits"] == last_year.overlay["edits"]
    assert made.overlay["lists"] == last_year.overlay["lists"]
    assert made.overlay["parked"] == []
    assert not Review.objects.filter(campaign=made).exists()
    assert Campaign.objects.get(pk=last_year.pk).archived_at


def test_into_this_years_template_go_the_words_that_have_a_place_and_the_rest_is_parked_and_shown(
    client, last_year
):
    """The text block is gone, the headline was shut: both are kept aside, in sight."""
    this_year = next_year(last_year.template, without=[bodies.TEXT])
    body = this_year.raw_body()
    bodies.find(body, bodies.HERO)["value"]["locks"]["fields"].pop("headline")
    this_year = factories.publish(this_year, body)
    retire(last_year.template)
    page = client.get(reverse("desk:copy", args=[last_year.uuid]))
    [place] = page.context["places"]
    assert (place.template.pk, place.same, place.kept, place.aside) == (this_year.pk, False, 1, 2)
    assert "nicht mehr im Angebot" in page.content.decode()
    answer, made = copied(client, last_year, this_year)
    assert made.template == this_year
    assert {e["code"] for e in made.overlay["parked"]} == {"block.gone", "lock.field"}
    shown = answer.content.decode()
    assert "2 Angaben finden in der Vorlage keinen Platz" in shown
    assert HEADLINE in shown
    assert "Vom letzten Jahr." in shown
    assert [i["id"] for i in made.overlay["lists"][bodies.REGION] if "id" in i] == [OWN]


def test_what_was_kept_aside_before_goes_along(client, last_year, editor):
    body = [b for b in last_year.template.raw_body() if b["id"] != bodies.TEXT]
    factories.publish(last_year.template, body)
    back = compose.restore(last_year, by=editor)
    compose.save_overlay(back.pk, back.overlay, if_match=back.rev, by=editor)
    _answer, made = copied(client, back, back.template)
    assert [entry["id"] for entry in made.overlay["parked"]] == [bodies.TEXT]


def test_templates_that_take_no_word_are_not_offered_and_no_other_is_taken(client, last_year):
    strange = bodies.a_body()
    for number, block in enumerate(strange):
        block["id"] = f"e0000007-0000-4000-8000-{number:012d}"
    region = next(b for b in strange if b["type"] == "region")["value"]
    for stream in ("prototypes", "defaults"):
        for number, block in enumerate(region[stream]):
            block["id"] = f"e0000008-0000-4000-8000-{len(stream):06d}{number:06d}"
    foreign = factories.template(strange)
    page = client.get(reverse("desk:copy", args=[last_year.uuid]))
    assert [p.template.pk for p in page.context["places"]] == [last_year.template_id]
    before = Campaign.objects.count()
    copied(client, last_year, foreign)
    elsewhere = factories.template(networks=[factories.network()])
    copied(client, last_year, elsewhere)
    assert Campaign.objects.count() == before


def test_copying_looks_at_the_chosen_template_alone(client, last_year):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            copied(client, last_year, last_year.template)
        return len(asked)

    alone = questions()
    for _ in range(3):
        factories.template()
    assert questions() == alone


def test_what_is_no_template_at_all_is_refused_in_words(client, last_year):
    here = reverse("desk:copy", args=[last_year.uuid])
    for wrong in ("", "irgendwas"):
        answer = client.post(here, {"template": wrong}, follow=True)
        assert "Bitte eine Vorlage für die Kopie wählen" in answer.content.decode()


def test_without_a_template_that_takes_the_words_the_page_says_so(client, last_year):
    retire(last_year.template)
    page = client.get(reverse("desk:copy", args=[last_year.uuid]))
    assert page.context["places"] == []
    assert "Keine Vorlage nimmt diese Worte auf" in page.content.decode()


def test_a_template_for_one_use_that_is_used_up_is_shown_and_not_chosen(client, last_year, space):
    page = factories.publish(CampaignTemplatePage.objects.get(pk=last_year.template_id))
    page.uses = "once"
    factories.publish(page)
    shown = client.get(reverse("desk:copy", args=[last_year.uuid]))
    assert [p.used for p in shown.context["places"]] == [True]
    assert shown.context["chosen"] is None
    before = Campaign.objects.count()
    copied(client, last_year, last_year.template)
    assert Campaign.objects.count() == before


def test_the_window_of_a_template_counts_for_copies_too(client, last_year):
    page = CampaignTemplatePage.objects.get(pk=last_year.template_id)
    page.available_until = timezone.localdate() - timedelta(days=1)
    factories.publish(page)
    before = Campaign.objects.count()
    copied(client, last_year, last_year.template)
    assert Campaign.objects.count() == before


def test_viewers_and_strangers_copy_nothing(last_year, space):
    address = reverse("desk:copy", args=[last_year.uuid])
    for user in (factories.member(space, PartnerRole.VIEWER), factories.member()):
        other = Client()
        other.force_login(user)
        assert other.get(address).status_code == 404
        assert other.post(address, {"template": last_year.template.uuid}).status_code == 404


def test_what_comes_back_from_the_archive_stands_where_it_stood(client, editor, space):
    body = [b for b in bodies.a_body() if b["type"] != "picture"]
    bodies.find(body, bodies.HERO)["value"]["locks"]["fields"]["headline"] = {"mode": "editable"}
    campaign = factories.campaign(factories.template(body), by=editor, partner=space)
    approval.submit(campaign, by=editor)
    for action in ("archive", "restore"):
        client.post(reverse("desk:act", args=[campaign.uuid, action]))
    assert approval.status(Campaign.objects.get(pk=campaign.pk)) == "approved"
