"""Customers as bytes: one AES-256-GCM blob per row, keyed indexes, wrapped keys.

Blob: 1 byte format | 4 bytes key version | 12 bytes nonce | ciphertext and tag. The associated
data bind it to table, partner, row and version: a blob moved elsewhere does not open.
Index: HMAC-SHA256 over the normalised value, 16 bytes; the key is the partner's own, so the same
address at two partners gives unrelated values.
"""

from __future__ import annotations

import hmac
import json
import os
import struct
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

import idna
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from partner_spaces.trust_centre.errors import Unreadable

FORMAT = 1
KEY_BYTES = 32
INDEX_BYTES = 16
_NONCE = 12
_HEAD = struct.Struct(">BI")


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def subkey(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(
        algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()
    ).derive(key)


def _bound(table: str, partner_id: int, row: uuid.UUID, version: int) -> bytes:
    return f"{table}|{partner_id}|{row}|{version}".encode()


def seal(
    data: Mapping[str, Any],
    *,
    key: bytes,
    version: int,
    table: str,
    partner_id: int,
    row: uuid.UUID,
) -> bytes:
    """`key` is a subkey for blobs. Values are JSON."""
    nonce = os.urandom(_NONCE)
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    secret = AESGCM(key).encrypt(nonce, plain, _bound(table, partner_id, row, version))
    return _HEAD.pack(FORMAT, version) + nonce + secret


def version_of(blob: bytes) -> int:
    """The key version a blob was sealed with. Unreadable for anything that is no blob of ours."""
    if len(blob) < _HEAD.size + _NONCE + 16 or blob[0] != FORMAT:
        raise Unreadable("not a sealed row")
    return int(_HEAD.unpack_from(blob)[1])


def unseal(
    blob: bytes, *, key: bytes, table: str, partner_id: int, row: uuid.UUID
) -> dict[str, Any]:
    """Unreadable if a bit differs, or the blob was another row's, partner's or version's."""
    version, rest = version_of(blob), blob[_HEAD.size :]
    bound = _bound(table, partner_id, row, version)
    try:
        plain = AESGCM(key).decrypt(rest[:_NONCE], rest[_NONCE:], bound)
    except InvalidTag:
        raise Unreadable("a sealed row does not open") from None
    data: dict[str, Any] = json.loads(plain)
    return data


def normal_email(address: str) -> str:
    """As two addresses are compared: NFC, lower case, the domain in its ASCII form (IDNA 2008).

    Not case-folded: that would make one address of two whose names differ in ß and ss.
    """
    local, at, domain = unicodedata.normalize("NFC", address).strip().lower().rpartition("@")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode()
        except idna.IDNAError:
            return f"{local}{at}{domain}"
    return f"{local}{at}{domain}"


def index(value: str, *, key: bytes) -> bytes:
    """`key` is a subkey for this kind of value; `value` is normalised."""
    return hmac.digest(key, value.encode(), "sha256")[:INDEX_BYTES]
