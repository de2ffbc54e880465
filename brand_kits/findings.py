"""What any check says: a value shown beside the block, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check has to say, bound to its place.

    `code` is a stable word (`lock.field`, `region.max`, `field.length` ...); the sentence in the
    reader's language is made from it by `blocks.words.sentence(finding, language)`.
    `limit` is what is allowed, `value` what was measured, `suggestion` a value that would pass,
    `ask` whom to ask. `span` is (start, end) in characters of the field, or None.
    """

    code: str
    severity: Severity = Severity.ERROR
    block_id: str = ""
    field: str = ""
    span: tuple[int, int] | None = None
    limit: Any = None
    value: Any = None
    suggestion: str | None = None
    ask: str = ""
