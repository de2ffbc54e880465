"""Whole templates, overlays and policies for the laws: long, permuted, mostly honest.

Short templates and mostly broken values hide faults, so a template has at least four blocks, a
list names nearly all of its container in any order, and four of five values fit.
"""

from __future__ import annotations

import os
import uuid

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from blocks.pictures import Picture, Shelf
from blocks.schema import Field, FieldType, Kind, Label

EXAMPLES = int(os.environ.get("EXAMPLES", "80"))
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
            leaf=True,
        ),
        _kind("picture", _field("image", FieldType.PICTURE), _field("alt"), leaf=True),
        _kind("button", _field("label"), _field("url", FieldType.LINK, merge=True), leaf=True),
        _kind(
            "offer",
            _field("headline"),
            _field("price", FieldType.PRICE),
            _field("terms", FieldType.LONG),
            _field("until", FieldType.DATE),
        ),
        _kind("columns", _field("background", FieldType.OPTION, ("none", "soft")), container=True),
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
NEVER_COPIED = ("envelope", "legal", "region", "shared")
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
    FieldType.TEXT: ("neu", "ä" * 5, ""),
    FieldType.LONG: ("neu", "a\nb"),
    FieldType.RICH: ("<p>neu</p>", "<b>neu</b>"),
    FieldType.LINK: ("https://x.org/a", "mailto:a@x.org", ""),
    FieldType.EMAIL: ("a@x.org", ""),
    FieldType.PRICE: ("2,00", "1.299,00"),
    FieldType.DATE: ("2026-12-31", "2026-12-01", ""),
    FieldType.PICTURE: (1, None),
    FieldType.OPTION: ("left", "center", "none", "soft"),
    FieldType.COLOUR: ("text", "brand"),
}
BAD = (
    None,
    5,
    float("nan"),
    10**20,
    "x" * 50,
    "javascript:alert(1)",
    {"a": []},
    [1],
    True,
    "\ud800",
    "a\x00",
    2,
    3,
    99,
    "right",
    "neu",
    "accent",
    "https://x.org/a",
    1,
    "soft",
    "2026-1-1",
    "<p><i>x</i></p>",
)
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


# -- strategies

MODES = ("editable", "editable", "locked", "choice", "must_change", None)
LIMITS = (
    {},
    {},
    {},
    {"max_length": 10},
    {"max_length": None, "format": ""},
    {"hosts": "x.org"},
    {"min_px": 600},
    {"collection": 4, "ratio": "16:9"},
    {"maximum": "2026-12-30"},
)


@st.composite
def templates(draw):
    numbers = iter(range(1, 900))
    flag, small = st.booleans(), st.integers(0, 3)

    def lock():
        mode = draw(st.sampled_from(MODES))
        return {
            "mode": mode,
            "options": "neu\nleft\nsoft\nbrand" if mode == "choice" else "",
            **draw(st.sampled_from(LIMITS)),
        }

    def locks(kind):
        fields = {name: lock() for name in FIELDS[kind] if draw(st.integers(0, 4))}
        if not draw(st.integers(0, 5)):
            return draw(st.sampled_from([{}, {"fields": fields}, None]))
        rights = {
            "move": draw(flag),
            "remove": draw(flag),
            "repeat": draw(st.sampled_from([None, 0, 1, 2])),
        }
        return {
            "fields": fields,
            "rights": rights,
            "why": "",
            "ask": draw(st.sampled_from(["", "brand"])),
        }

    def frame(kinds, many):
        return {
            "key": "k",
            "min": draw(small),
            "max": draw(small) + 2,
            "order": draw(st.sampled_from(["free", "free", "fixed"])),
            "prototypes": [block(draw(st.sampled_from(kinds))) for _ in range(draw(small))],
            "defaults": [
                block(draw(st.sampled_from(kinds))) for _ in range(draw(st.integers(0, many)))
            ],
        }

    def block(kind):
        new = {"type": kind, "id": uid(next(numbers)), "value": {n: HQ[n] for n in FIELDS[kind]}}
        if draw(st.integers(0, 9)):
            new["value"]["locks"] = locks(kind)
        if kind == "region":
            new["value"] |= frame(SECTIONS, 4)
        elif kind == "columns":
            new["value"]["columns"] = [
                {"type": "column", "id": uid(next(numbers)), "value": frame(LEAVES, 2)}
                for _ in range(draw(st.integers(1, 2)))
            ]
        elif kind == "shared":
            new["value"]["block"] = draw(st.sampled_from([7, 8]))
        return new

    kinds = st.sampled_from([*SECTIONS, *["region"] * 4])
    middle = [block(draw(kinds)) for _ in range(draw(st.integers(2, 6)))]
    return [block("envelope"), *middle, block("legal")]


@st.composite
def values(draw, kind):
    """Values for a kind, four of five of them of a shape that can fit."""
    found = {}
    for name, field in FIELDS.get(kind, {}).items():
        if draw(st.integers(0, 3)):
            source = GOOD[field.type] if draw(st.integers(0, 4)) else BAD
            found[name] = draw(st.sampled_from(source))
    if not draw(st.integers(0, 9)):
        found[draw(st.sampled_from(["locks", "imprint", "ghost", "columns"]))] = "x"
    return found


@st.composite
def lists(draw, body):
    every = list(walk(body))
    homes = {block["id"]: block for block in every}
    containers = ["root", *(b["id"] for b in every if b["type"] in ("region", "column"))]
    inner = [f"{own}/{b['id']}" for own in OWN[-2:] for b in every if b["type"] == "column"]
    fresh, found = list(OWN), {}
    chosen = [cid for cid in containers if draw(st.integers(0, 3))]
    chosen += draw(st.lists(st.sampled_from([*inner, "ghost"]), unique=True, max_size=2))
    for cid in chosen:
        home = homes.get(cid.split("/")[-1])
        local = body if cid == "root" else home["value"].get("defaults", []) if home else []
        offered = home["value"].get("prototypes", []) if home else []
        makers = [b for b in [*offered, *local] if b["type"] not in NEVER_COPIED or b in offered]
        prefix = cid.split("/")[0] + "/" if "/" in cid else ""
        entries = [{"ref": prefix + b["id"]} for b in draw(st.permutations(local))]
        for _ in range(draw(st.integers(0, 2))):
            if entries:
                entries.pop(draw(st.integers(0, len(entries) - 1)))
        for _ in range(draw(st.integers(0, 5))):
            honest = makers and draw(st.integers(0, 7))
            proto = draw(st.sampled_from(makers if honest else every))
            own = (
                fresh.pop()
                if fresh and draw(st.integers(0, 11))
                else draw(st.sampled_from([*OWN, proto["id"], "x", OWN[0].upper()]))
            )
            entry = {
                "id": own,
                "proto": proto["id"],
                "kind": proto["type"] if draw(st.integers(0, 19)) else "hero",
                "values": draw(values(proto["type"])),
            }
            entries.insert(draw(st.integers(0, len(entries))), entry)
        if entries and not draw(st.integers(0, 9)):
            entries.append(draw(st.sampled_from(entries)))
        found[cid] = entries
    return found


@st.composite
def overlays(draw, body):
    every = list(walk(body))
    kinds = {block["id"]: block["type"] for block in every}
    leaves = [b["id"] for b in every if b["type"] in (*LEAVES, "column")]
    pool = [*kinds, *(f"{own}/{bid}" for own in OWN[-2:] for bid in leaves), *OWN[-2:], "ghost"]
    edits = {}
    for bid in [bid for bid in pool if draw(st.integers(0, 2)) == 0]:
        kind = kinds.get(bid.split("/")[-1], "hero")
        said = kind if draw(st.integers(0, 19)) else "text"
        edits[bid] = {"kind": said, "values": draw(values(kind))}
    hidden = [bid for bid in pool if draw(st.integers(0, 4)) == 0]
    return {"v": 1, "edits": edits, "lists": draw(lists(body)), "hidden": hidden}


@st.composite
def policies(draw, body):
    policy = {}
    if draw(st.booleans()):
        for block in draw(st.lists(st.sampled_from(list(walk(body))), max_size=3)):
            mode = draw(st.sampled_from(["locked", "editable"]))
            policy[block["id"]] = {
                "rights": {"move": draw(st.booleans())},
                "fields": {name: {"mode": mode} for name in FIELDS.get(block["type"], {})},
            }
    return policy


@st.composite
def cases(draw):
    """A template, an overlay over it, a policy."""
    body = draw(templates())
    return body, draw(overlays(body)), draw(policies(body))


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
