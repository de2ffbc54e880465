import random
import re
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocks.sanitise import (
    MAX_DEPTH,
    RICH_TAGS,
    clean_lines,
    clean_rich,
    clean_text,
    depth,
    safe_url,
)
from tests.blocks.sample import HOSTILE, Reader

ALLOWED = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li"}
LINK = re.compile(
    r"(https://[^\s\"'<>\\{}]+|mailto:[^\s\"'<>\\{}]+|tel:\+?[0-9()./-]+)", re.IGNORECASE
)
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
PIECES = (
    *("<", ">", '"', "'", "<!--", "-->", "<svg", "<math", "<style>", "</style>", "<noscript>"),
    *("<template>", "<p ", "<a href=", '<a href="https://a.example/', "javascript:", "&#106;"),
    *("data:text/html,", "&Tab;", "\x00", "\u2063", "\ufeff", "{{ first_name }}", "{% load x %}"),
    *("${x}", "<mj-raw>", "</mj-text>", "<![CDATA[", "<?xml", "onerror=", "alert(1)", "/", "\n"),
    *("<img src=x ", "//evil.example", "\r", "&lt;script&gt;", "<script>", "</script>", "<xmp>"),
    *("<title>", "<textarea>", "<table><tr><td>", "<select>", "<mtext>", "<b>", "</b>", "x", "ä"),
    *('<annotation-xml encoding="text/html">', "<li>", "<ul>", "</ul>", "<br>", "</p>", "&amp;"),
    *("&nbsp;", "\u0338", "\u0327", "\ue0001\ue001", "&#xe000;", "<i>", "</a>", "\u202e", "</i>"),
)


def assert_harmless(html):
    root = ElementTree.fromstring(f"<r>{html}</r>")
    for element in root.iter():
        assert element.tag in ALLOWED | {"r"}
        assert set(element.attrib) <= ({"href"} if element.tag == "a" else set())
        if element.tag == "a":
            assert LINK.fullmatch(element.attrib["href"])
    read = Reader(html)
    assert {tag for tag, _attributes in read.tags} <= ALLOWED
    assert not read.comments
    assert not read.strange
    assert not HIDDEN.search(html)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_rich_text(text):
    assert_harmless(clean_rich(text))


def test_four_thousand_hostile_fragments_never_raise_and_settle():
    draw = random.Random(7)
    for _round in range(4000):
        fragment = "".join(draw.choices(PIECES, k=draw.randint(2, 40)))
        cleaned = clean_rich(fragment)
        assert_harmless(cleaned)
        assert clean_rich(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_is_cleaned_to_a_fixed_point(text):
    for clean in (clean_rich, clean_text, clean_lines):
        once = clean(text)
        assert clean(once) == once
        assert not HIDDEN.search(once)
    assert "\n" not in clean_text(text)


@pytest.mark.parametrize("value", [None, 3, True, b"x", [], {"a": 1}, 2.5])
def test_what_is_no_text_is_none(value):
    assert clean_rich(value) == clean_text(value) == clean_lines(value) == safe_url(value) == ""


def test_good_rich_text_stays_as_it_is():
    html = (
        '<p>Hallo <b>Welt</b>, <i>ja</i> <a href="https://a.example/?a=1&amp;b=2">hier</a><br/>'
        "neu</p><ul><li>eins</li><li>zwei</li></ul><ol><li>drei</li></ol>"
    )
    assert clean_rich(html) == html


def test_a_combining_mark_never_swallows_the_tag_before_it():
    assert clean_rich("<p><b>\u0338\u0327x</b>y</p>") == "<p><b>x</b>y</p>"


def test_what_the_editor_adds_goes():
    stored = (
        '<p data-block-key="a1b2">Zu <a id="3" linktype="page">uns</a> und '
        '<a href="https://a.example/" data-x="1">hin</a></p>'
    )
    assert clean_rich(stored) == '<p>Zu uns und <a href="https://a.example/">hin</a></p>'


@pytest.mark.parametrize("feature", RICH_TAGS)
def test_only_the_features_that_are_given_stay(feature):
    html = '<p><b>b</b><i>i</i><a href="tel:0431">a</a></p><ul><li>u</li></ul><ol><li>o</li></ol>'
    left = set(re.findall(r"<([a-z]+)", clean_rich(html, (feature,))))
    assert left <= RICH_TAGS[feature] | {"p", "br"}
    assert left & RICH_TAGS[feature]
    assert set(re.findall(r"<([a-z]+)", clean_rich(html, ()))) == {"p"}


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "https://a.example:8443/x/y?z=%20&q=1#top",
        "mailto:a.b+c@d.example?subject=x",
        "tel:+49431000140",
    ],
)
def test_plain_links_pass(url):
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "https:a.example",
        "https:///x",
        "https://",
        "https://user@a.example/",
        "https://user:pw@a.example/",
        "https://a.example\\@b.example",
        "https://a.example/{x}",
        'https://a.example/"x',
        "https://ä.example/",
        "ftp://a.example",
        "tel:alert(1)x",
        "mailto:x",
        "javascript:alert(1)//https://a.example",
        "https://a.example/\n",
    ],
)
def test_any_other_link_is_none(url):
    assert safe_url(url if not url.endswith("\n") else "x" + url) == ""


def test_plain_text_loses_what_hides_in_it_and_nothing_else():
    assert clean_text(" a\u200bb \u202ec\u202c\t\nd ") == "ab c d"
    assert clean_text("e\u0301 ☎️ <b> & {{ x }}") == "é ☎️ <b> & {{ x }}"
    assert clean_lines(" a \r\n\r\n b\rc\n") == "a\n\nb\nc"


@pytest.mark.parametrize("deep", ["<b>" * 3000, "<ul><li>" * 1500, "<p>a</p>" + "<i>" * 31])
def test_tags_that_stand_too_deep_are_taken_off_and_the_words_stay(deep):
    cleaned = clean_rich(f"<p>{deep}Wort</p>")
    assert depth(cleaned) <= MAX_DEPTH
    assert "Wort" in cleaned
    assert clean_rich(cleaned) == cleaned


def test_lists_and_links_as_people_write_them_keep_their_tags():
    html = "<ul><li><b>a</b><ul><li><i>b</i></li></ul></li></ul>"
    assert clean_rich(html) == html
