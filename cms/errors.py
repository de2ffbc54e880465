"""What the Studio refuses.

ValidationError
└── NotPublishable    a template that may not go out to partners, with every reason in words
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from brand_kits.findings import Finding


class NotPublishable(ValidationError):  # noqa: N818
    """A template with faults was to be published. `findings` and `sentences` go side by side."""

    def __init__(self, findings: Sequence[Finding], sentences: Sequence[str]) -> None:
        self.findings = tuple(findings)
        super().__init__(list(sentences))
