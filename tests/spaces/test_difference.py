"""What differs between two versions: nothing is left out, nothing is invented."""

from __future__ import annotations

import pytest
from hypothesis import given

from blocks.catalogue import CATALOGUE
from blocks.merge import PARTNER_FIELDS, RECIPIENT_FIELDS
from blocks.prepared import prepare
from blocks.resolve import resolve
from partner_spaces.difference import What, changes, spoken, word_by_word
from tests import bodies as b
from tests import nested as n
from tests import strategies
from tests.strategies import cases, law

EMPTY = {"v": 1}

NOTHING = {"v": 1, "edits": {}, "lists": {}, "hidden": []}
OWN = "0f8d3c5a-7c1e-4b52-9d60-2f1d9c1f7a11"


def told(overlay, *, before=None, language="de"):
    template = prepare(b.a_body(), None, CATALOGUE)
    old, new = (resolve(template, {**NOTHING, **(one or {})}) for one in (before, overlay))
    return changes(old, new, template=template, language=language)


def hero(**values):
    return {"edits": {b.HERO: {"kind": "hero", "values": values}}}


def flat(blocks):
    for block in blocks:
        yield block
        yield from flat(block.get("blocks") or ())
        for column in block.get("columns") or ():
            yield from flat(column["blocks"])


@law
@given(cases())
def test_a_block_is_named_just_if_it_came_went_moved_or_says_something_else(case):
    body, overlay, policy = case
    template = prepare(body, policy, strategies.CATALOGUE, strategies.SHELF.colour_roles)
    before, after = (resolve(template, one, shelf=strategies.SHELF) for one in (EMPTY, overlay))
    old = {one["id"]: one for one in flat(before.blocks)}
    new = {one["id"]: one for one in flat(after.blocks)}
    said = {
        one
        for one in old.keys() & new.keys()
        if {n: v or "" for n, v in old[one]["value"].items()}
        != {n: v or "" for n, v in new[one]["value"].items()}
    }
    found = changes(before, after, template=template, language="en")
    by = {what: {c.block for c in found if c.what is what} for what in What}
    along = {one for one in new if "/" in one and one.split("/")[0] not in old}
    source = {block["id"]: block["value"] for block in strategies.walk(body)}
    said |= {
        one
        for one in along
        if new[one]["from"] in source  # what a shared block says is nobody's change
        and any(
            (v or "") != (source[new[one]["from"]][n] or "") for n, v in new[one]["value"].items()
        )
    }
    assert by[What.CHANGED] == said
    assert by[What.NEW] | by[What.BACK] == new.keys() - old.keys() - along
    with_it = {one for one in old if "/" in one and one.split("/")[0] not in new}
    assert by[What.GONE] == old.keys() - new.keys() - with_it
    for cid, container in after.containers.items():
        if cid not in before.containers:
            continue
        once = [one for one in before.containers[cid].order if one in new]
        stayed = [one for one in container.order if one in once]
        still = [one for one in stayed if one not in by[What.MOVED]]
        assert still == [one for one in once if one in still]  # without what moved, the old order
        if stayed == [one for one in once if one in stayed]:
            assert not set(stayed) & by[What.MOVED]


@pytest.mark.capability("AP5")
def test_old_and_new_words_stand_beside_each_other_under_the_name_of_the_field():
    (change,) = told(hero(headline="Winter in Oyten"))
    assert change.title == "Aufmacher: Überschrift"
    assert (change.values[0].old, change.values[0].new) == (
        "Sicher durch den Winter",
        "Winter in Oyten",
    )
    assert change.words == ("Winter in Oyten",)
    (change,) = told(hero(headline="Winter in Oyten"), language="en")
    assert change.title == "Hero: Headline"


def test_a_long_text_shows_the_words_that_changed():
    text = "<p>Wir wechseln Ihre Räder und prüfen <b>gern</b> Profil und Luftdruck.</p>"
    (change,) = told(hero(text=text))
    assert change.values[0].parts == (
        ("same", "Wir wechseln Ihre Räder und prüfen "),
        ("ins", "gern "),
        ("same", "Profil und Luftdruck."),
    )


def test_two_texts_with_nothing_in_common_stand_whole():
    assert word_by_word("a b c " * 20, "x y z " * 20) == ()


def test_a_new_offer_is_one_change_with_what_its_writer_wrote_and_says_that_prices_are_free():
    item = {"id": OWN, "proto": b.OFFER, "kind": "offer", "values": {"price": "24,90"}}
    (change,) = told({"lists": {b.REGION: [item]}})
    assert (change.what, change.block, change.price) == (What.NEW, OWN, True)
    assert [(v.label, v.new) for v in change.values] == [("Preis", "24,90")]


def test_what_moved_says_behind_what_and_what_is_hidden_stands_last_without_a_place():
    order = [{"ref": b.BUTTON}, {"ref": b.TEXT}]
    *moved, gone = told({"lists": {"root": order}, "hidden": [b.PICTURE]})
    assert {change.what for change in moved} == {What.MOVED}
    assert moved[0].title == "Knopf „Termin buchen“"
    assert moved[0].behind == "Aufmacher"
    assert (gone.what, gone.block, gone.look) == (What.GONE, b.PICTURE, "")


def test_merge_fields_are_named_and_only_a_changed_fallback_shows_as_written():
    greeting = '<p>Guten Tag{% if last_name %} {{ last_name | "Kunde" }}{% endif %}, moin.</p>'
    edit = {"edits": {b.TEXT: {"kind": "text", "values": {"text": greeting}}}}
    (change,) = told(edit)
    assert change.values[0].new == "Guten Tag [Nachname], moin."
    assert "moin" in change.words[0]
    other = greeting.replace("Kunde", "Nachbar")
    (change,) = told({"edits": {b.TEXT: {"kind": "text", "values": {"text": other}}}}, before=edit)
    assert "Nachbar" in change.values[0].new


def test_every_field_that_a_partner_may_use_has_a_name():
    for field in (*RECIPIENT_FIELDS, *PARTNER_FIELDS):
        for language in ("de", "en"):
            assert field not in spoken(f"{{{{ {field} }}}}", language)


def nested_told(before, after):
    template = prepare(n.body(), None, CATALOGUE)
    old, new = (resolve(template, {**NOTHING, "lists": lists}) for lists in (before, after))
    return [(c.what, c.block) for c in changes(old, new, template=template, language="de")]


def test_columns_a_partner_made_are_one_thing_however_much_is_in_them():
    made = {n.REGION: [{"id": OWN, "proto": n.KIT, "kind": "columns", "values": {}}]}
    assert nested_told({}, made) == [(What.NEW, OWN)]
    assert nested_told(made, {}) == [(What.GONE, OWN)]


def test_a_block_carried_into_another_container_has_moved():
    note = {"id": OWN, "kind": "text", "values": {"text": "<p>Hinweis</p>"}}
    here = {n.REGION: [{**note, "proto": n.NOTE}]}
    there = {n.DUO_RIGHT: [{**note, "proto": n.DUO_NOTE}]}
    assert nested_told(here, there) == [(What.MOVED, OWN)]
