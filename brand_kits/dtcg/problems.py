"""What is wrong with a token file: where it stands, and what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing at one place. path: names joined by points; line counts from 1, 0 = the file."""

    code: str
    line: int = 0
    path: str = ""
    value: Any = None
    limit: Any = None


class UnreadableTokensError(ValueError):
    """A file from which nothing is taken. `problems` says everything that stands against it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.line}: {p.path}: {p.code}" for p in self.problems))
