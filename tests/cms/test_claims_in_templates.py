"""Claims and voices in a template: headquarters chooses them, and publishes only what holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.errors import NotPublishable
from tests import bodies, factories
from tests.cms.studio import text
from tests.cms.test_studio import preview

CLAIM = "e0000009-0000-4000-8000-000000000011"


def day(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def kit(db):
    return factories.kit()


def with_claim(chosen):
    body = bodies.a_body()
    body.insert(-1, {"type": "claim", "id": CLAIM, "value": {"claim": chosen, "note": ""}})
    return body


def refused(kit, chosen, **more):
    with pytest.raises(NotPublishable) as caught:
        factories.template(with_claim(chosen), kit=kit, **more)
    return {f.code for f in caught.value.findings}


def test_a_claim_of_the_kit_or_of_one_above_it_is_published(kit):
    own, above = factories.claim(kit), factories.kit()
    child = factories.kit(parent=above, colours=[], imprints=[])
    factories.template(with_claim(own.pk), kit=kit)
    factories.template(with_claim(factories.claim(above).pk), kit=child)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"valid_until": -1}, "claim.expired"),
        ({"text_de": "", "text_en": "English only"}, "claim.language"),
    ],
)
def test_what_does_not_hold_is_not_published(kit, values, code):
    made = {k: day(v) if isinstance(v, int) else v for k, v in values.items()}
    assert code in refused(kit, factories.claim(kit, **made).pk)


def test_what_nobody_released_for_this_brand_is_not_published(kit):
    assert "claim.missing" in refused(kit, factories.claim(factories.kit()).pk)
    assert "claim.missing" in refused(kit, 9999)
    withdrawn = factories.claim(kit)
    withdrawn.unpublish()
    assert "claim.missing" in refused(kit, withdrawn.pk)


def test_a_required_claim_that_nobody_can_choose_is_asked_for(kit):
    assert "field.required" in refused(kit, None)


def pointed_out(page):
    """(code, severity) of all there is to say about the claims of a template."""
    found = page.findings()
    return [(f.code, f.severity.value) for f in found if f.code.startswith("claim.")]


def test_what_holds_later_or_elsewhere_is_only_pointed_out(kit):
    network = factories.network()
    soon = factories.claim(kit, valid_from=day(9))
    there = factories.claim(kit, networks=[network])
    early = factories.template(with_claim(soon.pk), kit=kit)
    assert pointed_out(early) == [("claim.early", "warning")]
    elsewhere = factories.template(with_claim(there.pk), kit=kit)
    assert pointed_out(elsewhere) == [("claim.scope", "warning")]
    at_home = factories.template(with_claim(there.pk), kit=kit, networks=[network])
    assert pointed_out(at_home) == []


def test_the_preview_points_out_what_does_not_hold_in_the_templates_networks(studio, kit):
    network = factories.network()
    body = with_claim(factories.claim(kit, networks=[network]).pk)
    page = factories.template(body, kit=kit)
    for networks, said in (([], True), ([network.pk], False)):
        shown = text(preview(studio, page, body, "desktop", networks=networks))
        assert ("gilt nicht in Ihrem Netz" in shown) is said


def test_the_form_chooses_from_the_library_and_keeps_the_number(studio, kit):
    claim = factories.claim(kit, text_de="214 Betriebe, ein Wort.")
    page = factories.template(with_claim(claim.pk), kit=kit)
    form = text(studio.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "214 Betriebe, ein Wort." in form
    assert page.raw_body()[-2]["value"]["claim"] == claim.pk


def test_a_claim_in_use_names_what_uses_it(studio, kit):
    claim = factories.claim(kit)
    page = factories.template(with_claim(claim.pk), kit=kit)
    usage = reverse("wagtailsnippets_brand_kits_claim:usage", args=[claim.pk])
    assert page.title in text(studio.client.get(usage))
