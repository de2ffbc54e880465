"""Shared blocks in the Studio: drafts, what may be published, and what may not be taken away."""

from __future__ import annotations

import copy
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.errors import NotPublishable, StillUsed
from cms.models import CampaignTemplatePage, SharedBlock
from cms.shared import published, uses_in
from tests import factories
from tests import nested as n
from tests.cms.studio import stream, text


def saying(words):
    made = copy.deepcopy(n.SAID)
    made["value"]["text"] = f"<p>{words}</p>"
    return [made]


@pytest.fixture
def shared(db):
    return factories.shared_block(saying("Winterdienst"))


@pytest.fixture
def template(shared):
    return factories.template(n.body(shared.pk), kit=shared.kit)


def live_words(shared):
    return published([shared.pk])[shared.pk].body[0]["value"]["text"]


def test_a_draft_is_seen_by_nobody_until_it_is_published(studio, shared):
    assert studio.edit_shared(shared, saying("Entwurf"), publish=False).status_code == 302
    assert live_words(shared) == "<p>Winterdienst</p>"
    assert studio.edit_shared(shared, saying("Neu"), publish=True).status_code == 302
    assert ">Neu<" in live_words(shared)


@pytest.mark.parametrize(
    ("words", "cause"), [("{{ vorname }}", "vorname"), ("", "Text"), ("{% if x %}", "{% if")]
)
def test_a_broken_shared_block_is_not_published_by_any_door(studio, shared, words, cause):
    refused = studio.edit_shared(shared, saying(words), publish=True)
    assert refused.status_code == 200
    (said,) = refused.context["form"].errors.as_data()["body"]
    assert set(said.block_errors) == {0}  # at its block, not above all
    shared.body = saying(words)
    with pytest.raises(NotPublishable) as why:
        shared.save_revision(clean=False).publish()
    assert why.value.messages
    with pytest.raises(ValidationError):
        shared.save()
    assert live_words(shared) == "<p>Winterdienst</p>"


def test_its_preview_is_a_mail_that_holds_nothing_else(studio, shared):
    address = f"/studio/snippets/cms/sharedblock/preview/{shared.pk}/"
    data = {
        "name": shared.name,
        "kit": str(shared.kit_id),
        "language": "de",
        **stream(shared, "body", saying("Noch ein Entwurf")),
    }
    assert studio.client.post(address, data).json()["is_valid"]
    shown = text(studio.client.get(address, {"mode": "desktop"}))
    assert "Noch ein Entwurf" in shown


def test_its_preview_has_a_reader_for_every_branch(studio, shared):
    address = f"/studio/snippets/cms/sharedblock/preview/{shared.pk}/"
    data = {
        "name": shared.name,
        "kit": str(shared.kit_id),
        "language": "de",
        **stream(shared, "body", saying("{% if company %}Für Ihren Fuhrpark{% endif %}")),
    }
    assert studio.client.post(address, data).json()["is_valid"]
    assert "Für Ihren Fuhrpark" in text(studio.client.get(address))
    for reader in ("without-company", "nobody"):
        shown = text(studio.client.get(address, {"mode": "desktop", "reader": reader}))
        assert "Für Ihren Fuhrpark" not in shown


def test_what_a_template_uses_is_neither_deleted_nor_unpublished(studio, shared, template):
    for door in ("delete", "unpublish"):
        answer = studio.client.post(f"/studio/snippets/cms/sharedblock/{door}/{shared.pk}/")
        assert answer.status_code == 302
        said = text(studio.client.get(answer["Location"]))
        assert template.title in said
    for away in (shared.delete, shared.unpublish):
        with pytest.raises(StillUsed) as used:
            away()
        assert used.value.names == (template.title,)
    assert SharedBlock.objects.get(pk=shared.pk).live


def test_the_list_says_how_many_templates_use_each(studio, shared, template):
    factories.shared_block(saying("x"), kit=shared.kit)
    page = text(studio.client.get("/studio/snippets/cms/sharedblock/"))
    assert "In Vorlagen" in page
    cells = [cell.strip() for cell in re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", page)]
    assert sorted(cells) == ["0", "1"]


def test_what_nobody_uses_may_go(studio, shared):
    answer = studio.client.post(f"/studio/snippets/cms/sharedblock/delete/{shared.pk}/")
    assert answer.status_code == 302
    assert not SharedBlock.objects.exists()


def test_a_template_with_a_use_of_nothing_is_not_published(studio, shared):
    page = factories.template(n.body(), kit=shared.kit)
    refused = studio.edit(page, n.body(4711), publish=True)
    assert refused.status_code == 200
    draft = factories.shared_block(saying("x"), kit=shared.kit)
    SharedBlock.objects.filter(pk=draft.pk).update(live=False)
    page.body = n.body(draft.pk)
    with pytest.raises(NotPublishable) as why:
        page.save_revision(clean=False).publish()
    assert [f.code for f in why.value.findings] == ["shared.missing"]


def test_a_template_with_every_container_is_published_from_its_form(studio, shared, template):
    body = n.changed(n.ISLAND, n.body(shared.pk), text="<p>Eine neue Insel</p>")
    answer = studio.edit(template, body, publish=True)
    assert answer.status_code == 302, text(answer)[:3000]
    live = CampaignTemplatePage.objects.get(pk=template.pk).raw_body()
    assert [b["id"] for b in n.walk(live)] == [b["id"] for b in n.walk(body)]
    assert "neue Insel" in str(live)
    assert uses_in(live) == {shared.pk}


def test_the_refusal_names_the_block_in_its_column(studio, shared, template):
    body = n.changed(n.SHORE, n.body(shared.pk), text="<p>{{ vorname }}</p>")
    said = text(studio.edit(template, body, publish=True))
    assert "Baustein 3.1.2.1 (Text)" in said
    two = n.changed(n.DUO, n.body(shared.pk), layout="three")
    assert "So viele Spalten passen nicht" in text(studio.edit(template, two, publish=True))


def test_reading_uses_takes_one_query_once_their_blocks_are_known(shared):
    published([shared.pk])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert published([shared.pk, 4711, -1, 2**70]).keys() == {shared.pk}
    assert len(queries) == 1
    assert published([]) == {}
