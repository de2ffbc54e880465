"""The demo network: every template goes out whole, for every partner that may use it."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from blocks.head import in_the_dark
from blocks.structure import everything
from brand_kits.assets.models import BrandImage
from brand_kits.findings import Severity
from cms import templates_of
from cms.languages import variants
from cms.models import User
from cms.publishing import findings as lint
from partner_spaces import checks, compose, offers
from partner_spaces.models import Partner
from partner_spaces.rendering import rendered
from send.demo import people, templates
from send.demo.build import build

MOST_BYTES = 80_000
PARTNERS = {values["slug"]: values for values in people.PARTNERS}
# What a partner still has to write is no fault of a template.
THEIRS = {"field.must_change"}


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True
    return build(campaigns=False)


def uses(demo):
    """Every template with every partner that may start it."""
    for mail in templates.ALL:
        page = demo.templates[mail.slug]
        for partner in demo.partners.values():
            if partner.network in page.networks.all():
                yield page, partner


def started(page, partner):
    owner = partner.memberships.get(role="owner").user
    return compose.start(page, partner=partner, by=owner)


def test_six_templates_of_two_networks_are_published_and_nothing_stands_against_them(demo):
    assert len(demo.templates) == 6
    assert {n.slug for t in demo.templates.values() for n in t.networks.all()} == {
        "nordring",
        "nordring-sued",
    }
    for page in demo.templates.values():
        assert page.live
        body, theme = page.raw_body(), templates_of.theme_for(page)
        found = lint(body, theme, language=page.language, shelf=page.shelf())
        assert found == (), page.title


def test_the_tyre_change_is_there_in_english_too_block_by_block(demo):
    german = demo.templates["raederwechsel"]
    (variant,) = (page for page in variants(german) if page.language == "en")
    assert variant.live
    body = variant.raw_body()
    assert [b["id"] for b in everything(body)] == [b["id"] for b in everything(german.raw_body())]
    theme = templates_of.theme_for(variant)
    assert lint(body, theme, language="en", shelf=variant.shelf()) == ()
    for partner in Partner.objects.filter(network__in=variant.networks.all()):
        made = rendered(started(variant, partner))
        assert "Safely through the winter".upper() in made.compiled.preview_text()
        assert "Unsubscribe" in made.compiled.preview_text()
        said = made.compiled.preview_html() + str(body)
        assert not re.search(
            r"\b(der|die|das|und|Ihre?|je|Preis)\b", re.sub(r"Autohaus.*", "", said)
        )


def test_every_mail_of_every_partner_is_whole_light_and_readable_as_text(demo):
    seen = set()
    for page, partner in uses(demo):
        made = rendered(started(page, partner))
        said = [f for f in (*made.findings, *checks.check(made, partner)) if f.code not in THEIRS]
        assert [f for f in said if f.severity is Severity.ERROR] == [], (page.title, partner.name)
        html, text = made.compiled.preview_html(), made.compiled.preview_text()
        assert made.compiled.size < MOST_BYTES
        assert in_the_dark(html) != html
        for mail in (html, text):
            assert partner.legal_name in mail.replace("&amp;", "&")
            assert partner.vat_id in mail
        assert not re.search(r"[<>{}]|None|\n{4}", text)
        assert max(len(word) for word in text.split() if "://" not in word) < 60
        seen.add((page.slug, partner.slug))
    assert {slug for _mail, slug in seen} == set(PARTNERS)
    assert {mail for mail, _slug in seen} == set(demo.templates)


def test_everybody_of_the_demo_is_invented_and_a_second_build_adds_nobody(demo, client):
    assert len(demo.partners) == 6
    assert {p.country for p in Partner.objects.all()} == {"DE", "AT", "CH"}
    for values in people.PARTNERS:
        assert values["email"].endswith(".example")
        owner = values["people"][0][0]
        assert owner.endswith(".example")
        assert client.login(username=owner, password=people.PASSWORD)
    before = User.objects.count(), Partner.objects.count(), BrandImage.objects.count()
    again = build(campaigns=False)
    assert {p.pk for p in again.templates.values()} == {p.pk for p in demo.templates.values()}
    assert (User.objects.count(), Partner.objects.count(), BrandImage.objects.count()) == before


def test_a_ready_campaign_stands_in_every_desk_of_one_network_and_a_partner_can_take_it(demo):
    build()
    build()
    today = timezone.localdate()
    for slug, partner in demo.partners.items():
        waiting = offers.standing(partner, on=today)
        assert len(waiting) == (PARTNERS[slug]["network"] == "nordring")
        for one in waiting:
            assert one.days_left == 21
            owner = partner.memberships.get(role="owner").user
            taken = offers.begin(one, partner=partner, by=owner)
            found = checks.check(rendered(taken), partner)
            (price,) = (f for f in found if f.severity is Severity.ERROR)
            assert (price.code, price.field) == ("field.must_change", "price")
