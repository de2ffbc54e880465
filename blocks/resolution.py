"""What a resolution is: blocks, findings, what was accepted, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from blocks.judge import UNSTORABLE, Refusal
from brand_kits.findings import Finding, Severity

MOST_SHOWN = 80  # characters of a partner's text that a finding quotes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the partner wrote that has no effect. field "" = the whole entry."""

    code: str
    block_id: str
    field: str = ""
    value: Any = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Container:
    """One container as resolved: HQ's defaults, every visible block in order.

    bent: the list asked for an order that fixed blocks did not allow.
    """

    defaults: tuple[str, ...]
    order: tuple[str, ...]
    bent: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """blocks: the mail as values. accepted: the overlay less left_out, a fixed point.

    Read only: blocks share the locks of the template. containers: by resolution id.
    """

    blocks: list[dict[str, Any]]
    findings: tuple[Finding, ...]
    accepted: dict[str, Any]
    left_out: tuple[LeftOut, ...]
    containers: Mapping[str, Container] = field(default_factory=lambda: MappingProxyType({}))


def inside(block: Mapping[str, Any]) -> Iterator[Sequence[Mapping[str, Any]]]:
    """What a resolved block holds, column by column; a region is one column."""
    if block.get("columns"):
        yield from (column["blocks"] for column in block["columns"])
    elif block.get("blocks"):
        yield block["blocks"]


def flat(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every resolved block at any depth; a container stands before what it holds."""
    for block in blocks:
        yield block
        for column in inside(block):
            yield from flat(column)


class Report:
    """Collects findings and what is left out. quiet > 0: kept and left out without a word."""

    __slots__ = ("findings", "left", "quiet")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.left: list[LeftOut] = []
        self.quiet = 0

    def say(self, code: str, block_id: str, name: str = "", **measure: Any) -> None:
        """measure: limit, value, suggestion, ask of the Finding."""
        if not self.quiet:
            self.findings.append(Finding(code, Severity.ERROR, block_id, name, **measure))

    def warn(self, code: str, block_id: str, severity: Severity, ask: str = "") -> None:
        if not self.quiet:
            self.findings.append(Finding(code, severity, block_id, ask=ask))

    def leave(self, left: LeftOut, **measure: Any) -> None:
        self.left.append(left)
        self.say(left.code, left.block_id, left.field, **measure)

    def refuse(self, left: LeftOut, why: Refusal, *, suggestion: str | None, ask: str) -> None:
        shown = why.measured[:MOST_SHOWN] if isinstance(why.measured, str) else why.measured
        self.leave(
            replace(left, code=why.code),
            limit=why.limit,
            value=shown,
            suggestion=suggestion,
            ask=ask,
        )


def word(value: Any) -> str:
    """A name a partner sent, if it can be shown and stored; else ""."""
    if not isinstance(value, str) or len(value) > MOST_SHOWN or UNSTORABLE.search(value):
        return ""
    return value
