"""What is no link is refused with what is wrong, what is possible, and the nearest one that goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import formats, links
from blocks.judge import judge, suggestion
from blocks.pictures import Shelf
from blocks.sanitise import safe_url
from blocks.schema import Field, FieldType, Label
from blocks.words import sentence
from brand_kits.findings import Finding

ALL = "https://, mailto:, tel:"
FIELD = Field("url", FieldType.LINK, Label("Ziel", "Target"), merge=True)
LIMITS = {"mode": "editable"}


def said(text: str, language: str) -> str:
    why = judge(FIELD, LIMITS, text, Shelf())
    assert why is not None
    near = suggestion(FIELD, LIMITS, text, Shelf())
    found = Finding(why.code, limit=why.limit, value=why.measured, suggestion=near)
    return sentence(found, language)


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        (
            "javascript:alert(1)",
            f"Links mit „javascript:“ sind hier nicht möglich. Möglich sind: {ALL}.",
            f'Links with "javascript:" are not possible here. Possible: {ALL}.',
        ),
        (
            "http://x.org/a",
            f"Links mit „http:“ sind hier nicht möglich. Möglich sind: {ALL}. Vorschlag: https://x.org/a.",
            f'Links with "http:" are not possible here. Possible: {ALL}. Try: https://x.org/a.',
        ),
        (
            "www.x.org",
            f"Diesem Link fehlt der Anfang: {ALL}. Vorschlag: https://www.x.org.",
            f"This link lacks its beginning: {ALL}. Try: https://www.x.org.",
        ),
        (
            "https://x.org/a b",
            "Ein Leerzeichen kann in einem Link nicht stehen. Vorschlag: https://x.org/a%20b.",
            "A blank cannot stand in a link. Try: https://x.org/a%20b.",
        ),
        (
            'https://x.org/"a"',
            "Ein Anführungszeichen kann in einem Link nicht stehen. Vorschlag: https://x.org/%22a%22.",
            "A quotation mark cannot stand in a link. Try: https://x.org/%22a%22.",
        ),
        (
            "„https://x.org“",
            "Ein Anführungszeichen kann in einem Link nicht stehen. Vorschlag: https://x.org.",
            "A quotation mark cannot stand in a link. Try: https://x.org.",
        ),
        (
            "https://x.org/größe",
            "Das Zeichen „ö“ kann in einem Link nicht stehen. Vorschlag: https://x.org/gr%C3%B6%C3%9Fe.",
            'The character "ö" cannot stand in a link. Try: https://x.org/gr%C3%B6%C3%9Fe.',
        ),
        (
            "https://x.org/<b>",
            "Das Zeichen „<“ kann in einem Link nicht stehen. Vorschlag: https://x.org/%3Cb%3E.",
            'The character "<" cannot stand in a link. Try: https://x.org/%3Cb%3E.',
        ),
        (
            "https://x.org\\@evil.com",
            "Das Zeichen „\\“ kann in einem Link nicht stehen.",
            'The character "\\" cannot stand in a link.',
        ),
        (
            "https://x.org/\u202eb",
            "Ein unsichtbares Zeichen (U+202E) kann in einem Link nicht stehen. Vorschlag: https://x.org/b.",
            "An invisible character (U+202E) cannot stand in a link. Try: https://x.org/b.",
        ),
        (
            "https://x.org@evil.com",
            "Das Zeichen „@“ kann in einem Link nicht stehen.",
            'The character "@" cannot stand in a link.',
        ),
        (
            "https:///termin",
            "Diesem Link fehlt der Name der Seite, wie in https://www.beispiel.de/termin.",
            "This link lacks the name of the site, as in https://www.example.com/visit.",
        ),
        (
            "https://{{ partner.website }}/",
            "Ein Feld in doppelten Klammern kann an dieser Stelle eines Links nicht stehen.",
            "A field in double braces cannot stand in this place of a link.",
        ),
        (
            "mailto:info@x",
            "Hinter mailto: gehört genau eine E-Mail-Adresse, wie mailto:info@beispiel.de.",
            "Behind mailto: goes exactly one e-mail address, as in mailto:info@example.com.",
        ),
        (
            "tel:0431 / 12 34",
            "Hinter tel: gehört eine Telefonnummer aus Ziffern. Vorschlag: tel:04311234.",
            "Behind tel: goes a phone number in digits. Try: tel:04311234.",
        ),
        (
            "0431 1234",
            f"Diesem Link fehlt der Anfang: {ALL}. Vorschlag: tel:04311234.",
            f"This link lacks its beginning: {ALL}. Try: tel:04311234.",
        ),
        (
            "info@x.org",
            f"Diesem Link fehlt der Anfang: {ALL}. Vorschlag: mailto:info@x.org.",
            f"This link lacks its beginning: {ALL}. Try: mailto:info@x.org.",
        ),
    ],
)
def test_it_names_what_is_wrong_and_what_is_possible(text, german, english):
    assert said(text, "de") == german
    assert said(text, "en") == english


def test_a_web_address_takes_no_other_scheme():
    why = judge(
        Field("f", FieldType.TEXT, Label("a", "b")),
        {**LIMITS, "format": "url"},
        "mailto:a@x.org",
        Shelf(),
    )
    assert (why.code, why.limit, why.measured) == ("link.scheme", ("https://",), "mailto:")


TEXTS = st.text(max_size=30) | st.tuples(
    st.sampled_from(
        [
            "https://",
            "https:",
            "mailto:",
            "tel:",
            "http://",
            "",
            "HTTPS://",
            "{{ partner.website }}",
        ]
    ),
    st.text(alphabet="ax0.@:/?#%& \"'<>\\{}|^`äß\u200b-+=_~[]!$()*,;", max_size=20),
).map("".join)


@given(TEXTS)
def test_a_text_is_a_link_or_has_a_fault_never_both_never_neither(text):
    assert formats.is_link(text) == (links.fault(text) is None)


@given(TEXTS)
def test_what_passes_the_lock_passes_the_mail(text):
    if "{" not in text and formats.is_link(text):
        assert safe_url(text) == text


@given(TEXTS)
def test_a_suggestion_is_always_a_link(text):
    near = suggestion(FIELD, LIMITS, text, Shelf())
    assert near is None or (near != text and judge(FIELD, LIMITS, near, Shelf()) is None)
