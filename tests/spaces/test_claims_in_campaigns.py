"""Choosing what the brand says: the list, the save, the forged save, what the reviewer sees."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from partner_spaces import approval
from partner_spaces.models import Campaign, PartnerRole
from partner_spaces.recheck import Outcome, recheck
from partner_spaces.rendering import rendered
from tests import factories
from tests.spaces import bodies as b

CLAIM, VOICE = (f"e0000009-0000-4000-8000-00000000001{n}" for n in (1, 2))
FREE = {"mode": "editable"}


@pytest.fixture
def kit(db: None) -> Any:
    return factories.kit()


@pytest.fixture
def claims(kit: Any, space: Any) -> dict[str, Any]:
    """What this partner may say, and what not."""
    past = timezone.localdate() - timedelta(days=1)
    return {
        "old": factories.claim(kit, text_de="Seit 1998."),
        "new": factories.claim(kit, text_de="214 Betriebe, ein Wort."),
        "expired": factories.claim(kit, text_de="Testsieger 2024.", valid_until=past),
        "elsewhere": factories.claim(kit, text_de="Nur im Süden.", networks=[factories.network()]),
        "english": factories.claim(kit, text_de="", text_en="Since 1998."),
        "foreign": factories.claim(factories.kit(), text_de="Eine andere Marke."),
    }


@pytest.fixture
def template(kit: Any, claims: dict[str, Any]) -> Any:
    body = b.body()
    claim = {"claim": claims["old"].pk, "note": "", "align": "center", "background": "surface"}
    voice = {"voice": None, "background": "surface"}
    body[-1:-1] = [
        b.block("claim", CLAIM, claim, b.locks({"claim": FREE})),
        b.block("testimonial", VOICE, voice, b.locks({"voice": FREE}, remove=True)),
    ]
    return factories.template(body, kit=kit)


def chosen(pk: Any) -> dict[str, Any]:
    return {
        **b.overlay({CLAIM: ("claim", {"claim": pk})}),
        "hidden": [VOICE],
    }


def saved(door: Any, campaign: Any, pk: Any) -> Any:
    answer = door.put(campaign, chosen(pk))
    assert answer.status_code == 200
    return answer.json()


def codes(answer: Any) -> set[tuple[str, str, str]]:
    return {(f["code"], f["field"], f["severity"]) for f in answer["findings"]}


@pytest.mark.capability("BK5")
def test_another_claim_is_chosen_by_number_and_said_in_the_brands_words(
    door: Any, campaign: Any, claims: dict[str, Any]
) -> None:
    answer = saved(door, campaign, claims["new"].pk)
    assert not [f for f in answer["findings"] if f["code"].startswith("claim.")]
    mail = rendered(Campaign.objects.get(pk=campaign.pk))
    assert "214 Betriebe, ein Wort." in mail.compiled.preview_html()
    assert "Seit 1998." not in mail.compiled.preview_html()


@pytest.mark.capability("BK5")
@pytest.mark.parametrize(
    ("which", "code", "kept"),
    [
        ("expired", "claim.expired", True),
        ("elsewhere", "claim.scope", True),
        ("english", "claim.language", True),
        ("foreign", "claim.missing", False),
    ],
)
def test_what_may_not_be_said_here_is_said_at_its_place_and_keeps_the_mail_back(
    which: str, code: str, kept: bool, door: Any, campaign: Any, claims: dict[str, Any]
) -> None:
    answer = saved(door, campaign, claims[which].pk)
    assert (code, "claim", "error") in codes(answer)
    stored = answer["overlay"].get("edits", {}).get(CLAIM, {}).get("values", {})
    assert ("claim" in stored) is kept


@pytest.mark.parametrize("forged", ["5", True, 2**50, {"id": 1}, "<b>Wir sind die Besten</b>"])
def test_nobody_writes_a_claim_of_their_own(forged: Any, door: Any, campaign: Any) -> None:
    answer = saved(door, campaign, forged)
    assert {c for c, f, _s in codes(answer) if f == "claim"} <= {"field.format", "claim.missing"}
    assert CLAIM not in answer["overlay"].get("edits", {})
    mail = rendered(Campaign.objects.get(pk=campaign.pk)).compiled.preview_html()
    assert "Seit 1998." in mail
    assert "Besten" not in mail


def test_the_composer_offers_what_holds_in_this_network_and_language_today(
    editor: Any, campaign: Any, claims: dict[str, Any]
) -> None:
    client = Client()
    client.force_login(editor)
    told = client.get(reverse("desk:compose_data", args=[campaign.uuid])).json()["document"]
    offered = {q["words"]: q["usable"] for q in told["quotes"]["claim"]}
    assert offered == {
        "Seit 1998.": True,
        "214 Betriebe, ein Wort.": True,
        "Testsieger 2024.": False,
        "Nur im Süden.": False,
        "": False,
    }


def test_the_versions_of_what_is_said_stand_among_the_inputs_of_an_approval(
    door: Any, campaign: Any, editor: Any, claims: dict[str, Any]
) -> None:
    saved(door, campaign, claims["new"].pk)
    review = approval.submit(Campaign.objects.get(pk=campaign.pk), by=editor)
    said = {n: v for n, v in review.inputs.items() if n.startswith("claim:")}
    assert said == {f"claim:{claims['new'].pk}": str(claims["new"].live_revision_id)}


def test_a_claim_in_new_words_is_carried_and_its_writer_named(
    door: Any, campaign: Any, editor: Any, claims: dict[str, Any]
) -> None:
    saved(door, campaign, claims["new"].pk)
    review = approval.submit(Campaign.objects.get(pk=campaign.pk), by=editor)
    person, claim = factories.hq(), claims["new"]
    claim.text_de = "215 Betriebe, ein Wort."
    claim.save_revision(user=person).publish()
    assert recheck(review).outcome is Outcome.CARRIED
    carry = review.carries.get()
    assert carry.by == person
    assert set(carry.cause) == {f"claim:{claim.pk}"}


def test_the_reviewer_reads_the_words_before_and_after(
    kit: Any, space: Any, editor: Any, door: Any, claims: dict[str, Any], template: Any
) -> None:
    template.approval = "review"
    template.save()
    campaign = factories.campaign(template, by=editor, partner=space)
    saved(door, campaign, claims["new"].pk)
    review = approval.submit(Campaign.objects.get(pk=campaign.pk), by=editor)
    client = Client()
    client.force_login(factories.reviewer())
    page = client.get(f"/review/{review.pk}/").content.decode()
    assert "Seit 1998." in page
    assert "214 Betriebe, ein Wort." in page


def test_where_a_claim_is_used_is_known(door: Any, campaign: Any, claims: dict[str, Any]) -> None:
    saved(door, campaign, claims["new"].pk)
    assert ReferenceIndex.get_references_to(claims["new"]).count() == 1
    assert ReferenceIndex.get_references_to(claims["old"]).exists()  # by the template


def test_a_viewer_chooses_nothing(space: Any, campaign: Any, claims: dict[str, Any]) -> None:
    from tests.spaces.conftest import Door

    viewer = Door(factories.member(space, PartnerRole.VIEWER))
    answer = viewer.put(campaign, chosen(claims["new"].pk))
    assert answer.status_code in (403, 404)
    assert "214" not in json.dumps(Campaign.objects.get(pk=campaign.pk).overlay)
