"""Laws of what differs between two versions: nothing unsaid, nothing invented."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.catalogue import CATALOGUE
from blocks.difference import What, differences
from blocks.structure import everything
from tests import bodies
from tests.strategies import law

FIELDS = {kind.name: frozenset(f.name for f in kind.fields) for kind in CATALOGUE.values()}
IDS = [b["id"] for b in everything(bodies.a_body())]
OPEN = [
    (b["id"], f.name)
    for b in everything(bodies.a_body())
    for f in CATALOGUE[b["type"]].fields
    if isinstance(b["value"].get(f.name), str)
]


def compared(old, new):
    return differences(old, new, FIELDS)


def told(old, new):
    return {(d.what, d.block_id, d.field) for d in compared(old, new)}


def test_of_two_blocks_with_one_id_the_first_counts_at_any_depth():
    def body(words, inner):
        held = {"type": "text", "id": "twice", "value": {"text": inner}}
        region = {"type": "region", "id": "r", "value": {"defaults": [held]}}
        return [{"type": "text", "id": "twice", "value": {"text": words}}, region]

    assert not {d for d in compared(body("a", "b"), body("a", "c")) if d.block_id == "twice"}
    (found,) = (d for d in compared(body("a", "x"), body("b", "x")) if d.block_id == "twice")
    assert (found.old, found.new) == ("a", "b")


@st.composite
def edited(draw):
    """(body, what was done to it): words of several fields, a lock, a block gone, a new order."""
    body, done = bodies.a_body(), set()
    for block_id, name in draw(st.lists(st.sampled_from(OPEN), unique=True, max_size=4)):
        block = bodies.find(body, block_id)
        block["value"][name] = (block["value"][name] or "") + " neu"
        done.add((What.FIELD, block_id, name))
    if draw(st.booleans()):
        block_id = draw(st.sampled_from(IDS))
        bodies.find(body, block_id)["value"]["locks"]["why"] = "Neu begründet."
        done.add((What.LOCK, block_id, "why"))
    if draw(st.booleans()):
        gone = draw(st.sampled_from([bodies.PICTURE, bodies.BUTTON, bodies.TEXT]))
        body.remove(bodies.find(body, gone))
        done = {d for d in done if d[1] != gone} | {(What.REMOVED, gone, "")}
    return body, done


@given(edited())
@law
def test_every_change_is_told_and_nothing_else(case):
    body, done = case
    assert told(bodies.a_body(), body) == done


@given(edited())
@law
def test_a_body_does_not_differ_from_itself_and_the_reverse_is_the_same_turned_round(case):
    body, _done = case
    old = bodies.a_body()
    assert compared(body, copy.deepcopy(body)) == ()
    turned = {What.ADDED: What.REMOVED, What.REMOVED: What.ADDED}
    there = {
        (turned.get(d.what, d.what), d.block_id, d.field, repr(d.new), repr(d.old))
        for d in compared(old, body)
    }
    back = {(d.what, d.block_id, d.field, repr(d.old), repr(d.new)) for d in compared(body, old)}
    assert there == back


@given(st.permutations(range(1, 7)))
@law
def test_as_few_blocks_as_possible_are_called_moved(order):
    old = bodies.a_body()
    new = [old[0], *(old[n] for n in order), old[-1]]
    moved = {d.block_id for d in compared(old, new)}
    assert all(d.what is What.MOVED for d in compared(old, new))
    left = [b["id"] for b in new if b["id"] not in moved]
    assert left == [b["id"] for b in old if b["id"] not in moved]
    fewest = min(
        bin(mask).count("1")
        for mask in range(64)
        if (kept := [n for i, n in enumerate(order) if not mask >> i & 1]) == sorted(kept)
    )
    assert len(moved) == fewest


def test_a_block_that_changes_its_container_has_moved():
    old, new = bodies.a_body(), bodies.a_body()
    region = bodies.find(new, bodies.REGION)["value"]
    region["defaults"].append(region["prototypes"].pop())
    assert told(old, new) == {(What.MOVED, bodies.NOTE, "")}


def test_limits_locks_and_kinds_have_their_own_words():
    old, new = bodies.a_body(), bodies.a_body()
    bodies.find(new, bodies.REGION)["value"]["max"] = 6
    bodies.find(new, bodies.HERO)["value"]["locks"]["fields"]["headline"]["max_length"] = 60
    bodies.find(new, bodies.TEXT)["value"]["locks"]["rights"]["move"] = False
    bodies.find(new, bodies.BUTTON)["type"] = "text"
    found = told(old, new)
    assert {
        (What.SHAPE, bodies.REGION, "max"),
        (What.LOCK, bodies.HERO, "fields.headline"),
    } <= found
    assert {(What.LOCK, bodies.TEXT, "rights.move"), (What.KIND, bodies.BUTTON, "")} <= found


@pytest.mark.parametrize("nothing", [None, "", {}, []])
def test_what_the_form_turns_into_another_nothing_is_no_difference(nothing):
    old, new = bodies.a_body(), bodies.a_body()
    bodies.find(old, bodies.PICTURE)["value"]["caption"] = nothing
    bodies.find(new, bodies.PICTURE)["value"]["locks"]["rights"]["repeat"] = nothing
    assert told(old, new) == set()


JUNK = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "type", "value", "locks", "fields", "rights"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(JUNK, JUNK)
@law
def test_comparing_never_raises(old, new):
    assert isinstance(compared(old, new), tuple)


def test_the_key_that_the_editor_gives_a_paragraph_is_no_difference():
    def body(words):
        return [{"type": "text", "id": "a", "value": {"text": words}}]

    old, keyed = "<p>Guten Tag</p><p>eins</p>", '<p data-block-key="x1">Guten Tag</p><p>eins</p>'
    assert compared(body(old), body(keyed)) == ()
    assert told(body(old), body(keyed.replace("eins", "zwei"))) == {(What.FIELD, "a", "text")}
