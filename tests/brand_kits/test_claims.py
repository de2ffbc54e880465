"""Claims and testimonials: proven, dated, limited to networks; only what is published counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from brand_kits import claims, claims_of, models
from brand_kits.models import Claim
from tests import factories
from tests.cms.studio import text

TODAY = date(2026, 11, 25)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
maybe = st.none() | days
networks = st.frozensets(st.sampled_from(["nord", "sued", "west"]))


def a_claim(**values):
    plain = {
        "id": 1,
        "texts": {"de": "Ein Ring."},
        "evidence": "Umfrage",
        "valid_from": None,
        "valid_until": None,
        "scopes": frozenset(),
        "products": frozenset(),
        "version": 1,
    }
    return claims.Claim(**{**plain, **values})


@given(first=maybe, last=maybe, on=days, of=networks, here=networks)
def test_a_claim_may_be_used_exactly_in_its_networks_and_on_its_days(first, last, on, of, here):
    one = a_claim(valid_from=first, valid_until=last, scopes=of)
    found = claims.refusal(one, language="de", on=on, scopes=here)
    allowed = (
        (not of or bool(of & here))
        and (first is None or first <= on)
        and (last is None or on <= last)
    )
    assert (found is None) == allowed
    if found:
        assert found[0] in ("claim.scope", "claim.early", "claim.expired")


def test_its_last_day_counts_and_the_next_does_not():
    one = a_claim(valid_from=TODAY, valid_until=TODAY)
    ask = {"language": "de", "scopes": frozenset()}
    assert claims.refusal(one, on=TODAY, **ask) is None
    assert claims.refusal(one, on=TODAY + timedelta(1), **ask) == ("claim.expired", TODAY)
    assert claims.refusal(one, on=TODAY - timedelta(1), **ask) == ("claim.early", TODAY)


def test_a_language_it_has_no_words_in_is_refused_and_the_ones_it_has_are_named():
    one = a_claim(texts={"de": "Ein Ring.", "fr": ""})
    found = claims.refusal(one, language="en", on=TODAY, scopes=frozenset())
    assert found == ("claim.language", ("de",))


def test_a_draft_says_nothing_and_a_publication_counts_by_its_version(studio):
    kit = factories.kit()
    one = factories.claim(kit, text_de="Alt")
    before = claims_of.claims([kit.pk])[one.pk]
    one.text_de = "Neu"
    draft = one.save_revision()
    assert claims_of.claims([kit.pk])[one.pk] == before
    draft.publish()
    after = claims_of.claims([kit.pk])[one.pk]
    assert after.texts == {"de": "Neu"}
    assert after.version > before.version
    Claim.objects.get(pk=one.pk).unpublish()
    assert claims_of.claims([kit.pk]) == {}


def test_only_the_claims_of_these_kits_are_there(db):
    kit, other = factories.kit(), factories.kit()
    mine, more = factories.claim(kit), factories.claim(kit)
    factories.claim(other)
    assert set(claims_of.claims([kit.pk])) == {mine.pk, more.pk}
    voice = factories.voice(kit)
    assert claims_of.testimonials([kit.pk])[voice.pk].author == "Petra B."
    assert claims_of.testimonials([other.pk]) == {}


def test_a_claim_whose_networks_are_gone_belongs_to_nobody_and_not_to_everybody(db):
    kit, network = factories.kit(), factories.network(slug="nord")
    one = factories.claim(kit, networks=[network])
    assert claims_of.claims([kit.pk])[one.pk].scopes == {"nord"}
    network.delete()
    said = claims_of.claims([kit.pk])[one.pk]
    found = claims.refusal(said, language="de", on=TODAY, scopes=frozenset({"nord"}))
    assert found
    assert found[0] == "claim.scope"


def post(studio, model, **values):
    data = {"kit": "", "networks": [], "valid_from": "", "valid_until": "", **values}
    return studio.client.post(f"/studio/snippets/brand_kits/{model}/add/", data)


@pytest.mark.capability("BK5")
def test_a_claim_is_published_only_with_words_evidence_and_sensible_days(studio):
    kit, network = factories.kit(), factories.network()
    good = {
        "kit": str(kit.pk),
        "text_de": "Ein Ring.",
        "text_en": "",
        "evidence": "Umfrage 2025",
        "products": "Reifen\n\nRäder",
        "networks": [str(network.pk)],
        "action-publish": "1",
    }
    for wrong, said in (
        ({"text_de": " "}, "in wenigstens einer Sprache"),
        ({"evidence": " "}, "Beleg"),
        ({"networks": []}, "Wählen Sie Netze"),
        ({"valid_from": "2026-05-02", "valid_until": "2026-05-01"}, "vor dem ersten"),
    ):
        refused = post(studio, "claim", **{**good, **wrong})
        assert refused.status_code == 200
        assert said in text(refused)
    assert not Claim.objects.filter(live=True).exists()
    assert post(studio, "claim", **good).status_code == 302
    said = claims_of.claims([kit.pk])[Claim.objects.get(live=True).pk]
    assert said.products == {"Reifen", "Räder"}
    assert said.scopes == {network.slug}


def test_nobody_is_quoted_without_a_yes(studio):
    kit = factories.kit()
    good = {
        "kit": str(kit.pk),
        "author": "Petra B.",
        "quote_de": "Gut.",
        "quote_en": "",
        "role": "",
        "picture": "",
        "everywhere": "on",
        "action-publish": "1",
    }
    assert post(studio, "testimonial", **good, consent="").status_code == 200
    assert not models.Testimonial.objects.filter(live=True).exists()
    assert post(studio, "testimonial", **good, consent="Brief vom 3. Mai").status_code == 302
    assert models.Testimonial.objects.filter(live=True).exists()


@pytest.mark.capability("BK5")
def test_no_program_brings_an_unproven_claim_into_force(db):
    one = factories.claim(factories.kit())
    one.evidence = ""
    with pytest.raises(ValidationError):
        one.save_revision(clean=False).publish()
    assert Claim.objects.get(pk=one.pk).evidence
