"""Choosing a claim in the composer, in a real browser: what is offered, its words, by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partner_spaces.models import Campaign, PartnerRole
from tests import bodies as b
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLAIM = "e0000009-0000-4000-8000-000000000011"


@pytest.fixture
def editor():
    return factories.member(factories.partner(), PartnerRole.EDITOR)


def test_a_claim_is_chosen_from_what_holds_and_its_words_are_read(window, editor):
    kit = factories.kit()
    old = factories.claim(kit, text_de="Seit 1998.")
    new = factories.claim(kit, text_de="214 Betriebe, ein Wort.")
    gone = timezone.localdate() - timedelta(days=1)
    factories.claim(kit, text_de="Testsieger 2024.", valid_until=gone)
    body = b.a_body()
    locks = {"rights": {}, "fields": {"claim": {"mode": "editable"}}, "why": "", "ask": ""}
    value = {"claim": old.pk, "note": "", "align": "center", "background": "surface"}
    body.insert(-1, {"type": "claim", "id": CLAIM, "value": {**value, "locks": locks}})
    made = factories.campaign(factories.template(body, kit=kit), by=editor)
    page = window(made)
    select = page.get_by_label("Aussage", exact=True)
    expect(select.locator("option")).to_have_text(
        ["Nichts gewählt", "Seit 1998.", "214 Betriebe, ein Wort."]
    )
    expect(page.locator(".fquote")).to_have_text("Seit 1998.")
    select.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".fquote")).to_have_text("214 Betriebe, ein Wort.")
    expect(
        page.frame_locator("#preview iframe").get_by_text("214 Betriebe, ein Wort.")
    ).to_be_visible()
    stored = Campaign.objects.get(pk=made.pk).overlay["edits"][CLAIM]["values"]
    assert stored == {"claim": new.pk}
    page.get_by_role("button", name="Zurück zum Text der Zentrale: Aussage").click()
    expect(page.locator(".fquote")).to_have_text("Seit 1998.")
