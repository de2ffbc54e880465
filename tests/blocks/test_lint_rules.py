"""Each rule of what may be published: it speaks where it should, and is silent where it should."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from blocks.access import Grade, Grades
from blocks.catalogue import CATALOGUE
from blocks.colours import contrast
from blocks.lint import lint
from blocks.merge import FIELDS
from blocks.pieces import allowed_in
from blocks.schema import FieldType
from blocks.setting import Setting
from tests.blocks.sample import THEME, VALUES, shelf_of
from tests.blocks.test_lint import body, locked, region
from tests.strategies import law

MODES = ("editable", "must_change")
ENDS = ("envelope", "legal")


def said(raw, code, **more):
    """(block, field) of every finding with this code."""
    theme = more.pop("theme", THEME)
    return {(f.block_id, f.field) for f in lint(raw, theme, **more) if f.code == code}


def with_block(one):
    """A whole body around one block, which may be its envelope or legal notice."""
    if one["type"] in ENDS:
        return [one if b["type"] == one["type"] else b for b in body()]
    return body(one)


PLAIN = {k: v for k, v in VALUES.items() if k in CATALOGUE and not CATALOGUE[k].container}
FIELDS_OF = [(kind, f) for kind in PLAIN for f in CATALOGUE[kind].fields]


# -- the legal notice is shut

RELEASES = st.one_of(
    st.sampled_from(["move", "remove", "repeat"]).map(lambda r: {"rights": {r: True}}),
    st.sampled_from(MODES).map(lambda m: {"fields": {"note": {"mode": m}}}),
)
SHUT = st.sampled_from(
    [{}, {"rights": {"move": False}}, {"fields": {"note": {"mode": "locked"}}}, {"why": "Gesetz"}]
)


@pytest.mark.capability("TL15")
@given(RELEASES)
@law
def test_a_released_legal_notice_is_named(locks):
    raw = body()
    raw[-1]["value"]["locks"] = locks
    assert said(raw, "template.legal_open") == {("id-legal", "")}


@given(SHUT)
@law
def test_a_shut_legal_notice_is_fine(locks):
    raw = body()
    raw[-1]["value"]["locks"] = locks
    assert said(raw, "template.legal_open") == set()


# -- a required field is filled, or a partner can fill it


@pytest.mark.parametrize(("kind", "field"), [(k, f) for k, f in FIELDS_OF if f.required])
def test_a_required_field_is_named_when_it_is_empty_and_shut(kind, field):
    empty = None if field.type is FieldType.PICTURE else ""
    shut = locked(kind, **{field.name: empty})
    assert said(with_block(shut), "field.required") == {(f"id-{kind}", field.name)}
    assert said(with_block(locked(kind)), "field.required") == set()
    if kind not in ENDS:
        for mode in MODES:
            opened = locked(kind, modes={field.name: mode}, **{field.name: empty})
            assert said(with_block(opened), "field.required") == set()


# -- merge fields and conditions

NAMES = st.from_regex(r"[a-z_]{1,12}(\.[a-z]{1,8})?", fullmatch=True)
MERGING = [(k, f) for k, f in FIELDS_OF if f.merge and f.type is not FieldType.LINK]


def around(field, text):
    return f"<p>{text}</p>" if field.type is FieldType.RICH else text


@given(st.sampled_from(MERGING), NAMES)
@law
def test_a_merge_field_is_named_if_and_only_if_it_does_not_exist(place, name):
    kind, field = place
    text = around(field, f'Wort {{{{ {name} | "Ersatz" }}}}')
    unknown = said(with_block(locked(kind, **{field.name: text})), "merge.unknown")
    assert unknown == (set() if name in allowed_in(field) else {(f"id-{kind}", field.name)})


CONDITIONS = sorted(FIELDS - {"partner.name", "unsubscribe_url", "web_view_url"})


@given(st.sampled_from(MERGING), st.sampled_from(CONDITIONS), st.sampled_from(["Wort", "  ", ""]))
@law
def test_a_condition_is_dead_if_it_never_holds_or_shows_nothing(place, name, inside):
    kind, field = place
    text = around(field, f"Ja {{% if {name} %}}{inside}{{% endif %}}")
    raw = with_block(locked(kind, **{field.name: text}))
    here = {(f"id-{kind}", field.name)}
    assert said(raw, "merge.never") == (set() if name in allowed_in(field) else here)
    assert said(raw, "merge.blank") == (set() if inside.strip() else here)
    assert said(raw, "merge.always") == set()


@given(
    st.sampled_from(["partner.name", "unsubscribe_url", "web_view_url"]),
    st.sampled_from(CONDITIONS),
    st.sampled_from(CONDITIONS),
)
@law
def test_a_condition_that_always_holds_is_named(sure, outer, inner):
    text = f"<p>{{% if {sure} %}}Wort{{% endif %}}</p>"
    assert said(body(locked("text", text=text)), "merge.always") == {("id-text", "text")}
    text = f"<p>{{% if {outer} %}}a{{% if {inner} %}}b{{% endif %}}{{% endif %}}</p>"
    again = said(body(locked("text", text=text)), "merge.always")
    assert again == ({("id-text", "text")} if outer == inner else set())


def test_a_condition_around_a_tag_alone_shows_nothing():
    text = "<p>Ja{% if title %}<b>&nbsp;</b>{% endif %}</p>"
    assert said(body(locked("text", text=text)), "merge.blank") == {("id-text", "text")}


# -- a region can be filled


@st.composite
def regions(draw):
    least, most = draw(st.integers(0, 6)), draw(st.integers(1, 6))
    repeats = draw(st.lists(st.none() | st.integers(0, 3), max_size=3))
    ready = draw(st.integers(0, 3))
    prototypes = [locked("text", f"p{n}") for n in range(len(repeats))]
    for prototype, repeat in zip(prototypes, repeats, strict=True):
        prototype["value"]["locks"]["rights"] = {"repeat": repeat}
    defaults = [locked("text", f"d{n}") for n in range(ready)]
    made = region(min=least, max=most, prototypes=prototypes, defaults=defaults)
    room = sum(most if r is None else r for r in repeats)
    return made, least, most, ready, room


@pytest.mark.capability("TL15")
@given(regions())
@law
def test_a_region_is_named_if_and_only_if_a_partner_cannot_fill_it(case):
    made, least, most, ready, room = case
    raw = body(made)
    limits = least > most or ready > most
    assert said(raw, "region.limits") == ({("r", "")} if limits else set())
    short = not limits and ready < least and ready + room < least
    assert said(raw, "region.min") == ({("r", "")} if short else set())


# -- pictures are described


@pytest.mark.parametrize("kind", sorted(k for k in PLAIN if CATALOGUE[k].field("alt")))
def test_a_picture_without_any_description_is_named(kind):
    picture = next(f.name for f in CATALOGUE[kind].fields if f.type is FieldType.PICTURE)
    silent = locked(kind, **{picture: 4, "alt": ""})  # nor has the library one
    assert said(body(silent), "access.alt", shelf=shelf_of()) == {(f"id-{kind}", "alt")}
    spoken = locked(kind, **{picture: 4, "alt": "Ein Rad"})
    assert said(body(spoken), "access.alt", shelf=shelf_of()) == set()
    known = locked(kind, **{picture: 3, "alt": ""})
    assert said(body(known), "access.alt", shelf=shelf_of()) == set()


# -- contrast, also of what a partner may choose

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@pytest.mark.capability("TL15")
@given(COLOURS, COLOURS)
@law
def test_a_pair_of_the_kit_under_four_and_a_half_is_named_where_it_is_shown(ground, ink):
    """The button sets the kit's own ink on its ground: nobody bends it."""
    assume(ground != ink)
    theme = replace(THEME, colours={**THEME.colours, "accent": ground, "on_accent": ink})
    raw = body(locked("button", colour="accent"))
    weak = said(raw, "access.contrast", theme=theme)
    assert weak == (set() if contrast(ink, ground) >= 4.5 else {("id-button", "")})


@pytest.mark.parametrize("options", ["", "accent", "brand\naccent"])
def test_a_colour_that_a_partner_may_choose_is_looked_at_too(options):
    theme = replace(THEME, colours={**THEME.colours, "on_accent": "#ffe9a8"})
    shut = locked("button", colour="brand")
    assert said(body(shut), "access.contrast", theme=theme) == set()
    opened = locked("button", colour="brand")
    opened["value"]["locks"]["fields"] = {"colour": {"mode": "choice", "options": options}}
    assert said(body(opened), "access.contrast", theme=theme) == {("id-button", "")}
    opened["value"]["locks"]["fields"]["colour"]["options"] = "brand"
    assert said(body(opened), "access.contrast", theme=theme) == set()


def test_a_lock_that_opens_nothing_lets_nobody_choose_a_colour():
    theme = replace(THEME, colours={**THEME.colours, "on_accent": "#ffe9a8"})
    shut = locked("button", colour="brand")
    for lock in ({"mode": "choice", "options": "pink"}, {"mode": "editable", "min_px": "x"}):
        shut["value"]["locks"]["fields"] = {"colour": lock}
        assert said(body(shut), "access.contrast", theme=theme) == set()


def test_a_limit_that_nobody_can_read_closes_a_required_field():
    hero = locked("hero", headline="")
    for lock, named in (
        ({"mode": "editable"}, set()),
        ({"mode": "editable", "max_length": "x"}, {("id-hero", "headline")}),
    ):
        hero["value"]["locks"]["fields"] = {"headline": lock}
        assert said(body(hero), "field.required") == named


def test_a_prototype_is_looked_at_like_any_block():
    theme = replace(THEME, colours={**THEME.colours, "on_accent": "#ffe9a8"})
    raw = body(region(prototypes=[locked("button", "p", colour="accent")]))
    assert said(raw, "access.contrast", theme=theme) == {("p", "")}


# -- headings and link texts


@pytest.fixture
def careless(monkeypatch):
    """A kind that ranks its headings as it likes; those there are keep the order by themselves."""
    monkeypatch.setattr(Setting, "heading", lambda self, words, wanted: f"<h1>{words}</h1>")


def test_the_kinds_keep_the_order_of_headings_by_themselves():
    one, two = locked("hero", "h1"), locked("hero", "h2")
    assert said(body(one, two), "access.headings") == set()


def test_two_first_headings_are_pointed_out_and_prototypes_do_not_count(careless):
    one, two = (locked("hero", n, headline=f"Sorglos {n}") for n in ("h1", "h2"))
    assert said(body(one, two), "access.headings") == {("h2", "")}
    assert said(body(one, region(prototypes=[two])), "access.headings") == set()


@pytest.mark.capability("VE11")
@pytest.mark.parametrize("grade", list(Grade))
def test_every_rule_holds_up_is_pointed_out_or_ignored(grade, careless):
    raw = body(
        locked("hero", "h1", image=4, alt="", headline="Ohne Rang eins"),
        locked("hero", "h2", headline="Ohne Rang zwei"),
        locked("text", text='<p><a href="https://a.example">hier</a></p>'),
        locked("button", colour="accent"),
    )
    theme = replace(THEME, colours={**THEME.colours, "on_accent": "#ffe9a8"})
    grades = Grades(alt=grade, contrast=grade, headings=grade, link_text=grade)
    found = {
        (f.code, f.block_id): f.severity.value
        for f in lint(raw, theme, shelf=shelf_of(), grades=grades)
    }
    places = [
        ("access.alt", "h1"),
        ("access.headings", "h2"),
        ("access.link_text", "id-text"),
        ("access.contrast", "id-button"),
    ]
    assert found == ({} if grade is Grade.IGNORE else dict.fromkeys(places, grade.value))


@given(st.sampled_from([k for k in PLAIN if k not in ENDS]), st.randoms())
@law
def test_a_good_template_of_any_blocks_is_published(kind, random):
    kinds = [kind, *random.sample([k for k in PLAIN if k not in (*ENDS, "hero")], 3)]
    blocks = [locked(k, f"b{n}", modes={f.name: "editable" for f in CATALOGUE[k].fields})
              for n, k in enumerate(kinds)]  # fmt: skip
    found = lint(body(*blocks, region()), THEME, shelf=shelf_of())
    assert [f for f in found if f.severity == "error"] == []
