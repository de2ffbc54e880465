"""A colour of the kit is picked or typed: one value."""

from __future__ import annotations

import pytest

from brand_kits.models import BrandKit
from tests import factories
from tests.desk.test_axe import signed_in


@pytest.mark.browser
def test_a_colour_is_picked_or_typed_and_saved(live_server, browser_context):
    kit = factories.kit()
    signed_in(browser_context, live_server, factories.hq())
    page = browser_context.new_page()
    page.goto(f"{live_server.url}/studio/snippets/brand_kits/brandkit/edit/{kit.pk}/")
    page.get_by_role("tab", name="Farben").click()
    picker = page.get_by_label("Farbe wählen").first
    digits = page.locator("#colours-0-value-value")
    assert picker.input_value() == digits.input_value()
    digits.fill("#ABCDEF")
    assert picker.input_value() == "#abcdef"
    picker.fill("#102030")
    assert digits.input_value() == "#102030"
    page.get_by_role("button", name="Entwurf speichern").click()
    page.wait_for_load_state("networkidle")
    saved = BrandKit.objects.get(pk=kit.pk).get_latest_revision_as_object()
    assert saved.colours[0].value["value"] == "#102030"
