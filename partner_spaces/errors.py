"""What cannot go on in a partner's rooms.

NotAllowed (PermissionDenied)         the role does not reach that far
├── NoSpace                           this person is a member of no space
└── OwnCampaign                       four eyes: nobody decides what they submitted
Refused (ValidationError)             cannot be done now; `code` says why
├── AlreadyUsed                       a template for one use; `campaign` is what used it up
├── InReview                          nothing is editable while it is reviewed: withdraw first
├── NotReady                          error findings stand against it; `findings`
├── Outdated                          something newer is there; `code` newer | mail | state
├── InvitationRefused                 `code` unknown expired used opened headquarters account
└── LastOwner                         a space without an owner cannot be reached any more
Stale (Exception)                     someone saved in between; `current` is the campaign as it is
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from brand_kits.findings import Finding
    from partner_spaces.models import Campaign


class NotAllowed(PermissionDenied):
    """The person's role does not allow it."""


class NoSpace(NotAllowed):
    """The person is a member of no space."""


class OwnCampaign(NotAllowed):
    """Four eyes: who submitted or wrote a campaign does not decide about it."""


class Refused(ValidationError):
    """Cannot be done now; the message is for the person who tried."""


class AlreadyUsed(Refused):
    """The template is for one use, and this partner has used it."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(
            _("You have used this template: “%(title)s”. It is meant for one campaign.")
            % {"title": campaign.title},
            code="used",
        )
        self.campaign = campaign


class InReview(Refused):
    """The campaign is being reviewed."""

    def __init__(self) -> None:
        super().__init__(
            _("This campaign is being reviewed. Withdraw it to go on editing."), code="in_review"
        )


class NotReady(Refused):
    """Error findings stand against it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(_("Something is still missing before this can go out."), code="not_ready")
        self.findings = findings


class Outdated(Refused):
    """What was decided about is not what is there now. code: newer, mail or state."""


class InvitationRefused(Refused):
    """The invitation opens nothing (any more)."""


class LastOwner(Refused):
    """The last owner stays."""

    def __init__(self) -> None:
        super().__init__(
            _("A space needs an owner. Make somebody else an owner first."), code="last_owner"
        )


class Stale(Exception):
    """Somebody saved in between. current: the campaign as it is now."""

    def __init__(self, current: Campaign) -> None:
        super().__init__("saved in between")
        self.current = current
