"""What is kept of a mail is what would be built anew, whatever was built before it."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocks.catalogue import CATALOGUE
from blocks.compile import compile
from blocks.errors import CompileError
from blocks.lint import lint
from blocks.pieces import KEPT, Ground, _kept, piece
from blocks.setting import facts_of
from tests.blocks.sample import IMPRINT, PARTNER, PICTURES, THEME, VALUES, block, shelf_of
from tests.blocks.test_lint import body, locked, region

THEMES = (
    THEME,
    dataclasses.replace(THEME, colours={**THEME.colours, "brand": "#7a1020"}, corner=9),
    dataclasses.replace(THEME, name="Südring", logos={}),
)
IMPRINTS = (IMPRINT, None, dataclasses.replace(IMPRINT, country="CH"))
PARTNERS = (PARTNER, {**PARTNER, "partner.name": "Anders GmbH", "partner.city": ""}, {})
SHELVES = (
    PICTURES,
    {**PICTURES, 1: dataclasses.replace(PICTURES[1], url="https://pub.example/i/neu.png")},
    {**PICTURES, 2: dataclasses.replace(PICTURES[2], alt="Anders", width=120)},
    {},
)
WORDS = (
    "Neue Worte",
    "{{ partner.city }} und Umgebung",
    '{% if first_name %}{{ first_name | "Sie" }}{% endif %}',
    "",
)


@st.composite
def mails(draw):
    kinds = draw(st.lists(st.sampled_from(sorted(CATALOGUE)), min_size=1, max_size=5))
    blocks = []
    for kind in kinds:
        made = block(kind)
        for name, value in VALUES[kind].items():
            if isinstance(value, str) and draw(st.integers(0, 3)) == 0:
                made["value"] = {**made["value"], name: draw(st.sampled_from(WORDS))}
        blocks.append(made)
    return blocks, {
        "theme": draw(st.sampled_from(THEMES)),
        "language": draw(st.sampled_from(("de", "en"))),
        "shelf": shelf_of(draw(st.sampled_from(SHELVES))),
        "partner": draw(st.sampled_from(PARTNERS)),
        "imprint": draw(st.sampled_from(IMPRINTS)),
    }


def test_a_template_with_locks_is_built_once_however_often_it_is_tried():
    raw = body(locked("hero", modes={"background": "editable"}), region())
    _kept.cache_clear()
    lint(raw, THEME, shelf=shelf_of())
    built = _kept.cache_info()
    assert built.currsize == built.misses > 4
    lint(raw, THEME, shelf=shelf_of())
    assert _kept.cache_info().misses == built.misses


def anew(blocks, brand):
    _kept.cache_clear()
    return seen(blocks, brand)


def seen(blocks, brand):
    made = compile(blocks, **brand)
    return made, made.findings  # findings do not count in equality


@settings(max_examples=60, deadline=None)
@given(st.lists(mails(), min_size=2, max_size=6))
def test_a_mail_is_the_same_whatever_was_compiled_before_it(drawn):
    expected = [anew(*one) for one in drawn]
    _kept.cache_clear()
    assert [seen(*one) for one in (*drawn, *reversed(drawn))] == [*expected, *reversed(expected)]


def test_a_keystroke_builds_one_piece():
    blocks = [block(kind, **VALUES[kind]) for kind in CATALOGUE]
    brand = {
        "theme": THEME,
        "partner": PARTNER,
        "shelf": shelf_of(),
        "imprint": IMPRINT,
    }
    compile(blocks, **brand)
    before = _kept.cache_info().misses
    blocks[3] = {**blocks[3], "value": {**blocks[3]["value"], "text": "<p>Ein Wort mehr</p>"}}
    compile(blocks, **brand)
    assert _kept.cache_info().misses == before + 1


def test_partners_share_what_does_not_ask_for_them_and_nothing_else():
    ground = Ground(THEME, "de", IMPRINT)
    one, other = (facts_of(tuple(facts.items())) for facts in PARTNERS[:2])

    def shared(made):
        shelf = shelf_of()
        return piece(made, ground, one, shelf) is piece(made, ground, other, shelf)

    assert shared(block("text", text="<p>Für alle</p>"))
    assert not shared(block("text", text="<p>{{ partner.name }}</p>"))
    assert not shared(block("legal"))


def test_a_kind_that_does_not_say_so_sees_no_partner():
    for kind in CATALOGUE.values():
        if kind.asks_partner:
            continue
        facts = facts_of((("partner.name", "Verraten"), ("partner.phone", "0000")))
        bare = {k: v for k, v in VALUES[kind.name].items() if "{" not in str(v)}
        made = piece(block(kind.name, **bare), Ground(THEME, "de", IMPRINT), facts, shelf_of())
        assert "Verraten" not in made.line + "".join(node.xml for node in made.nodes)


def test_a_value_that_is_none_of_ours_is_built_all_the_same():
    made = block("text", text="<p>Da</p>", align=["left"])
    assert "Da" in compile([made], theme=THEME).preview_html()


def test_a_failing_block_is_named_each_time():
    for _ in range(2):
        with pytest.raises(CompileError) as caught:
            compile(
                [block("hero")], theme=dataclasses.replace(THEME, colours={"surface": "#ffffff"})
            )
        assert caught.value.block_id == "id-hero"


def test_memory_has_an_end():
    assert _kept.cache_info().maxsize == KEPT <= 4096
