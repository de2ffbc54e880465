from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocks.catalogue import CATALOGUE
from blocks.lint import lint
from blocks.schema import FieldType
from blocks.structure import WORDS
from brand_kits.theme import Theme
from tests.blocks.sample import THEME, VALUES, block, shelf_of


def locked(kind, block_id=None, modes=(), **values):
    """A raw block with its fields in the given modes, everything else locked."""
    fields = {name: {"mode": mode} for name, mode in dict(modes).items()}
    made = block(kind, **values)
    made["value"]["locks"] = {"fields": fields}
    return {**made, "id": block_id or made["id"]}


def region(**value):
    offer = locked("offer", "proto", title="", modes={"title": "editable"})
    shape = {"key": "offers", "min": 0, "max": 3, "order": "free", "defaults": []}
    return {"type": "region", "id": "r", "value": {**shape, "prototypes": [offer], **value}}


def body(*middle):
    middle = middle or (locked("header"), locked("hero"), region())
    return [locked("envelope"), *middle, locked("legal")]


def column(block_id, **value):
    shape = {"key": block_id, "min": 0, "max": 3, "order": "free", "prototypes": [], "defaults": []}
    return {"type": "column", "id": block_id, "value": {**shape, **value}}


def columns(*held, block_id="c", **values):
    made = locked("columns", block_id, layout=values.pop("layout", "two"), **values)
    made["value"]["columns"] = list(held)
    return made


def grid(**value):
    return {**region(**value), "type": "offers", "id": "g"}


def use(chosen):
    return {"type": "shared", "id": "u", "value": {"block": chosen}}


def codes(raw, **more):
    """What stands against publishing."""
    found = lint(raw, THEME, **more)
    return {(f.code, f.block_id) for f in found if f.severity == "error"}


def test_a_good_template_has_nothing_to_say():
    assert lint(body(), THEME, shelf=shelf_of()) == ()


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ([locked("hero"), locked("legal")], ("template.envelope", "")),
        ([locked("hero"), locked("envelope"), locked("legal")], ("template.envelope", "id-envelope")),
        ([locked("envelope"), locked("envelope", "e2"), locked("legal")], ("template.envelope", "e2")),
        ([locked("envelope"), locked("hero")], ("template.legal", "")),
        ([locked("envelope"), locked("legal"), locked("hero")], ("template.legal", "id-legal")),
        ([locked("envelope"), locked("legal"), locked("legal", "l2")], ("template.legal", "id-legal")),
        (
            [locked("envelope"), locked("legal", modes={"note": "editable"})],
            ("template.legal_open", "id-legal"),
        ),
        (body(region(key="")), ("region.key", "r")),
        (body(region(), {**region(prototypes=[]), "id": "r2"}), ("region.key", "r2")),
        (body(region(min=4)), ("region.limits", "r")),
        (body(region(max=0)), ("region.limits", "r")),
        (body(region(max=1, defaults=[locked("text", "a"), locked("text", "b")])), ("region.limits", "r")),
        (body(region(min=1, prototypes=[])), ("region.min", "r")),
        (body({"type": "carousel", "id": "c", "value": {}}), ("block.kind", "c")),
        (body(region(prototypes=[locked("legal", "l")])), ("block.kind", "l")),
        (body(region(defaults=[region(key="inner")])), ("block.kind", "r")),
        (body(locked("text", "x"), locked("hero", "x")), ("block.duplicate", "x")),
        (body(locked("text", "x"), region(defaults=[locked("text", "x")])), ("block.duplicate", "x")),
        (body(locked("hero", headline=" ")), ("field.required", "id-hero")),
        (body(locked("text", text="<p></p>")), ("field.required", "id-text")),
        (body(locked("picture", image=None)), ("field.required", "id-picture")),
        (body(locked("hero", background="pink")), ("field.option", "id-hero")),
        (body(locked("text", text="<p>{{ vorname }}</p>")), ("merge.unknown", "id-text")),
        (body(locked("text", text="<p>{{ last_name }}</p>")), ("merge.fallback", "id-text")),
        (body(locked("text", text="<p>{% if last_name %}</p>")), ("merge.syntax", "id-text")),
        (body(region(prototypes=[locked("text", "p", text="{{ x }}")])), ("merge.unknown", "p")),
        (body(locked("button", url="http://a.example")), ("link.scheme", "id-button")),
    ],
)  # fmt: skip
def test_what_may_not_be_published_names_its_block(raw, found):
    assert found in codes(raw)


@pytest.mark.parametrize(
    ("middle", "found"),
    [
        (columns(column("a"), column("b"), layout="three"), ("columns.count", "c")),
        (columns(column("a"), layout="two"), ("columns.count", "c")),
        (columns(column("a"), column("b", key="a")), ("region.key", "b")),
        (columns(column("a"), column("b", key="")), ("region.key", "b")),
        (columns(column("a"), column("b", min=1)), ("region.min", "b")),
        (columns(column("a"), column("b", max=0)), ("region.limits", "b")),
        (columns(column("a"), column("b", defaults=[locked("hero", "h")])), ("block.kind", "h")),
        (columns(column("a"), column("b", defaults=[region()])), ("block.kind", "r")),
        (columns(column("a"), column("a")), ("block.duplicate", "a")),
        (columns(column("a", defaults=[locked("text", "a")]), column("b")), ("block.duplicate", "a")),
        (columns(column("a", defaults=[locked("text", "t", text="")]), column("b")), ("field.required", "t")),
        (columns(column("a", prototypes=[locked("text", "t", text="{{ x }}")]), column("b")), ("merge.unknown", "t")),
        (region(prototypes=[columns(column("a"), column("b", min=2))]), ("region.min", "b")),
        (region(defaults=[columns(column("a"), column("b", defaults=[locked("hero", "h")]))]), ("block.kind", "h")),
        (region(defaults=[grid()]), ("block.kind", "g")),
        (grid(prototypes=[locked("text", "t")]), ("block.kind", "t")),
        (grid(defaults=[columns(column("a"), column("b"))]), ("block.kind", "c")),
        (grid(min=2, prototypes=[]), ("region.min", "g")),
        (use(None), ("shared.missing", "u")),
        (region(defaults=[use(None)]), ("shared.missing", "u")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_container_names_it_or_the_block_in_it(middle, found):
    assert found in codes(body(middle))


def test_containers_that_are_whole_have_nothing_to_say():
    words = locked("text", "t", text="<p>Guten Tag</p>")
    two = columns(
        column("a", min=1, prototypes=[words], defaults=[locked("button", "x")]),
        column("b", defaults=[locked("offer", "o"), locked("picture", "p")]),
    )
    raw = body(two, grid(), region(prototypes=[use(7)], key="other"))
    assert lint(raw, THEME, shelf=shelf_of(), shared={7: [{**words, "id": "s"}]}) == ()


def test_columns_of_two_blocks_may_have_the_same_keys():
    one, other = (
        columns(column(f"{n}a", key="left"), column(f"{n}b", key="right"), block_id=n) for n in "xy"
    )
    assert codes(body(one, other)) == set()


def test_a_shared_block_is_judged_where_it_is_used():
    broken = [locked("text", "s", text="<p>{{ vorname }}</p>")]
    assert codes(body(use(7)), shared={7: broken}) == {("merge.unknown", "u/s")}
    assert codes(body(use(7)), shared={}) == {("shared.missing", "u")}
    assert codes(body(use(7))) == set()


def test_an_empty_required_field_is_fine_where_a_partner_may_fill_it():
    open_hero = locked("hero", headline="", modes={"headline": "must_change"})
    assert codes(body(open_hero)) == set()


def test_a_region_counts_what_its_prototypes_allow():
    once = locked("offer", "once")
    once["value"]["locks"]["rights"] = {"repeat": 1}
    assert ("region.min", "r") in codes(body(region(min=2, prototypes=[once])))
    assert codes(body(region(min=2, prototypes=[once, locked("text", "any")]))) == set()


def test_pictures_are_judged_where_they_are_known():
    raw = body(locked("hero", image=99))
    assert codes(raw) == set()
    assert codes(raw, shelf=shelf_of()) == {("picture.gone", "id-hero")}


def test_a_kit_without_imprint_or_colours_is_named():
    assert {(f.code, f.field) for f in lint(body(), replace(THEME, imprints=()))} == {
        ("legal.missing", "imprint")
    }
    found = lint(body(), Theme(name="leer", imprints=THEME.imprints))
    assert [(f.code, f.block_id) for f in found] == [("template.compile", "id-header")]
    assert found[0].value == "the kit has no colour 'text'"


def test_every_rule_of_shape_has_its_words():
    for label in WORDS.values():
        assert label.de
        assert label.en


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = [
    *sorted({f.name for kind in CATALOGUE.values() for f in kind.fields}),
    *("locks", "key", "min", "max", "order", "prototypes", "defaults", "columns", "block"),
]
BLOCKS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(sorted(CATALOGUE)) | JUNK,
        "id": st.text(max_size=3) | JUNK,
        "value": st.dictionaries(st.sampled_from(FIELDS), JUNK, max_size=5) | JUNK,
    }
)
BODIES = st.lists(BLOCKS | JUNK, max_size=5) | JUNK


@given(BODIES)
@settings(max_examples=300, deadline=None)
def test_lint_never_raises_on_any_body(raw):
    assert isinstance(lint(raw, THEME, shared={7: raw}), tuple)


@given(
    st.sampled_from(sorted(VALUES)),
    st.dictionaries(st.sampled_from(FIELDS), JUNK | st.text(max_size=30), max_size=6),
)
@settings(max_examples=300, deadline=None)
def test_no_value_of_a_field_stops_the_compiler(kind, junk):
    raw = body(locked(kind, **junk)) if kind not in ("envelope", "legal", "region") else body()
    assert not [f for f in lint(raw, THEME) if f.code == "template.compile"]


def test_every_kind_says_which_field_names_it():
    for kind in CATALOGUE.values():
        named = kind.field(kind.summary)
        assert not kind.summary or (
            named and named.type in (FieldType.TEXT, FieldType.RICH, FieldType.LONG)
        )
