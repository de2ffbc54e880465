"""What goes wrong on the way to the inbox.

SendError
├── ScheduleError (ValidationError)    the campaign may not be put on its way; each reason is named
├── HeaderError (ValueError)           a header would say something nobody meant
├── MayNotLeaveError                   a mail without opt-out or imprint
├── FrozenError                        somebody tried to change what was frozen
└── TestLimitError (ValidationError)   the day's test mails are used up
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError


class SendError(Exception):
    """The root of this package's errors."""


class ScheduleError(SendError, ValidationError):
    """Why a campaign cannot be scheduled: `codes` are stable, `messages` are for people."""

    def __init__(self, reasons: Sequence[tuple[str, str]]) -> None:
        ValidationError.__init__(
            self, [ValidationError(message, code=code) for code, message in reasons]
        )
        self.codes = tuple(code for code, _message in reasons)


class HeaderError(SendError, ValueError):
    """A header, address or name that would not be read as it was meant."""


class MayNotLeaveError(SendError):
    """A mail without an opt-out or without its imprint. `missing` names what."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class FrozenError(SendError):
    """A snapshot is written once."""


class TestLimitError(SendError, ValidationError):
    """A member's test mails of the last 24 hours are used up."""
