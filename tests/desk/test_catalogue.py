"""The partners' catalogue: who sees which template when, and how often it may be used."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms import languages
from cms.models import Approval, CampaignTemplatePage
from partner_spaces import approval, compose
from partner_spaces.errors import AlreadyUsed, NotAllowed
from partner_spaces.models import Campaign, PartnerRole
from tests import bodies as b
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def space():
    return factories.partner()


@pytest.fixture
def client(space):
    client = Client()
    client.force_login(factories.member(space, PartnerRole.EDITOR))
    return client


def listed(client, **query):
    page = client.get(reverse("desk:catalogue"), query)
    assert page.status_code == 200
    return [card.template.title for card in page.context["cards"]]


def doors(client, template):
    """Every way to a template, with what it answers."""
    here = [template.uuid]
    return {
        "screen": client.get(reverse("desk:template", args=here)).status_code,
        "mail": client.get(reverse("desk:template_html", args=here)).status_code,
        "begin": client.post(reverse("desk:begin", args=here)).status_code,
        "api": client.get(f"/api/v1/templates/{template.uuid}").status_code,
        "api begin": client.post(f"/api/v1/templates/{template.uuid}/campaigns").status_code,
    }


WINDOWS = [
    (None, None, True),
    (0, 0, True),
    (-3, 3, True),
    (None, 0, True),
    (0, None, True),
    (1, None, False),
    (1, 9, False),
    (None, -1, False),
    (-9, -1, False),
]


@pytest.mark.capability("TL16")
@pytest.mark.parametrize(("first", "last", "open_"), WINDOWS)
def test_a_template_is_there_within_its_window_and_nowhere_outside(
    client, space, first, last, open_
):
    template = factories.template(
        available_from=None if first is None else today() + first * DAY,
        available_until=None if last is None else today() + last * DAY,
    )
    found = client.get("/api/v1/templates/").json()["templates"]
    assert listed(client) == ([template.title] if open_ else [])
    assert [one["uuid"] for one in found] == ([str(template.uuid)] if open_ else [])
    assert (template.title in client.get(reverse("desk:start")).content.decode()) == open_
    answers = doors(client, template)
    if open_:
        assert answers == {"screen": 200, "mail": 200, "begin": 302, "api": 200, "api begin": 201}
    else:
        assert set(answers.values()) == {404}
        assert not Campaign.objects.exists()


def test_a_template_of_other_networks_does_not_exist(client, space):
    foreign = factories.template(networks=[factories.network()])
    mine = factories.template(networks=[space.network, factories.network()])
    assert listed(client) == [mine.title]
    assert set(doors(client, foreign).values()) == {404}


def test_a_campaign_begun_in_time_stays_when_the_window_closes(client, space):
    template = factories.template()
    campaign = factories.campaign(template, partner=space)
    template.available_until = today() - DAY
    factories.publish(template)
    assert client.get(reverse("desk:compose", args=[campaign.uuid])).status_code == 200
    assert client.get(reverse("desk:preview", args=[campaign.uuid])).status_code == 200
    here = {"template": template.uuid, "title": "Noch eine"}
    client.post(reverse("desk:copy", args=[campaign.uuid]), here)
    assert Campaign.objects.count() == 1


@pytest.mark.capability("TL16")
def test_a_template_for_one_use_makes_one_campaign_by_any_door(client, space):
    template = factories.template(uses="once")
    assert doors(client, template)["begin"] == 302
    assert Campaign.objects.count() == 1
    campaign = Campaign.objects.get()
    refused = client.post(f"/api/v1/templates/{template.uuid}/campaigns")
    assert refused.status_code == 409
    assert refused.json()["campaign"] == str(campaign.uuid)
    again = client.post(reverse("desk:begin", args=[template.uuid]), follow=True)
    assert again.redirect_chain[-1][0] == reverse("desk:preview", args=[campaign.uuid])
    assert "schon verwendet" in again.content.decode()
    here = {"template": template.uuid, "title": "Noch eine"}
    client.post(reverse("desk:copy", args=[campaign.uuid]), here)
    client.post(reverse("desk:act", args=[campaign.uuid, "archive"]))
    client.post(reverse("desk:begin", args=[template.uuid]))
    assert list(Campaign.objects.all()) == [campaign]


def test_a_used_up_template_shows_it_and_leads_to_its_campaign(client, space):
    template = factories.template(uses="once")
    campaign = factories.campaign(template, partner=space)
    compose.archive(campaign, by=campaign.created_by)
    page = client.get(reverse("desk:catalogue")).content.decode()
    assert "verwendet" in page
    assert reverse("desk:preview", args=[campaign.uuid]) in page
    assert reverse("desk:begin", args=[template.uuid]) not in page


@pytest.mark.capability("TL16")
@pytest.mark.parametrize("handed_in", [False, True])
@pytest.mark.parametrize(("uses", "more"), [("many", True), ("once", False)])
def test_while_one_is_open_another_may_begin_only_of_a_template_for_many(
    client, space, handed_in, uses, more
):
    body = [block for block in b.a_body() if block["type"] != "picture"]
    template = factories.template(body, uses=uses, approval=Approval.REVIEW)
    author = factories.member(space, PartnerRole.OWNER)
    campaign = factories.campaign(template, by=author)
    if handed_in:
        edits = {b.HERO: {"kind": "hero", "values": {"headline": "Winter in Oyten"}}}
        words = {"v": 1, "edits": edits}
        compose.save_overlay(campaign.pk, words, if_match=campaign.rev, by=author)
        approval.submit(compose.access_row(campaign.pk), by=author)
    begin = reverse("desk:begin", args=[template.uuid])
    page = client.get(reverse("desk:template", args=[template.uuid])).content.decode()
    assert (begin in page) is more
    client.post(begin)
    assert Campaign.objects.filter(partner=space).count() == 1 + more


def test_another_partner_still_has_its_own_use(space):
    template = factories.template(uses="once")
    factories.campaign(template, partner=space)
    other = factories.partner()
    factories.campaign(template, partner=other)
    with pytest.raises(AlreadyUsed) as refused:
        factories.campaign(template, partner=other)
    assert refused.value.campaign.partner == other


@pytest.mark.capability("TL16")
def test_a_campaign_begins_with_headquarters_name_and_time(client, space):
    at = timezone.now() + timedelta(days=30)
    template = factories.template(new_title="Winteraktion 2027", new_send_at=at)
    client.post(reverse("desk:begin", args=[template.uuid]))
    assert Campaign.objects.get().title == "Winteraktion 2027"


def test_the_search_hears_every_word_in_name_purpose_and_occasion(client):
    factories.template(title="Räderwechsel", summary="Vor dem ersten Frost", occasion="Saison")
    factories.template(title="Lichttest", summary="Gut sehen", occasion="Saison")
    factories.template(title="Post", summary="Jeden Monat", occasion="Newsletter")
    assert listed(client, q="frost") == ["Räderwechsel"]
    assert listed(client, q="saison sehen") == ["Lichttest"]
    assert listed(client, q="sommer") == []
    assert sorted(listed(client, occasion="Saison")) == ["Lichttest", "Räderwechsel"]
    assert listed(client, occasion="Saison", q="post") == []
    page = client.get(reverse("desk:catalogue"))
    assert page.context["occasions"] == [("Newsletter", 1), ("Saison", 2)]


def test_the_deadline_stands_on_the_card_and_what_ends_first_leads(client):
    factories.template(title="Ohne Frist")
    factories.template(title="Später", send_by=today() + 40 * DAY)
    factories.template(title="Bald", send_by=today() + 3 * DAY)
    factories.template(title="Vorbei", send_by=today() - DAY)
    assert listed(client) == ["Vorbei", "Bald", "Später", "Ohne Frist"]
    page = client.get(reverse("desk:catalogue")).content.decode()
    assert "noch 3 Tage" in page
    assert "noch 40" not in page
    assert "vorbei" in page


def test_the_catalogue_asks_the_same_few_questions_for_any_number_of_templates(
    client, space, django_assert_max_num_queries
):
    kit = factories.kit()
    for _ in range(11):
        factories.campaign(factories.template(kit=kit), partner=space)
    with django_assert_max_num_queries(14):
        assert len(listed(client)) == 11


def test_viewers_look_and_begin_nothing(space):
    template = factories.template()
    client = Client()
    client.force_login(factories.member(space, PartnerRole.VIEWER))
    assert doors(client, template) == {
        "screen": 200, "mail": 200, "begin": 404, "api": 200, "api begin": 404,
    }  # fmt: skip


def test_nobody_begins_with_what_is_not_in_the_catalogue(space):
    template = factories.template()
    member = factories.member(space, PartnerRole.OWNER)
    template.unpublish()
    with pytest.raises(NotAllowed):
        compose.start(template, partner=space, by=member)


@pytest.mark.parametrize("view", ["desktop", "phone", "dark", "text", "nonsense"])
def test_a_template_is_looked_at_in_every_view(client, view):
    template = factories.template()
    page = client.get(reverse("desk:template", args=[template.uuid]), {"view": view})
    assert page.status_code == 200
    assert template.title in page.content.decode()


@pytest.fixture
def both():
    """(German, English) of one template, published."""
    german = factories.template(title="Räderwechsel")
    english = languages.add_variant(german, "en", by=factories.hq())
    english.title = "Wheel change"
    english.save_revision().publish()
    return german, CampaignTemplatePage.objects.get(pk=english.pk)


def test_of_two_languages_the_partners_own_stands_for_both(client, space, both):
    german, english = both
    assert listed(client) == ["Räderwechsel"]
    page = client.get(reverse("desk:template", args=[german.uuid])).content.decode()
    assert reverse("desk:template", args=[english.uuid]) in page
    space.language = "en"
    space.save()
    assert listed(client) == ["Wheel change"]
    new = client.get(reverse("desk:start")).content.decode()
    assert "Wheel change" in new
    assert "Räderwechsel" not in new


def test_a_campaign_has_its_templates_language_and_one_use_is_one_in_any_language(client, both):
    german, english = both
    for page in both:
        page.uses = "once"
        page.save_revision().publish()
    client.post(reverse("desk:begin", args=[english.uuid]))
    assert Campaign.objects.get().template.language == "en"
    again = client.post(reverse("desk:begin", args=[german.uuid]))
    assert again["Location"] == reverse("desk:preview", args=[Campaign.objects.get().uuid])
    assert Campaign.objects.count() == 1
