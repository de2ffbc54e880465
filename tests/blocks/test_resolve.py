"""resolve by example, on the kinds that ship and on the wire between server and composer."""

import json
import pathlib
from types import MappingProxyType

import pytest

from blocks.overlay import parse, settle
from blocks.pictures import Picture, Shelf
from blocks.prepared import prepare
from blocks.resolve import resolve
from tests.strategies import CATALOGUE, OWN, SHARED, uid

OPEN = {"mode": "editable"}
WIRE = json.loads(pathlib.Path(__file__).with_name("wire.json").read_text(encoding="utf-8"))


def block(number, kind, *, fields=None, rights=None, ask="", why="", **value):
    locks = {"rights": rights or {}, "fields": fields or {}, "why": why, "ask": ask}
    return {"type": kind, "id": uid(number), "value": {**value, "locks": locks}}


def region(number, defaults=(), prototypes=(), *, least=0, most=9, order="free"):
    return block(
        number,
        "region",
        key=f"k{number}",
        min=least,
        max=most,
        order=order,
        defaults=list(defaults),
        prototypes=list(prototypes),
    )


def own(place, proto, kind="button", **values):
    return {"id": OWN[place], "proto": uid(proto), "kind": kind, "values": values}


def ref(number):
    return {"ref": uid(number)}


def lists(**rows):
    return {
        "v": 1,
        "lists": {uid(int(k[1:])) if k != "root" else k: row for k, row in rows.items()},
    }


def ids(blocks):
    return [block["id"] for block in blocks]


def codes(result):
    return [(finding.code, finding.block_id) for finding in result.findings]


ENVELOPE, LEGAL = block(1, "envelope", subject="S", from_name="F"), block(99, "legal", note="N")
MOVABLE = {"move": True}


def button(number, *, rights=None, **rest):
    return block(number, "button", rights=rights, label="L", url="https://hq.org", **rest)


# -- the wire


def test_one_save_on_the_wire_is_stored_shown_and_said_as_agreed():
    shelf = Shelf(
        shared={7: SHARED},
        pictures={
            12: Picture(12, "a", 1800, 1200, collection=4),
            13: Picture(13, "b", 800, 600, collection=4),
        },
    )
    result = resolve(WIRE["body"], parse(json.dumps(WIRE["sent"])), None, shelf, CATALOGUE)

    def tree(blocks):
        return [
            [
                b["type"],
                b["by"],
                b["id"],
                tree(
                    [*b.get("blocks", []), *(i for c in b.get("columns", []) for i in c["blocks"])]
                ),
            ]
            for b in blocks
        ]

    names = ("code", "severity", "block_id", "field", "limit", "value", "suggestion", "ask")
    said = [
        {n: getattr(f, n) for n in names if getattr(f, n) not in (None, "")}
        for f in result.findings
    ]
    assert tree(result.blocks) == WIRE["tree"]
    assert settle(result) == WIRE["stored"]
    assert said == WIRE["findings"]
    assert not resolve(WIRE["body"], WIRE["stored"], None, shelf, CATALOGUE).findings


# -- a block as resolved


def test_a_resolved_block_carries_values_and_locks_for_the_composer():
    fields = {
        "label": {"mode": "editable", "max_length": 99, "options": ""},
        "colour": {"mode": "choice", "options": "brand"},
    }
    one = button(
        2, fields=fields, rights={"move": True, "repeat": 2}, why="Markenfarbe", ask="brand"
    )
    result = resolve(
        [ENVELOPE, one, LEGAL],
        {"v": 1, "edits": {uid(2): {"kind": "button", "values": {"label": "Neu"}}}},
    )
    assert result.blocks[1] == {
        "type": "button",
        "id": uid(2),
        "by": "hq",
        "from": uid(2),
        "value": {"label": "Neu", "url": "https://hq.org", "colour": "brand", "align": "center"},
        "locks": {
            "rights": {"move": True, "remove": False, "repeat": 2},
            "fields": {
                "label": {"mode": "editable", "max_length": 40},
                "url": {"mode": "locked"},
                "colour": {"mode": "choice", "options": ["brand"]},
                "align": {"mode": "locked"},
            },
            "why": "Markenfarbe",
            "ask": "brand",
        },
    }
    json.dumps(result.blocks)


def test_a_region_tells_what_it_offers():
    proto = button(30, fields={"label": OPEN}, rights={"repeat": 2})
    result = resolve([ENVELOPE, region(3, [button(20)], [proto], least=1, most=4), LEGAL], None)
    shown = result.blocks[1]
    about = {k: shown["region"][k] for k in ("key", "min", "max", "order")}
    assert about == {"key": "k3", "min": 1, "max": 4, "order": "free"}
    assert shown["region"]["prototypes"] == [proto]
    offer = shown["region"]["offers"][uid(30)]
    assert (offer["kind"], offer["uses"], offer["locks"]["fields"]["label"]["mode"]) == (
        "button",
        2,
        "editable",
    )
    assert ids(shown["blocks"]) == [uid(20)]


def test_a_finding_carries_limit_measure_way_out_and_whom_to_ask():
    fields = {"price": {"mode": "editable", "maximum": "50"}, "title": OPEN}
    offer = block(2, "offer", fields=fields, title="T", ask="Petra")
    sent = {"price": "49,- €", "title": "x" * 81, "terms": "!"}
    result = resolve(
        [ENVELOPE, offer, LEGAL], {"v": 1, "edits": {uid(2): {"kind": "offer", "values": sent}}}
    )
    found = [(f.code, f.field, f.limit, f.value, f.suggestion, f.ask) for f in result.findings]
    assert found == [
        ("field.format", "price", "price", "49,- €", "49,00", "Petra"),
        ("field.length", "title", 80, 81, None, "Petra"),
        ("lock.field", "terms", None, None, None, "Petra"),
    ]
    assert [(x.field, x.value, x.kind) for x in result.left_out] == [
        (n, sent[n], "offer") for n in sent
    ]
    assert result.accepted["edits"] == {}


def test_required_and_must_change_are_said_once_and_not_for_hidden_blocks():
    fields = {"label": {"mode": "must_change"}, "url": OPEN}
    open_block = block(
        2, "button", fields=fields, rights={"remove": True}, label="", url="https://hq.org"
    )
    body = [ENVELOPE, open_block, LEGAL]
    assert codes(resolve(body, {})) == [("field.must_change", uid(2))]
    emptied = {"v": 1, "edits": {uid(2): {"kind": "button", "values": {"label": "Ja", "url": ""}}}}
    assert [(f.code, f.field) for f in resolve(body, emptied).findings] == [
        ("field.required", "url")
    ]
    assert resolve(body, {**emptied, "hidden": [uid(2)]}).findings == ()
    same = {"v": 1, "edits": {uid(2): {"kind": "button", "values": {"label": " "}}}}
    assert codes(resolve(body, same)) == [("field.must_change", uid(2))]
    text = block(3, "text", fields={"text": OPEN}, text="<p>&nbsp;</p>")
    assert [(f.code, f.field) for f in resolve([ENVELOPE, text, LEGAL], {}).findings] == [
        ("field.required", "text")
    ]


def test_an_absent_value_is_the_kinds_default_and_a_picture_none():
    hero = resolve([ENVELOPE, block(2, "hero", headline="H"), LEGAL], {}).blocks[1]
    assert (hero["value"]["image"], hero["value"]["align"], hero["value"]["claim"]) == (
        None,
        "left",
        "",
    )


def test_the_kit_cuts_colours():
    one = block(2, "button", fields={"colour": OPEN}, label="L", url="https://hq.org")
    overlay = {"v": 1, "edits": {uid(2): {"kind": "button", "values": {"colour": "accent"}}}}
    assert resolve([ENVELOPE, one, LEGAL], overlay).findings == ()
    kit = Shelf(colour_roles=frozenset({"brand"}))
    result = resolve([ENVELOPE, one, LEGAL], overlay, None, kit)
    assert [(f.code, f.limit) for f in result.findings] == [("field.option", ["brand"])]
    assert result.blocks[1]["value"]["colour"] == "brand"


# -- order


def test_movable_blocks_deal_out_their_slots_and_copies_go_along():
    copies = {"move": True, "repeat": 1}
    body = [ENVELOPE, button(2, rights=copies), button(3), button(4, rights=MOVABLE), LEGAL]
    overlay = lists(root=[own(0, 2), ref(4), ref(2)])
    assert ids(resolve(body, overlay).blocks) == [uid(1), uid(4), uid(3), uid(2), OWN[0], uid(99)]
    assert resolve(body, overlay).findings == ()
    removable = [ENVELOPE, button(2, rights={**copies, "remove": True}), button(3), LEGAL]
    hidden = {**lists(root=[own(0, 2)]), "hidden": [uid(2)]}
    assert ids(resolve(removable, hidden).blocks) == [uid(1), OWN[0], uid(3), uid(99)]


def test_in_a_free_region_the_list_is_the_order():
    zone = region(3, [button(20), button(21, rights=MOVABLE), button(22)], [button(30)])
    body = [ENVELOPE, zone, LEGAL]

    def order(*row):
        return ids(resolve(body, lists(_3=list(row))).blocks[1]["blocks"])

    assert order(own(0, 30), ref(20), own(1, 30)) == [OWN[0], uid(20), uid(21), uid(22), OWN[1]]
    assert order(ref(21), ref(20)) == [uid(21), uid(20), uid(22)]
    assert order(ref(22), own(0, 30)) == [uid(20), uid(21), uid(22), OWN[0]]


def test_in_a_fixed_region_prototypes_give_the_order():
    zone = region(3, [button(20, rights=MOVABLE)], [button(30), button(31)], order="fixed")
    result = resolve(
        [ENVELOPE, zone, LEGAL], lists(_3=[own(0, 31), own(1, 30), ref(20), own(2, 30)])
    )
    assert ids(result.blocks[1]["blocks"]) == [uid(20), OWN[1], OWN[2], OWN[0]]
    assert result.blocks[1]["blocks"][0]["locks"]["rights"]["move"] is False


def test_a_fixed_block_out_of_its_place_is_said():
    body = [ENVELOPE, button(2, rights=MOVABLE), button(3, ask="brand"), LEGAL]
    result = resolve(body, lists(root=[ref(3), ref(2)]))
    assert [(f.code, f.severity, f.block_id, f.ask) for f in result.findings] == [
        ("lock.move", "warning", uid(3), "brand")
    ]
    assert ids(result.blocks) == ids(body)
    assert result.left_out == ()


# -- numbers and kinds


@pytest.mark.parametrize(
    ("made", "code", "limit", "value"),
    [
        ([own(0, 30), own(1, 30), own(2, 30)], "lock.repeat", 2, 3),
        ([own(0, 31), own(1, 31), own(2, 31)], "region.max", 3, 4),
        ([own(2, 30, "hero")], "region.kind", ["button"], "hero"),
        ([own(2, 2)], "region.kind", ["button"], "button"),
        ([own(2, 32)], "lock.repeat", 0, 1),
    ],
)
def test_one_too_many_or_of_another_kind_is_left_out_alone(made, code, limit, value):
    zone = region(
        3,
        [button(20)],
        [button(30, rights={"repeat": 2}), button(31), button(32, rights={"repeat": 0})],
        most=3,
    )
    body = [ENVELOPE, button(2), zone, LEGAL]
    result = resolve(body, lists(_3=made))
    assert [(f.code, f.block_id, f.limit, f.value) for f in result.findings] == [
        (code, OWN[2], limit, value)
    ]
    assert len(result.blocks[2]["blocks"]) == len(made)
    assert [x.value for x in result.left_out] == [made[-1]]


def test_too_few_are_said_and_nothing_is_invented():
    result = resolve(
        [ENVELOPE, region(3, [], [button(30)], least=2), LEGAL], lists(_3=[own(0, 30)])
    )
    assert [(f.code, f.block_id, f.limit, f.value) for f in result.findings] == [
        ("region.min", uid(3), 2, 1)
    ]


def test_a_region_without_a_maximum_takes_as_many_as_come():
    row = [{**own(0, 30), "id": uid(5000 + n)} for n in range(50)]
    zone = region(3, [], [button(30)], most=None)
    assert len(resolve([ENVELOPE, zone, LEGAL], lists(_3=row)).blocks[1]["blocks"]) == 50


@pytest.mark.parametrize("bid", ["x", uid(20), uid(1), OWN[0].upper(), "", None, 5, "a" * 400_000])
def test_an_own_id_is_a_fresh_lower_case_uuid4(bid):
    zone = region(3, [button(20)], [button(30)])
    result = resolve([ENVELOPE, zone, LEGAL], lists(_3=[{**own(0, 30), "id": bid}]))
    assert ids(result.blocks[1]["blocks"]) == [uid(20)]
    code = "block.duplicate" if bid in (uid(20), uid(1)) else "overlay.shape"
    assert [x.code for x in result.left_out] == [code]
    assert len(result.findings[0].block_id) < 81


@pytest.mark.parametrize("kind", ["envelope", "legal", "region"])
def test_pinned_kinds_and_regions_are_never_copied(kind):
    rights = {"move": True, "remove": True, "repeat": 5}
    body = [block(1, "envelope", rights=rights), {**region(3)}, block(99, "legal", rights=rights)]
    body[1]["value"]["locks"]["rights"] = rights
    number = {"envelope": 1, "region": 3, "legal": 99}[kind]
    result = resolve(body, {**lists(root=[own(0, number, kind)]), "hidden": [uid(1), uid(99)]})
    assert [b["type"] for b in result.blocks] == ["envelope", "region", "legal"]
    assert ("region.kind", OWN[0]) in codes(result)
    assert {("lock.remove", uid(1)), ("lock.remove", uid(99))} <= set(codes(result))


# -- policy, depth, doors


def test_a_policy_closes_opens_and_forbids_for_one_partner():
    body = [ENVELOPE, button(2, fields={"label": OPEN}, rights={"remove": True}), LEGAL]
    overlay = {
        "v": 1,
        "edits": {uid(2): {"kind": "button", "values": {"label": "Neu", "url": "https://x.org"}}},
        "hidden": [uid(2)],
    }
    policy = {
        uid(2): {"rights": {"remove": False}, "fields": {"label": {"mode": "locked"}, "url": OPEN}}
    }
    result = resolve(body, overlay, policy)
    assert result.blocks[1]["value"]["label"] == "L"
    assert result.blocks[1]["value"]["url"] == "https://x.org"
    assert codes(result) == [("lock.field", uid(2)), ("lock.remove", uid(2))]
    sealed = {uid(99): {"fields": {"note": OPEN}, "rights": {"remove": True}}}
    edit = {"v": 1, "edits": {uid(99): {"kind": "legal", "values": {"note": "weg"}}}}
    assert resolve(body, edit, sealed).blocks[2]["value"]["note"] == "N"


def test_open_islands_in_locked_blocks_and_locked_ones_in_open_blocks():
    leaf = button(40, fields={"label": OPEN})
    column = {
        "type": "column",
        "id": uid(50),
        "value": {
            "min": 0,
            "max": 2,
            "order": "free",
            "defaults": [leaf, button(41)],
            "prototypes": [button(42, fields={"label": OPEN})],
        },
    }
    columns = block(30, "columns", background="none", columns=[column])
    body = [ENVELOPE, region(3, [], [columns]), LEGAL]
    inner = f"{OWN[0]}/{uid(50)}"
    overlay = {
        "v": 1,
        "lists": {
            uid(3): [own(0, 30, "columns", background="soft")],
            inner: [{"ref": f"{OWN[0]}/{uid(41)}"}],
        },
        "edits": {
            f"{OWN[0]}/{uid(n)}": {"kind": "button", "values": {"label": "Neu"}} for n in (40, 41)
        },
    }
    result = resolve(body, overlay, None, Shelf(), CATALOGUE)
    made = result.blocks[1]["blocks"][0]
    assert made["value"]["background"] == "none"
    assert [b["value"]["label"] for b in made["columns"][0]["blocks"]] == ["Neu", "L"]
    assert made["columns"][0]["id"] == inner
    assert {(x.block_id, x.field) for x in result.left_out} == {
        (OWN[0], "background"),
        (f"{OWN[0]}/{uid(41)}", "label"),
    }


def test_a_hidden_block_keeps_its_words_and_says_nothing():
    zone = region(3, [button(20, fields={"label": OPEN}, rights={"remove": True})], [])
    overlay = {
        "v": 1,
        "hidden": [uid(20)],
        "edits": {uid(20): {"kind": "button", "values": {"label": "Neu", "url": "x"}}},
    }
    result = resolve([ENVELOPE, zone, LEGAL], overlay)
    assert result.blocks[1]["blocks"] == []
    assert result.accepted["edits"][uid(20)]["values"] == {"label": "Neu"}
    assert [x.field for x in result.left_out] == ["url"]
    assert result.findings == ()


def test_what_points_at_nothing_stays_without_effect():
    overlay = {
        "v": 1,
        "hidden": ["gone"],
        "lists": {"root": [{"ref": "gone"}], "gone": [{"ref": "a/b"}]},
    }
    result = resolve([ENVELOPE, LEGAL], overlay)
    assert result.accepted == {"v": 1, "edits": {}, "lists": overlay["lists"], "hidden": ["gone"]}
    assert [(f.code, f.severity) for f in result.findings] == [("block.gone", "info")]


def test_a_block_of_an_unknown_kind_shows_nothing_and_takes_nothing():
    body = [ENVELOPE, block(2, "carousel", title="T", rights=MOVABLE), LEGAL]
    result = resolve(
        body, {"v": 1, "edits": {uid(2): {"kind": "carousel", "values": {"title": "x"}}}}
    )
    assert (result.blocks[1]["value"], codes(result)) == ({}, [("lock.field", uid(2))])


@pytest.mark.parametrize(
    "overlay",
    [
        [],
        "x",
        5,
        {"v": 2},
        {"v": True},
        {"v": "1"},
        {"edits": {}},
        {"v": 1, "edits": []},
        {"v": 1, "lists": "x"},
        {"v": 1, "hidden": {}},
        {"v": 1, "theme": {}},
    ],
)
def test_what_is_no_overlay_is_left_out_as_a_whole(overlay):
    body = [ENVELOPE, LEGAL]
    result = resolve(body, overlay)
    assert result.blocks == resolve(body, None).blocks
    assert (
        [x.code for x in result.left_out] == [f.code for f in result.findings] == ["overlay.shape"]
    )


def test_a_prepared_template_has_its_policy_already():
    template = prepare([ENVELOPE, LEGAL], None, CATALOGUE)
    assert (
        resolve(template, {}).blocks
        == resolve([ENVELOPE, LEGAL], {}, None, Shelf(), CATALOGUE).blocks
    )
    with pytest.raises(TypeError):
        resolve(template, {}, {})


def test_read_only_mappings_are_overlays_too():
    overlay = MappingProxyType({"v": 1, "edits": {}, "lists": {}, "hidden": []})
    assert resolve([ENVELOPE, LEGAL], overlay).findings == ()
