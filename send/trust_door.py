"""TEMPORARY: until the trust centre's doors are there, so that URLs can be read."""

from __future__ import annotations

try:
    from partner_spaces.trust_centre.audience import Member
    from partner_spaces.trust_centre.errors import KeyUnavailable

    from partner_spaces.trust_centre import audience, keys, suppression
except ImportError:
    audience = keys = suppression = None
    Member = object

    class KeyUnavailable(Exception):
        pass
