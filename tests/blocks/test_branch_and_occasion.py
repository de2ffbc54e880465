"""The branch from the partner's facts, the occasion from the reader's own, links to elsewhere."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from blocks.judge import Refusal
from blocks.kinds import social
from blocks.kinds.branch import MAPS
from blocks.locks import effective, refusal
from blocks.pictures import EMPTY_SHELF
from tests.blocks.sample import PARTNER, URLS, Reader, block, compiled, mail, part

GOLF = {"vehicle": "VW Golf <KI-MB 240>", "due_date": "20.11.2026", "mileage": "84.500 km"}


def shown(kind, *, partner=PARTNER, **values):
    made = compiled(mail(block(kind, **values)), marks=True, partner=partner)
    return made, part(made.preview_html(URLS), f"id-{kind}")


def links(html):
    return [a["href"] for tag, a in Reader(html).tags if tag == "a"]


def without(*names):
    return {k: v for k, v in PARTNER.items() if k.removeprefix("partner.") not in names}


# --- branch --------------------------------------------------------------------------------------


def test_a_branch_is_the_partners_facts_and_every_one_can_be_touched():
    made, html = shown("branch", way="route")
    for fact in ("name", "street", "city", "hours", "phone", "email"):
        assert PARTNER[f"partner.{fact}"] in html
        assert PARTNER[f"partner.{fact}"] in made.preview_text()
    assert links(html)[:3] == [
        "tel:0431000140",
        "mailto:info@brueckner.example",
        "https://www.brueckner.example",
    ]


@pytest.mark.parametrize(
    ("way", "host", "asked"),
    [("map", "www.openstreetmap.org", "query"), ("route", "www.google.com", "destination")],
)
def test_the_way_leads_to_a_map_of_a_closed_list_with_the_address_as_data(way, host, asked):
    odd = {**PARTNER, "partner.street": 'Straße "A" & B?x=1#y', "partner.city": "Bad/../Ort"}
    made, html = shown("branch", way=way, partner=odd)
    url = urlsplit(links(html)[-1])
    assert (url.scheme, url.netloc, url.fragment) == ("https", host, "")
    assert parse_qs(url.query)[asked] == ['Straße "A" & B?x=1#y, 24103 Bad/../Ort']
    assert url.geturl() in made.preview_text()
    assert "<img" not in html or host not in "".join(re.findall(r'src="[^"]*"', html))
    assert set(MAPS) == {"map", "route"}


def test_no_way_and_no_address_are_no_link():
    for values, partner in (({"way": "no_way"}, PARTNER), ({}, without("street"))):
        _made, html = shown("branch", partner=partner, **values)
        assert not any("map" in link for link in links(html))


def test_what_the_partner_has_not_said_leaves_no_line():
    _made, html = shown("branch", partner=without("hours", "phone"))
    assert "Telefon" not in html
    nothing = without("street", "postcode", "city", "hours", "phone", "email", "website")
    made, html = shown("branch", partner=nothing)
    assert html == ""
    assert "Werkstatt am Hafen" not in made.preview_text()


@pytest.mark.parametrize("website", ["javascript:alert(1)", "https://a b", 'x" onclick="y'])
def test_a_web_site_that_is_none_stands_as_words(website):
    _made, html = shown("branch", partner={**PARTNER, "partner.website": website}, way="no_way")
    assert len(links(html)) == 2
    assert "onclick" not in [name for _tag, a in Reader(html).tags for name in a]


# --- occasion ------------------------------------------------------------------------------------


def test_an_occasion_is_the_readers_own_with_words_for_who_is_not_known():
    made, html = shown("occasion")
    assert "Ihr Fahrzeug" in html
    assert "in Kürze" in html
    assert "Kilometerstand" not in html
    whole = made.preview_html(GOLF)
    assert "VW Golf &lt;KI-MB 240&gt;" in whole
    assert "20.11.2026" in whole
    assert "84.500 km" in whole


def test_the_text_part_says_the_same_facts():
    made, _html = shown("occasion")
    assert (
        "Fahrzeug: VW Golf <KI-MB 240>\nHauptuntersuchung: 20.11.2026\nKilometerstand: 84.500 km\n"
    ) in made.preview_text(GOLF)
    assert "Fahrzeug: Ihr Fahrzeug\nHauptuntersuchung: in Kürze\nWir" in made.preview_text()
    english = compiled(mail(block("occasion", due_label="")), language="en").preview_text(GOLF)
    assert "Vehicle: VW Golf <KI-MB 240>\nDue: 20.11.2026\nMileage: 84.500 km\n" in english


def test_every_reader_gets_well_formed_rows():
    made, _html = shown("occasion", mileage="{% if mileage %}rund {{ mileage }}{% endif %}")
    for reader in (GOLF, {}, {"vehicle": "{{ x }}"}):
        rows = [tag for tag, a in Reader(made.preview_html(reader)).tags if a.get("class") == "e-v"]
        assert len(rows) == (3 if reader.get("mileage") else 2)
    assert "rund 84.500 km" in made.preview_html(GOLF)


def test_a_row_on_condition_of_the_partner_is_there_or_not_for_all_readers_alike():
    town = "{% if partner.city %}Alle in {{ partner.city }}{% endif %}"
    made, html = shown("occasion", vehicle=town)
    for seen in (html, made.preview_html(GOLF), made.preview_text(), made.preview_text(GOLF)):
        assert "Alle in Kiel" in seen
    made, html = shown("occasion", vehicle=town, partner=without("city"))
    for seen in (html, made.preview_text(GOLF)):
        assert not re.search(r"Fahrzeug\b", seen)


def test_headquarters_own_words_stand_before_the_readers_data():
    made, html = shown("occasion", vehicle="Alle Modelle bis 2020", mileage="über 100.000 km")
    assert "Alle Modelle bis 2020" in html
    assert "über 100.000 km" in html
    assert "VW Golf" not in made.preview_html(GOLF)


def test_a_readers_field_without_a_fallback_is_said():
    made, _html = shown("occasion", vehicle="{{ vehicle }}")
    assert ("merge.fallback", "vehicle") in {(f.code, f.field) for f in made.findings}


def test_no_link_tells_who_drives_what():
    made, html = shown("occasion", button_url="https://a.example/?v={{ vehicle }}")
    assert "link.merge" in {f.code for f in made.findings}
    assert "Termin wählen" not in html


# --- social --------------------------------------------------------------------------------------


def test_social_links_are_words_that_lead_where_they_say():
    made, html = shown("social")
    assert len(links(html)) == len(social.NETWORKS)
    for field in social.LINKS:
        assert f"{field.label.de}: https://" in made.preview_text()
    assert "<img" not in html


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://evil.example/facebook.com", "link.host"),
        ("https://facebook.com.evil.example/", "link.host"),
        ("https://notfacebook.com/", "link.host"),
        ("https://instagram.com/nordring", "link.host"),
        ("mailto:a@facebook.com", "link.scheme"),
        ("http://facebook.com/x", "link.scheme"),
        ("https://facebook.com@evil.example/", "link.sign"),
    ],
)
def test_a_link_that_leads_elsewhere_is_said_and_not_drawn(url, code):
    made, html = shown("social", facebook=url)
    assert (code, "facebook") in {(f.code, f.field) for f in made.findings}
    assert "Facebook" not in html + made.preview_text()


def test_no_link_no_block():
    empty = dict.fromkeys((field.name for field in social.LINKS), "")
    made, html = shown("social", **empty)
    assert html == ""
    assert "Folgen Sie uns" not in made.preview_text()


FACEBOOK = social.LINKS[0]


@pytest.mark.parametrize(
    ("lock", "value", "stands"),
    [
        ({"mode": "editable"}, "https://www.facebook.com/x", True),
        ({"mode": "editable"}, "https://a.example/", False),
        ({"mode": "editable", "hosts": "www.facebook.com"}, "https://www.facebook.com/x", True),
        ({"mode": "editable", "hosts": "www.facebook.com"}, "https://fb.me/x", False),
        ({"mode": "editable", "hosts": "a.example\nfb.me"}, "https://fb.me/x", True),
        ({"mode": "editable", "hosts": "a.example\nfb.me"}, "https://a.example/x", False),
        ({"mode": "editable", "hosts": "a.example"}, "https://a.example/x", False),
    ],
)
def test_no_lock_opens_a_host_that_the_kind_does_not_know(lock, value, stands):
    assert (refusal(FACEBOOK, lock, value, EMPTY_SHELF) is None) is stands
    bound = effective(FACEBOOK, lock)
    assert effective(FACEBOOK, bound) == bound


def test_a_refused_host_names_those_that_are_possible():
    why = refusal(FACEBOOK, {"mode": "editable"}, "https://a.example/", EMPTY_SHELF)
    assert isinstance(why, Refusal)
    assert "facebook.com" in why.limit
