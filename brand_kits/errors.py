"""What the brand refuses.

ValidationError
└── KitRefused    a brand kit that lacks something every mail needs, in words by field
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from brand_kits import kit_words
from brand_kits.findings import Finding


class KitRefused(ValidationError):
    """A kit that was to be published. `findings` goes beside the words."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(kit_words.by_field(findings))
