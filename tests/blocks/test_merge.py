from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocks import merge
from blocks.errors import MergeError
from blocks.merge import (
    FIELDS,
    PARTNER_FIELDS,
    RECIPIENT_FIELDS,
    SYSTEM_FIELDS,
    Context,
    If,
    Literal,
    Slot,
    fill,
    parse,
)
from tests.blocks.sample import URLS, block, compiled, mail

law = settings(max_examples=200, deadline=None)
NAMES = st.sampled_from(sorted(FIELDS))
# What a customer may be called, on an unlucky day.
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "{{ last_name }}", "{% if x %}", "{{", "%}", "<script>alert(1)</script>", '"><b>',
            "O'Neill & Söhne", "\ue0000\ue001", "a\r\nBcc: x@y.example", "\\u{e000}", "&amp;",
        ]
    ),
)  # fmt: skip
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "{{", "}}", "{%", "%}", "{% endif %}", "{% if last_name %}", "{{ company }}",
                '{{ first_name | "x" }}', "{{ nobody }}", "{% if nobody %}", "a", " ", "<b>", "</b>",
                "|", '"', "{", "}",
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=12,
)  # fmt: skip


def segments():
    slot = st.builds(Slot, NAMES, st.text(max_size=8), st.sampled_from(Context))
    flat = st.lists(st.one_of(st.text(max_size=8), slot), max_size=4).map(tuple)
    return st.lists(
        st.one_of(st.text(max_size=8), slot, st.builds(If, NAMES, flat)), max_size=5
    ).map(tuple)


def tidy(value):
    """A value as one line: what every context but the text part makes of it."""
    return merge._one_line(value)


# --- the grammar


def test_a_field_a_fallback_and_a_condition_are_read():
    template = parse('Hallo {{ first_name | "Sie" }}{% if company %} von {{company}}{% endif %}!')
    assert template.parts == (
        Literal("Hallo "),
        Slot("first_name", "Sie"),
        If("company", (Literal(" von "), Slot("company"))),
        Literal("!"),
    )
    assert template.problems == ()


@pytest.mark.parametrize(
    "text", ["", "plain", "100 % sicher { ja }", "a } b", "{a}", "%} nur halb"[3:]]
)
def test_text_without_fields_is_itself(text):
    assert fill(tuple(p.text for p in parse(text).parts), {}) == text


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("{{ vorname }}", "merge.unknown", "vorname"),
        ("{{ first_name.__class__ }}", "merge.unknown", "first_name.__class__"),
        ("{% if vorname %}x{% endif %}", "merge.unknown", "vorname"),
        ("{{ first_name", "merge.syntax", "{{"),
        ("first_name }}", "merge.syntax", "}}"),
        ("{{ }}", "merge.syntax", "{{ }}"),
        ("{{ first_name | upper }}", "merge.syntax", "{{ first_name | upper }}"),
        ("{{ 1+1 }}", "merge.syntax", "{{ 1+1 }}"),
        ("{% if first_name %}x", "merge.syntax", "{% if first_name %}"),
        ("x{% endif %}", "merge.syntax", "{% endif %}"),
        ("{% else %}", "merge.syntax", "{% else %}"),
        ("{% load x %}", "merge.syntax", "{% load x %}"),
        ("{{ first_name }}", "merge.fallback", "first_name"),
        ("{% if company %}{{ last_name }}{% endif %}", "merge.fallback", "last_name"),
    ],
)
def test_what_is_wrong_is_said_with_its_word(text, code, word):
    (finding,) = merge.findings(text, block_id="b", field="f")
    assert (finding.code, finding.value, finding.block_id, finding.field) == (code, word, "b", "f")
    assert finding.severity == "error"


@pytest.mark.parametrize(
    "text",
    [
        '{{ first_name | "Sie" }}',
        "{{ first_name | „Sie“ }}",
        "{% if last_name %}{{ last_name }}{% endif %}",
        "{{ partner.city }}",
        "{{ unsubscribe_url }}",
    ],
)
def test_what_always_has_a_value_needs_no_fallback(text):
    assert merge.findings(text) == ()


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ("<p>{% if company %}a</p><p>b{% endif %}</p>", False),
        ("{% if company %}<b>{% endif %}x</b>", False),
        ("<p>{% if company %}<b>a</b><br/>{% endif %}</p>", True),
        ("{% if company %}<p>a</p>{% endif %}", True),
    ],
)
def test_a_condition_never_tears_a_tag_apart(html, whole):
    template = parse(html, html=True)
    assert (template.problems == ()) is whole
    assert any(isinstance(part, If) for part in template.parts) is whole


def test_conditions_nest_and_too_many_do_not():
    text = "{% if company %}" * 4 + "x" + "{% endif %}" * 4
    assert parse(text).problems == ()
    assert parse("{% if company %}" + text + "{% endif %}").problems != ()


@given(PIECES.map("".join))
@law
def test_parsing_never_raises_and_loses_no_letter(text):
    def shown(parts):
        for part in parts:
            if isinstance(part, Literal):
                yield part.text
            elif isinstance(part, If):
                yield from shown(part.then)

    for html in (False, True):
        template = parse(text, html=html)
        literal = "".join(shown(template.parts))
        assert all(name.field in FIELDS for name in template.slots())
        if not any(isinstance(p, Slot | If) for p in template.parts):
            assert literal == text


@given(st.text("abcdefghijklmnopqrstuvwxyz_.", min_size=1, max_size=20))
@law
def test_a_field_is_known_only_if_it_is_on_the_list(name):
    known = parse(f"{{{{ {name} }}}}").problems == ()
    assert known is (name in FIELDS)


# --- filling


@given(VALUES, VALUES)
@law
def test_a_value_stays_literal_in_text_and_attribute(first, last):
    values = {"first_name": first, "last_name": last}
    in_text = (Slot("first_name", "x", Context.TEXT), "|", Slot("last_name", "y", Context.TEXT))
    expected = f"{tidy(first or 'x')}|{tidy(last or 'y')}"
    assert unescape(fill(in_text, values)) == expected
    assert not set(fill(in_text, values)) & set("<>\"'")
    in_attr = ('<i title="', Slot("first_name", "x", Context.ATTR), '">')
    seen = []

    class Read(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append((tag, attrs))

    reader = Read()
    reader.feed(fill(in_attr, values))
    reader.close()
    assert seen == [("i", [("title", tidy(first or "x"))])]


@given(VALUES)
@law
def test_a_value_is_one_piece_of_a_link(value):
    out = fill(
        ("https://a.example/?n=", Slot("company", "x", Context.URL), "&z=1"), {"company": value}
    )
    piece = out.removeprefix("https://a.example/?n=").removesuffix("&z=1")
    assert unquote(piece) == tidy(value or "x")
    assert not set(piece) & set("&=?#/:\"'<> ")


@given(VALUES)
@law
def test_a_subject_is_one_line(value):
    out = fill(("Hallo ", Slot("company", "x", Context.SUBJECT)), {"company": value})
    assert not set(out) & set("\r\n\x00\u2028\u2029")
    assert out == f"Hallo {tidy(value or 'x')}"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "x", "", "https://a b", "https://a\n"])
def test_a_system_link_is_a_link_or_leads_nowhere(url):
    slot = (Slot("unsubscribe_url", "", Context.URL),)
    assert fill(slot, {"unsubscribe_url": url}) == "#"
    assert fill(slot, URLS) == URLS["unsubscribe_url"]


def test_a_condition_stands_with_its_value_and_falls_without():
    parts = ("a", If("company", (" bei ", Slot("company"))), "z")
    assert fill(parts, {"company": "Öl & Co"}) == "a bei Öl &amp; Coz"
    assert fill(parts, {"company": ""}) == fill(parts, {}) == "az"


@given(segments())
@law
def test_segments_survive_their_json(parts):
    assert merge.from_json(merge.to_json(parts)) == parts
    assert fill(merge.joined(parts), {}) == fill(parts, {})


@pytest.mark.parametrize(
    "data",
    [None, {}, [3], [{"field": "nobody", "fallback": "", "context": "text"}], [{"if": "x"}],
     [{"field": "company", "fallback": "", "context": "html"}], [{"if": "nobody", "then": []}]],
)  # fmt: skip
def test_json_that_is_not_ours_is_refused(data):
    with pytest.raises(MergeError):
        merge.from_json(data)


# --- in a mail


@given(VALUES, VALUES)
@settings(max_examples=60, deadline=None)
def test_a_customers_name_is_never_read_again(first, last):
    made = compiled(mail(block("text", text='<p>[{{ first_name | "-" }}]</p>')))
    values = {"first_name": first, "last_name": last, **URLS}
    html, text = made.preview_html(values), made.preview_text(values)
    assert f"[{merge.escaped(first or '-', Context.TEXT)}]" in html
    assert f"[{merge.escaped(first or '-', Context.PLAIN)}]" in text
    assert made.subject_line(values).startswith(tidy(first or "Ihre") + " Winter")


@pytest.mark.parametrize("kind", ["text", "hero", "offer", "envelope", "legal"])
def test_an_unknown_field_in_any_text_is_a_finding(kind):
    name = {"envelope": "subject", "legal": "note"}.get(kind, "text")
    whole = mail(block("hero"), block("text"), block("offer"))
    made = compiled([b if b["type"] != kind else block(kind, **{name: "Hallo {{ vorname }}"})
                     for b in whole])  # fmt: skip
    assert [(f.code, f.block_id, f.field, f.value) for f in made.findings] == [
        ("merge.unknown", f"id-{kind}", name, "vorname")
    ]
    assert "{{ vorname }}" in (made.preview_html() + made.subject_line())


def test_the_partner_is_a_constant_and_the_reader_a_place():
    made = compiled(mail())
    named = merge.fields_of(made.html) | merge.fields_of(made.text) | merge.fields_of(made.subject)
    assert not named & set(PARTNER_FIELDS)
    assert named <= {*RECIPIENT_FIELDS, *SYSTEM_FIELDS}
    assert named >= set(SYSTEM_FIELDS)


def test_no_reader_is_named_in_the_senders_name():
    made = compiled([block("envelope", from_name="{{ last_name }}"), block("legal")])
    assert {(f.code, f.field, f.value) for f in made.findings} == {
        ("merge.unknown", "from_name", "last_name")
    }


def test_a_hole_where_the_partner_has_no_value_is_said():
    made = compiled(mail(block("hero")), partner={"partner.vat_id": "x"})
    assert ("merge.empty", "warning", "headline", "partner.city") in {
        (f.code, f.severity, f.field, f.value) for f in made.findings
    }
