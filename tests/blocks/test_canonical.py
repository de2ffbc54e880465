"""Canonical JSON and the two hashes: what they hear and what they do not."""

import copy
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.canonical import canonical, dumps, mail_hash, said, said_overlay
from blocks.resolve import resolve
from tests.strategies import CATALOGUE, SHELF, cases, law

REST = {"legal": {"firma": "Müller GmbH"}, "pictures": {1: "ab"}, "words": {"gruß": "Moin"}}


def test_canonical_json_has_sorted_keys_no_spaces_and_plain_utf8():
    value = {"b": [1, True, None], "a": "ä\r\nb\rc", "\U0001f600": "", "\uffff": ()}
    assert dumps(value) == '{"a":"ä\\nb\\nc","b":[1,true,null],"\uffff":[],"😀":""}'.encode()
    assert dumps("a\u0308") == dumps("ä") == b'"\xc3\xa4"'


@pytest.mark.parametrize("value", [1.0, float("nan"), {1, 2}, {1: "a"}, b"x", [{"a": 0.5}]])
def test_what_json_cannot_hold_for_certain_is_refused(value):
    with pytest.raises(TypeError):
        dumps(value)


@pytest.mark.parametrize("value", [{"ä": 1, "a\u0308": 2}, "\ud800", ["\udfff"]])
def test_keys_that_are_one_and_lone_surrogates_are_refused(value):
    with pytest.raises(ValueError, match=r"NFC|surrogates"):
        dumps(value)


def disguised(value, chance):
    """The same value with other key order and other Unicode form."""
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {unicodedata.normalize("NFD", str(k)): disguised(v, chance) for k, v in items}
    if isinstance(value, list):
        return [disguised(item, chance) for item in value]
    return unicodedata.normalize("NFD", value) if isinstance(value, str) else value


@law
@given(cases(), st.integers(0, 10**6))
def test_said_hears_every_word_but_no_disguise(case, seed):
    body, overlay, policy = case
    accepted = resolve(body, overlay, policy, SHELF, CATALOGUE).accepted
    heard = said(accepted, **REST)
    chance = random.Random(seed)
    other = disguised(accepted, chance)
    other["hidden"] = [*reversed(other["hidden"]), *other["hidden"][:1]]
    other["lists"]["nothing"], other["parked"], other["rev"] = [], [{"id": "x"}], 7
    other["edits"]["none"] = {"kind": "hero", "values": {}}
    assert said(other, **disguised(REST, chance)) == heard
    for bid, edit in accepted["edits"].items():
        for name, value in edit["values"].items():
            loud = copy.deepcopy(accepted)
            loud["edits"][bid]["values"][name] = f"{value}!"
            assert said(loud, **REST) != heard
            del loud["edits"][bid]["values"][name]
            assert said(loud, **REST) != heard  # also "" is a word of its own
    for cid, row in accepted["lists"].items():
        if len(row) > 1 and row[0] != row[1]:
            swapped = {**accepted["lists"], cid: [row[1], row[0], *row[2:]]}
            assert said({**accepted, "lists": swapped}, **REST) != heard


def test_said_hears_legal_data_pictures_and_free_words():
    silent = {"legal": {}, "pictures": {}, "words": {}}
    heard = {said({}, **silent)}
    for part in REST:
        heard.add(said({}, **{**silent, part: REST[part]}))
    assert len(heard) == 4
    assert said({"v": 1, "edits": {}, "lists": {}, "hidden": []}, **silent) in heard
    assert said_overlay({"edits": None, "lists": {}, "parked": [1.5]}) == {}
    assert said({}, **{**silent, "pictures": {"1": "ab"}}) == said(
        {}, **{**silent, "pictures": {1: "ab"}}
    )


def test_mail_hears_every_byte_without_normal_forms():
    base = {
        "headers": {"subject": ["ä"]},
        "html": ["<p>", {"slot": "first_name"}],
        "text": ["a\r\n"],
    }
    same = mail_hash(**base)
    assert mail_hash(**copy.deepcopy(base)) == same
    for part in ({"headers": {"subject": ["a\u0308"]}}, {"html": ["<p>"]}, {"text": ["a\n"]}):
        assert mail_hash(**{**base, **part}) != same


def test_canonical_leaves_its_argument_alone():
    value = {"a": ["x\r\n"]}
    assert canonical(value) == {"a": ["x\n"]}
    assert value == {"a": ["x\r\n"]}
