"""What can go wrong in the trust centre. None of these carries a customer's data.

TrustError
├── OutsideSpace (PermissionDenied)   a trust table was touched without `space()`
├── OtherSpace (PermissionDenied)     another partner's space inside an open one, or its rows
├── NotAllowedHere (PermissionDenied) dump, iterator, a change of owner
├── KeyUnavailable                    the partner's key cannot be reached; nothing is lost
└── Unreadable (ValueError)           a sealed row was changed or moved, or is none of ours
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class TrustError(Exception):
    """The family."""


class OutsideSpace(TrustError, PermissionDenied):
    """A trust table's name stood in SQL outside a space."""

    def __init__(self, table: str = "") -> None:
        self.table = table
        super().__init__(f"{table or 'A trust table'} is reached only inside space(partner).")


class OtherSpace(TrustError, PermissionDenied):
    """Two partners never meet in one space."""


class NotAllowedHere(TrustError, PermissionDenied):
    """A way of reading or writing that the trust centre does not offer."""


class KeyUnavailable(TrustError):
    """The key provider cannot give this partner's key now. Customers stay as they are."""

    def __init__(self, partner_id: int) -> None:
        self.partner_id = partner_id
        super().__init__("The key of this space cannot be reached. Nothing is lost.")


class Unreadable(TrustError, ValueError):
    """A sealed row that does not open: a bit differs, or it was another row's or partner's."""
