"""The Studio's form of what holds blocks: regions, offer grids, columns, uses of shared blocks.

No stream holds itself: a template has regions, a region has columns, a column has leaf kinds, and
there it ends. One instance a kind, always under the same name: the definition of the edit form
names each of them once (measured: half the size).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from wagtail import blocks

from blocks.catalogue import CATALOGUE
from blocks.form_blocks import brand_block, plain_block
from blocks.form_inputs import Choice, Group, Key, Snippet, Stream, Whole, words
from blocks.schema import Label

Named = list[tuple[str, blocks.Block]]

_KEY = Key(
    regex=r"^[a-z][a-z0-9_]{0,39}$",
    search_index=False,
    label=words(Label("Kurzname", "Key")),
    help_text=words(Label("Klein, ohne Leerzeichen: angebote", "Lower case: offers")),
)
_MIN = Whole(default=0, min_value=0, label=words(Label("Mindestens", "At least")))
_MAX = Whole(default=3, min_value=1, label=words(Label("Höchstens", "At most")))
_ORDER = Choice(
    choices=[
        ("free", words(Label("Frei", "Free"))),
        ("fixed", words(Label("Wie hier", "As here"))),
    ],
    default="free",
    search_index=False,
    label=words(Label("Reihenfolge", "Order")),
)


def _frame(kinds: Named) -> Named:
    """The inputs of a container that takes these kinds."""
    offered, ready = (
        Label("Partner können einfügen", "Partners may insert"),
        Label("Steht schon da", "Already there"),
    )
    return [
        ("key", _KEY),
        ("min", _MIN),
        ("max", _MAX),
        ("order", _ORDER),
        ("prototypes", Stream(kinds, required=False, label=words(offered))),
        ("defaults", Stream(kinds, required=False, label=words(ready))),
    ]


SECTIONS: Named = [
    (kind.name, brand_block(kind))
    for kind in CATALOGUE.values()
    if not kind.pinned and not kind.container
]
LEAVES: Named = [(name, block) for name, block in SECTIONS if CATALOGUE[name].leaf]
# What a shared block may say; nobody releases any of it.
PLAIN: Named = [(name, plain_block(CATALOGUE[name])) for name, _block in LEAVES]

_COLUMN = Group(
    _frame(LEAVES), label=words(Label("Spalte", "Column")), icon="table", label_format="{key}"
)
_COLUMNS: Named = [
    (
        "columns",
        Stream(
            [("column", _COLUMN)], min_num=2, max_num=3, label=words(Label("Spalten", "Columns"))
        ),
    )
]
_USE: Named = [
    (
        "block",
        Snippet(
            settings.SHARED_BLOCK_MODEL,
            required=False,
            label=words(Label("Gemeinsamer Baustein", "Shared block")),
            help_text=words(
                Label(
                    "Einmal geändert, ändert er sich in jeder noch nicht versendeten Mail.",
                    "Changed once, it changes in every mail that is not sent yet.",
                )
            ),
        ),
    )
]
# Instances that stand in a region and in the body alike.
INNER: Named = [
    ("columns", brand_block(CATALOGUE["columns"], _COLUMNS)),
    ("shared", brand_block(CATALOGUE["shared"], _USE)),
]
_OFFER: Named = [(name, block) for name, block in LEAVES if name == "offer"]
CONTAINERS: Named = [
    *INNER,
    ("region", brand_block(CATALOGUE["region"], _frame([*SECTIONS, *INNER]))),
    ("offers", brand_block(CATALOGUE["offers"], _frame(_OFFER))),
]


def all_kinds() -> Iterator[tuple[str, blocks.Block]]:
    """Every kind as it stands in a body, in palette order."""
    known = dict([*SECTIONS, *CONTAINERS])
    for kind in CATALOGUE.values():
        yield kind.name, known.get(kind.name) or brand_block(kind)
