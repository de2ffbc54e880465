"""What the Studio refuses.

ValidationError
├── NotPublishable    what may not go out to partners, with every reason in words
├── PackageRefused    a package that means nothing here, with every reason in words
└── StillUsed         a shared block that templates use was to be taken away
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from brand_kits.findings import Finding


class NotPublishable(ValidationError):
    """A template with faults was to be published; each finding has its sentence, in order."""

    def __init__(self, findings: Sequence[Finding], sentences: Sequence[str]) -> None:
        self.findings = tuple(findings)
        pairs = zip(findings, sentences, strict=True)
        places = ((finding.block_id, finding.field, said) for finding, said in pairs)
        self.by_field = tuple(dict.fromkeys(places))
        super().__init__(list(dict.fromkeys(sentences)))


class StillUsed(ValidationError):
    """`names` are the templates that would have a hole without it."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        said = _("These templates use it: %(names)s. Take it out of them first.")
        super().__init__(said % {"names": ", ".join(names)})


class PackageRefused(ValidationError):
    """Nothing of the package was taken in (or written)."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(list(dict.fromkeys(reasons))[:50])
