"""What a lock lets through: each limit, what fits, what does not, with limit, measure, way out."""

import json

import pytest

from blocks.catalogue import CATALOGUE
from blocks.judge import judge, suggestion
from blocks.locks import NO_RIGHTS, Rights, effective, field_lock, refusal, rights
from blocks.pictures import Picture, Shelf
from blocks.schema import Field, FieldType, Label
from tests.strategies import CATALOGUE as EVERY_KIND

WORD = Label("Wort", "Word")
SHELF = Shelf(
    pictures={
        1: Picture(1, "a", 1600, 900, collection=4),
        2: Picture(2, "b", 640, 640, collection=4),
        3: Picture(3, "c", 1600, 900, collection=5),
        4: Picture(4, "d", 1600, 900, usable=False),
    },
    colour_roles=frozenset({"brand"}),
)


def field(kind=FieldType.TEXT, **rest):
    return Field("f", kind, WORD, **rest)


def asked(value, kind=FieldType.TEXT, mode="editable", *, of=None, **limits):
    found = refusal(of or field(kind), {"mode": mode, **limits}, value, SHELF)
    return found and tuple(found)


@pytest.mark.parametrize("mode", ["locked", None, "", "open", 3, ["editable"]])
def test_whatever_is_not_an_open_mode_is_locked(mode):
    assert asked("x", mode=mode) == ("lock.field", None, None)


@pytest.mark.parametrize("mode", ["editable", "must_change"])
def test_an_open_field_takes_text(mode):
    assert asked("x", mode=mode) is None


def test_empty_limits_are_no_limits():
    names = (
        "max_length",
        "options",
        "format",
        "minimum",
        "maximum",
        "hosts",
        "collection",
        "ratio",
        "min_px",
        "features",
    )
    for nothing in ("", None):
        assert asked("x" * 500, **dict.fromkeys(names, nothing)) is None


@pytest.mark.parametrize(
    "limit",
    [
        {"max_length": "many"},
        {"max_length": 1.5},
        {"max_length": True},
        {"format": "regex"},
        {"format": ["a"]},
        {"minimum": "soon"},
        {"maximum": 1.5},
        {"ratio": "wide"},
        {"ratio": 16},
        {"hosts": 7},
        {"options": {1: 2}},
        {"features": 5},
        {"collection": []},
    ],
)
def test_a_limit_nobody_can_read_closes_the_field(limit):
    assert asked("x", **limit) == ("lock.field", None, None)


def test_length_counts_characters_as_people_see_them():
    assert asked("a\u0308" * 5, max_length=5) is None
    assert asked("ä" * 6, max_length=5) == ("field.length", 5, 6)
    assert asked("x" * 41, of=field(max_length=40), max_length=99) == ("field.length", 40, 41)
    assert asked("x" * 21, of=field(max_length=40), max_length=20) == ("field.length", 20, 21)
    assert asked("", max_length=0) is None
    assert asked("x", max_length="0") == ("field.length", 0, 1)


def test_length_of_rich_text_counts_the_words_not_the_tags():
    text = '<p>Wir <b>holen</b> &amp; bringen <a href="https://x.org">Ihr Auto</a></p>'
    assert asked(text, FieldType.RICH, max_length=28) is None
    assert asked(text, FieldType.RICH, max_length=27) == ("field.length", 27, 28)


def test_a_choice_takes_what_headquarters_lists():
    assert asked("b", mode="choice", options="a\n b \n") is None
    assert asked("c", mode="choice", options="a\nb") == ("field.option", ["a", "b"], "c")
    assert asked("c", options="a\nb") == ("field.option", ["a", "b"], "c")
    assert asked("a", mode="choice") == ("lock.field", None, None)
    assert asked("<b>a</b>", FieldType.RICH, "choice", options="a") == (
        "field.option",
        ["a"],
        "<b>a</b>",
    )
    assert asked("", mode="choice", options="a") == ("field.option", ["a"], "")


def test_style_is_the_kinds_list_cut_by_lock_and_kit():
    words = dict.fromkeys(("brand", "accent", "none"), WORD)
    colour = field(FieldType.COLOUR, options=words)
    assert asked("brand", of=colour) is None
    assert asked("none", of=colour) is None  # no role of any kit: the kit has nothing to cut
    assert asked("accent", of=colour) == ("field.option", ["brand", "none"], "accent")
    assert asked("none", of=colour, mode="choice", options="brand") == (
        "field.option",
        ["brand"],
        "none",
    )
    assert asked("#ff0000", of=colour) == ("field.option", ["brand", "none"], "#ff0000")
    assert asked("accent", of=colour, mode="choice", options="accent")[0] == "lock.field"
    align = field(FieldType.OPTION, options={"left": WORD, "center": WORD})
    assert asked("center", of=align) is None
    assert asked("center", of=align, mode="choice", options="left")[1] == ["left"]


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        (
            "phone",
            ["+49 421 12345", "0421/123456", "(0421) 12 34-56"],
            ["12", "call me", "+49", "0" * 40],
        ),
        ("zip", ["28876", "8001", "D-28876"], ["288", "28876 Oyten", "abcde"]),
        (
            "price",
            ["24,90", "24.90", "1.299,00", "1,299.00", "5", "1299"],
            ["24,9", "24,90 €", "-5", "1.29,00"],
        ),
        ("date", ["2026-12-24"], ["24.12.2026", "2026-13-01", "20261224", "2026-W01-1"]),
        (
            "email",
            ["a.b@x.org", "a+b@mail.x.org"],
            ["a@b", "a b@x.org", "a@x.org,b@x.org", "@x.org"],
        ),
        ("number", ["5", "-3", "1,5", "1.25"], ["1e5", "x", "1.2.3", "∞"]),
        (
            "url",
            ["https://x.org", "https://x.org/a?b=1#c"],
            ["http://x.org", "x.org", "mailto:a@x.org", "javascript:alert(1)"],
        ),
    ],
)
def test_a_named_format_says_what_fits(name, good, bad):
    assert [v for v in [*good, ""] if asked(v, format=name)] == []
    for value in bad:
        code, limit, measured = asked(value, format=name)
        if name == "url":
            assert code in {"link.scheme", "link.start"}
            assert limit == ("https://",)
        else:
            assert (code, measured) == ("field.format", value)


def test_the_type_of_a_field_is_a_format():
    assert asked("24,9", FieldType.PRICE) == ("field.format", "price", "24,9")
    assert asked("morgen", FieldType.DATE) == ("field.format", "date", "morgen")
    assert asked("x", FieldType.EMAIL) == ("field.format", "email", "x")
    assert asked("a\nb") == ("field.format", "line", None)
    assert asked("a\nb", FieldType.LONG) is None


def test_a_whole_merge_field_stands_where_the_field_may_hold_one():
    merged = field(FieldType.EMAIL, merge=True)
    assert asked("{{ partner.email }}", of=merged) is None
    assert asked("{{ partner.email }}", FieldType.EMAIL)[0] == "field.format"
    link = field(FieldType.LINK, merge=True)
    assert asked("{{ partner.website }}", of=link) is None
    assert asked("https://x.org/?plz={{ partner.postcode }}", of=link) is None
    assert asked("https://{{ partner.website }}/", of=link)[0] == "link.merge"
    assert asked("{{ partner.website }}", of=link, hosts="x.org")[0] == "link.host"
    assert asked("{{ partner.website }}", FieldType.LINK)[0] == "link.merge"
    assert asked("https://x.org/{{ partner.city }}", FieldType.LINK)[0] == "link.merge"


def test_numbers_and_dates_have_bounds():
    assert asked("9,99", FieldType.PRICE, minimum="10") == ("field.minimum", "10", "9,99")
    assert asked("1.299,00", FieldType.PRICE, maximum="1000") == (
        "field.maximum",
        "1000",
        "1.299,00",
    )
    assert asked("1.299", FieldType.PRICE, minimum=1000) is None
    assert asked("10", FieldType.PRICE, minimum="10", maximum="10") is None
    assert asked("1,5", format="number", maximum="1.5") is None
    assert asked("abc", minimum="1") == ("field.format", "number", "abc")
    assert asked("2026-12-31", FieldType.DATE, maximum="2026-12-30")[0] == "field.maximum"
    assert asked("2026-12-29", FieldType.DATE, minimum="2026-12-30")[0] == "field.minimum"
    assert asked("2026-12-30", FieldType.DATE, minimum="2026-12-30", maximum="2026-12-30") is None
    assert asked("5", minimum="2026-01-01") == ("field.format", "date", "5")


def test_links_go_only_where_the_lock_says():
    hosts = "x.org\n*.y.org"
    for good in ("https://x.org", "https://X.org/a", "https://www.y.org/", ""):
        assert asked(good, FieldType.LINK, hosts=hosts) is None
    for bad in (
        "https://www.x.org",
        "https://y.org",
        "https://x.org.evil.com",
        "https://evil.com/x.org",
        "mailto:a@x.org",
        "https://evily.org",
    ):
        assert asked(bad, FieldType.LINK, hosts=hosts)[:2] == ("link.host", ["x.org", "*.y.org"])
    for never, code in (
        ("javascript:alert(1)", "link.scheme"),
        ("https://x.org@evil.com", "link.sign"),
        ("https://x.org\\@evil.com", "link.sign"),
        ("https://x.org/ a", "link.sign"),
        ("//x.org", "link.start"),
        ('https://x.org/"><script>', "link.sign"),
        ("http://x.org", "link.scheme"),
        ("https:x.org", "link.format"),
    ):
        assert asked(never, FieldType.LINK)[0] == code
    assert asked("tel:+4942112345", FieldType.LINK) is None
    assert asked("mailto:a@x.org", FieldType.LINK) is None


def test_rich_text_obeys_features_and_hosts():
    assert asked("<p><b>a</b> <i>b</i></p>", FieldType.RICH) is None
    assert asked("<i>b</i>", FieldType.RICH, features="bold,link") == (
        "field.features",
        ["bold", "link"],
        "italic",
    )
    of = field(FieldType.RICH, features=("bold", "link"))
    assert asked("<em>b</em>", of=of)[0] == "field.features"
    assert asked("<strong>b</strong><br>", of=of, features="bold") is None
    assert asked('<a href="https://x.org/">b</a>', of=of, features="bold") == (
        "field.features",
        ["bold"],
        "link",
    )
    for href, code in (
        ("https://x.org/", None),
        ("https://evil.com/", "link.host"),
        ("javascript:alert(1)", "link.scheme"),
        ("&#104;ttps://evil.com", "link.host"),
        ("http://x.org", "link.scheme"),
        ("/here", "link.start"),
        ("", "link.start"),
    ):
        found = asked(f'<p><a\nhref="{href}">b</a></p>', FieldType.RICH, hosts="x.org")
        assert (found and found[0]) == code


def test_pictures_are_judged_by_the_shelf():
    picture = FieldType.PICTURE
    assert asked(1, picture) is None
    assert asked(None, picture, mode="choice", collection=4) is None
    assert asked(9, picture) == ("picture.unknown", None, None)
    assert asked(4, picture) == ("picture.unusable", None, None)
    assert asked(3, picture, collection=4) == ("picture.collection", 4, 5)
    assert asked(2, picture, min_px=1200) == ("picture.small", 1200, 640)
    assert asked(2, picture, ratio="16:9") == ("picture.ratio", "16:9", "640:640")
    assert asked(1, picture, collection="4", ratio="16:9", min_px=1600) is None
    for wrong in ("1", True, 1.0, [1], {"id": 1}):
        assert asked(wrong, picture)[:2] == ("field.format", "picture")


@pytest.mark.parametrize("value", [None, 5, 1.5, True, [], {}, "a\x00", "\ud800", "a\x1b", "a\x85"])
def test_text_is_text_that_can_be_stored(value):
    for kind in (FieldType.TEXT, FieldType.RICH, FieldType.LINK, FieldType.OPTION):
        of = field(kind, options={"a": WORD} if kind is FieldType.OPTION else {})
        assert asked(value, of=of)[:2] == ("field.format", "text")


@pytest.mark.parametrize(
    ("value", "kind", "limits", "better"),
    [
        ("www.x.org/a", FieldType.LINK, {}, "https://www.x.org/a"),
        ("http://x.org", FieldType.LINK, {"hosts": "x.org"}, "https://x.org"),
        ("müller.de", FieldType.LINK, {}, "https://xn--mller-kva.de"),
        ("a@x.org", FieldType.LINK, {}, "mailto:a@x.org"),
        ("49,- €", FieldType.PRICE, {}, "49,00"),
        ("24,9", FieldType.PRICE, {}, "24,90"),
        ("24.12.2026", FieldType.DATE, {}, "2026-12-24"),
        ("1. 3. 2026", FieldType.DATE, {}, "2026-03-01"),
        ("a\n b", FieldType.TEXT, {}, "a b"),
        ("x  ", FieldType.TEXT, {"max_length": 1}, "x"),
        ("A", FieldType.TEXT, {"mode": "choice", "options": "a"}, "a"),
        ("<p><i>a</i></p>", FieldType.RICH, {"features": "bold"}, "<p>a</p>"),
        ("31.12.2026", FieldType.DATE, {"maximum": "2026-12-30"}, None),
        ("x", FieldType.TEXT, {"mode": "locked"}, None),
        (5, FieldType.TEXT, {}, None),
        ("\ud800", FieldType.RICH, {}, None),
    ],
)
def test_a_suggestion_is_near_and_passes(value, kind, limits, better):
    of = field(kind)
    lock = effective(of, {"mode": "editable", **limits})
    assert suggestion(of, lock, value, SHELF) == better
    assert better is None or judge(of, lock, better, SHELF) is None


def block(kind, locks=None, bid="b"):
    return {"type": kind, "id": bid, "value": {"locks": locks} if locks is not None else {}}


def test_rights_are_none_without_lock_data():
    for locks in (None, {}, {"rights": None}, {"rights": {"move": "yes", "remove": 1}}):
        assert rights(block("hero", locks), None, CATALOGUE) == NO_RIGHTS


def test_rights_are_read_one_by_one():
    for name in ("move", "remove"):
        one = rights(block("hero", {"rights": {name: True}}), None, CATALOGUE)
        assert one == Rights(**{name: True})
    for given, count in ((None, None), ("", None), (0, 0), (3, 3), (-1, 0), ("2", 0), (True, 0)):
        assert rights(block("hero", {"rights": {"repeat": given}}), None, CATALOGUE).repeat == count


@pytest.mark.parametrize("kind", ["envelope", "legal", "shared", "nothing"])
def test_no_data_and_no_policy_give_pinned_kinds_a_right(kind):
    everything = {"rights": {"move": True, "remove": True, "repeat": 9}}
    assert rights(block(kind, everything), {"b": everything}, EVERY_KIND) == NO_RIGHTS


def test_a_policy_replaces_rights_one_by_one_and_locks_as_a_whole():
    hero = block(
        "hero",
        {"rights": {"move": True}, "fields": {"headline": {"mode": "editable", "max_length": 9}}},
    )
    policy = {"b": {"rights": {"remove": True}, "fields": {"headline": {"mode": "locked"}}}}
    assert rights(hero, policy, CATALOGUE) == Rights(move=True, remove=True)
    assert field_lock(hero, "headline", policy) == {"mode": "locked"}
    assert field_lock(hero, "headline", {"other": {}}) == {"mode": "editable", "max_length": 9}
    assert field_lock(hero, "claim", policy) == {}


@pytest.mark.parametrize("kind", ["legal", "shared"])
def test_legal_and_shared_have_no_field_that_could_open(kind):
    locks = {"fields": {"note": {"mode": "editable"}}}
    assert field_lock(block(kind, locks), "note", {"b": locks}) == {}


def test_effective_locks_are_plain_json_and_stay_the_same():
    for kind in CATALOGUE.values():
        for of in kind.fields:
            lock = effective(
                of, {"mode": "editable", "options": "", "hosts": "X.org\n"}, SHELF.colour_roles
            )
            assert effective(of, lock, SHELF.colour_roles) == lock == json.loads(json.dumps(lock))
