"""JSON from outside is read in one way or refused, with the place."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.strict_json import OverlayRefused, Place, read

MOST = 10_000


def refused(raw: bytes | str, depth: int = 8) -> OverlayRefused:
    with pytest.raises(OverlayRefused) as caught:
        read(raw, most_bytes=MOST, most_depth=depth)
    return caught.value


@pytest.mark.parametrize(
    ("raw", "why", "value", "place"),
    [
        ('{"a": {"b": 1, "c": 2, "b": 3}}', "keys", "b", Place("/a/b", 1, 24)),
        ('{"ä": 1,\n "a\u0308": 2}', "keys", "a\u0308", Place("/a\u0308", 2, 2)),
        ('[{"a": 1}, {"x/y": 1, "~": 2, "x/y": 3}]', "keys", "x/y", Place("/1/x~1y", 1, 31)),
        ('{"a": [1, 2,\n  NaN]}', "number", "NaN", Place("/a/2", 2, 3)),
        ('{"a": -Infinity}', "number", "-Infinity", Place("/a", 1, 7)),
        ('{"a": "1.5", "b": 1.5}', "number", "1.5", Place("/b", 1, 19)),
        ('{"a": 1e3}', "number", "1e3", Place("/a", 1, 7)),
        ('{"a": ' + "9" * 19 + "}", "number", "9" * 19, Place("/a", 1, 7)),
        ('{"a": {"b": nope}}', "json", "Expecting value", Place("/a/b", 1, 13)),
        ('{\n "a": 1,\n "b" 2}', "json", "Expecting ':' delimiter", Place("/b", 3, 6)),
        ("", "json", "Expecting value", Place("", 1, 1)),
        (b'{"a": "\xff"}', "json", "invalid start byte", Place("", 1, 8)),
        ('{"a": [[[[[[[[1]]]]]]]]}', "depth", None, Place("/a/0/0/0/0/0/0/0", 1, 14)),
        ("x" * (MOST + 1), "size", MOST + 1, None),
    ],
)
def test_a_refusal_says_what_and_where(raw, why, value, place):
    error = refused(raw)
    assert (error.why, error.value, error.place) == (why, value, place)


def test_what_is_allowed_stands_beside_it():
    assert refused("x" * (MOST + 1)).limit == MOST
    assert refused("[" * 9, depth=8).limit == 8
    assert refused("[1.5]").limit == 18


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


def tried(text: str, depth: int) -> tuple[object, OverlayRefused | None]:
    try:
        return read(text, most_bytes=MOST, most_depth=depth), None
    except OverlayRefused as error:
        return None, error


@given(JSON, st.booleans())
def test_what_json_reads_in_one_way_is_read_so(value, spaced):
    text = json.dumps(value, indent=2 if spaced else None, ensure_ascii=spaced)
    found, error = tried(text, 20)
    if error is None:
        assert found == json.loads(text)
    else:
        assert error.why == "keys"  # two names that are one after NFC


@given(JSON, st.text(max_size=3), st.integers(0, 400))
def test_whatever_comes_is_a_value_or_a_refusal_with_a_place_inside_it(value, noise, at):
    text = json.dumps(value)
    text = text[: at % (len(text) + 1)] + noise + text[at % (len(text) + 1) :]
    _found, error = tried(text, 8)
    if error is not None:
        assert error.place is not None
        lines = text.split("\n")
        assert 1 <= error.place.line <= len(lines)
        assert 1 <= error.place.column <= len(lines[error.place.line - 1]) + 1


@pytest.mark.parametrize(
    "raw",
    ['"' * 9000, '{"' * 4000, '{"a":1,"a":' * 800, "[1," * 3000, '{"a":' + "[" * 8000, "1" * 9999],
    ids=range(6),
)
def test_finding_the_place_is_fast(raw):
    started = time.perf_counter()
    refused(raw)
    assert time.perf_counter() - started < 0.5
