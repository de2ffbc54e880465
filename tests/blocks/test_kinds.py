import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from blocks.catalogue import CATALOGUE
from blocks.merge import fill
from blocks.node import Node, serialise
from blocks.pieces import Ground
from blocks.sections import Sections
from blocks.setting import Setting, facts_of, split
from brand_kits.theme import Imprint
from tests.blocks.sample import (
    IMPRINT,
    PARTNER,
    PICTURES,
    THEME,
    URLS,
    VALUES,
    Reader,
    block,
    compiled,
    mail,
    part,
    quotes_of,
    shelf_of,
)

# Merge fields are numbers on their way through MJML; which ones does not matter.
TOKEN = re.compile("(?:&#xe000;|\ue000)[0-9a-f,]*(?:&#xe001;|\ue001)")
ALWAYS = ("branch", "divider", "spacer")  # they stand without a word of headquarters'
HOLDERS = ("region", "shared")  # what they hold is shown, they themselves are not
GOLDEN = Path(__file__).parent.parent / "golden"
PICTOGRAMS = Path(__file__).parents[2] / "static" / "einklang" / "kinds"


def renderings(kind):
    """MJML, HTML and text of one block; the envelope's are the frame of a mail."""
    whole = compiled(mail(block(kind if kind not in ("envelope", "legal") else "text")), marks=True)
    if kind == "envelope":
        head = whole.preview_html().split("</head>")[0]
        lines = (whole.subject_line(), whole.preheader, whole.from_name, whole.reply_to)
        return "", head, "\n".join(str(line) for line in lines)
    facts = facts_of(tuple(PARTNER.items()))
    alone = Sections(Ground(THEME, "de", IMPRINT), facts, shelf_of(), marks=False)
    alone.add(block(kind))
    html = part(whole.preview_html(URLS), f"id-{kind}")
    source = TOKEN.sub("[*]", "\n".join(serialise(node) for node in alone.body))
    return source, html, fill(split("\n\n".join(alone.lines)), URLS)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_renders_as_it_did(kind):
    for suffix, made in zip(("mjml", "html", "txt"), renderings(kind), strict=True):
        path = GOLDEN / f"{kind}.{suffix}"
        shown = re.sub(r"><(?!/)", ">\n<", made).rstrip("\n") + "\n"
        assert made or suffix != "html" or kind in HOLDERS, f"{kind} shows nothing in a mail"
        if os.environ.get("GOLDEN") == "write":
            path.write_text(shown)
        assert path.is_file(), f"no tests/golden/{path.name}: GOLDEN=write, see CONTRIBUTING.md"
        meant = f"{path.name} is another; if meant: GOLDEN=write, and COMPILER as CONTRIBUTING says"
        assert shown == path.read_text(), meant


def test_the_palette_begins_with_the_envelope_and_ends_with_the_legal_block():
    assert next(iter(CATALOGUE)) == "envelope"
    assert list(CATALOGUE)[-1] == "legal"
    assert all(CATALOGUE[name].name == name for name in CATALOGUE)
    assert [k.name for k in CATALOGUE.values() if k.pinned] == [
        "envelope",
        "shared",
        "legal",
    ]


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_has_its_picture_in_the_palette(kind):
    path = PICTOGRAMS / f"{kind}.svg"
    assert path.is_file(), f"{kind} has no picture: draw static/einklang/kinds/{path.name}"
    drawn = ElementTree.fromstring(path.read_text())
    assert drawn.get("viewBox") == "0 0 24 24"
    (group,) = drawn
    assert group.get("id") == "k"
    assert group.get("stroke") == "currentColor"
    kinds = {element.tag.split("}")[1] for element in group.iter()}
    assert kinds <= {"g", "path", "rect", "circle"}


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda kind: kind.name)
def test_every_word_of_a_kind_is_there_in_both_languages(kind):
    labels = [kind.label]
    for field in kind.fields:
        labels += [field.label, *field.options.values(), *([field.help] if field.help else [])]
    assert all(label.de.strip() and label.en.strip() for label in labels)
    assert kind.summary == "" or kind.field(kind.summary)


def test_one_option_has_one_word_in_every_kind():
    """Findings name options without their kind."""
    words = {}
    for kind in CATALOGUE.values():
        for field in kind.fields:
            for option, label in field.options.items():
                assert words.setdefault(option, label) == label, (kind.name, field.name, option)


@pytest.mark.parametrize("kind", [k.name for k in CATALOGUE.values() if k.leaf])
@pytest.mark.parametrize("room", [164, 256, 536])
def test_a_leaf_kind_fits_a_column_of_any_width(kind, room):
    setting = Setting(THEME, "de", PICTURES, PARTNER, IMPRINT, room=room, ground="surface")
    setting.quotes = quotes_of()
    nodes = CATALOGUE[kind].cell(VALUES[kind], setting)
    column = serialise(Node("mj-column", {"width": f"{room}px"}, nodes))
    assert nodes
    assert all(int(width) <= room for width in re.findall(r' width="(\d+)px"', column))
    sides = re.findall(r'<mj-(?:text|image|button)[^>]* padding="([^"]*)"', column)
    assert all(padding.split()[1:2] in ([], ["0"], ["0px"]) for padding in sides)
    assert kind in ALWAYS or not CATALOGUE[kind].cell({}, setting)


def test_every_default_of_a_choice_is_one_of_its_options():
    for kind in CATALOGUE.values():
        for field in kind.fields:
            assert not field.options or field.default in field.options


def test_the_legal_block_renders_whatever_it_holds():
    for partner, imprint in ((PARTNER, IMPRINT), ({}, IMPRINT), ({}, None)):
        made = compiled(mail(), partner=partner, imprint=imprint)
        html = made.preview_html(URLS)
        assert URLS["unsubscribe_url"] in html
        assert URLS["web_view_url"] in html
        assert "Keine weiteren E-Mails" in html
        assert URLS["unsubscribe_url"] in made.preview_text(URLS)


def test_the_legal_block_speaks_the_language_of_the_mail():
    html = compiled(mail(), language="en").preview_html(URLS)
    assert "Unsubscribe" in html
    assert "View in browser" in html
    assert '<html lang="en"' in html


def test_the_imprint_holds_the_partners_own_data():
    html = compiled(mail()).preview_html(URLS)
    for name in ("legal_name", "street", "postcode", "register_court", "vat_id"):
        assert PARTNER[f"partner.{name}"] in html
    without = {k: v for k, v in PARTNER.items() if not k.startswith("partner.register")}
    assert "HRB" not in compiled(mail(), partner=without).preview_html()


@pytest.mark.parametrize("name", IMPRINT.required)
def test_a_required_field_that_is_missing_is_named(name):
    partner = {k: v for k, v in PARTNER.items() if k != name}
    found = [f for f in compiled(mail(), partner=partner).findings if f.code == "legal.missing"]
    assert [(f.field, f.severity, f.block_id) for f in found] == [(name, "error", "id-legal")]


def test_a_condition_in_an_imprint_may_reach_over_several_lines():
    words = (
        "{{ partner.legal_name }}{% if partner.phone %}\nTelefon {{ partner.phone }}"
        "{% if partner.email %}\nMail {{ partner.email }}{% endif %}{% endif %}\nEnde"
    )
    imprint = Imprint("DE", "de", words)
    for partner, lines in (
        ({"partner.phone": "0431 000", "partner.email": "a@b.example"}, 4),
        ({"partner.phone": "0431 000"}, 3),
        ({"partner.email": "a@b.example"}, 2),
    ):
        partner = {**partner, "partner.legal_name": "Meier GmbH"}
        text = compiled(mail(), partner=partner, imprint=imprint).preview_text()
        assert "%" not in text
        end = text.rstrip().splitlines()
        assert len(end[end.index("Meier GmbH") :]) == lines


def test_a_brand_without_an_imprint_for_the_country_is_told():
    found = compiled(mail(), imprint=None).findings
    assert ("legal.missing", "imprint") in {(f.code, f.field) for f in found}


def test_an_offer_says_the_old_price_in_words_and_strikes_it():
    html = compiled(mail(block("offer"))).preview_html()
    assert "24,90\u00a0€" in html
    assert "bisher <s>32,00\u00a0€</s>" in html
    text = compiled(mail(block("offer"))).preview_text()
    assert "24,90\u00a0€ (bisher 32,00\u00a0€)" in text


@pytest.mark.parametrize(
    ("price", "country", "shown"),
    [
        ("24,90", "DE", "24,90\u00a0€"),
        ("24,90", "CH", "CHF\u00a024,90"),
        ("ab 24,90 €", "DE", "ab 24,90 €"),
        ("1.299,-", "DE", "1.299,-\u00a0€"),
        ("kostenlos", "DE", "kostenlos"),
    ],
)
def test_a_bare_number_gets_its_currency(price, country, shown):
    imprint = Imprint(country, "de", "{{ partner.legal_name }}")
    text = compiled(mail(block("offer", price=price, old_price="")), imprint=imprint).preview_text()
    assert f"Räderwechsel: {shown}\n" in text


def test_dates_are_written_as_people_write_them():
    assert "gültig vom 12.10.2026 bis 14.11.2026" in compiled(mail()).preview_text()
    english = compiled(mail(), language="en").preview_text()
    assert "valid from 12 October 2026 to 14 November 2026" in english
    odd = compiled(mail(block("offer", valid_from="morgen", valid_until=""))).preview_text()
    assert "morgen" not in odd


def test_a_picture_is_never_drawn_larger_than_it_is():
    html = compiled(mail(block("picture", image=4, width="full"))).preview_html()
    images = [a for tag, a in Reader(html).tags if tag == "img"]
    assert [image["width"] for image in images] == ["200"]


def test_every_picture_has_an_alt_and_an_empty_one_is_said():
    made = compiled(mail(block("picture", image=4, alt=""), block("hero"), block("header")))
    assert all("alt" in a for tag, a in Reader(made.preview_html()).tags if tag == "img")
    assert [(f.code, f.severity, f.block_id) for f in made.findings] == [
        ("access.alt", "warning", "id-picture")
    ]


def test_a_picture_that_is_gone_leaves_a_finding_and_no_hole():
    made = compiled(mail(block("hero", image=99), block("picture", image=98)))
    assert {(f.code, f.block_id, f.value) for f in made.findings} == {
        ("picture.gone", "id-hero", "99"),
        ("picture.gone", "id-picture", "98"),
    }
    assert "<img" not in part(made.preview_html(), "id-picture")


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ("https://a.example/x?y=1&z=2", "https://a.example/x?y=1&amp;z=2"),
        ("{{ partner.website }}", "https://www.brueckner.example"),
        ("{{ partner.website }}/termin", "https://www.brueckner.example/termin"),
        ("tel:{{ partner.phone }}", "tel:0431000140"),
        ("mailto:{{ partner.email }}", "mailto:info@brueckner.example"),
        ("{{ web_view_url }}", URLS["web_view_url"]),
    ],
)
def test_a_link_may_hold_the_partners_fields(source, href):
    html = compiled(mail(block("button", url=source))).preview_html(URLS)
    assert f'href="{href}"' in html


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("javascript:alert(1)", "link.scheme"),
        ("http://a.example/", "link.scheme"),
        ("//a.example", "link.start"),
        ("www.example.com", "link.start"),
        ("https://a@b.example/", "link.sign"),
        ("https://a.example/a b", "link.sign"),
        ("https://a.example/{{ last_name }}", "link.merge"),
        ("https://a.example/{{ unsubscribe_url }}", "link.merge"),
        ("{% if last_name %}https://a.example/{% endif %}", "link.merge"),
    ],
)
def test_any_other_link_is_refused_with_its_place(source, code):
    made = compiled(mail(block("button", url=source)))
    assert (code, "id-button", "url") in {(f.code, f.block_id, f.field) for f in made.findings}
    assert "Anrufen" not in made.preview_html()


def test_a_colour_that_cannot_be_read_on_its_ground_is_drawn_towards_what_can():
    pale = {**THEME.colours, "brand": "#f4e04d", "on_brand": "#111111", "muted": "#dddddd"}
    theme = type(THEME)(
        name="Hell", colours=pale, styles=THEME.styles, logos=THEME.logos, imprints=THEME.imprints
    )
    html = compiled(
        mail(block("text", colour="brand"), block("picture")), theme=theme
    ).preview_html()
    assert "color:#f4e04d" not in part(html, "id-text")
    assert "color:#dddddd" not in html
