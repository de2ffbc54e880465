"""Reading an overlay from outside, settling it, parking what HQ's changes leave out."""

import json
import time

import pytest

from blocks.overlay import EMPTY, MOST_BYTES, OverlayRefused, empty, park, parse, settle
from blocks.resolve import resolve
from tests.strategies import CATALOGUE, OWN, SHELF, uid

NOW, LATER = "2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z"
OPEN = {"mode": "editable"}


def block(number, kind, value=None, *, rights=None, **fields):
    locks = {"rights": rights or {}, "fields": fields, "why": "", "ask": ""}
    return {"type": kind, "id": uid(number), "value": {**(value or {}), "locks": locks}}


def template(*, subject=OPEN, prototypes=True, most=3, hero=True, removable=True):
    """Envelope, hero, a region with one default and one prototype, legal."""
    offer = {"headline": "H", "price": "1,00"}
    region = {
        "key": "offers",
        "min": 0,
        "max": most,
        "order": "free",
        "prototypes": [block(30, "offer", offer, headline=OPEN, price=OPEN)] if prototypes else [],
        "defaults": [block(20, "offer", offer, rights={"move": True}, headline=OPEN)],
    }
    middle = [
        block(2, "hero", {"headline": "H"}, rights={"remove": removable}, headline=OPEN, claim=OPEN)
    ]
    return [
        block(1, "envelope", {"subject": "S"}, subject=subject),
        *(middle if hero else []),
        block(3, "region", region),
        block(4, "legal", {"note": "N"}),
    ]


def item(own, **values):
    return {"id": own, "proto": uid(30), "kind": "offer", "values": values}


def resolved(body, overlay):
    return resolve(body, overlay, None, SHELF, CATALOGUE)


def saved(body, stored, sent, at=NOW):
    """One save, as the module's docstring says."""
    known = park(stored, resolved(body, stored), at)
    now = resolved(body, sent)
    return park(known, now, at, sent=sent, accepted=settle(now))


FULL = {
    "v": 1,
    "edits": {
        uid(1): {"kind": "envelope", "values": {"subject": "Neu"}},
        uid(2): {"kind": "hero", "values": {"headline": "Neu", "claim": ""}},
    },
    "lists": {uid(3): [item(OWN[0], headline="A"), {"ref": uid(20)}, item(OWN[1], price="2,00")]},
    "hidden": [uid(2)],
    "parked": [],
}


# -- from outside


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "json"),
        ("nope", "json"),
        ("{", "json"),
        (b"\xff\xfe", "json"),
        ('{"v":1,}', "json"),
        ("[]", "body"),
        ("null", "body"),
        ("{}", "version"),
        ('{"v": 2}', "version"),
        ('{"v": true}', "version"),
        ('{"v": "1"}', "version"),
        ('{"v": 1, "x": NaN}', "number"),
        ('{"v": 1, "x": Infinity}', "number"),
        ('{"v": 1, "x": -Infinity}', "number"),
        ('{"v": 1, "x": 1.5}', "number"),
        ('{"v": 1, "x": 1e999}', "number"),
        ('{"v": 1, "x": ' + "9" * 5000 + "}", "number"),
        ('{"v": 1, "v": 1}', "keys"),
        ('{"v": 1, "edits": {"ä": 1, "a\u0308": 2}}', "keys"),
        ('{"v": 1, "x": "' + "x" * MOST_BYTES + '"}', "size"),
        ('{"v": 1, "x": "' + "ä" * (MOST_BYTES // 2) + '"}', "size"),
        (b'{"v": 1, "x": "' + b"x" * 10_000_000 + b'"}', "size"),
        ("[" * 9 + "]" * 9, "depth"),
        ("[" * 200_000, "depth"),
        ('{"a":' * 40_000, "depth"),
    ],
)
def test_what_is_no_overlay_is_refused_with_the_reason(raw, why):
    with pytest.raises(OverlayRefused) as refused:
        parse(raw)
    assert (refused.value.code, refused.value.why) == ("overlay.shape", why)


def test_refusing_is_fast_whatever_comes():
    started = time.perf_counter()
    for raw in (
        '"' * MOST_BYTES,
        '"\\' * (MOST_BYTES // 2),
        "[]" * (MOST_BYTES // 2),
        '{"' * (MOST_BYTES // 2),
    ):
        with pytest.raises(OverlayRefused):
            parse(raw)
    assert time.perf_counter() - started < 2


def test_a_full_overlay_is_read_in_one_normal_form():
    raw = json.dumps(FULL)
    assert parse(raw) == parse(raw.encode()) == FULL
    deep = '{"v": 1, "parked": [{"value": {"values": {"a": [{"b": "a\u0308\\r\\n[[[[[[[[["}]}}}]}'
    assert parse(deep)["parked"][0]["value"]["values"]["a"] == [{"b": "ä\n[[[[[[[[["}]


def test_the_empty_overlay_says_nothing():
    assert empty() == dict(EMPTY)
    assert empty()["edits"] is not empty()["edits"]
    result = resolved(template(), EMPTY)
    assert (result.findings, result.left_out) == ((), ())


# -- settled


def test_settling_drops_what_points_at_nothing_and_keeps_the_rest():
    body = template()
    sent = {
        **FULL,
        "hidden": [uid(2), "ghost", uid(99)],
        "lists": {
            "ghost": [{"ref": "a"}],
            uid(3): [{"ref": "ghost"}, {"ref": uid(2)}, *FULL["lists"][uid(3)]],
        },
    }
    result = resolved(body, sent)
    assert not result.left_out
    assert {**settle(result), "parked": []} == FULL


def test_an_order_that_fixed_blocks_do_not_allow_becomes_the_one_that_stands():
    body = template()
    sent = {"v": 1, "lists": {"root": [{"ref": uid(4)}, {"ref": uid(3)}, {"ref": uid(1)}]}}
    result = resolved(body, sent)
    assert {(f.code, f.severity, f.block_id) for f in result.findings} == {
        ("lock.move", "warning", uid(4)),
        ("lock.move", "warning", uid(1)),
    }
    assert settle(result)["lists"]["root"] == [{"ref": uid(n)} for n in (1, 2, 3, 4)]
    assert not resolved(body, settle(result)).findings


def test_a_settled_overlay_is_in_one_normal_form():
    sent = {"v": 1, "edits": {uid(1): {"kind": "envelope", "values": {"subject": "a\u0308"}}}}
    assert settle(resolved(template(), sent))["edits"][uid(1)]["values"] == {"subject": "ä"}


# -- parked


def test_nothing_is_parked_while_nothing_is_left_out():
    assert saved(template(), empty(), FULL) == FULL
    assert park(FULL, resolved(template(), FULL), NOW) == FULL


def test_a_field_that_headquarters_locks_is_parked_with_its_place():
    closed = template(subject={"mode": "locked"})
    kept = park(FULL, resolved(closed, FULL), NOW)
    assert kept["parked"] == [
        {
            "id": uid(1),
            "kind": "envelope",
            "field": "subject",
            "value": "Neu",
            "code": "lock.field",
            "at": NOW,
        }
    ]
    assert uid(1) not in kept["edits"]
    assert park(kept, resolved(closed, kept), LATER) == kept


def test_a_prototype_that_goes_parks_the_blocks_made_from_it():
    kept = park(FULL, resolved(template(prototypes=False), FULL), NOW)
    assert [(e["id"], e["kind"], e["code"]) for e in kept["parked"]] == [
        (OWN[0], "offer", "region.kind"),
        (OWN[1], "offer", "region.kind"),
    ]
    assert kept["parked"][0]["value"] == item(OWN[0], headline="A")


def test_a_lower_maximum_parks_the_last_ones():
    kept = park(FULL, resolved(template(most=2), FULL), NOW)
    assert [(e["id"], e["code"]) for e in kept["parked"]] == [(OWN[1], "region.max")]


def test_a_block_that_goes_parks_its_words_and_one_that_comes_back_says_so():
    kept = park(FULL, resolved(template(hero=False), FULL), NOW)
    assert [(e["id"], e["code"], e["value"]) for e in kept["parked"]] == [
        (uid(2), "block.gone", FULL["edits"][uid(2)])
    ]
    back = park(FULL, resolved(template(removable=False), FULL), NOW)
    assert [(e["id"], e["kind"], e["code"]) for e in back["parked"]] == [
        (uid(2), "hero", "lock.remove")
    ]


def test_what_was_never_stored_is_refused_and_not_parked():
    closed = template(subject={"mode": "locked"})
    result = saved(closed, empty(), FULL)
    assert result["parked"] == []
    assert uid(1) not in result["edits"]


def test_a_client_may_only_delete_from_parked():
    closed = template(subject={"mode": "locked"})
    stored = park(FULL, resolved(closed, FULL), NOW)
    forged = [{"id": "x", "kind": "hero", "value": "y", "code": "lock.field", "at": NOW}]
    assert saved(closed, stored, {**stored, "parked": stored["parked"] + forged}) == stored
    assert saved(closed, stored, {k: v for k, v in stored.items() if k != "parked"}) == stored
    assert saved(closed, stored, {**stored, "parked": "all"}) == stored
    assert saved(closed, stored, {**stored, "parked": []})["parked"] == []


def test_a_client_that_has_not_seen_the_lock_yet_loses_nothing():
    closed = template(subject={"mode": "locked"})
    late = {
        **FULL,
        "edits": {**FULL["edits"], uid(2): {"kind": "hero", "values": {"headline": "Neuer"}}},
    }
    result = saved(closed, FULL, late)
    assert [(e["field"], e["value"]) for e in result["parked"]] == [("subject", "Neu")]
    assert result["edits"] == {uid(2): {"kind": "hero", "values": {"headline": "Neuer"}}}


def test_a_client_that_has_seen_it_keeps_or_deletes_it():
    closed = template(subject={"mode": "locked"})
    seen = park(FULL, resolved(closed, FULL), NOW)
    kept = saved(closed, FULL, seen, at=NOW)
    assert kept["parked"] == seen["parked"]
    assert saved(closed, FULL, {**seen, "parked": []}, at=NOW)["parked"] == []


def test_broken_entries_never_reach_parked():
    stored = {**FULL, "parked": [5, {"id": "x"}, None]}
    assert park(stored, resolved(template(), FULL), NOW)["parked"] == []
