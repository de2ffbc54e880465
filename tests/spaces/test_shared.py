"""A shared block: changed once at headquarters, changed in every mail that is not sent yet."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import SharedBlock
from partner_spaces import approval, compose, rendering
from partner_spaces.approval import Status
from partner_spaces.models import Carry
from partner_spaces.recheck import Outcome, recheck, recheck_due
from tests import factories
from tests import nested as n
from tests.cms.studio import Studio
from tests.spaces.conftest import Door

OLD, NEW = "Unsere Hotline: 0431 000 140", "Unsere Hotline: 0431 000 150"
INNER = "c0000007-0000-4000-8000-000000000001"
PRESS = "c0000007-0000-4000-8000-000000000002"


def plain(words: str, **more: Any) -> list[dict[str, Any]]:
    value = {"text": f"<p>{words}</p>", "colour": "text", "align": "left", **more}
    press = {"label": "Anrufen", "url": "tel:+49431000140", "colour": "brand", "align": "left"}
    return [
        {"type": "text", "id": INNER, "value": value},
        {"type": "button", "id": PRESS, "value": press},
    ]


@pytest.fixture
def shared(db: None) -> SharedBlock:
    return factories.shared_block(plain(OLD), kit=factories.kit())


@pytest.fixture
def template(shared: SharedBlock) -> Any:
    return factories.template(n.body(shared.pk), kit=shared.kit)


def mail_of(campaign: Any) -> str:
    shown = rendering.rendered(compose.access_row(campaign.pk))
    assert shown.compiled is not None
    return str(shown.compiled.preview_html()) + str(shown.compiled.preview_text())


@pytest.mark.capability("TL18")
def test_a_shared_block_is_changed_once_and_every_unsent_use_follows(
    shared: SharedBlock, space: Any, editor: Any
) -> None:
    templates = [factories.template(n.body(shared.pk), kit=shared.kit) for _ in range(2)]
    campaigns = [factories.campaign(t, by=editor, partner=space) for t in templates]
    review = approval.submit(campaigns[0], by=editor)
    assert approval.status(campaigns[0]) is Status.APPROVED
    assert all(mail_of(c).count(OLD) == 2 for c in campaigns)
    chief = factories.hq()
    studio = Studio(chief)
    draft = studio.edit_shared(shared, plain(NEW), publish=False)
    assert draft.status_code == 302
    assert all(OLD in mail_of(c) for c in campaigns)
    published = studio.edit_shared(shared, plain(NEW), publish=True)
    assert published.status_code == 302
    assert all(NEW in mail_of(c) and OLD not in mail_of(c) for c in campaigns)
    [result] = recheck_due()
    assert result.outcome is Outcome.CARRIED
    carry = Carry.objects.get(review=review)
    revision = str(SharedBlock.objects.get().live_revision_id)
    assert list(carry.cause) == [f"shared:{shared.pk}"]
    assert carry.cause[f"shared:{shared.pk}"][1] == revision
    assert carry.by == chief
    reviewer = Client(headers={"Accept-Language": "de"})
    reviewer.force_login(factories.reviewer())
    proof = reviewer.get(reverse("review:decide", args=[review.pk])).content.decode()
    assert "ein gemeinsamer Baustein" in proof
    assert recheck(review).outcome is Outcome.EQUAL


@pytest.mark.capability("TL18")
def test_nothing_of_a_shared_block_is_ever_a_partners(door: Door, campaign: Any) -> None:
    before = mail_of(campaign)
    inner = f"{n.SHARED}/{INNER}"
    sent = {
        "v": 1,
        "edits": {
            inner: {"kind": "text", "values": {"text": "<p>Unser Wort</p>"}},
            n.SHARED: {"kind": "shared", "values": {"block": 1}},
        },
        "lists": {
            n.SHARED: [{"id": INNER, "proto": INNER, "kind": "text", "values": {}}],
            "root": [{"ref": n.SHARED}, {"ref": n.DUO}],
        },
        "hidden": [n.SHARED, inner],
    }
    answer = door.put(campaign, sent)
    assert answer.status_code == 200
    stored = answer.json()["overlay"]
    assert (stored["edits"], stored["hidden"]) == ({}, [])
    assert mail_of(campaign) == before


def test_a_shared_block_that_is_gone_is_an_error_and_no_hole(
    door: Door, campaign: Any, shared: SharedBlock
) -> None:
    SharedBlock.objects.filter(pk=shared.pk).update(live=False)
    found = door.get(campaign).json()["findings"]
    assert [(f["code"], f["block_id"]) for f in found] == [("shared.missing", n.SHARED)]
    assert found[0]["message"]


def test_a_template_names_the_shared_blocks_it_uses_among_its_versions(
    campaign: Any, shared: SharedBlock
) -> None:
    inputs = rendering.rendered(campaign).inputs
    assert inputs[f"shared:{shared.pk}"] == str(shared.live_revision_id)
