"""The composer puts two people's work together exactly as the server's own merge does."""

from __future__ import annotations

import base64
import json
import random
import uuid
from pathlib import Path

import pytest

from blocks.canonical import dumps
from blocks.merge_overlay import merge3
from tests import bodies as b

pytestmark = pytest.mark.browser

MERGE = Path(__file__).parents[2] / "static" / "einklang" / "composer" / "merge.js"
CASES = 800
ROOT_IDS = [block["id"] for block in b.BODY]
SHAPE = {
    "containers": {"root": ROOT_IDS, b.REGION: [b.CHECK]},
    "kinds": {block["id"]: block["type"] for block in b.BODY} | {b.CHECK: "offer"},
}
FIELDS = {b.HERO: "headline", b.TEXT: "text", b.BUTTON: "label", b.CHECK: "price"}


def blank():
    return {"v": 1, "edits": {}, "lists": {}, "hidden": [], "parked": []}


def items(overlay, container):
    defaults = SHAPE["containers"][container]
    return overlay["lists"].setdefault(container, [{"ref": one} for one in defaults])


def own(overlay):
    return [(row, i) for row in overlay["lists"].values() for i in row if "id" in i]


def step(overlay, chance):
    """One thing a person does."""
    overlay = json.loads(json.dumps(overlay))
    deed = chance.randrange(7)
    if deed == 0:
        block, field = chance.choice(list(FIELDS.items()))
        edit = overlay["edits"].setdefault(block, {"kind": SHAPE["kinds"][block], "values": {}})
        edit["values"][chance.choice([field, "alt"])] = f"Wort {chance.randrange(3)}"
    elif deed == 1:
        container = chance.choice(["root", b.REGION])
        proto, kind = (b.BUTTON, "button") if container == "root" else (b.OFFER, "offer")
        made = {"id": str(uuid.UUID(int=chance.getrandbits(128), version=4))}
        row = items(overlay, container)
        row.insert(
            chance.randrange(len(row) + 1),
            {**made, "proto": proto, "kind": kind, "values": {"title": "Neu"}},
        )
    elif deed == 2 and own(overlay):
        chance.choice(own(overlay))[1]["values"]["title"] = f"Titel {chance.randrange(4)}"
    elif deed == 3 and own(overlay):
        row, item = chance.choice(own(overlay))
        row.remove(item)
    elif deed == 4:
        chance.shuffle(items(overlay, chance.choice(["root", b.REGION])))
    elif deed == 5:
        block = chance.choice([b.CHECK, b.PICTURE, b.TEXT])
        overlay["hidden"] = sorted(set(overlay["hidden"]) ^ {block})
    elif deed == 6 and overlay["parked"]:
        overlay["parked"].pop(chance.randrange(len(overlay["parked"])))
    return overlay


def grown(overlay, steps, chance):
    for _ in range(steps):
        overlay = step(overlay, chance)
    return overlay


def triples():
    chance = random.Random(7)
    for _ in range(CASES):
        start = blank()
        if chance.randrange(3) == 0:
            parked = {
                "kind": "offer",
                "value": {"x": "1"},
                "code": "block.gone",
                "at": "2026-10-01",
            }
            start["parked"] = [{"id": str(n), **parked} for n in range(2)]
        base = grown(start, chance.randrange(6), chance)
        yield (
            base,
            grown(base, chance.randrange(7), chance),
            grown(base, chance.randrange(7), chance),
        )


def said(overlay, conflicts):
    """A merge as text: order of conflicts and of keys says nothing."""
    asked = sorted(dumps(list(c)).decode() for c in conflicts)
    return dumps({"overlay": overlay, "asked": asked}).decode()


def test_the_browser_merges_as_the_server_does(chromium):
    cases = list(triples())
    page = chromium.new_page()
    try:
        source = base64.b64encode(MERGE.read_bytes()).decode()
        answers = page.evaluate(
            """async ([source, cases, shape]) => {
              const { merge3 } = await import(`data:text/javascript;base64,${source}`);
              return cases.map(([b, m, t]) => {
                const { overlay, conflicts } = merge3(b, m, t, shape);
                return [overlay, conflicts.map((c) => [c.id, c.field, c.base, c.mine, c.theirs])];
              });
            }""",
            [source, cases, SHAPE],
        )
    finally:
        page.close()
    asked = 0
    for (base, mine, theirs), (overlay, conflicts) in zip(cases, answers, strict=True):
        wanted = merge3(base, mine, theirs, b.BODY)
        mirrored = [(c.block_id, c.field, c.base, c.mine, c.theirs) for c in wanted.conflicts]
        asked += bool(mirrored)
        assert said(overlay, conflicts) == said(wanted.overlay, mirrored), (base, mine, theirs)
    assert asked > CASES / 20  # both sides really met
