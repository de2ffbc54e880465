"""Headquarters' Studio: previews, menu, groups, and who stays outside."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.admin.icons import get_icons

from blocks.catalogue import CATALOGUE
from cms import groups
from cms.models import CampaignTemplateIndexPage
from partner_spaces.models import PartnerRole
from tests import bodies, factories
from tests import nested as containers
from tests.cms.studio import Studio, stream, text


def preview(studio, page, body, mode, reader="", **more):
    address = f"/studio/pages/{page.pk}/edit/preview/"
    data = {
        "title": page.title,
        "slug": page.slug,
        "kit": str(page.kit_id),
        "approval": page.approval,
        "uses": page.uses,
        "summary": "",
        "occasion": "",
        **stream(page, "body", body),
        **more,
    }
    assert studio.client.post(address, data).json()["is_valid"]
    return studio.client.get(address, {"mode": mode, "reader": reader})


@pytest.mark.parametrize("mode", ["desktop", "phone", "dark", "text"])
def test_the_preview_is_the_compiled_mail_of_the_draft_with_invented_people(studio, template, mode):
    body = bodies.a_body()
    bodies.find(body, bodies.HERO)["value"]["headline"] = "Noch ein Entwurf"
    shown = preview(studio, template, body, mode)
    assert "noch ein entwurf" in text(shown).lower()
    assert "Autohaus Muster" in text(shown)
    assert "Petra Winterräder bei Autohaus Muster" in text(shown)
    assert "{{" not in text(shown)
    assert "script" not in shown["Content-Security-Policy"]


@pytest.mark.capability("VE10")
def test_the_preview_is_dark_in_the_dark_mode_alone_whatever_the_viewer_prefers(studio, template):
    rule = "@media (prefers-color-scheme:dark){"
    for mode, decided in (("desktop", "not all"), ("phone", "not all"), ("dark", "all")):
        shown = text(preview(studio, template, bodies.a_body(), mode))
        assert rule not in shown
        assert f"@media {decided}{{body,.e-surface" in shown


def test_every_branch_of_a_condition_has_a_reader_in_the_preview(studio, template):
    body = bodies.a_body()
    words = "<p>{% if company %}Für Ihren Fuhrpark{% endif %}</p>"
    bodies.find(body, bodies.TEXT)["value"]["text"] = words
    known = text(preview(studio, template, body, "desktop"))
    assert "Für Ihren Fuhrpark" in known
    assert "Ohne: Firma" in known
    for reader in ("without-company", "nobody"):
        assert "Für Ihren Fuhrpark" not in text(preview(studio, template, body, "desktop", reader))


def test_the_preview_of_an_unfinished_draft_says_what_is_missing(studio, template):
    shown = text(preview(studio, template, bodies.a_body()[:-1], "desktop"))
    assert "Pflichtangaben" in shown
    assert "Sicher durch den Winter" in shown


def test_markup_in_a_draft_is_harmless_in_the_preview(studio, template):
    body = bodies.a_body()
    hero = bodies.find(body, bodies.HERO)["value"]
    hero["headline"] = "</mj-text><script>alert(1)</script>"
    shown = text(preview(studio, template, body, "desktop"))
    assert "<script" not in shown


@pytest.mark.parametrize("nested", [False, True])
def test_the_form_of_fifteen_blocks_stays_light(studio, nested):
    """Columns, a region of columns, an offer grid and a shared block among them, or none."""
    body = bodies.long_body(15)
    if nested:
        body = containers.long_body(factories.shared_block([containers.SAID]).pk)
    page = factories.template(body)
    assert len(body) == 15
    address = f"/studio/pages/{page.pk}/edit/"
    studio.client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = studio.client.get(address)
    assert len(answer.content) <= 600_000
    assert len(queries) <= 60


def test_headquarters_group_works_in_the_studio_and_reviewers_do_not(db):
    call_command("setup_groups", verbosity=0)
    call_command("setup_groups", verbosity=0)
    person = factories._user()
    person.groups.add(Group.objects.get(name=groups.HEADQUARTERS))
    studio = Studio(person)
    start = text(studio.client.get("/studio/"))
    for word in ("Vorlagen", "Marke", "Netze", "Bilder"):
        assert word in start
    folder = CampaignTemplateIndexPage.objects.get()
    assert studio.client.get(f"/studio/pages/{folder.pk}/").status_code == 200
    add = f"/studio/pages/add/cms/campaigntemplatepage/{folder.pk}/"
    assert studio.client.get(add).status_code == 200
    assert studio.client.get("/studio/snippets/brand_kits/brandkit/add/").status_code == 200
    reviewer = factories._user()
    reviewer.groups.add(Group.objects.get(name=groups.REVIEWERS))
    assert Studio(reviewer).client.get("/studio/").status_code == 404


def test_a_person_of_a_partner_never_enters_the_studio(db):
    call_command("setup_groups", verbosity=0)
    person = factories.member(factories.partner(), PartnerRole.OWNER)
    person.groups.add(Group.objects.get(name=groups.HEADQUARTERS))
    client = Client()
    client.force_login(person)
    for door in ("/studio/", "/studio/pages/", "/studio/snippets/brand_kits/brandkit/"):
        assert client.get(door).status_code == 404


def test_dates_that_contradict_each_other_are_said_at_their_field(studio, template):
    late, early = "2027-03-01", "2027-01-01"
    refused = studio.edit(
        template, bodies.a_body(), publish=False, available_from=late, available_until=early
    )
    assert "Der letzte Tag liegt vor dem ersten" in text(refused)
    refused = studio.edit(
        template, bodies.a_body(), publish=False, available_from=late, send_by=early
    )
    assert "Die Frist liegt vor dem ersten Tag" in text(refused)


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)
def test_the_studio_knows_the_icon_of_every_kind(kind):
    assert f'id="icon-{kind.icon}"' in get_icons()
