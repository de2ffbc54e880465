"""A partner hears what keeps people from reading the mail, at the field that mends it."""

from __future__ import annotations

import pytest

from blocks.lint import lint
from blocks.setting import Setting
from cms.check_rules import CheckRules
from partner_spaces import approval
from partner_spaces.errors import NotReady
from tests import bodies, factories
from tests.blocks.sample import THEME, shelf_of
from tests.spaces.conftest import Door

VAGUE = '<p><a href="https://nordring.example">Hier</a> steht mehr.</p>'
CLEAR = '<p><a href="https://nordring.example">Zum Wintercheck</a></p>'


def ready_body():
    """Nothing left to change, and a heading of headquarters' that stands wrong."""
    body = [b for b in bodies.a_body() if b["type"] != "picture"]
    hero = bodies.find(body, bodies.HERO)
    hero["value"]["locks"]["fields"]["headline"] = {"mode": "editable"}
    hero["value"]["headline"] = "Ohne Rang durch den Winter"
    again = {**hero, "id": "e0000009-0000-4000-8000-000000000001"}
    return [*body[:-1], again, body[-1]]


@pytest.fixture
def careless(monkeypatch):
    """A kind that ranks its headings as it likes; those there are keep the order by themselves."""
    monkeypatch.setattr(Setting, "heading", lambda self, words, wanted: f"<h1>{words}</h1>")


@pytest.fixture
def campaign(space, editor):
    return factories.campaign(factories.template(ready_body()), by=editor, partner=space)


def said(answer):
    found = answer.json()["findings"]
    return {
        f["code"]: (f["severity"], f["block_id"], f["field"])
        for f in found
        if f["code"].startswith("access.")
    }


def overlay(text):
    return {"v": 1, "edits": {bodies.TEXT: {"kind": "text", "values": {"text": text}}}}


@pytest.mark.django_db
@pytest.mark.capability("VE11")
def test_a_vague_link_is_pointed_out_at_its_field_and_headquarters_heading_is_not(
    careless, campaign, editor
):
    raw = campaign.template.raw_body()
    assert "access.headings" in {f.code for f in lint(raw, THEME, shelf=shelf_of())}
    door = Door(editor)
    at = ("warning", bodies.TEXT, "text")
    assert said(door.put(campaign, overlay(VAGUE))) == {"access.link_text": at}
    assert said(door.get(campaign)) == {"access.link_text": at}
    assert said(door.put(campaign, overlay(CLEAR))) == {}


@pytest.mark.django_db
def test_headquarters_decides_whether_it_holds_a_campaign_up(campaign, editor):
    Door(editor).put(campaign, overlay(VAGUE))
    rules = CheckRules.load()
    rules.campaign_link_text = "error"
    rules.save()
    campaign.refresh_from_db()
    with pytest.raises(NotReady) as refused:
        approval.submit(campaign, by=editor)
    assert [f.code for f in refused.value.findings if f.severity == "error"] == ["access.link_text"]
    rules.campaign_link_text = "ignore"
    rules.save()
    assert said(Door(editor).get(campaign)) == {}
    assert approval.submit(campaign, by=editor).rule == "template_auto"
