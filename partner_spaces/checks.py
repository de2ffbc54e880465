"""What stands against a campaign, the same on every way to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from blocks import sayable
from brand_kits.findings import Finding, Severity
from partner_spaces.models import Partner
from partner_spaces.partners import legal_findings
from partner_spaces.rendering import Rendered

EARLY = frozenset({"claim.early"})


def check(rendered: Rendered, partner: Partner, *, on: date | None = None) -> tuple[Finding, ...]:
    """Everything there is to say: locks, limits, the mail, the partner's missing legal data, and
    claims and voices that may not be said in its network.

    on: the day it is sent. Without one they are asked for today, and one whose first day is to
    come is only pointed out.
    """
    said = {f.field for f in rendered.findings if f.code == "legal.missing"}
    missing = legal_findings(partner, rendered.imprint)
    quoted = sayable.findings(
        rendered.resolution.blocks,
        rendered.shelf,
        language=rendered.language,
        on=on or timezone.localdate(),
        scopes=frozenset({partner.network.slug}),
        mild=frozenset() if on else EARLY,
    )
    return (*rendered.findings, *(f for f in missing if f.field not in said), *quoted)


def retired(findings: Iterable[Finding]) -> bool:
    """Whether headquarters took the template back."""
    return any(f.code == "template.retired" for f in findings)


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that keep a campaign from being submitted, approved or sent."""
    return tuple(f for f in findings if f.severity is Severity.ERROR)
