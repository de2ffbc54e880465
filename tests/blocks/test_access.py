"""Laws of what everybody can read: contrast, headings and link texts of any HTML a mail may be."""

from __future__ import annotations

import html as htmls
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.access import (
    OF_CAMPAIGNS,
    OF_TEMPLATES,
    RULES,
    VAGUE,
    Grade,
    Grades,
    graded,
    look,
)
from blocks.colours import contrast
from blocks.compile import compile
from blocks.trial import EVERYBODY
from brand_kits.contrast import MINIMUM
from brand_kits.findings import Finding
from tests.blocks.sample import IMPRINT, PARTNER, THEME, VALUES, block, shelf_of
from tests.strategies import law

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")
WORDS = st.text(alphabet="abcdefghäöü ", min_size=1, max_size=20).filter(str.strip)


def found(html, code=None):
    return [f for f in look(html) if code in (None, f.code)]


def marked(block_id, inner):
    return f"<!--#{block_id}-->{inner}<!--#/{block_id}-->"


# -- contrast


@given(COLOURS, COLOURS, WORDS)
@law
def test_a_text_is_named_if_and_only_if_its_contrast_is_under_the_least(ink, ground, words):
    html = marked(
        "b1", f'<td style="background:{ground}"><div style="color:{ink}">{words}</div></td>'
    )
    enough = contrast(ink, ground) >= MINIMUM
    said = found(html, "access.contrast")
    assert [f.block_id for f in said] == ([] if enough else ["b1"])
    assert all(f.value < MINIMUM == f.limit for f in said)


@given(COLOURS, COLOURS, COLOURS)
@law
def test_the_nearest_ground_and_ink_count(outer, ground, ink):
    inside = f'<p style="font-size:9px; color: {ink}">Wort</p>'
    near = f'<table bgcolor="{outer}"><tr><td style="margin:0;background-color: {ground}">{inside}</td></tr></table>'
    assert bool(found(near, "access.contrast")) == (contrast(ink, ground) < MINIMUM)
    far = f'<table bgcolor="{ground}"><tr><td>{inside}</td></tr></table>'
    assert bool(found(far, "access.contrast")) == (contrast(ink, ground) < MINIMUM)


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none;color:#ffffff;background:#ffffff">Vorschau</div>',
        "<style>a { color: #fff }</style>",
        '<p style="color:#ffffff;background:#ffffff"> &nbsp;&#8202;&#847; </p>',
        "<!-- <p style='color:#ffffff'>Word</p> -->",
        "<!--[if mso | IE]><table style='color:#ffffff'><tr><td>x</td></tr></table><![endif]-->",
        '<img src="x" alt="Ein Rad" style="color:#ffffff">',
    ],
)
def test_what_nobody_sees_has_no_contrast(hidden):
    assert found(f'<body style="background:#ffffff">{hidden}</body>') == []


# -- headings


def honest(levels):
    """The same law, told otherwise: whether each heading may follow those before it."""
    above, tops = 1, 0
    for level in levels:
        if level > above + 1 or (level == 1 and tops):
            yield False
        else:
            yield True
        tops += level == 1
        above = level


@given(st.lists(st.integers(1, 6), max_size=8))
@law
def test_headings_go_down_step_by_step_and_the_first_level_stands_once(levels):
    html = "".join(marked(f"b{n}", f"<h{one}>Wort</h{one}>") for n, one in enumerate(levels))
    wrong = [f"b{n}" for n, right in enumerate(honest(levels)) if not right]
    assert [f.block_id for f in found(html, "access.headings")] == wrong


# -- links


@given(st.sampled_from(sorted(VAGUE)), st.sampled_from(["", ".", " …", " »", "!"]), st.booleans())
@law
def test_a_vague_word_is_no_link_text_however_it_is_written(word, end, loud):
    text = htmls.escape((word.upper() if loud else word) + end)
    said = found(marked("b", f'<a href="https://a.example"><b>{text}</b></a>'), "access.link_text")
    assert [f.block_id for f in said] == ["b"]


@given(WORDS.filter(lambda w: w.strip().casefold() not in VAGUE))
@law
def test_a_link_that_names_its_target_is_fine(text):
    assert found(f'<a href="https://a.example">{text}</a>') == []
    assert found(f'<a href="https://a.example"><img src="x" alt="{text}"></a>') == []


@pytest.mark.parametrize("empty", ["", "  ", '<img src="x" alt="">', "<b></b>", "&nbsp;"])
def test_a_link_without_a_text_is_named(empty):
    assert [f.code for f in found(f'<a href="https://a.example">{empty}</a>')] == [
        "access.link_text"
    ]


# -- grades


@given(st.dictionaries(st.sampled_from(RULES), st.sampled_from(list(Grade))))
@law
def test_each_rule_has_its_own_grade_and_touches_no_other(given_):
    grades = Grades(**given_)
    findings = [Finding(f"access.{rule}") for rule in RULES] + [Finding("lock.field")]
    left = {f.code: f.severity.value for f in graded(findings, grades)}
    wanted = {f"access.{rule}": getattr(grades, rule).value for rule in RULES}
    assert left == {c: g for c, g in wanted.items() if g != "ignore"} | {"lock.field": "error"}


def test_templates_are_held_up_where_partners_are_told():
    assert (OF_TEMPLATES.alt, OF_TEMPLATES.contrast) == (Grade.ERROR, Grade.ERROR)
    assert Grade.ERROR not in {getattr(OF_CAMPAIGNS, rule) for rule in RULES}


# -- any HTML


@given(st.text(alphabet="<>/\"'=-!# abh1;:", max_size=60))
@law
def test_looking_never_raises(html):
    assert isinstance(look(html), tuple)


def test_every_kind_in_the_sample_kit_is_read_by_everybody():
    """Compiled with marks, so that a kind which breaks a rule is named here."""
    blocks = [block(kind) for kind in VALUES]
    random.Random(1).shuffle(blocks)
    mail = compile(
        blocks,
        theme=THEME,
        shelf=shelf_of(),
        partner=PARTNER,
        imprint=IMPRINT,
        marks=True,
    )
    said = found(mail.preview_html(EVERYBODY))
    assert [f for f in said if f.code == "access.contrast"] == []
    assert [f for f in said if f.code == "access.link_text" and not f.value] == []
