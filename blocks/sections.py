"""The body of a mail: its blocks as sections, in order; containers around what they hold.

MJML nests no further than section > column > block: a container that sets blocks side by side
builds one section of theirs, a region or a shared block only stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from blocks.catalogue import CATALOGUE
from blocks.errors import CompileError, NodeError
from blocks.node import Node
from blocks.pictures import Shelf
from blocks.pieces import Ground, Piece, piece
from blocks.resolution import inside
from blocks.schema import SECTION, Kind, Place
from blocks.setting import Facts
from brand_kits.findings import Finding

Block = Mapping[str, Any]


class Sections:
    """One body in the making.

    marks: a comment `#id` before and `#/id` behind every block. alone: each block as a section of
    its own, to name the one that MRML refuses.
    """

    __slots__ = (
        *("alone", "body", "facts", "files", "findings", "ground", "lines", "marks"),
        *("place", "shelf"),
    )

    def __init__(self, ground: Ground, facts: Facts, shelf: Shelf, *, marks: bool) -> None:
        self.ground, self.facts, self.shelf, self.marks = ground, facts, shelf, marks
        self.body: list[Node] = []
        self.lines: list[str] = []
        self.findings: list[Finding] = []
        self.files: dict[str, bytes] = {}
        self.alone: list[tuple[str, Node]] = []
        self.place = SECTION

    def add(self, block: Block) -> None:
        """Raises CompileError with the block that cannot be built."""
        made = self._take(block)
        kind, block_id = CATALOGUE[block["type"]], str(block.get("id", ""))
        if kind.hold is None:
            nodes: Sequence[Node] = made.nodes
            self._put(block_id, nodes)
            for column in inside(block):
                for inner in column:
                    self.add(inner)
        else:
            self._put(block_id, self._held(kind, block, block_id))

    def _held(self, kind: Kind, block: Block, block_id: str) -> Sequence[Node]:
        """The one section of a container that sets blocks side by side, or none."""
        columns = list(inside(block))
        places = kind.places(block["value"], len(columns)) if kind.places else ()
        cells = [
            [self._cell(inner, place) for inner in column]
            for place, column in zip(places, columns, strict=True)
        ]
        setting = self.ground.setting(self.facts, self.shelf.pictures)
        setting.block_id = block_id
        try:
            node = kind.hold(block["value"], setting, cells) if kind.hold else None
        except NodeError as error:
            raise CompileError(block_id, str(error)) from error
        return () if node is None else (node,)

    def _cell(self, block: Block, place: Place) -> Sequence[Node]:
        """What a block puts into a column."""
        nodes, block_id = self._take(block, place).nodes, str(block.get("id", ""))
        if not nodes:
            return ()
        self.alone.append((block_id, Node("mj-section", {}, [Node("mj-column", {}, nodes)])))
        return self._marked(block_id, nodes)

    def _take(self, block: Block, place: Place = SECTION) -> Piece:
        """The block's piece; its line and findings are taken down in the mail's order."""
        rank = self.place.rank
        here = place._replace(rank=rank) if place.room else self.place
        made = piece(block, self.ground, self.facts, self.shelf, here)
        if made.rank != rank:
            self.place = Place(rank=made.rank)
        self.findings += made.findings
        self.files.update(made.files)
        if made.line:
            self.lines.append(made.line)
        return made

    def _put(self, block_id: str, nodes: Sequence[Node]) -> None:
        self.alone += [(block_id, node) for node in nodes]
        self.body += self._marked(block_id, nodes) if nodes else ()

    def _marked(self, block_id: str, nodes: Sequence[Node]) -> Sequence[Node]:
        if not self.marks:
            return nodes
        mark = re.sub(r"[^A-Za-z0-9/-]", "", block_id)
        before, after = (Node("mj-raw", content=f"<!--#{end}{mark}-->") for end in ("", "/"))
        return (before, *nodes, after)
