"""What the brand refuses.

ValidationError
├── KitRefused      a brand kit that lacks something every mail needs, in words by field
└── TokensRefused   a token file of which nothing is taken over, in words by line
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from brand_kits import dtcg_words, kit_words
from brand_kits.dtcg.problems import Problem
from brand_kits.findings import Finding


class TokensRefused(ValidationError):
    """A token file. `problems` goes beside the words: each with its line and path."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__([dtcg_words.said(problem) for problem in self.problems])


class KitRefused(ValidationError):
    """A kit that was to be published. `findings` goes beside the words."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(kit_words.by_field(findings))
