"""The imprint of each country: what must be said, whose it is, and who cannot send without it."""

from __future__ import annotations

import re
import uuid

import pytest

from blocks.compile import compile
from brand_kits import imprints, theme_of
from brand_kits.errors import KitRefused
from brand_kits.theme import COUNTRIES, Imprint, Theme
from partner_spaces import approval
from partner_spaces.errors import NotReady
from partner_spaces.rendering import rendered
from tests import bodies, factories
from tests.blocks.sample import PARTNER, THEME
from tests.cms.studio import text
from tests.spaces import bodies as spaces

PLACES = sorted(imprints.MODELS)


def raw(country, language, words, required=()):
    value = {"country": country, "language": language, "text": words, "required": list(required)}
    return {"type": "imprint", "id": str(uuid.uuid4()), "value": value}


@pytest.mark.capability("BK4")
@pytest.mark.parametrize("place", PLACES)
def test_every_model_text_says_what_its_country_wants_with_or_without_the_rest(place):
    country, language = place
    words = imprints.MODELS[place]
    assert imprints.lacks(country, words) == ()
    legal = [b for b in bodies.a_body() if b["type"] in ("envelope", "legal")]
    for partner in (
        PARTNER,
        {n: v for n, v in PARTNER.items() if n in (*imprints.MUST[country], "partner.name")},
    ):
        mail = compile(
            legal,
            theme=THEME,
            language=language,
            partner=partner,
            imprint=Imprint(country, language, words),
        ).preview_text()
        for name in imprints.MUST[country]:
            assert partner[name] in mail
        assert not re.search(
            r"(?:Telefon|Phone|vertreten durch|FN|UID|MWST\S*) ?(?:,|$)", mail, re.M
        )


@pytest.mark.capability("BK4")
@pytest.mark.parametrize("country", COUNTRIES)
def test_an_imprint_that_does_not_always_say_a_duty_is_refused_with_its_name(studio, country):
    kit = factories.kit()
    for name in imprints.MUST[country]:
        words = imprints.MODELS[country, "de"]
        slot = re.compile(r"\{\{ " + re.escape(name) + r" \}\}")
        for wrong in (
            slot.sub("", words),
            slot.sub("{% if partner.phone %}{{ " + name + " }}{% endif %}", words, count=1)
            if "{% if" not in words.split(name)[0].rsplit("\n", 1)[-1]
            else slot.sub("", words),
        ):
            kit.imprints = [raw(country, "de", wrong)]
            with pytest.raises(KitRefused) as refused:
                kit.save_revision(clean=False).publish()
            (found,) = refused.value.findings
            assert (found.code, found.limit) == ("kit.imprint_lacks", (name,))
    refused = studio.edit_kit(kit, publish=True, imprints=[raw(country, "de", "Firma")])
    assert refused.status_code == 200
    assert "verlangt es" in text(refused)
    good = raw(country, "de", imprints.MODELS[country, "de"])
    assert studio.edit_kit(kit, publish=True, imprints=[good]).status_code == 302


@pytest.mark.capability("BK4")
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_partner_of_each_country_gets_its_own_and_cannot_hand_in_without_a_duty(studio, country):
    kit = factories.kit()
    told = [raw(c, "de", f"Land {c}\n{imprints.MODELS[c, 'de']}") for c in COUNTRIES]
    assert studio.edit_kit(kit, publish=True, imprints=told).status_code == 302
    page = factories.template(spaces.body(), kit=kit)
    space = factories.partner(country=country)
    member = factories.member(space)
    campaign = factories.campaign(page, by=member, partner=space)
    said = rendered(campaign).compiled.preview_text()
    assert f"Land {country}" in said
    assert said.rstrip().splitlines()[-1].strip()
    assert said.index(f"Land {country}") > said.index(
        "Abmelden" if "Abmelden" in said else "E-Mails"
    )
    space.email = ""
    space.save(update_fields=["email"])
    campaign.refresh_from_db()
    with pytest.raises(NotReady) as refused:
        approval.submit(campaign, by=member)
    assert ("legal.missing", "partner.email") in {(f.code, f.field) for f in refused.value.findings}


def test_a_country_of_the_eu_without_its_own_takes_the_eus_and_no_other_does(db):
    theme = Theme(imprints=(Imprint("DE", "de", "D"), Imprint("EU", "en", "E")))
    assert theme.imprint("FR", "de").text == "E"
    assert theme.imprint("EU", "de").text == "E"
    assert theme.imprint("DE", "de").text == "D"
    assert theme.imprint("CH", "de") is None
    assert theme.imprint("US", "en") is None
    assert Theme(imprints=(Imprint("DE", "de", "D"),)).imprint("FR", "de") is None


def test_what_a_country_wants_is_owed_whatever_the_kit_asks_for(db):
    kit = factories.kit()
    (german, _english) = theme_of.live_theme(kit.pk).imprints
    assert set(imprints.MUST["DE"]) <= set(german.required)
