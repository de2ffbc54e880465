"""What stands against a campaign, the same on every way to it."""

from __future__ import annotations

from collections.abc import Iterable

from brand_kits.findings import Finding, Severity
from partner_spaces.models import Partner
from partner_spaces.partners import legal_findings
from partner_spaces.rendering import Rendered


def check(rendered: Rendered, partner: Partner) -> tuple[Finding, ...]:
    """Everything there is to say: locks, limits, the mail, and the partner's missing legal data."""
    said = {f.field for f in rendered.findings if f.code == "legal.missing"}
    missing = legal_findings(partner, rendered.imprint)
    return (*rendered.findings, *(f for f in missing if f.field not in said))


def retired(findings: Iterable[Finding]) -> bool:
    """Whether headquarters took the template back."""
    return any(f.code == "template.retired" for f in findings)


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that keep a campaign from being submitted, approved or sent."""
    return tuple(f for f in findings if f.severity is Severity.ERROR)
