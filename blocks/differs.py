"""Whether the same blocks make two different mails under two brands, mostly without building them.

Sound both ways: equal MJML is equal HTML; a section whose HTML alone differs makes two mails; what
neither settles is built twice and compared by hash. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from mjml import mjml2html

from blocks import head
from blocks.compile import compile
from blocks.errors import CompileError
from blocks.node import Node, serialise
from blocks.pictures import Shelf
from blocks.pieces import Ground
from blocks.sections import Sections
from blocks.setting import facts_of
from brand_kits.theme import Imprint, Theme

Block = Mapping[str, Any]
KEPT = 4096  # pairs of sections whose HTML is known to differ or not


@dataclass(frozen=True, slots=True)
class Side:
    """A mail in one of two brands."""

    blocks: Sequence[Block]
    theme: Theme
    imprint: Imprint | None
    shelf: Shelf
    language: str


def differ(one: Side, other: Side, partner: Mapping[str, str]) -> bool:
    """Whether the two mails have different hashes. One that cannot be built has none.

    partner: "partner.city" -> value, the same on both sides.
    """
    return _Comparison(one, other, partner).differ()


class _Comparison:
    """Both sides block by block; from the first difference on, one side alone.

    Of that one it still has to be seen that it can be built: two mails that cannot are the same.
    """

    def __init__(self, one: Side, other: Side, partner: Mapping[str, str]) -> None:
        self.one, self.other, self.partner = one, other, partner
        self.frame, theirs = (
            _frame(Ground(side.theme, side.language, None, side.shelf.files_at))
            for side in (one, other)
        )
        self.doubtful = self.frame != theirs
        self.found = self.frame != theirs and _framed_differs(self.frame, theirs)

    def differ(self) -> bool:
        if _ids(self.one) != _ids(self.other):  # not block by block comparable
            return _mail(self.one, self.partner) != _mail(self.other, self.partner)
        ours, theirs = _sections(self.one, self.partner), _sections(self.other, self.partner)
        whole = True
        for left, right in zip(self.one.blocks, self.other.blocks, strict=True):
            try:
                ours.add(left)
            except CompileError:
                return _builds(self.other, self.partner)
            if self.found or not whole:
                continue
            try:
                theirs.add(right)
            except CompileError:
                whole = False
            else:
                self.look(ours, theirs)
        if self.found or not whole:
            return True
        return self.doubtful and _mail(self.one, self.partner) != _mail(self.other, self.partner)

    def look(self, ours: Sections, theirs: Sections) -> None:
        """At what the last block added; the lists begin anew behind it."""
        if ours.lines != theirs.lines:
            self.found = True
        for left, right in zip_longest(ours.body, theirs.body):
            one, other = (serialise(node) if node else "" for node in (left, right))
            if one != other:
                self.doubtful = True
                self.found = self.found or _differs_alone(self.frame, one, other)
        for side in (ours, theirs):
            side.lines.clear()
            side.body.clear()
            side.alone.clear()


def _sections(side: Side, partner: Mapping[str, str]) -> Sections:
    ground = Ground(side.theme, side.language, side.imprint, side.shelf.files_at)
    return Sections(ground, facts_of(tuple(partner.items())), side.shelf, marks=False)


def _ids(side: Side) -> list[tuple[Any, ...]]:
    """What has to be the same to compare block by block; an envelope's words are in no section."""
    return [
        (b.get("id"), b.get("type"), b["value"] if b.get("type") == "envelope" else None)
        for b in side.blocks
    ]


def _builds(side: Side, partner: Mapping[str, str]) -> bool:
    sections = _sections(side, partner)
    try:
        for block in side.blocks:
            sections.add(block)
    except CompileError:
        return False
    return True


@lru_cache(maxsize=64)
def _frame(ground: Ground) -> str:
    """The head and an empty body as MJML; what is filled in later is a mark of its own."""
    mark = Node("mj-raw", content="<!--#-->")
    setting = ground.setting(facts_of(()), {})
    return serialise(head.document(setting, title="", preheader="", body=[mark]))


@lru_cache(maxsize=64)
def _framed_differs(one: str, other: str) -> bool:
    return _html(one) != _html(other)


@lru_cache(maxsize=KEPT)
def _differs_alone(frame: str, one: str, other: str) -> bool:
    """Whether a section's HTML differs, both in the same frame."""
    return _html(_filled(frame, one)) != _html(_filled(frame, other))


def _filled(frame: str, section: str) -> str:
    return frame.replace("<mj-raw><!--#--></mj-raw>", section)


def _html(mjml: str) -> str | None:
    try:
        return str(mjml2html(mjml))
    except ValueError:
        return None


def _mail(side: Side, partner: Mapping[str, str]) -> str:
    try:
        return compile(
            side.blocks,
            theme=side.theme,
            language=side.language,
            shelf=side.shelf,
            partner=partner,
            imprint=side.imprint,
        ).mail
    except CompileError:
        return ""
