"""Events with their calendar file, coupons with their code."""

import pytest

from blocks.barcode import code128, picture
from tests.blocks.sample import FILES, PARTNER, Reader, block, compiled, mail, part

NAMED = {"first_name": "Meike", "last_name": "Tamm"}


def shown(kind, **values):
    made = compiled(mail(block(kind, **values)), marks=True)
    return made, part(made.preview_html(), f"id-{kind}")


def calendar(made):
    (content,) = [c for name, c in made.files.items() if name.endswith(".ics")]
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_event_says_its_days_in_words():
    made, html = shown("event", last="", end="")
    assert "Samstag, 28. November 2026" in html
    assert "ab 18 Uhr" in html
    assert "Samstag, 28. November 2026, ab 18 Uhr\nMusterkai 18" in made.preview_text()
    english = compiled(mail(block("event", last="")), language="en").preview_text()
    assert "Saturday, 28 November 2026, 18:00 to 21:30" in english


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("2026-11-30", "28. bis 30. November 2026"),
        ("2026-12-02", "28. November bis 2. Dezember 2026"),
        ("2027-01-02", "28. November 2026 bis 2. Januar 2027"),
    ],
)
def test_several_days_are_one_span(last, words):
    made, html = shown("event", last=last)
    assert words in html
    assert words in made.preview_text()


def test_a_last_day_before_the_first_is_said_and_left_out():
    made, html = shown("event", last="2026-11-01")
    assert ("field.minimum", "last", "2026-11-28") in {
        (f.code, f.field, f.limit) for f in made.findings
    }
    assert "Samstag, 28. November 2026" in html


@pytest.mark.parametrize(("field", "limit"), [("day", "date"), ("start", "time"), ("end", "time")])
def test_what_is_no_day_and_no_time_is_said(field, limit):
    made, _html = shown("event", **{field: "demnächst"})
    assert ("field.format", field, limit) in {(f.code, f.field, f.limit) for f in made.findings}


def test_the_leaf_of_the_calendar_is_a_picture_only_for_eyes():
    _made, html = shown("event")
    hidden = [a for tag, a in Reader(html).tags if tag == "div" and a.get("aria-hidden")]
    assert len(hidden) == 3


def test_the_calendar_file_stands_at_its_own_hash_without_anybodys_name():
    made, html = shown(
        "event",
        title='Lichttest{% if first_name %} für {{ first_name }}{% endif %}, {{ last_name | "Gast" }}',
    )
    (name,) = made.files
    assert f'href="{FILES}{name}"' in html
    assert f"In den Kalender eintragen: {FILES}{name}" in made.preview_text()
    assert r"SUMMARY:Lichttest\, Gast" in calendar(made)
    assert "Meike" not in "".join(calendar(made))


def test_without_a_place_an_event_is_at_the_partners():
    made, html = shown("event", place="")
    assert "Musterkai 18, 24103 Kiel" in html
    assert r"LOCATION:Autohaus Brückner\, Musterkai 18\, 24103 Kiel" in calendar(made)
    homeless = {k: v for k, v in PARTNER.items() if k != "partner.street"}
    bare = compiled(mail(block("event", place="")), partner=homeless)
    assert not any(line.startswith("LOCATION") for line in calendar(bare))


def test_the_partners_country_sets_the_clock():
    made = compiled(mail(block("event")), partner={**PARTNER, "partner.country": "FI"})
    assert "DTSTART;TZID=Europe/Helsinki:20261128T180000" in calendar(made)


def test_an_event_without_a_calendar_brings_no_file():
    made, html = shown("event", calendar="left_out")
    assert made.files == {}
    assert ".ics" not in html + made.preview_text()


def test_a_link_that_is_the_readers_own_stays_out_of_the_file():
    made, _html = shown("event", button_url="{{ web_view_url }}")
    assert not any(line.startswith("URL") for line in calendar(made))


def test_a_coupon_shows_its_code_twice_and_says_it_once_more():
    made, html = shown("coupon")
    bars = picture(code128("HERBST-2026"))
    ((name, content),) = made.files.items()
    assert content == bars
    (image,) = [a for tag, a in Reader(html).tags if tag == "img"]
    assert image["src"] == FILES + name
    assert image["alt"] == "Strichcode: HERBST-2026"
    assert "HERBST-2026</span>" in html
    assert "Für Ihren nächsten Ölwechsel: 20 €\nCode: HERBST-2026\nGültig bis 31.12.2026\n" in (
        made.preview_text()
    )


@pytest.mark.parametrize(
    ("bars", "code"), [("ean13", "HERBST"), ("ean13", "4006381333932"), ("code128", "GRÜN")]
)
def test_a_code_that_cannot_be_bars_is_said_and_stands_as_words(bars, code):
    made, html = shown("coupon", bars=bars, code=code)
    assert [(f.code, f.field, f.limit) for f in made.findings] == [("field.format", "code", bars)]
    assert "<img" not in html
    assert code in html


def test_a_coupon_without_a_code_is_shown_at_the_counter():
    made, html = shown("coupon", code="", bars="code128")
    assert made.files == {}
    assert "<img" not in html
    assert "Code" not in made.preview_text()


def test_files_are_no_part_of_what_is_stored_or_compared():
    made = compiled(mail(block("event"), block("coupon")))
    assert sorted(name.rpartition(".")[2] for name in made.files) == ["ics", "png"]
    stored = type(made).from_json(made.to_json())
    assert stored == made
    assert stored.files == {}
