"""What the Studio refuses.

ValidationError
└── NotPublishable    a template that may not go out to partners, with every reason in words
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from brand_kits.findings import Finding


class NotPublishable(ValidationError):
    """A template with faults was to be published; each finding has its sentence, in order."""

    def __init__(self, findings: Sequence[Finding], sentences: Sequence[str]) -> None:
        self.findings = tuple(findings)
        pairs = zip(findings, sentences, strict=True)
        places = ((finding.block_id, finding.field, said) for finding, said in pairs)
        self.by_field = tuple(dict.fromkeys(places))
        super().__init__(list(dict.fromkeys(sentences)))
