"""Laws of the three-way merge: each side alone, both together, the same field twice."""

import copy

from hypothesis import given

from blocks.merge_overlay import Conflict, merge3
from blocks.overlay import settle
from blocks.resolve import resolve
from tests.strategies import (
    CATALOGUE,
    OWN,
    SHELF,
    cases,
    chances,
    flat,
    law,
    lists,
    policy,
    template,
    uid,
    values,
    walk,
)


def resolved(body, overlay, policy=None):
    return resolve(body, overlay, policy, SHELF, CATALOGUE)


def settled(body, overlay, policy=None):
    return {**settle(resolved(body, overlay, policy)), "parked": []}


def words(overlay):
    """(block, field) -> value, the partner's own blocks included."""
    found = {(b, n): v for b, e in overlay["edits"].items() for n, v in e["values"].items()}
    for row in overlay["lists"].values():
        for entry in row:
            found |= {
                (entry["id"], n): v for n, v in entry.get("values", {}).items() if "id" in entry
            }
    return found


def own(overlay):
    return {e["id"] for row in overlay["lists"].values() for e in row if "id" in e}


def one_step(chance, body, policy, overlay, fresh):
    """The overlay after one thing a person did: a word, a move, a new, removed or hidden block."""
    new = copy.deepcopy(overlay)
    result = resolved(body, new, policy)
    mine = {e["id"]: e for row in new["lists"].values() for e in row if "id" in e}
    cid = chance.choice(sorted(result.containers))
    row = list(result.containers[cid].order)
    own_here = [bid for bid in row if bid in mine]
    step = chance.choice(["word", "move", "add", "drop", "hide", "carry"])
    if step == "word":
        block = chance.choice(list(flat(result.blocks)))
        words_ = values(chance, block["type"])
        if block["by"] == "partner":
            mine[block["id"]]["values"] |= words_
        else:
            edit = new["edits"].setdefault(block["id"], {"kind": block["type"], "values": {}})
            edit["values"] |= words_
    elif step == "hide" and row:
        new["hidden"] = sorted({*new["hidden"], chance.choice(row)} - mine.keys())
    elif step == "drop" and own_here:
        row.remove(chance.choice(own_here))
    elif step == "move" and len(row) > 1:
        bid = row.pop(chance.randrange(len(row)))
        row.insert(chance.randint(0, len(row)), bid)
    elif step == "add" and fresh:
        home = next((b for b in walk(body) if b["id"] == cid.split("/")[-1]), None)
        protos = home["value"]["prototypes"] if home else []
        if protos:
            proto, bid = chance.choice(protos), fresh.pop()
            mine[bid] = {
                "id": bid,
                "proto": proto["id"],
                "kind": proto["type"],
                "values": values(chance, proto["type"]),
            }
            row.insert(chance.randint(0, len(row)), bid)
    elif step == "carry":
        carry(chance, body, new, cid, row, mine)
    new["lists"][cid] = [mine.get(bid, {"ref": bid}) for bid in row]
    return settled(body, new, policy)


def carry(chance, body, new, cid, row, mine):
    """A block of the partner's own goes from its container into this one (rule 10)."""
    home = next((b for b in walk(body) if b["id"] == cid.split("/")[-1]), None)
    protos = {p["type"]: p["id"] for p in home["value"]["prototypes"]} if home else {}
    items = [i for i in mine.values() if i["kind"] in protos and i["id"] not in row]
    items = [i for i in items if i["kind"] != "columns"]
    if not items:
        return
    item = chance.choice(items)
    for there in new["lists"].values():
        there[:] = [other for other in there if other is not item]
    mine[item["id"]] = {**item, "proto": protos[item["kind"]]}
    row.insert(chance.randint(0, len(row)), item["id"])


def places(overlay):
    """Where each block of the partner's stands, and what it is made from."""
    return {
        e["id"]: (c, e["proto"]) for c, row in overlay["lists"].items() for e in row if "id" in e
    }


def two_people(chance):
    """A template, its policy, and base, mine, theirs as two people would make them."""
    body = template(chance)
    rules = policy(chance, body)
    rows = {cid: row for cid, row in lists(chance, body).items() if cid != "ghost"}
    hidden = [block["id"] for block in walk(body) if not chance.randrange(3)]
    base = settled(body, {"v": 1, "lists": rows, "hidden": hidden}, rules)
    sides = []
    for fresh in (OWN[:3], OWN[3:6]):
        side = base
        for _ in range(chance.randint(1, 4)):
            side = one_step(chance, body, rules, side, fresh)
        sides.append(side)
    return body, rules, base, *sides


def three():
    return chances().map(two_people)


def same_meaning(body, policy, one, other):
    first, second = resolved(body, one, policy), resolved(body, other, policy)
    return (
        first.blocks == second.blocks
        and words(one) == words(other)
        and one["hidden"] == other["hidden"]
    )


@law
@given(three())
def test_one_side_alone_is_taken_exactly(case):
    body, policy, base, mine, _theirs = case
    for merged in (
        merge3(base, mine, base, body),
        merge3(base, base, mine, body),
        merge3(base, mine, mine, body),
    ):
        assert not merged.conflicts
        assert same_meaning(body, policy, merged.overlay, mine)


@law
@given(three())
def test_no_word_that_one_side_alone_changed_is_lost(case):
    body, _policy, base, mine, theirs = case
    merged = merge3(base, mine, theirs, body)
    now, was, me, them = words(merged.overlay), words(base), words(mine), words(theirs)
    clashes = {(c.block_id, c.field) for c in merged.conflicts}
    gone = {c.block_id for c in merged.conflicts if not c.field}
    for key in {*was, *me, *them}:
        if key[0] in gone or (
            key[0] in own(base) and not (key[0] in own(mine) and key[0] in own(theirs))
        ):
            continue
        if me.get(key) == them.get(key) or (
            them.get(key) == was.get(key) and (key in them) == (key in was)
        ):
            assert now.get(key) == me.get(key)
        elif me.get(key) == was.get(key) and (key in me) == (key in was):
            assert now.get(key) == them.get(key)
        else:
            assert key in clashes
            assert now.get(key) == them.get(key)


@law
@given(three())
def test_blocks_both_sides_made_are_there_once(case):
    body, _policy, base, mine, theirs = case
    merged = merge3(base, mine, theirs, body)
    ids = [e["id"] for row in merged.overlay["lists"].values() for e in row if "id" in e]
    assert len(ids) == len(set(ids))
    assert (own(mine) - own(base)) | (own(theirs) - own(base)) <= set(ids)
    removed = {c.block_id for c in merged.conflicts if not c.field}
    assert own(base) & own(mine) & own(theirs) <= set(ids)
    assert removed <= set(ids)
    for bid in own(base) - set(ids):
        assert bid not in own(mine) or bid not in own(theirs)
    assert set(merged.overlay["hidden"]) <= {*mine["hidden"], *theirs["hidden"]}
    assert {*mine["hidden"]} & {*theirs["hidden"]} <= set(merged.overlay["hidden"])


@law
@given(three())
def test_a_block_that_one_side_moved_stands_where_it_was_moved(case):
    body, _policy, base, mine, theirs = case
    now, was, me, them = (places(o) for o in (merge3(base, mine, theirs, body).overlay, *case[2:]))
    for bid in was.keys() & me.keys() & them.keys():
        if me[bid] in (them[bid], was[bid]):
            assert now[bid] == them[bid]
        elif them[bid] == was[bid]:
            assert now[bid] == me[bid]
        else:
            assert now[bid] in (me[bid], them[bid])


@law
@given(three())
def test_a_list_only_one_side_touched_has_that_sides_order(case):
    body, policy, base, mine, theirs = case
    merged = merge3(base, mine, theirs, body)
    if merged.conflicts or {*mine["hidden"]} != {*theirs["hidden"]} or own(mine) != own(theirs):
        return
    orders = [
        {cid: c.order for cid, c in resolved(body, o, policy).containers.items()}
        for o in (base, mine, theirs, merged.overlay)
    ]
    for cid in orders[3].keys() & orders[0].keys() & orders[1].keys() & orders[2].keys():
        was, me, them, now = (order[cid] for order in orders)
        if was == them:
            assert now == me
        elif was == me:
            assert now == them


@law
@given(three())
def test_undo_takes_back_my_step_and_nothing_of_theirs(case):
    body, policy, base, mine, _theirs = case
    undone = merge3(mine, base, mine, body)
    assert not undone.conflicts
    assert same_meaning(body, policy, undone.overlay, base)


@law
@given(cases(), cases())
def test_merging_never_raises_and_changes_nothing_it_was_given(case, other):
    body, overlay, _policy = case
    before = copy.deepcopy((body, overlay, other[1]))
    broken = {"edits": 5, "lists": {"root": 7, "x": [None, {"ref": 1}, {"id": []}]}, "hidden": {}}
    for sides in ((overlay, other[1], {}), ({}, broken, overlay), (other[1], overlay, overlay)):
        resolved(body, merge3(*sides, body).overlay)
    assert repr((body, overlay, other[1])) == repr(before)


# -- by example

BODY = [
    {"type": "envelope", "id": uid(1), "value": {"subject": "S"}},
    {"type": "hero", "id": uid(2), "value": {}},
    {
        "type": "region",
        "id": uid(3),
        "value": {
            "key": "k",
            "min": 0,
            "max": 9,
            "order": "free",
            "prototypes": [{"type": "offer", "id": uid(30), "value": {}}],
            "defaults": [],
        },
    },
    {"type": "legal", "id": uid(4), "value": {}},
]


def edit(**fields):
    return {
        "v": 1,
        "edits": {uid(2): {"kind": "hero", "values": fields}},
        "lists": {},
        "hidden": [],
        "parked": [],
    }


def offers(*ids, **fields):
    row = [{"id": bid, "proto": uid(30), "kind": "offer", "values": fields} for bid in ids]
    return {"v": 1, "edits": {}, "lists": {uid(3): row}, "hidden": [], "parked": []}


def test_two_fields_of_one_block_both_land():
    merged = merge3(edit(), edit(headline="mine"), edit(claim="theirs"), BODY)
    assert merged.overlay == edit(headline="mine", claim="theirs")
    assert merged.conflicts == ()


def test_the_same_field_twice_is_asked_and_theirs_stands():
    merged = merge3(edit(claim="a"), edit(claim="b"), edit(claim="c"), BODY)
    assert merged.overlay == edit(claim="c")
    assert merged.conflicts == (Conflict(uid(2), "claim", "a", "b", "c"),)
    assert merge3(edit(claim="a"), edit(claim="b"), edit(claim="b"), BODY).conflicts == ()


def test_emptying_is_not_taking_back():
    assert merge3(edit(claim="a"), edit(), edit(claim="a"), BODY).overlay["edits"] == {}
    merged = merge3(edit(claim="a"), edit(claim=""), edit(), BODY)
    assert merged.conflicts == (Conflict(uid(2), "claim", "a", "", None),)


def test_hiding_and_editing_both_land():
    hidden = {**edit(), "hidden": [uid(2)]}
    assert merge3(edit(), hidden, edit(claim="x"), BODY).overlay == {
        **edit(claim="x"),
        "hidden": [uid(2)],
    }


def test_both_add_a_block():
    merged = merge3(offers(OWN[0]), offers(OWN[0], OWN[1]), offers(OWN[2], OWN[0]), BODY)
    assert [e["id"] for e in merged.overlay["lists"][uid(3)]] == [OWN[2], OWN[0], OWN[1]]


def test_a_block_one_removed_and_the_other_changed_stays_and_is_asked():
    merged = merge3(offers(OWN[0], price="1"), offers(), offers(OWN[0], price="2"), BODY)
    assert merged.overlay["lists"] == offers(OWN[0], price="2")["lists"]
    assert [(c.block_id, c.field, c.mine) for c in merged.conflicts] == [(OWN[0], "", None)]
    assert merge3(offers(OWN[0]), offers(), offers(OWN[0]), BODY).overlay["lists"] == {}


def test_words_of_a_block_headquarters_took_away_go_on_to_be_parked():
    gone = {**edit(), "edits": {uid(99): {"kind": "hero", "values": {"claim": "x"}}}}
    merged = merge3(gone, gone, {**gone, "hidden": [uid(2)]}, BODY)
    assert merged.overlay["edits"] == gone["edits"]


def test_parked_only_shrinks():
    entry, other = {"id": "a", "value": 1}, {"id": "b", "value": 2}
    base, mine = {**edit(), "parked": [entry]}, {**edit(), "parked": [{"id": "forged"}]}
    assert merge3(base, mine, {**edit(), "parked": [entry, other]}, BODY).overlay["parked"] == [
        other
    ]


# -- columns that a partner made: what stands in them belongs to them

COLUMN = {
    "type": "column",
    "id": uid(32),
    "value": {
        "key": "k",
        "prototypes": [{"type": "text", "id": uid(34), "value": {}}],
        "defaults": [{"type": "text", "id": uid(33), "value": {}}],
    },
}
DEEP = copy.deepcopy(BODY)
DEEP[2]["value"]["prototypes"] += [
    {"type": "columns", "id": uid(31), "value": {"columns": [COLUMN]}}
]
MADE, LEAF = OWN[0], OWN[1]
INNER = f"{MADE}/{uid(33)}"


def deep(*leaves, made=True, **words):
    """The partner's columns, own blocks in their column, words in its default."""
    item = {"id": MADE, "proto": uid(31), "kind": "columns", "values": {}}
    row = [{"id": i, "proto": uid(34), "kind": "text", "values": v} for i, v in leaves]
    lists_ = {uid(3): [item]} if made else {}
    if row:
        lists_[f"{MADE}/{uid(32)}"] = [{"ref": INNER}, *row]
    edits = {INNER: {"kind": "text", "values": words}} if words else {}
    return {"v": 1, "edits": edits, "lists": lists_, "hidden": [], "parked": []}


def test_columns_one_side_removed_go_with_all_they_hold():
    was = deep((LEAF, {"text": "a"}), text="b")
    left_behind = {**edit(), "edits": was["edits"]}  # by one that knows nothing of columns
    for gone in (edit(), left_behind):
        for merged in (merge3(was, gone, was, DEEP), merge3(was, was, gone, DEEP)):
            assert merged.overlay == {**edit(), "edits": {}}
            assert merged.conflicts == ()


def test_columns_stay_and_are_asked_where_the_other_side_wrote_inside():
    was = deep((LEAF, {"text": "a"}), text="b")
    for now in (
        deep((LEAF, {"text": "a"}), text="new"),
        deep((LEAF, {"text": "new"}), text="b"),
        deep((LEAF, {"text": "a"}), (OWN[2], {}), text="b"),
        deep(text="b"),
    ):
        for merged in (merge3(was, edit(), now, DEEP), merge3(was, now, edit(), DEEP)):
            assert merged.overlay["lists"][uid(3)] == now["lists"][uid(3)]
            assert MADE in {c.block_id for c in merged.conflicts}
            assert words(merged.overlay) == words(now)


def test_both_sides_write_into_the_same_columns():
    was, mine = deep(), deep((LEAF, {"text": "m"}))
    merged = merge3(was, mine, deep((OWN[2], {"text": "t"}), text="t"), DEEP)
    assert merged.conflicts == ()
    row = merged.overlay["lists"][f"{MADE}/{uid(32)}"]
    assert [i.get("ref") or i["id"] for i in row] == [INNER, LEAF, OWN[2]]
    assert words(merged.overlay)[INNER, "text"] == "t"


def test_a_block_taken_out_of_columns_outlives_them():
    was = deep((LEAF, {"text": "a"}))
    out = {"id": LEAF, "proto": uid(30), "kind": "text", "values": {"text": "a"}}
    mine = {**edit(), "edits": {}, "lists": {uid(3): [out]}}
    merged = merge3(was, mine, was, DEEP)
    assert merged.overlay["lists"] == mine["lists"]
