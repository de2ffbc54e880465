"""Whole templates, overlays and policies for the laws: long, permuted, mostly honest.

Short templates and mostly broken values hide faults, so a template has at least four blocks, a
list names nearly all of its container in any order, and two of three values can fit.
"""

from __future__ import annotations

import os
import uuid

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from blocks.pictures import Picture, Shelf
from blocks.schema import Field, FieldType, Kind, Label

EXAMPLES = int(os.environ.get("EXAMPLES", "200"))
law = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate] if "NO_SHRINK" in os.environ else [Phase.generate, Phase.shrink],
)


def uid(number: int) -> str:
    return str(uuid.UUID(int=number, version=4))


# -- a catalogue with every container the grammar knows


def _field(name, kind=FieldType.TEXT, options=(), **rest):
    words = {option: Label(option, option) for option in options}
    return Field(name, kind, Label(name, name), options=words, **rest)


def _kind(name, *fields, **rest):
    nothing = {"mjml": lambda values, setting: None, "text": lambda values, setting: ""}
    return Kind(name, Label(name, name), "dot", fields, **nothing, **rest)


def no_cell(values, setting):
    return ()


CATALOGUE = {
    kind.name: kind
    for kind in (
        _kind(
            "envelope",
            _field("subject"),
            _field("preheader"),
            _field("from_name"),
            _field("reply_to", FieldType.EMAIL),
            pinned=True,
        ),
        _kind(
            "hero",
            _field("headline", max_length=40),
            _field("image", FieldType.PICTURE),
            _field("claim"),
            _field("align", FieldType.OPTION, ("left", "center")),
        ),
        _kind(
            "text",
            _field("text", FieldType.RICH, features=("bold", "link")),
            _field("colour", FieldType.COLOUR, ("text", "brand", "accent")),
            cell=no_cell,
        ),
        _kind("picture", _field("image", FieldType.PICTURE), _field("alt"), cell=no_cell),
        _kind("button", _field("label"), _field("url", FieldType.LINK, merge=True), cell=no_cell),
        _kind(
            "offer",
            _field("headline"),
            _field("price", FieldType.PRICE),
            _field("terms", FieldType.LONG),
            _field("until", FieldType.DATE),
        ),
        _kind("columns", _field("background", FieldType.OPTION, ("none", "soft")), container=True),
        _kind("offers", _field("background", FieldType.OPTION, ("none", "soft")), container=True),
        _kind("region", container=True),
        _kind("shared", pinned=True, container=True),
        _kind("legal", _field("note", FieldType.LONG), pinned=True),
    )
}
FIELDS = {kind.name: {f.name: f for f in kind.fields} for kind in CATALOGUE.values()}
SHARED = [
    {"type": "text", "id": uid(900), "value": {"text": "<p>shared</p>", "colour": "text"}},
    {"type": "button", "id": uid(901), "value": {"label": "s", "url": "https://s.org"}},
]
SHELF = Shelf(
    shared={7: SHARED},
    pictures={
        1: Picture(1, "ab", 1600, 900, collection=4),
        2: Picture(2, "cd", 90, 90, collection=4),
        3: Picture(3, "ef", 1600, 900, usable=False),
    },
    colour_roles=frozenset({"text", "brand"}),
)
LEAVES = ("text", "button", "picture")
SECTIONS = ("hero", "offer", "text", "button", "columns", "shared")
REGIONS = ("region", "offers")
CONTAINERS = (*REGIONS, "column")
NEVER_COPIED = ("envelope", "legal", "shared", *REGIONS)
HQ = {
    "headline": "H",
    "image": 1,
    "claim": "C",
    "align": "left",
    "text": "<p>T</p>",
    "colour": "text",
    "alt": "A",
    "label": "L",
    "url": "https://hq.org/",
    "price": "1,00",
    "terms": "",
    "until": "2026-12-24",
    "subject": "S",
    "preheader": "",
    "from_name": "F",
    "reply_to": "",
    "background": "none",
    "note": "N",
}
GOOD = {
    FieldType.TEXT: ("neu", "ä" * 10, ""),
    FieldType.LONG: ("neu", "a\nb"),
    FieldType.RICH: ("<p>neu neu</p>", "<b>neu</b>"),
    FieldType.LINK: ("https://x.org/a", ""),
    FieldType.EMAIL: ("a@x.org", ""),
    FieldType.PRICE: ("2,00", ""),
    FieldType.DATE: ("2026-12-01", ""),
    FieldType.PICTURE: (1, None),
    FieldType.OPTION: ("left", "center", "none", "soft"),
    FieldType.COLOUR: ("text", "brand"),
}
# what a type may not hold, or only without a limit; and what no text field ever holds
BAD = {
    FieldType.TEXT: ("x" * 11, "x" * 50, "a\nb", "a\x00"),
    FieldType.LONG: ("a\x00", "\ud800"),
    FieldType.RICH: ("<p><i>x</i></p>", "x" * 11, "a\x00"),
    FieldType.LINK: ("javascript:alert(1)", "mailto:a@x.org", "https://y.org/", "http://x.org/a"),
    FieldType.EMAIL: ("a@x", "a x@x.org"),
    FieldType.PRICE: ("2,0", "1.299,00"),
    FieldType.DATE: ("2026-1-1", "2026-12-31"),
    FieldType.PICTURE: (2, 3, 99, True, "1"),
    FieldType.OPTION: ("right", "neu", ""),
    FieldType.COLOUR: ("accent", "#ff0000", ""),
}
NEVER = (None, 5, float("nan"), 10**20, {"a": []}, [1], True, "\ud800", "a\x00")
OWN = [uid(0xFFFF0000 + number) for number in range(14)]


# -- reading raw templates, for strategies and oracles alike


def walk(blocks):
    """Every raw block, columns too, in template order."""
    for block in blocks:
        yield block
        for name in ("prototypes", "defaults", "columns"):
            yield from walk(block["value"].get(name, []))


def flat(blocks):
    """Every resolved block at any depth."""
    for block in blocks:
        yield block
        yield from flat(block.get("blocks", []))
        for column in block.get("columns", []):
            yield from flat(column["blocks"])


# -- whole cases by chance
#
# Drawn value by value such cases outgrow Hypothesis' buffer, and only the small ones are left.
# So it draws a seeded Random, and the case is made from that: large, even and quick.

MODES = ("editable", "editable", "locked", "choice", "must_change", None)
LIMITS = {
    FieldType.TEXT: ({"max_length": 10}, {"max_length": None, "format": ""}),
    FieldType.RICH: ({"max_length": 10},),
    FieldType.LINK: ({"hosts": "x.org"},),
    FieldType.PICTURE: ({"min_px": 600}, {"collection": 4, "ratio": "16:9"}),
    FieldType.PRICE: ({"maximum": "100"},),
    FieldType.DATE: ({"maximum": "2026-12-30"},),
}


def chances():
    return st.randoms(use_true_random=True)


def template(chance):
    """A raw body: envelope, two to six blocks, legal."""
    numbers = iter(range(1, 2000))

    def lock(field):
        mode = chance.choice(MODES)
        options = "neu\nleft\nsoft\nbrand" if mode == "choice" else ""
        limits = chance.choice(({}, *LIMITS.get(field.type, ())))
        return {"mode": mode, "options": options, **limits}

    def locks(kind):
        fields = {n: lock(f) for n, f in FIELDS[kind].items() if chance.randrange(5)}
        if not chance.randrange(6):
            return chance.choice([{}, {"fields": fields}, None])
        rights = {
            "move": chance.random() < 0.5,
            "remove": chance.random() < 0.5,
            "repeat": chance.choice([None, 0, 1, 2]),
        }
        return {"fields": fields, "rights": rights, "why": "", "ask": chance.choice(["", "brand"])}

    def frame(kinds, many):
        return {
            "key": "k",
            "min": chance.randint(0, 3),
            "max": chance.randint(2, 5),
            "order": chance.choice(["free", "free", "fixed"]),
            "prototypes": [block(chance.choice(kinds)) for _ in range(chance.randint(0, 3))],
            "defaults": [block(chance.choice(kinds)) for _ in range(chance.randint(0, many))],
        }

    def block(kind):
        new = {"type": kind, "id": uid(next(numbers)), "value": {n: HQ[n] for n in FIELDS[kind]}}
        if chance.randrange(10):
            new["value"]["locks"] = locks(kind)
        if kind == "region":
            new["value"] |= frame(SECTIONS, 4)
        elif kind == "offers":
            new["value"] |= frame(("offer",), 3)
        elif kind == "columns":
            new["value"]["columns"] = [
                {"type": "column", "id": uid(next(numbers)), "value": frame(LEAVES, 2)}
                for _ in range(chance.randint(1, 2))
            ]
        elif kind == "shared":
            new["value"]["block"] = chance.choice([7, 8])
        return new

    kinds = [*SECTIONS, *["region"] * 4, "columns", "columns", "offers"]
    middle = [block(chance.choice(kinds)) for _ in range(chance.randint(2, 6))]
    return [block("envelope"), *middle, block("legal")]


def values(chance, kind):
    """Values for a kind, two of three of them such as can fit."""
    found = {}
    for name, field in FIELDS.get(kind, {}).items():
        if chance.randrange(4):
            bad = BAD[field.type] if chance.randrange(5) else NEVER
            found[name] = chance.choice(GOOD[field.type] if chance.randrange(3) else bad)
    if not chance.randrange(10):
        found[chance.choice(["locks", "imprint", "ghost", "columns"])] = "x"
    return found


def lists(chance, body):
    """Whole, permuted lists for most containers, with the partner's own blocks between."""
    every = list(walk(body))
    homes = {block["id"]: block for block in every}
    containers = ["root", *(b["id"] for b in every if b["type"] in CONTAINERS)]
    inner = [f"{own}/{b['id']}" for own in OWN[-2:] for b in every if b["type"] == "column"]
    inner.append("ghost")
    fresh, found = list(OWN), {}
    chosen = [cid for cid in containers if chance.randrange(4)]
    chosen += chance.sample(inner, min(len(inner), chance.randint(0, 2)))
    for cid in chosen:  # what the partner made of columns opens more containers on the way
        home = homes.get(cid.split("/")[-1])
        local = body if cid == "root" else home["value"].get("defaults", []) if home else []
        offered = home["value"].get("prototypes", []) if home else []
        makers = [b for b in [*offered, *local] if b["type"] not in NEVER_COPIED or b in offered]
        prefix = cid.split("/")[0] + "/" if "/" in cid else ""
        entries = [{"ref": prefix + b["id"]} for b in chance.sample(local, len(local))]
        for _ in range(chance.randint(0, 2)):
            if entries:
                entries.pop(chance.randrange(len(entries)))
        for _ in range(chance.randint(0, 5)):
            proto = chance.choice(makers if makers and chance.randrange(8) else every)
            strange = [*OWN, proto["id"], "x", OWN[0].upper()]
            own = fresh.pop() if fresh and chance.randrange(12) else chance.choice(strange)
            kind = proto["type"] if chance.randrange(20) else "hero"
            entry = {"id": own, "proto": proto["id"], "kind": kind}
            entry["values"] = values(chance, proto["type"])
            entries.insert(chance.randint(0, len(entries)), entry)
            if proto["type"] == "columns" and own in OWN and chance.randrange(4):
                columns = [f"{own}/{column['id']}" for column in proto["value"]["columns"]]
                chosen += [cid for cid in columns if cid not in chosen]
        if not chance.randrange(4):  # points at nothing here
            entries.insert(0, {"ref": chance.choice(["ghost", chance.choice(every)["id"]])})
        if entries and not chance.randrange(10):
            entries.append(chance.choice(entries))
        found[cid] = entries
    return found


def overlay(chance, body):
    every = list(walk(body))
    kinds = {block["id"]: block["type"] for block in every}
    rows = lists(chance, body)
    made = [item for row in rows.values() for item in row if "id" in item]
    inside = list(_inner_ids(made, {block["id"]: block for block in every}))
    pool = [*kinds, *inside, *OWN[-2:], f"{OWN[0]}/{every[-1]['id']}", "ghost"]
    edits = {}
    for bid in [bid for bid in pool if chance.randrange(2)]:
        kind = kinds.get(bid.split("/")[-1], "hero")
        said = kind if chance.randrange(20) else "text"
        edits[bid] = {"kind": said, "values": values(chance, kind)}
    hidden = [bid for bid in pool if not chance.randrange(5)]
    return {"v": 1, "edits": edits, "lists": rows, "hidden": hidden}


def _inner_ids(made, homes):
    """Ids inside the blocks that a partner made: `<own>/<inner id>`, as resolve has them."""
    for item in made:
        proto = homes.get(item["proto"], {"value": {}})
        inner = walk(proto["value"].get("columns", []))
        yield from dict.fromkeys(f"{item['id']}/{block['id']}" for block in inner)


def policy(chance, body):
    every = list(walk(body))
    found = {}
    for block in chance.sample(every, min(len(every), chance.choice([0, 0, 1, 3]))):
        mode = chance.choice(["locked", "editable"])
        found[block["id"]] = {
            "rights": {"move": chance.random() < 0.5},
            "fields": {name: {"mode": mode} for name in FIELDS.get(block["type"], {})},
        }
    return found


def case(chance):
    body = template(chance)
    return body, overlay(chance, body), policy(chance, body)


def templates():
    return chances().map(template)


def cases():
    """A template, an overlay over it, a policy."""
    return chances().map(case)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["\ud800", "a\x00"])
    | st.builds(pow, st.just(10), st.just(5000)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "v",
                    "edits",
                    "lists",
                    "hidden",
                    "root",
                    "ref",
                    "id",
                    "proto",
                    "kind",
                    "values",
                    "x",
                    "\ud800",
                    uid(1),
                    uid(2),
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)
