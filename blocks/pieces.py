"""One block as its piece of a mail, built once for as long as nothing it can see has changed.

A mail is mostly what it was a keystroke ago, and ten thousand campaigns of one template share what
headquarters wrote. What a kind may ask is handed to it here and is the key of what is kept: the
words of the block, the brand, the partner's facts if the kind asks for them, and the pictures,
claims and voices that the block names. A kind sees nothing else, so nothing else can change its
piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from blocks import merge
from blocks.catalogue import CATALOGUE, fields_of
from blocks.errors import CompileError, NodeError
from blocks.node import Node
from blocks.pictures import EMPTY_SHELF, PARTNER_LOGO, Picture, Shelf
from blocks.quote import Quote, quote_of
from blocks.schema import BY_ID, QUOTED, SECTION, Field, FieldType, Kind, Place
from blocks.setting import Facts, Setting, facts_of
from brand_kits.findings import Finding, Severity
from brand_kits.theme import Imprint, Theme

Block = Mapping[str, Any]
Shown = tuple[tuple[FieldType, int, Picture | Quote | None], ...]
KEPT = 4096  # pieces of a process; one is 1 to 5 kB

NOBODY = facts_of(())


class Ground:
    """The brand a mail is built on: theme, language, imprint, and where its files will stand.

    Two are one only when they hold the very same objects: themes are frozen, large and kept.
    """

    __slots__ = ("_hash", "files_at", "imprint", "language", "theme", "types")

    def __init__(
        self,
        theme: Theme,
        language: str,
        imprint: Imprint | None,
        files_at: str = EMPTY_SHELF.files_at,
    ) -> None:
        self.theme, self.language, self.imprint = theme, language, imprint
        self.files_at = files_at
        self.types: dict[tuple[str, str], Mapping[str, str]] = {}
        self._hash = hash((id(theme), language, id(imprint)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Ground)
            and self.theme is other.theme
            and self.imprint is other.imprint
            and self.language == other.language
            and self.files_at == other.files_at
        )

    def setting(self, facts: Facts, pictures: Mapping[int, Picture]) -> Setting:
        """What a piece may ask: these facts, these pictures, and the brand."""
        return Setting(
            theme=self.theme,
            language=self.language,
            pictures=pictures,
            partner=facts.values,
            imprint=self.imprint,
            types=self.types,
            files_at=self.files_at,
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """What a block puts into the mail: nodes, its lines in the text part, and what is to be said.

    nodes: one section or none; in a column what the kind's cell gives. rank: of the last heading
    behind it. files: (name, content) of what the mail brings along.
    """

    nodes: tuple[Node, ...]
    line: str
    findings: tuple[Finding, ...]
    rank: int
    files: tuple[tuple[str, bytes], ...] = ()


def piece(
    block: Block,
    ground: Ground,
    facts: Facts,
    shelf: Shelf,
    place: Place = SECTION,
) -> Piece:
    """The block's piece. Raises CompileError for a block that cannot be built."""
    name, values = block["type"], block["value"]
    kind = CATALOGUE.get(name)
    if kind is None:
        raise CompileError(str(block.get("id", "")), f"no kind {name!r}")
    seen = facts if kind.asks_partner or _merges(values) else NOBODY
    said = (*values, *values.values())
    shown = _shown(name, values, ground, shelf)
    key = (name, str(block.get("id", "")), said, ground, seen, shown, place)
    try:
        return _kept(*key)
    except TypeError:  # a value that is none of ours cannot be hashed: that is the kind's to say
        return _piece(*key)


_BY_ID = fields_of(BY_ID)


def _merges(values: Mapping[str, Any]) -> bool:
    return any(isinstance(value, str) and "{" in value for value in values.values())


def _shown(kind: str, values: Mapping[str, Any], ground: Ground, shelf: Shelf) -> Shown:
    """What a block can show: whatever its fields name, and for some kit's and partner's logos."""
    fields = _BY_ID[kind]
    logos = CATALOGUE[kind].asks_logos
    if not (fields or logos):
        return ()
    named = [(type_, values.get(name)) for name, type_ in fields]
    if logos:
        named += [(FieldType.PICTURE, logo.picture) for logo in ground.theme.logos.values()]
        named += [(FieldType.PICTURE, PARTNER_LOGO)] if ground.theme.cobrand else []
    return tuple((t, one, _found(t, one, ground, shelf)) for t, one in named if type(one) is int)


def _found(type_: FieldType, one: int, ground: Ground, shelf: Shelf) -> Picture | Quote | None:
    if type_ not in QUOTED:
        return shelf.pictures.get(one)
    said = shelf.quoted(type_).get(one)
    return quote_of(said, language=ground.language, pictures=shelf.pictures) if said else None


def _piece(
    name: str,
    block_id: str,
    said: tuple[Any, ...],
    ground: Ground,
    facts: Facts,
    shown: Shown,
    place: Place,
) -> Piece:
    kind, half = CATALOGUE[name], len(said) // 2
    values = dict(zip(said[:half], said[half:], strict=True))
    pictures = {number: one for _type, number, one in shown if isinstance(one, Picture)}
    setting = ground.setting(facts, pictures)
    setting.quotes = {(type_, n): one for type_, n, one in shown if isinstance(one, Quote)}
    setting.block_id, setting.rank = block_id, place.rank
    setting.findings += merge_findings(
        {"type": name, "id": block_id, "value": values}, facts.values
    )
    try:
        if not place.room:
            node = kind.mjml(values, setting)
            nodes: tuple[Node, ...] = () if node is None else (node,)
        else:
            setting.room, setting.ground = place.room, place.ground
            nodes = _cell(kind, values, setting)
    except NodeError as error:
        raise CompileError(block_id, str(error)) from error
    found = tuple(setting.findings)  # the text part says nothing new
    line = kind.text(values, setting)
    return Piece(nodes, line, found, setting.rank, tuple(setting.files.items()))


def _cell(kind: Kind, values: Mapping[str, Any], setting: Setting) -> tuple[Node, ...]:
    if kind.cell is None:
        raise NodeError(f"{kind.name} does not stand in a column.")
    return tuple(kind.cell(values, setting))


_kept = lru_cache(maxsize=KEPT)(_piece)


def allowed_in(f: Field) -> frozenset[str]:
    """The merge fields that a field of a kind may hold."""
    if f.name in ("from_name", "reply_to"):
        return merge.SENDER_FIELDS
    return merge.LINK_FIELDS if f.type is FieldType.LINK else merge.FIELDS


# kind -> (field, whether it is HTML, what may stand in it), of the fields that may merge.
_MERGING = {
    kind.name: [(f.name, f.type is FieldType.RICH, allowed_in(f)) for f in kind.fields if f.merge]
    for kind in CATALOGUE.values()
}


def merge_findings(
    block: Block, partner: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Finding]:
    """What the merge grammar has to say about a block's fields.

    merge.empty, a warning: a partner field without a value leaves a hole in the text.
    """
    block_id = str(block.get("id", ""))
    for name, html, allowed in _MERGING.get(str(block.get("type")), ()):
        value = block["value"].get(name)
        if not isinstance(value, str) or ("{" not in value and "}" not in value):
            continue
        yield from merge.findings(value, block_id=block_id, field=name, html=html, allowed=allowed)
        for missing in merge.holes(merge.parse(value, html=html, allowed=allowed).parts, partner):
            yield Finding("merge.empty", Severity.WARNING, block_id, name, value=missing)
