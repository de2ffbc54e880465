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
from tests import nested as n

pytestmark = pytest.mark.browser

MERGE = Path(__file__).parents[2] / "static" / "einklang" / "composer" / "merge.js"
CASES = 800
BODIES = (b.BODY, n.body(shared=7))


def blank():
    return {"v": 1, "edits": {}, "lists": {}, "hidden": [], "parked": []}


class Template:
    """A body as the composer's `read` has it, and as people use it."""

    def __init__(self, body):
        self.body, self.homes = body, {}
        self.containers = {"root": [block["id"] for block in body]}
        self.kinds = {block["id"]: block["type"] for block in body}
        self.columns = {}
        for block in n.walk(body):
            self.homes[block["id"]] = block
            if block["type"] == "columns":
                self.columns[block["id"]] = [self.column(one) for one in block["value"]["columns"]]
        for block in body:
            self.read(block)
        self.makers = {
            cid: [*home["value"]["prototypes"], *self.copied(home["value"]["defaults"])]
            for cid, home in self.homes.items()
            if "prototypes" in home["value"]
        }
        self.makers["root"] = self.copied(body)

    @staticmethod
    def column(one):
        held = one["value"]["defaults"]
        kinds = {block["id"]: block["type"] for block in held}
        return {"id": one["id"], "defaults": list(kinds), "kinds": kinds}

    @staticmethod
    def copied(blocks):
        locks = ((block, block["value"]["locks"].get("rights") or {}) for block in blocks)
        return [block for block, rights in locks if rights.get("repeat")]

    def read(self, block):
        self.kinds[block["id"]] = block["type"]
        value = block["value"]
        frames = [block] if "defaults" in value else value.get("columns") or []
        for frame in frames:
            held = frame["value"]["defaults"]
            self.containers[frame["id"]] = [inner["id"] for inner in held]
            for inner in held:
                self.read(inner)

    def shape(self):
        return {"containers": self.containers, "kinds": self.kinds, "columns": self.columns}

    def all_containers(self, overlay):
        """Those of headquarters and those that the partner's columns brought along."""
        found = dict(self.containers)
        for _row, item in own(overlay):
            for column in self.columns.get(item["proto"], ()):
                inner = [f"{item['id']}/{bid}" for bid in column["defaults"]]
                found[f"{item['id']}/{column['id']}"] = inner
        return found


def own(overlay):
    return [(row, i) for row in overlay["lists"].values() for i in row if "id" in i]


def items(overlay, container, containers):
    return overlay["lists"].setdefault(container, [{"ref": one} for one in containers[container]])


def step(overlay, chance, template):
    """One thing a person does."""
    overlay = json.loads(json.dumps(overlay))
    containers = template.all_containers(overlay)
    blocks = [bid for row in containers.values() for bid in row]
    inside = [cid for cid in containers if "/" in cid]
    container = chance.choice(inside if inside and chance.randrange(2) else list(containers))
    makers = template.makers[container.split("/")[-1]]
    deed = chance.randrange(8)
    if deed == 0:
        block = chance.choice(containers[container] or blocks)
        kind = template.homes[block.split("/")[-1]]["type"]
        edit = overlay["edits"].setdefault(block, {"kind": kind, "values": {}})
        edit["values"]["title"] = f"Wort {chance.randrange(9)}"
    elif deed in (1, 2) and makers:
        proto = chance.choice(makers)
        made = {"id": str(uuid.UUID(int=chance.getrandbits(128), version=4))}
        row = items(overlay, container, containers)
        made |= {"proto": proto["id"], "kind": proto["type"], "values": {"title": "Neu"}}
        row.insert(chance.randrange(len(row) + 1), made)
    elif deed == 3 and own(overlay):
        chance.choice(own(overlay))[1]["values"]["title"] = f"Titel {chance.randrange(4)}"
    elif deed == 4 and own(overlay):
        row, item = chance.choice(own(overlay))
        row.remove(item)
        if chance.randrange(4):  # one that knows of columns takes what is in them along
            kept = {c: r for c, r in overlay["lists"].items() if not c.startswith(item["id"])}
            overlay["lists"] = kept
    elif deed == 5:
        chance.shuffle(items(overlay, container, containers))
    elif deed == 6:
        overlay["hidden"] = sorted(set(overlay["hidden"]) ^ {chance.choice(blocks)})
    elif deed == 7 and makers and own(overlay):  # from one container into another
        row, item = chance.choice(own(overlay))
        fitting = [one for one in makers if one["type"] == item["kind"]]
        if fitting and not container.startswith(item["id"]):
            row.remove(item)
            there = items(overlay, container, containers)
            there.insert(chance.randrange(len(there) + 1), {**item, "proto": fitting[0]["id"]})
    if overlay["parked"] and not chance.randrange(7):
        overlay["parked"].pop(chance.randrange(len(overlay["parked"])))
    return overlay


def grown(overlay, steps, chance, template):
    for _ in range(steps):
        overlay = step(overlay, chance, template)
    return overlay


def triples(template):
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
        base = grown(start, chance.randrange(10), chance, template)
        yield (
            base,
            grown(base, chance.randrange(10), chance, template),
            grown(base, chance.randrange(10), chance, template),
        )


def said(overlay, conflicts):
    """A merge as text: order of conflicts and of keys says nothing."""
    asked = sorted(dumps(list(c)).decode() for c in conflicts)
    return dumps({"overlay": overlay, "asked": asked}).decode()


@pytest.mark.parametrize("body", BODIES, ids=["flat", "nested"])
def test_the_browser_merges_as_the_server_does(chromium, body):
    template = Template(body)
    cases = list(triples(template))
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
            [source, cases, template.shape()],
        )
    finally:
        page.close()
    asked = 0
    for (base, mine, theirs), (overlay, conflicts) in zip(cases, answers, strict=True):
        wanted = merge3(base, mine, theirs, body)
        mirrored = [(c.block_id, c.field, c.base, c.mine, c.theirs) for c in wanted.conflicts]
        asked += bool(mirrored)
        assert said(overlay, conflicts) == said(wanted.overlay, mirrored), (base, mine, theirs)
    assert asked > CASES / 20  # both sides really met
    if template.columns:
        deep = [cid for overlay, _asked in answers for cid in overlay["lists"] if "/" in cid]
        assert len(deep) > CASES / 10  # inside what the partner made, too
