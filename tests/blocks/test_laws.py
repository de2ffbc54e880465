"""Laws of the overlay grammar, for any template and any overlay.

The oracles read raw JSON themselves and share no code with resolve.
"""

import copy
import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from blocks.canonical import dumps, said_overlay
from blocks.overlay import park, settle
from blocks.pictures import Shelf
from blocks.prepared import prepare
from blocks.resolve import resolve
from blocks.schema import FieldType
from tests.strategies import (
    CATALOGUE,
    CONTAINERS,
    FIELDS,
    JSON,
    NEVER_COPIED,
    OWN,
    REGIONS,
    SHARED,
    SHELF,
    cases,
    chances,
    flat,
    law,
    templates,
    uid,
    walk,
)


def resolved(body, overlay, policy=None, shelf=SHELF):
    return resolve(body, overlay, policy, shelf, CATALOGUE)


# -- the oracle's own reading of locks


def rights_of(block, policy):
    if block["type"] in ("envelope", "legal", "shared"):
        return {}
    written = (block["value"].get("locks") or {}).get("rights") or {}
    return {**written, **(policy.get(block["id"], {}).get("rights") or {})}


def lock_of(block, name, policy):
    if block["type"] in ("legal", "shared"):
        return {}
    over = policy.get(block["id"], {}).get("fields", {}).get(name)
    return over or (block["value"].get("locks") or {}).get("fields", {}).get(name) or {}


def is_open(block, name, policy):
    return lock_of(block, name, policy).get("mode") in ("editable", "choice", "must_change")


def fits(block, name, value, policy):
    """Whether this value may stand there, for the values that tests/strategies.py makes."""
    field, lock = FIELDS[block["type"]].get(name), lock_of(block, name, policy)
    if field is None or not is_open(block, name, policy):
        return False
    if field.type is FieldType.PICTURE:
        large = lock.get("min_px") or lock.get("collection")
        return value is None or (type(value) is int and value in ((1,) if large else (1, 2)))
    if not isinstance(value, str) or "\x00" in value or "\ud800" in value:
        return False
    allowed = {"neu", "left", "soft", "brand"} if lock["mode"] == "choice" else {value}
    if field.options:
        allowed &= {"text", "brand"} if "brand" in field.options else set(field.options)
    if field.options or lock["mode"] == "choice":
        return value in allowed
    return value == "" or fits_as_text(field, lock, value)


def fits_as_text(field, lock, value):
    most = min(lock.get("max_length") or 99, field.max_length or 99)
    if len(re.sub("<[^>]*>", "", value)) > most:
        return False
    links = (
        ["https://x.org/a"]
        if lock.get("hosts")
        else ["https://x.org/a", "https://y.org/", "mailto:a@x.org"]
    )
    return {
        FieldType.RICH: "<i>" not in value,
        FieldType.LONG: True,
        FieldType.TEXT: "\n" not in value,
        FieldType.LINK: value in links,
        FieldType.EMAIL: value == "a@x.org",
        FieldType.PRICE: value == "2,00" or (value == "1.299,00" and not lock.get("maximum")),
        FieldType.DATE: value == "2026-12-01"
        or (value == "2026-12-31" and not lock.get("maximum")),
    }[field.type]


def frames(body, resolution):
    """Every resolved container: (id, HQ's blocks, frame or None, resolved blocks, prefix)."""
    source = {block["id"]: block for block in walk(body)}
    yield "root", body, None, resolution.blocks, ""
    for block in flat(resolution.blocks):
        if block["type"] in REGIONS:
            frame = source[block["from"]]["value"]
            yield block["id"], frame["defaults"], frame, block["blocks"], ""
        for column in block.get("columns", []):
            frame = source[column["id"].split("/")[-1]]["value"]
            prefix = column["id"].split("/")[0] + "/" if "/" in column["id"] else ""
            yield column["id"], frame["defaults"], frame, column["blocks"], prefix


def limit_of(block, defaults, policy):
    """Most uses of a prototype or copies of a default, 99 for as many as fit."""
    repeat = rights_of(block, policy).get("repeat")
    if any(block["id"] == default["id"] for default in defaults):
        return repeat or 0
    return 99 if repeat is None else repeat


# -- the laws


@law
@given(cases())
def test_locked_content_is_the_same_for_any_overlay(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    source = {block["id"]: block for block in [*walk(body), *SHARED]}
    inside = {block["id"] for block in SHARED}
    for block in flat(resolution.blocks):
        raw = source[block["from"]]
        assert block["type"] == raw["type"]
        for name, value in block["value"].items():
            if block["from"] in inside or not is_open(raw, name, policy):
                assert value == raw["value"][name]
    kinds = [block["type"] for block in flat(resolution.blocks)]
    assert (kinds[0], resolution.blocks[-1]["type"]) == ("envelope", "legal")
    assert kinds.count("envelope") == kinds.count("legal") == 1


@law
@given(cases())
def test_every_container_and_shared_block_stands_whole_under_its_own_id(case):
    """`<own>/<column>` in what the partner made, the bare id elsewhere; the use before a slash."""
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    source = {block["id"]: block for block in walk(body)}
    for block in flat(resolution.blocks):
        raw = source.get(block["from"])
        if raw is None:
            continue
        prefix = f"{block['id']}/" if block["by"] == "partner" else ""
        columns = [prefix + column["id"] for column in raw["value"].get("columns", [])]
        assert [column["id"] for column in block.get("columns", [])] == columns
        assert set(columns) <= resolution.containers.keys()
        assert ("blocks" in block) == (raw["type"] in (*REGIONS, "shared"))
        if raw["type"] in REGIONS:
            assert block["id"] in resolution.containers
        if raw["type"] == "shared":
            inner = SHARED if raw["value"]["block"] == 7 else []
            assert [b["id"] for b in block["blocks"]] == [f"{block['id']}/{b['id']}" for b in inner]
            assert [b["value"] for b in block["blocks"]] == [b["value"] for b in inner]


@law
@given(cases())
def test_a_block_never_shows_an_open_lock_where_none_was_given(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    source = {block["id"]: block for block in walk(body)}
    for block in flat(resolution.blocks):
        raw, shown = source.get(block["from"]), block["locks"]
        for name, lock in shown["fields"].items():
            if raw is None or not is_open(raw, name, policy):
                assert lock["mode"] == "locked"
        rights = rights_of(raw, policy) if raw else {}
        if block["by"] == "hq":
            assert not shown["rights"]["remove"] or rights.get("remove") is True
            assert not shown["rights"]["move"] or rights.get("move") is True
            assert not shown["rights"]["repeat"] or rights.get("repeat")


def moves(body, stored, policy):
    """(from, item, to, prototype) of every own leaf block that may stand elsewhere too."""
    now = resolved(body, stored, policy)
    for cid, _defaults, frame, blocks, _prefix in frames(body, now):
        own = [item.get("proto") for item in stored["lists"].get(cid, [])]
        for proto in frame["prototypes"] if frame and len(blocks) < frame["max"] else ():
            if own.count(proto["id"]) >= limit_of(proto, [], policy) or proto["type"] == "columns":
                continue
            for home, row in stored["lists"].items():
                if home not in ("root", cid):
                    items = [i for i in row if i.get("kind") == proto["type"]]
                    yield from ((home, item, cid, proto) for item in items)


@law
@given(cases(), chances())
def test_a_block_that_moves_keeps_its_id_and_takes_the_prototype_of_its_target(case, chance):
    """Rule 10, between any two containers, whatever the depth of either."""
    body, overlay, policy = case
    stored = settle(resolved(body, overlay, policy))
    possible = list(moves(body, stored, policy))
    if not possible:
        return
    home, item, cid, proto = chance.choice(possible)
    now, source = resolved(body, stored, policy), {block["id"]: block for block in walk(body)}
    there = stored["lists"].get(cid) or [{"ref": bid} for bid in now.containers[cid].defaults]
    lists = {**stored["lists"], cid: [*there, {**item, "proto": proto["id"]}]}
    lists[home] = [other for other in lists[home] if other is not item]
    after = resolved(body, {**stored, "lists": lists}, policy)
    [block] = [b for b in flat(after.blocks) if b["id"] == item["id"]]
    assert item["id"] in after.containers[cid].order
    assert item["id"] not in after.containers[home].order
    assert (block["by"], block["from"], block["type"]) == ("partner", proto["id"], item["kind"])
    fitted = {n: v for n, v in item["values"].items() if fits(proto, n, v, policy)}
    for name, value in block["value"].items():
        assert value == fitted.get(name, source[proto["id"]]["value"][name])
    lost = {(x.block_id, x.field) for x in after.left_out}
    assert lost == {(item["id"], name) for name in item["values"].keys() - fitted.keys()}


@law
@given(cases())
def test_what_is_firm_stays_and_stays_in_its_place(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    for cid, defaults, _frame, blocks, prefix in frames(body, resolution):
        here = [block["id"] for block in blocks]
        firm = {prefix + b["id"] for b in defaults if not rights_of(b, policy).get("remove")}
        assert firm <= set(here)
        still = [
            prefix + b["id"]
            for b in defaults
            if not rights_of(b, policy).get("move") and prefix + b["id"] in here
        ]
        assert [bid for bid in here if bid in still] == still
        if cid != "root":
            continue
        shown = [block["id"] for block in body if block["id"] in here]
        hq = [block["id"] for block in blocks if block["by"] == "hq"]
        assert all(hq.index(bid) == shown.index(bid) for bid in still)
        for before, block in itertools.pairwise(blocks):
            if block["by"] == "partner" and block["from"] in here:
                assert before["from"] == block["from"]


@law
@given(cases())
def test_every_value_that_fits_is_there_and_nothing_else_changed(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    source = {block["id"]: block for block in walk(body)}
    sent = [item for row in overlay["lists"].values() for item in row if "id" in item]
    for block in flat(resolution.blocks):
        raw = source.get(block["from"])
        if raw is None:
            continue
        made = [(i["values"], i["kind"]) for i in sent if i["id"] == block["id"]]
        edit = overlay["edits"].get(block["id"], {"values": {}, "kind": ""})
        if block["by"] == "partner" and len(made) > 1:
            continue  # the same id twice: which one stands is another law's
        given_, kind = made[0] if block["by"] == "partner" else (edit["values"], edit["kind"])
        words = given_ if kind == block["type"] else {}
        for name, now in block["value"].items():
            open_to = name in words and fits(raw, name, words[name], policy)
            assert now == (words[name] if open_to else raw["value"][name])


@law
@given(cases())
def test_a_block_is_gone_only_where_the_partner_asks_and_the_lock_allows(case):
    body, overlay, policy = case
    resolution, hidden = resolved(body, overlay, policy), set(overlay["hidden"])
    for _cid, defaults, _frame, blocks, prefix in frames(body, resolution):
        here = {block["id"] for block in blocks}
        for block in defaults:
            bid = prefix + block["id"]
            asked = bid in hidden and rights_of(block, policy).get("remove") is True
            assert (bid not in here) == asked
            edit = overlay["edits"].get(bid)
            if bid not in here and edit and edit["kind"] == block["type"]:
                kept = {n: v for n, v in edit["values"].items() if fits(block, n, v, policy)}
                assert resolution.accepted["edits"].get(bid, {"values": {}})["values"] == kept


def honest_list(mine, offers, room, elsewhere):
    """Whether nothing in what the partner made for one container could be refused."""
    ids = [item["id"] for item in mine]
    return (
        all(bid in OWN and bid not in elsewhere for bid in ids)
        and len(set(ids)) == len(ids)
        and all(offers.get(i["proto"], ("",))[0] == i["kind"] for i in mine)
        and all(sum(i["proto"] == p for i in mine) <= most for p, (_kind, most) in offers.items())
        and (room is None or len(mine) <= room)
    )


@law
@given(cases())
def test_every_block_that_fits_is_made(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    for cid, defaults, frame, blocks, _prefix in frames(body, resolution):
        hq = sum(block["by"] == "hq" for block in blocks)
        makers = [
            *(frame or {}).get("prototypes", []),
            *(d for d in defaults if d["type"] not in NEVER_COPIED),
        ]
        offers = {p["id"]: (p["type"], limit_of(p, defaults, policy)) for p in makers}
        elsewhere = {i.get("id") for c, row in overlay["lists"].items() if c != cid for i in row}
        mine = [item for item in overlay["lists"].get(cid, []) if "id" in item]
        if honest_list(mine, offers, frame and frame["max"] - hq, elsewhere):
            assert {item["id"] for item in mine} <= {block["id"] for block in blocks}


@law
@given(cases())
def test_the_partners_order_happens_where_order_is_free(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    source = {block["id"]: block for block in walk(body)}
    for cid, defaults, frame, blocks, prefix in frames(body, resolution):
        if (frame or {}).get("order") == "fixed":
            continue
        wanted, here = overlay["lists"].get(cid, []), [block["id"] for block in blocks]
        by = {block["id"]: block for block in blocks}
        made = [item.get("id") for item in wanted]
        names = list(
            dict.fromkeys(
                item.get("ref") or item["id"]
                for item in wanted
                if "ref" in item or (made.count(item["id"]) == 1 and item["id"] not in source)
            )
        )
        free = [
            n
            for n in names
            if n in by
            and (
                (by[n]["by"] == "partner" and cid != "root")
                or (by[n]["by"] == "hq" and rights_of(source[by[n]["from"]], policy).get("move"))
            )
        ]
        assert [bid for bid in here if bid in free] == free
        copies = [n for n in names if n in by and by[n]["by"] == "partner"]
        for maker in {by[n]["from"] for n in copies}:
            same = [n for n in copies if by[n]["from"] == maker]
            assert [bid for bid in here if bid in same] == same
        if frame is None:
            continue
        refs = {item.get("ref") for item in wanted}
        row = [
            (prefix + d["id"], rights_of(d, policy).get("move"))
            for d in defaults
            if prefix + d["id"] in by
        ]
        for (before, firm), (bid, moves) in zip([(None, True), *row], row, strict=False):
            if moves and firm and bid not in refs:
                assert here.index(bid) == (here.index(before) + 1 if before else 0)


@law
@given(cases())
def test_a_list_against_fixed_blocks_is_said_and_one_that_agrees_is_not(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    bent = {f.block_id for f in resolution.findings if f.code == "lock.move"}
    for cid, _defaults, frame, blocks, _prefix in frames(body, resolution):
        here = [block["id"] for block in blocks]
        refs_only = frame is None or frame["order"] == "fixed"
        own = {block["id"] for block in blocks if block["by"] == "partner"}
        kept = resolution.accepted["lists"].get(cid, [])
        asked = [item.get("ref") or item.get("id") for item in kept]
        asked = [
            bid for bid in dict.fromkeys(asked) if bid in here and not (refs_only and bid in own)
        ]
        disagrees = [bid for bid in here if bid in asked] != asked
        assert resolution.containers[cid].bent == disagrees
        assert bool(bent & set(here)) == disagrees


@law
@given(cases())
def test_accepted_is_a_fixed_point(case):
    body, overlay, policy = case
    before = copy.deepcopy((body, overlay, policy))
    resolution = resolved(body, overlay, policy)
    assert repr((body, overlay, policy)) == repr(before)
    again = resolved(body, resolution.accepted, policy)
    assert (again.blocks, again.accepted) == (resolution.blocks, resolution.accepted)
    assert not again.left_out
    named = {}
    for cid, _defaults, _frame, blocks, _prefix in frames(body, resolution):
        own = {e["id"]: e for e in resolution.accepted["lists"].get(cid, []) if "id" in e}
        named[cid] = [own.get(b["id"], {"ref": b["id"]}) for b in blocks]
    pinned = resolved(
        body, {**resolution.accepted, "lists": {**resolution.accepted["lists"], **named}}, policy
    )
    assert pinned.blocks == resolution.blocks  # naming every block in its place changes nothing
    dumps(said_overlay(resolution.accepted))


@law
@given(cases())
def test_every_value_is_accepted_or_left_out(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    accepted = resolution.accepted
    kept = {(bid, n) for bid, edit in accepted["edits"].items() for n in edit["values"]}
    kept |= {
        (i["id"], n)
        for row in accepted["lists"].values()
        for i in row
        if "id" in i
        for n in i["values"]
    }
    left = {(x.block_id, x.field) for x in resolution.left_out}
    whole = [x.value for x in resolution.left_out if not x.field]
    entries = list(overlay["edits"].items())
    entries += [(i["id"], i) for row in overlay["lists"].values() for i in row if "id" in i]
    for bid, entry in entries:
        if any(value is entry for value in whole):
            continue
        assert all((bid, name) in kept | left for name in entry["values"])
        assert (
            not any((bid, name) in left for name in entry["values"])
            or resolution.findings
            or overlay["hidden"]
        )


@law
@given(cases())
def test_no_id_stands_twice_and_limits_hold(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    source = {block["id"]: block for block in walk(body)}
    every = list(flat(resolution.blocks))
    ids = [b["id"] for b in every] + [c["id"] for b in every for c in b.get("columns", [])]
    assert len(ids) == len(set(ids))
    assert not {b["id"] for b in every if b["by"] == "partner"} & source.keys()
    said = {(f.code, f.block_id) for f in resolution.findings}
    for cid, defaults, frame, blocks, _prefix in frames(body, resolution):
        own = [block for block in blocks if block["by"] == "partner"]
        hq = len(blocks) - len(own)
        for maker in {block["from"] for block in own}:
            uses = sum(block["from"] == maker for block in own)
            assert uses <= limit_of(source[maker], defaults, policy)
            assert source[maker]["type"] not in NEVER_COPIED or maker not in {
                d["id"] for d in defaults
            }
        if frame is None:
            continue
        assert len(blocks) <= max(frame["max"], hq)
        assert (len(blocks) < frame["min"]) == (("region.min", cid) in said)
        makers = [block["id"] for block in frame["prototypes"] + defaults]
        assert {block["from"] for block in own} <= set(makers)
        if frame["order"] == "fixed":
            assert [block["by"] for block in blocks] == ["hq"] * hq + ["partner"] * len(own)
            ranks = [makers.index(block["from"]) for block in own]
            assert ranks == sorted(ranks)


@law
@given(cases())
def test_must_change_speaks_exactly_where_nothing_was_changed(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    source = {block["id"]: block for block in walk(body)}
    said = {(f.block_id, f.field) for f in resolution.findings if f.code == "field.must_change"}
    owed = set()
    for block in flat(resolution.blocks):
        raw = source.get(block["from"])
        for name, value in block["value"].items() if raw else ():
            must = lock_of(raw, name, policy).get("mode") == "must_change"
            if must and value == raw["value"][name] and raw["type"] != "legal":
                owed.add((block["id"], name))
    assert said == owed


@law
@given(cases())
def test_every_refusal_is_said_with_its_place_unless_the_block_is_hidden(case):
    body, overlay, policy = case
    resolution = resolved(body, {**overlay, "hidden": []}, policy)
    said = {(f.code, f.block_id, f.field) for f in resolution.findings}
    assert {(x.code, x.block_id, x.field) for x in resolution.left_out} <= said


@law
@given(templates(), JSON, JSON, JSON)
def test_nothing_a_partner_sends_raises(body, one, two, three):
    bare = {block["id"] for block in flat(resolved(body, {}).blocks)}
    region = next((b["id"] for b in walk(body) if b["type"] in CONTAINERS), uid(2))
    item = {"id": OWN[0], "proto": one, "kind": two, "values": three}
    for overlay in (
        one,
        {"v": 1, "edits": one, "lists": two, "hidden": three},
        {
            "v": 1,
            "edits": {uid(1): one, body[1]["id"]: {"kind": body[1]["type"], "values": two}},
            "lists": {"root": two, region: [one, three, item]},
            "hidden": [one],
        },
    ):
        resolution = resolved(body, overlay)
        blocks = list(flat(resolution.blocks))
        assert {b["id"] for b in blocks} - bare <= {b["id"] for b in blocks if b["by"] == "partner"}
        dumps(said_overlay(resolution.accepted))
        assert resolved(body, resolution.accepted).accepted == resolution.accepted


@law
@given(cases())
def test_a_prepared_template_resolves_as_its_body(case):
    body, overlay, policy = case
    template = prepare(body, policy, CATALOGUE, SHELF.colour_roles)
    first = resolve(template, overlay, shelf=SHELF)
    assert resolve(template, overlay, shelf=SHELF) == first
    whole = resolved(body, overlay, policy)
    assert repr(first) == repr(whole)


@law
@given(cases(), st.data())
def test_hq_taking_a_block_away_is_heard_only_where_partner_words_are_lost(case, data):
    body, overlay, policy = case
    accepted = resolved(body, overlay, policy).accepted
    place = data.draw(st.integers(1, len(body) - 2))
    after = resolved(body[:place] + body[place + 1 :], accepted, policy)
    same = dumps(said_overlay(after.accepted)) == dumps(said_overlay(accepted))
    assert same == (not after.left_out)


# -- what is stored


@law
@given(cases())
def test_a_settled_overlay_says_the_same_and_nothing_idle(case):
    body, overlay, policy = case
    resolution = resolved(body, overlay, policy)
    settled = settle(resolution)
    after = resolved(body, settled, policy)
    assert after.blocks == resolution.blocks
    assert after.accepted == settled
    assert settle(after) == settled
    assert not after.left_out
    assert not {f.code for f in after.findings} & {"lock.move", "block.gone"}
    known = {bid for c in after.containers.values() for bid in c.defaults}
    for cid, row in settled["lists"].items():
        assert {i["ref"] for i in row if "ref" in i} <= set(after.containers[cid].defaults)
    assert set(settled["hidden"]) <= known


def words_of(overlay):
    """Every word a partner has in an overlay: (block, field) -> value, parked ones too."""
    found = {}
    for bid, edit in overlay["edits"].items():
        found |= {(bid, name): value for name, value in edit["values"].items()}
    for row in overlay["lists"].values():
        for item in row:
            found |= {(item["id"], n): v for n, v in item.get("values", {}).items() if "id" in item}
    for entry in overlay.get("parked", []):
        if entry.get("field"):
            found[entry["id"], entry["field"]] = entry["value"]
        elif isinstance(entry["value"], dict):
            found |= {(entry["id"], n): v for n, v in entry["value"].get("values", {}).items()}
    return found


@law
@given(cases(), st.data())
def test_whatever_hq_closes_no_stored_word_is_lost(case, data):
    body, overlay, policy = case
    stored = {**settle(resolved(body, overlay, policy)), "parked": []}
    changed = copy.deepcopy(body)
    place = data.draw(st.integers(1, len(body) - 2))
    if data.draw(st.booleans()):
        changed.pop(place)
    for block in walk(changed):
        if data.draw(st.booleans()):
            block["value"].pop("locks", None)
        if block["type"] in CONTAINERS:
            block["value"]["prototypes"] = block["value"]["prototypes"][1:]
            block["value"]["max"] = 2
    resolution = resolved(changed, stored, policy)
    kept = park(stored, resolution, "2026-01-01T00:00:00Z")
    assert words_of(kept) == words_of(stored)
    assert {k: v for k, v in kept.items() if k != "parked"} == resolution.accepted
    again = resolved(changed, kept, policy)
    assert not again.left_out
    assert park(kept, again, "2027-01-01T00:00:00Z") == kept


@law
@given(cases())
def test_only_what_was_stored_is_parked(case):
    body, overlay, policy = case
    stored = {**settle(resolved(body, {"v": 1}, policy)), "parked": []}
    forged = resolved(body, {**overlay, "parked": [{"id": "x", "forged": True}]}, policy)
    saved = park(stored, forged, "2026-01-01T00:00:00Z", sent=overlay, accepted=settle(forged))
    assert saved["parked"] == []


def test_a_shelf_without_a_shared_block_is_said():
    body = [{"type": "shared", "id": uid(1), "value": {"block": 7}}]
    assert [f.code for f in resolved(body, {}, None, Shelf()).findings] == ["shared.missing"]
    assert resolved(body, {}, None, SHELF).blocks[0]["blocks"][0]["id"] == f"{uid(1)}/{uid(900)}"
