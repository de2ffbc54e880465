"""The tokens of the public door: hard to forge, readable without any partner's key.

An unsubscribe token is partner | dispatch | address index | MAC; a web view token names a dispatch
and no person. The first key of settings.PUBLIC_TOKEN_KEYS signs, all of them verify. Address
indexes are made under a key of the partner's own, so tokens of two partners cannot be linked.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

_MAC = 16  # bytes
_INDEX = range(16, 65)  # bytes an address index may have


@dataclass(frozen=True, slots=True)
class Opting:
    """Whom an unsubscribe token is about: ids and the keyed index, nothing personal."""

    partner: uuid.UUID
    dispatch: uuid.UUID
    address_index: bytes


def unsubscribe_token(*, partner: uuid.UUID, dispatch: uuid.UUID, address_index: bytes) -> str:
    return _sealed("u", partner.bytes + dispatch.bytes + bytes(address_index))


def read_unsubscribe(token: str) -> Opting | None:
    """None for anything that was not signed by one of our keys, whatever it is."""
    body = _opened("u", token)
    if body is None or len(body) - 32 not in _INDEX:
        return None
    return Opting(uuid.UUID(bytes=body[:16]), uuid.UUID(bytes=body[16:32]), body[32:])


def view_token(dispatch: uuid.UUID) -> str:
    return _sealed("m", dispatch.bytes)


def read_view(token: str) -> uuid.UUID | None:
    """None for anything that was not signed by one of our keys, whatever it is."""
    body = _opened("m", token)
    return uuid.UUID(bytes=body) if body is not None and len(body) == 16 else None


def _macs(door: str, body: bytes) -> Iterator[bytes]:
    for key in settings.PUBLIC_TOKEN_KEYS:
        yield hmac.digest(key.encode(), door.encode() + b"\x00" + body, "sha256")[:_MAC]


def _sealed(door: str, body: bytes) -> str:
    mac = next(_macs(door, body))
    return base64.urlsafe_b64encode(body + mac).rstrip(b"=").decode()


def _opened(door: str, token: str) -> bytes | None:
    if not token.isascii() or len(token) > 200:
        return None
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body, mac = raw[:-_MAC], raw[-_MAC:]
    # One spelling a token: base64 would let the last character vary.
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != token:
        return None
    good = [hmac.compare_digest(mac, own) for own in _macs(door, body)]
    return body if any(good) else None
