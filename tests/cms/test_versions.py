"""Versions of a template in the Studio: compared as mails and block by block, and gone back to."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from cms import languages, versions
from cms.models import CampaignTemplatePage
from cms.templates_of import live as live_of
from cms.templates_of import live_body
from tests import bodies, factories
from tests.cms.studio import text


def published(page, **words):
    """Another version, live: block -> headline or other words."""
    body = page.raw_body()
    for block_id, values in words.items():
        bodies.find(body, getattr(bodies, block_id))["value"] |= values
    return factories.publish(page, body)


def screen(studio, name, *args, **query):
    return studio.client.get(reverse(name, args=args), query)


def row(page):
    return CampaignTemplatePage.objects.get(pk=page.pk)


def live(page):
    return live_body(page, live_of(page).revision)


@pytest.fixture
def three(template):
    """Three versions; the last is a draft."""
    page = published(template, HERO={"headline": "Der Winter kann kommen"})
    page.summary = "Neu beschrieben"
    body = page.raw_body()
    body.remove(bodies.find(body, bodies.PICTURE))
    bodies.find(body, bodies.HERO)["value"]["headline"] = "Noch ein Entwurf"
    page.body = body
    page.save_revision()
    return row(page)


def test_the_list_names_what_partners_have_and_the_draft(studio, three):
    page = screen(studio, "studio_versions", three.pk)
    assert [(v.number, v.live, v.latest) for v in page.context["versions"]] == [
        (3, False, True),
        (2, True, False),
        (1, False, False),
    ]
    assert "haben die Partner" in text(page)


@pytest.mark.capability("TL14")
def test_two_versions_stand_side_by_side_with_what_differs_by_block(studio, three):
    newest, older = versions.versions(three)[:2]
    page = screen(studio, "studio_compare", three.pk, old=older.pk, new=newest.pk)
    shown = text(page)
    told = {one.block_id: one for one in page.context["blocks"]}
    assert set(told) == {bodies.HERO, bodies.PICTURE}
    assert [line.what for line in told[bodies.PICTURE].lines] == ["weg"]
    [headline] = told[bodies.HERO].rows
    assert headline.label == "Überschrift"
    assert headline.old == "<del>Der Winter kann kommen</del>"
    assert headline.new == "<ins>Noch ein Entwurf</ins>"
    assert [(d.old, d.new) for d in page.context["data"]] == [("", "Neu beschrieben")]
    assert "Baustein 3 (Aufmacher „Noch ein Entwurf“)" in shown
    frames = re.findall(r'<iframe sandbox title="[^"]*" src="([^"]+)"', shown)
    mails = [studio.client.get(address) for address in frames]
    assert "Der Winter kann kommen" in text(mails[0])
    assert "Noch ein Entwurf" in text(mails[1])
    assert all("script-src" not in m["Content-Security-Policy"] for m in mails)
    assert all("sandbox" in m["Content-Security-Policy"] for m in mails)


@pytest.mark.capability("TL14")
def test_going_back_is_a_new_version_and_loses_none(studio, three):
    first = versions.versions(three)[-1]
    back = reverse("studio_roll_back", args=[three.pk, first.pk])
    studio.client.post(back)
    assert bodies.find(live(three), bodies.HERO)["value"]["headline"] == "Der Winter kann kommen"
    found = versions.versions(three)
    assert [v.number for v in found] == [4, 3, 2, 1]
    studio.client.post(back, {"publish": "1"})
    assert bodies.find(live(three), bodies.HERO)["value"]["headline"] == "Sicher durch den Winter"
    assert [v.number for v in versions.versions(three) if v.live] == [5]
    assert versions.compare(
        versions.at(versions.revisions(three).get(pk=first.pk)), row(three)
    ) == ((), ())


def test_going_back_to_a_broken_version_publishes_nothing_and_says_why(studio, template):
    before = live(template)
    broken = row(template)
    broken.body = bodies.a_body()[:-1]
    revision = broken.save_revision(clean=False)
    row(template).save_revision()
    answer = studio.client.post(
        reverse("studio_roll_back", args=[template.pk, revision.pk]), {"publish": "1"}, follow=True
    )
    assert "nicht veröffentlicht" in text(answer)
    assert "Pflichtangaben" in text(answer)
    assert live(template) == before


def test_versions_of_other_templates_do_not_exist_here(studio, three):
    other = factories.template()
    foreign, own = versions.versions(other)[0].pk, versions.versions(three)[0].pk
    assert screen(studio, "studio_compare", three.pk, old=own, new=foreign).status_code == 404
    assert screen(studio, "studio_compare", three.pk, old=own).status_code == 404
    assert screen(studio, "studio_version_mail", three.pk, foreign).status_code == 404
    address = reverse("studio_roll_back", args=[three.pk, foreign])
    assert studio.client.post(address).status_code == 404
    assert screen(studio, "studio_versions", 999999).status_code == 404


# -- duplicates


def test_a_duplicate_is_a_template_of_its_own_with_the_same_block_ids(studio, template):
    template.networks = [factories.network()]
    template.save()
    form = {
        "new_title": "Räderwechsel Frühjahr",
        "new_slug": "raeder-fruehjahr",
        "new_parent_page": template.get_parent().pk,
    }
    studio.client.post(f"/studio/pages/{template.pk}/copy/", form)
    made = CampaignTemplatePage.objects.get(slug="raeder-fruehjahr")
    assert not made.live
    assert made.uuid != template.uuid
    assert made.translation_key != template.translation_key
    assert [b["id"] for b in made.raw_body()] == [b["id"] for b in template.raw_body()]
    assert list(made.networks.all()) == list(template.networks.all())
    made.get_latest_revision().publish()
    assert row(made).uuid == made.uuid


# -- languages


@pytest.mark.capability("TL14")
def test_a_language_is_a_draft_beside_with_the_same_ids(studio, three):
    answer = studio.client.post(reverse("studio_add_language", args=[three.pk]), {"language": "en"})
    made = CampaignTemplatePage.objects.get(locale__language_code="en")
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert not made.live
    assert (made.language, made.translation_key) == ("en", three.translation_key)
    assert made.get_parent().pk == three.get_parent().pk
    assert made.uuid != three.uuid
    draft = three.get_latest_revision_as_object()
    assert made.get_latest_revision_as_object().raw_body() == draft.raw_body()
    assert languages.missing(three) == []
    made.get_latest_revision().publish()
    assert (row(made).language, row(made).uuid) == ("en", made.uuid)


def test_no_language_twice_and_none_that_is_not_there(studio, template):
    address = reverse("studio_add_language", args=[template.pk])
    assert studio.client.post(address, {"language": "de"}).status_code == 404
    assert studio.client.post(address, {"language": "fr"}).status_code == 404
    assert studio.client.post(address, {"language": "en"}).status_code == 302
    assert studio.client.post(address, {"language": "en"}).status_code == 404


def test_two_languages_are_compared_like_two_versions(studio, template):
    made = languages.add_variant(template, "en", by=factories.hq())
    body = made.raw_body()
    bodies.find(body, bodies.HERO)["value"]["headline"] = "Safe through winter"
    made.body = body
    revision = made.save_revision()
    page = screen(
        studio, "studio_compare", template.pk, old=template.latest_revision_id, new=revision.pk
    )
    assert page.status_code == 200
    assert [one.block_id for one in page.context["blocks"]] == [bodies.HERO]
    listed = screen(studio, "studio_versions", template.pk)
    assert [one.pk for one in listed.context["languages"]] == [made.pk]
