"""Token files: what comes in goes out again, byte for byte; what means nothing is refused in place."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brand_kits import theme
from brand_kits.dtcg import document, give, roles, source, take, values
from brand_kits.dtcg.problems import UnreadableTokensError


def read(file):
    return source.read((file if isinstance(file, str) else json.dumps(file, indent=2)).encode())


def problems(file):
    with pytest.raises(UnreadableTokensError) as refused:
        document.tokens(read(file))
    return [(p.code, p.line, p.path) for p in refused.value.problems]


def taken(file, current=None, **more):
    return take.take(read(file), current or {}, **more)


calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
BLUE = {"$type": "color", "$value": {"colorSpace": "srgb", "components": [0, 0, 1]}}

FOREIGN = """{
  "$description": "Ours, since 2021",
  "palette": {
    "$type": "color",
    "blue":  { "$value": { "colorSpace": "srgb", "components": [0.07058823529, 0.18823529411, 0.35294117647], "hex": "#12305a" } },
    "white": { "$value": "#FFFFFF", "$deprecated": false },
    "ember": { "$value": { "colorSpace": "oklch", "components": [0.6, 0.15, 40], "hex": "#c45a33" }, "$extensions": { "com.tool": { "keep": [1, 2.50, null] } } }
  },
  "brand":   { "$value": "{palette.blue}" },
  "on-brand": { "$ref": "#/palette/white" },
  "motion": { "quick": { "$type": "duration", "$value": { "value": 1.20e2, "unit": "ms" } } },
  "spring": { "$type": "com.tool.spring", "$value": { "mass": 1 } },
  "font": { "base": { "$type": "fontFamily", "$value": ["Inter", "Georgia", "serif"] } },
  "heading": {
    "$type": "typography",
    "$value": { "fontFamily": "{font.base}", "fontSize": { "value": 2, "unit": "rem" }, "fontWeight": "extra-bold", "lineHeight": 1.2 }
  },
  "radius": { "$type": "dimension", "$value": "6px" }
}
"""


# -- reading


def test_a_foreign_file_is_read_with_its_aliases_types_and_units():
    found = taken(FOREIGN)
    assert not found.problems
    after = {change.key: change.after for change in found.changes}
    assert after["colours/brand"]["value"] == "#12305a"
    assert after["colours/on_brand"]["value"] == "#ffffff"
    assert after["styles/heading"] == {
        "style": "heading",
        "font": "Inter",
        "fallback": "Georgia",
        "size": 32,
        "weight": "700",
        "line_height": "1.2",
    }
    assert after["form/corner"] == {"corner": 6}
    brand = found.tokens["brand"]
    assert (brand.alias, brand.type, brand.line) == ("palette.blue", "color", 9)
    assert found.tokens["spring"].type == "com.tool.spring"


def test_groups_take_over_other_groups_and_roots_are_tokens():
    file = {
        "base": {"$type": "color", "a": {"$value": "#111111"}, "b": {"$value": "#222222"}},
        "more": {"$extends": "{base}", "b": {"$value": "#333333"}, "$root": {"$value": "{more.a}"}},
        "again": {"$ref": "#/more"},
    }
    found = document.tokens(read(file))
    assert found["more.a"].value == "#111111"
    assert found["more.b"].value == "#333333"
    assert found["more.$root"].value == "#111111"
    assert found["again.b"].value == "#333333"
    assert {found[f"{group}.a"].type for group in file} == {"color"}


@pytest.mark.parametrize(
    ("value", "hexed"),
    [
        ({"colorSpace": "srgb", "components": [1, 0.5, 0]}, "#ff8000"),
        ({"colorSpace": "srgb", "components": ["none", 1, 0], "alpha": 1}, "#00ff00"),
        ({"colorSpace": "hsl", "components": [0, 100, 50]}, "#ff0000"),
        ({"colorSpace": "hwb", "components": [120, 0, 0]}, "#00ff00"),
        ({"colorSpace": "srgb-linear", "components": [0.2158605, 0, 0]}, "#800000"),
        ({"colorSpace": "oklch", "components": [0.62796, 0.25768, 29.2339]}, "#ff0000"),
        ({"colorSpace": "oklab", "components": [1, 0, 0]}, "#ffffff"),
        ({"colorSpace": "rec2020", "components": [1, 0, 0], "hex": "#fa0102"}, "#fa0102"),
        ("#AbC", "#aabbcc"),
        ("#112233ff", "#112233"),
    ],
)
def test_colours_of_every_space_become_six_digits(value, hexed):
    assert values.hex_of(value) == hexed


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("red", "dtcg.colour"),
        (12, "dtcg.colour"),
        ("#12345", "dtcg.colour"),
        ("#11223344", "dtcg.see_through"),
        ({"colorSpace": "srgb", "components": [0, 0, 0], "alpha": 0.5}, "dtcg.see_through"),
        ({"colorSpace": "srgb", "components": [0, 0]}, "dtcg.colour"),
        ({"colorSpace": "srgb", "components": [1e300, 0, 0]}, "dtcg.colour"),
        ({"colorSpace": "lab", "components": [50, 1, 1]}, "dtcg.space"),
    ],
)
def test_a_colour_no_mail_can_show_is_refused(value, code):
    with pytest.raises(values.UnusableError) as refused:
        values.hex_of(value)
    assert refused.value.code == code


# -- refusing


@pytest.mark.capability("BK10")
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ('{\n "a": {"$value": "{b}"},\n "b": {"$value": "{a}"}\n}', ("dtcg.circle", 2, "a.$value")),
        ('{\n "a": {"$type": "color", "$value": "{a}"}\n}', ("dtcg.circle", 2, "a.$value")),
        ('{\n "a": {"$ref": "#/a"}\n}', ("dtcg.circle", 2, "a.$ref")),
        (
            '{\n "g": {"$extends": "{h}"},\n "h": {"$extends": "{g}"}\n}',
            ("dtcg.circle", 3, "h.$extends"),
        ),
        ('{\n\n "a": {"$value": "{gone}"}\n}', ("dtcg.alias", 3, "a.$value")),
        ('{\n "g": {},\n "a": {"$value": "{g}"}\n}', ("dtcg.alias_group", 3, "a.$value")),
        ('{\n "a.b": {"$value": 1}\n}', ("dtcg.name", 2, "a.b")),
        ('{\n "a": 12\n}', ("dtcg.member", 2, "a")),
        ('{\n "a": {"$value": 1,\n "b": {}}\n}', ("dtcg.token_group", 2, "a")),
        ('{\n "a": {"$type": 7, "$value": 1}\n}', ("dtcg.type", 2, "a.$type")),
        ("[1]", ("dtcg.object", 1, "")),
    ],
)
def test_what_means_nothing_is_named_with_line_and_path(file, expected):
    assert expected in problems(file)


@pytest.mark.capability("BK10")
@pytest.mark.parametrize(
    ("file", "code", "line"),
    [
        (b'{\n "a": 1,\n "a": 2\n}', "dtcg.twice", 3),
        (b'{\n "a": \n}', "dtcg.json", 3),
        (b'{\n "a": 1,\n}', "dtcg.json", 3),
        (b'{"a": NaN}', "dtcg.json", 1),
        (b'{"a": 1e999}', "dtcg.number", 1),
        (b'{"a": 01}', "dtcg.json", 1),
        (b'{"a": "\\ud800"}', "dtcg.string", 1),
        (b'{"a": "\x00"}', "dtcg.json", 1),
        (b'{\n"a": "\xff"}', "dtcg.encoding", 2),
        (b"", "dtcg.json", 1),
        (b"{} {}", "dtcg.json", 1),
        (b"[" * 100_000, "dtcg.depth", 1),
        (b'{"a":' * 100_000, "dtcg.depth", 1),
        (b'{"a": ' + b"9" * 5000 + b"}", "dtcg.json", 1),
        (b" " * (50 * 1024 * 1024), "dtcg.size", 0),
        (b"[" + b"1," * 100_000 + b"1]", "dtcg.many", 1),
    ],
)
def test_what_is_no_json_of_ours_is_refused_at_its_line_and_soon(file, code, line):
    begun = time.perf_counter()
    with pytest.raises(UnreadableTokensError) as refused:
        source.read(file)
    assert time.perf_counter() - begun < 3
    (found,) = refused.value.problems
    assert (found.code, found.line) == (code, line)


def test_references_that_multiply_take_no_time():
    bomb = {"t0": {"$type": "number", "$value": 1}}
    for n in range(1, 40):
        bomb[f"t{n}"] = {"$value": {"one": f"{{t{n - 1}}}", "two": f"{{t{n - 1}}}"}}
    begun = time.perf_counter()
    assert problems(bomb)[0] == ("dtcg.large", 61, "t10.$value")
    lists = {"t0": BLUE}
    for n in range(1, 46):
        lists[f"t{n}"] = {"$type": "color", "$value": [f"{{t{n - 1}}}"] * 50}
    assert problems(lists)[0][::2] == ("dtcg.large", "t2.$value")
    groups = {"g0": {"x": {"$type": "number", "$value": 1}}}
    for n in range(1, 20):
        groups[f"g{n}"] = {"a": {"$extends": f"{{g{n - 1}}}"}, "b": {"$extends": f"{{g{n - 1}}}"}}
    assert ("dtcg.many", 1) in [(c, 1) for c, _line, _path in problems(groups)]
    chain = {"t0": BLUE, **{f"t{n}": {"$value": f"{{t{n - 1}}}"} for n in range(1, 3000)}}
    assert len(document.tokens(read(chain))) == 3000
    turned = dict(reversed(chain.items()))
    assert {code for code, _line, _path in problems(turned)} == {"dtcg.chain"}
    long = {f"g{n}": {"$extends": f"{{g{n + 1}}}"} for n in range(2000)} | {"g2000": {}}
    assert {code for code, _line, _path in problems(long)} == {"dtcg.chain", "dtcg.many"}
    assert time.perf_counter() - begun < 10


def test_what_is_deep_only_by_its_references_is_refused_at_its_place():
    def inside(value, times):
        for _ in range(times):
            value = [value]
        return value

    deep = {f"t{n}": {"$value": inside(f"{{t{n + 1}}}", 10)} for n in range(47)}
    for file in (
        deep | {"t47": {"$value": 1}},
        {"t47": {"$value": 1}, **dict(reversed(deep.items()))},
    ):
        assert {code for code, _line, _path in problems(file)} == {"dtcg.depth"}
    groups = {f"g{n}": {"a": {"b": {"c": {"d": {"$extends": f"{{g{n + 1}}}"}}}}} for n in range(40)}
    found = problems(groups | {"g40": {}})
    assert {code for code, _line, _path in found} == {"dtcg.depth"}
    assert all(line and path for _code, line, path in found)


def test_long_chains_of_references_end_soon():
    begun = time.perf_counter()
    ring = {f"t{n}": {"$value": f"{{t{(n + 1) % 60}}}"} for n in range(60)}
    assert "dtcg.chain" in {code for code, _line, _path in problems(ring)}
    refs = {f"t{n}": {"$ref": f"#/t{n + 1}"} for n in range(3000)} | {"t3000": {"$value": 1}}
    assert {code for code, _line, _path in problems(refs)} == {"dtcg.chain"}
    wide = {"b": {f"t{n}": {"$value": 1} for n in range(3000)}}
    wide |= {f"g{n}": {"$extends": "{b}"} for n in range(1000)}
    assert {code for code, _line, _path in problems(wide)} == {"dtcg.many"}
    assert time.perf_counter() - begun < 10


def test_a_place_in_a_list_with_thousands_of_digits_names_nothing():
    file = {"a": {"$value": [1]}, "b": {"$value": {"$ref": "#/a/$value/" + "9" * 5000}}}
    assert problems(file) == [("dtcg.alias", 8, "b.$value")]


def test_names_that_would_fill_the_page_are_refused():
    with pytest.raises(UnreadableTokensError) as refused:
        read({"a": {"n" * 5000: BLUE}})
    assert [(p.code, p.line, p.path) for p in refused.value.problems] == [("dtcg.long", 3, "a")]
    assert problems({"n" * 300: {"m" * 300: BLUE}})[0][:2] == ("dtcg.long", 2)


NINES = "9" * 400


@pytest.mark.capability("BK10")
@pytest.mark.parametrize(
    "length",
    [{"value": 1e308, "unit": "rem"}, {"value": -1e308, "unit": "px"}, f"{NINES}rem", f"{NINES}px"],
    ids=lambda value: str(value)[-20:],
)
def test_a_length_without_end_is_refused_with_line_and_path(length):
    style = {"$type": "typography", "$value": {"fontFamily": "Arial", "fontSize": length}}
    found = taken({"heading": style, "radius": {"$type": "dimension", "$value": length}})
    assert [(p.code, p.path) for p in found.problems] == [
        ("dtcg.number", "heading"),
        ("dtcg.number", "radius"),
    ]
    assert all(p.line and len(p.value) <= 60 for p in found.problems)


@pytest.mark.capability("BK10")
@pytest.mark.parametrize(
    ("token", "code"),
    [
        ({"$type": "color", "$value": 12}, "dtcg.colour"),
        ({"$type": "dimension", "$value": "6em"}, "dtcg.dimension"),
        ({"$type": "dimension", "$value": {"value": "6", "unit": "px"}}, "dtcg.dimension"),
        ({"$type": "fontFamily", "$value": [1]}, "dtcg.font_family"),
        ({"$type": "fontWeight", "$value": "fat"}, "dtcg.font_weight"),
        ({"$type": "number", "$value": True}, "dtcg.number_type"),
        ({"$type": "typography", "$value": "Arial"}, "dtcg.typography"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_refused_though_it_has_no_part(token, code):
    found = taken({"any": {"thing": token}})
    assert [(p.code, p.line, p.path) for p in found.problems] == [(code, 3, "any.thing")]


@pytest.mark.capability("BK3")
def test_a_font_that_does_not_exist_is_refused_with_its_place():
    file = {
        "heading": {
            "$type": "typography",
            "$value": {"fontFamily": "Comik Sens", "fontSize": "30px"},
        }
    }
    found = [(p.code, p.path, p.value) for p in taken(file).problems]
    assert found == [("kit.font", "heading", "Comik Sens")]


@pytest.mark.parametrize(
    ("ours", "code"),
    [
        ({"v": 2}, "dtcg.extension"),
        (7, "dtcg.extension"),
        ({"v": 1, "roles": {"colours/brand": "nowhere"}}, "dtcg.role"),
        ({"v": 1, "roles": {"colours/pink": "a"}}, "dtcg.role"),
        ({"v": 1, "roles": {"colours/brand": ["a"]}}, "dtcg.role"),
        ({"v": 1, "roles": {"colours/brand": {"a": 1}}}, "dtcg.role"),
        ({"v": 1, "opens": ["colours/pink"]}, "dtcg.opens"),
        ({"v": 1, "opens": "colours"}, "dtcg.opens"),
    ],
)
def test_our_own_data_are_judged_too(ours, code):
    file = {"a": BLUE, "$extensions": {roles.EXTENSION: ours}}
    assert code in {p.code for p in taken(file).problems}
    assert {p.code for p in taken({"a": BLUE, "$extensions": 1}).problems} == {"dtcg.extension"}


# -- giving


def kit(found, current=None):
    """The values of a kit that took the file over."""
    return {**(current or {}), **{change.key: change.after for change in found.changes}}


@pytest.mark.capability("BK10")
def test_what_was_taken_over_and_not_changed_comes_out_byte_for_byte():
    first = taken(FOREIGN)
    marked = give.marked(read(FOREIGN), first.roles, ())
    inner = marked.text.replace(" ", "")
    for line in FOREIGN.strip().splitlines()[:-2]:
        assert line.replace(" ", "") in inner  # aliases, foreign types, 1.20e2: all as they came
    again = give.give(kit(first), (), marked)
    assert again == marked.text
    assert not taken(again, kit(first)).changes


@pytest.mark.capability("BK10")
def test_a_changed_value_is_written_anew_and_every_other_byte_stays():
    first = taken(FOREIGN)
    marked = give.marked(read(FOREIGN), first.roles, ())
    changed = {**kit(first), "colours/brand": {"role": "brand", "value": "#ff0000", "name": ""}}
    text = give.give(changed, ("colours/brand",), marked)
    found = taken(text, changed)
    assert not found.problems
    assert not found.changes
    assert found.opens == ("colours/brand",)
    assert found.tokens["palette.blue"].value["hex"] == "#12305a"
    assert found.tokens["on-brand"].alias == "palette.white"
    untouched = [line for line in FOREIGN.splitlines() if '"brand"' not in line]
    assert all(line.rstrip(",") in text for line in untouched if len(line) > 4)
    assert give.give(changed, ("colours/brand",), read(text)) == text


hexed = st.from_regex(r"\A#[0-9a-f]{6}\Z")
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)
a_colour = st.builds(lambda v, n: {"value": v, "name": n}, hexed, names)
a_style = st.fixed_dictionaries(
    {
        "font": st.sampled_from(["", *sorted(theme.KNOWN_FONTS)]),
        "fallback": st.sampled_from(sorted(theme.MAIL_SAFE)),
        "size": st.integers(10, 60),
        "weight": st.sampled_from(["400", "600", "700"]),
        "line_height": st.sampled_from(["1", "1.15", "1.5", "1.55", "2"]),
    }
)


@st.composite
def kits(draw):
    found = {}
    for key in draw(st.lists(st.sampled_from(sorted(roles.TYPES)), unique=True, min_size=1)):
        group, _slash, name = key.partition("/")
        if group == "colours":
            found[key] = {"role": name, **draw(a_colour)}
        elif group == "styles":
            found[key] = {"style": name, **draw(a_style)}
        else:
            found[key] = {"corner": draw(st.integers(0, 40))}
    return found


opens = st.lists(st.sampled_from(sorted(roles.TYPES)), unique=True).map(lambda o: tuple(sorted(o)))


@pytest.mark.capability("BK10")
@calm
@given(kits(), opens)
def test_every_kit_goes_out_and_comes_in_again_as_it_was(one, opened):
    text = give.give(one, opened)
    found = taken(text)
    assert not found.problems
    assert found.opens == opened
    back = kit(found)
    assert set(back) == set(one)
    assert all(take.same(key, back[key], raw) for key, raw in one.items())
    assert give.give(back, opened, read(text)) == text


FOREIGN_LINES = ("com.tool.spring", '"keep": [1, 2.50, null]', "1.20e2", "Ours, since 2021")


@pytest.mark.capability("BK10")
@calm
@given(kits(), opens, st.sampled_from([2, 4, "\t", None]))
def test_whatever_a_kit_becomes_the_second_export_of_a_foreign_file_equals_the_first(
    one, opened, indent
):
    text = FOREIGN if indent == 2 else json.dumps(json.loads(FOREIGN), indent=indent)
    first = give.give(one, opened, read(text))
    found = taken(first)
    assert not found.problems
    back = kit(found)
    assert all(take.same(key, back[key], raw) for key, raw in one.items())
    assert found.opens == opened
    assert give.give(back, opened, read(first)) == first
    assert {"palette.blue", "palette.white", "palette.ember", "motion.quick", "spring"} <= set(
        found.tokens
    )
    if indent == 2:
        assert all(words in first for words in FOREIGN_LINES)


def test_a_token_taken_over_from_another_group_gets_a_value_of_its_own_when_it_changes():
    file = {
        "base": {"$type": "color", "brand": {"$value": "#111111"}},
        "mine": {"$extends": "{base}"},
        "$extensions": {
            roles.EXTENSION: {"v": 1, "roles": {"colours/brand": "mine.brand"}, "opens": []}
        },
    }
    now = {"colours/brand": {"role": "brand", "value": "#222222", "name": ""}}
    found = taken(give.give(now, (), read(file)))
    assert found.tokens["base.brand"].value == "#111111"
    assert found.tokens["mine.brand"].value["hex"] == "#222222"
    assert not take.take(read(give.give(now, (), read(file))), now).changes


def test_what_stands_beside_a_reference_stays_when_the_reference_goes():
    file = {
        "a": {"$type": "color", "$value": "#111111"},
        "brand": {"$ref": "#/a", "$extensions": {"com.tool": 1}},
    }
    now = {"colours/brand": {"role": "brand", "value": "#222222", "name": ""}}
    marked = give.marked(read(file), {"colours/brand": "brand"}, ())
    made = json.loads(give.give(now, (), marked))
    assert made["brand"]["$extensions"] == {"com.tool": 1}
    assert made["brand"]["$value"]["hex"] == "#222222"
    assert made["a"]["$value"] == "#111111"


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_our_reader_reads_what_python_reads(value):
    text = json.dumps(value)
    if "\\ud" in text or len(text) > 2000:
        return
    assert source.read(text.encode()).value == json.loads(text)


@given(
    st.binary(max_size=60)
    | st.text(alphabet='{}[]",:$value{}.truefalsn0123456789 \\n', max_size=60).map(str.encode)
)
def test_no_bytes_whatsoever_do_more_than_be_refused(content):
    said = ()
    with contextlib.suppress(UnreadableTokensError):
        said = take.take(source.read(content), {}).problems
    assert isinstance(said, tuple)
