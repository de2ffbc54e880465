"""The one way to compile a campaign: live template, theme, pictures and partner facts, gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from brand_kits.findings import Finding
from partner_spaces.models import Campaign

if TYPE_CHECKING:
    from blocks.compile import Compiled

    from blocks.resolution import Resolution
    from brand_kits.theme import Imprint, Theme


@dataclass(frozen=True, slots=True)
class Rendered:
    """A campaign as a mail.

    compiled: None if no mail can be made of it (a finding `compile.failed` says why).
    findings: of resolution and compiler; `checks.check` adds what the partner's data lack.
    inputs: versions of headquarters' inputs and of the branch data, for Review and Carry.
    mail: "" without a compiled mail.
    """

    resolution: Resolution
    compiled: Compiled | None
    findings: tuple[Finding, ...]
    inputs: Mapping[str, str]
    said: str
    mail: str
    theme: Theme
    imprint: Imprint | None
    body: list[dict[str, Any]] = field(default_factory=list)


def rendered(campaign: Campaign, *, overlay: Mapping[str, Any] | None = None) -> Rendered:
    """Compiles the campaign with headquarters' live inputs.

    overlay: another one than the row's (a revision's, or one being saved). To render a revision
    as it was submitted: `rendered(campaign, overlay=revision.content["overlay"])` or
    `rendered_revision(campaign, revision)`. Never raises on what a partner wrote.
    """
    raise NotImplementedError
