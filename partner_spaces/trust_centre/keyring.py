"""Keys of a partner: the outer key (KEK) outside the database, all others wrapped by it inside."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.utils.module_loading import import_string

from partner_spaces.trust_centre import crypto
from partner_spaces.trust_centre.errors import KeyUnavailable
from partner_spaces.trust_centre.models import PartnerKey
from partner_spaces.trust_centre.space import required

BLOB = "customer blob"
EMAIL = "e-mail index"


class KeyProvider(Protocol):
    """Where outer keys live. Each method raises KeyUnavailable if that place cannot be reached."""

    def wrap(self, partner_id: int, key: bytes) -> bytes: ...

    def unwrap(self, partner_id: int, wrapped: bytes) -> bytes: ...

    def destroy(self, partner_id: int) -> None: ...


class FileKeyProvider:
    """One file a partner in a folder only this process may read; made when first needed."""

    def __init__(self, *, folder: Path | str) -> None:
        self.folder = Path(folder)

    def wrap(self, partner_id: int, key: bytes) -> bytes:
        return aes_key_wrap(self._outer(partner_id, make=True), key)

    def unwrap(self, partner_id: int, wrapped: bytes) -> bytes:
        try:
            return aes_key_unwrap(self._outer(partner_id), wrapped)
        except (InvalidUnwrap, ValueError):
            raise KeyUnavailable(partner_id) from None

    def destroy(self, partner_id: int) -> None:
        self._path(partner_id).unlink(missing_ok=True)

    def _path(self, partner_id: int) -> Path:
        return self.folder / f"partner-{int(partner_id)}.key"

    def _outer(self, partner_id: int, *, make: bool = False) -> bytes:
        path = self._path(partner_id)
        try:
            if make and not path.exists():
                self._make(path)
            key = path.read_bytes()
        except OSError:
            raise KeyUnavailable(partner_id) from None
        if len(key) != crypto.KEY_BYTES:
            raise KeyUnavailable(partner_id)
        return key

    def _make(self, path: Path) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{uuid.uuid4().hex}.new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(crypto.new_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # the first one stays: a link never overwrites
        except FileExistsError:
            pass
        finally:
            draft.unlink()


def provider() -> KeyProvider:
    """The provider of settings.KEY_PROVIDER (BACKEND + OPTIONS)."""
    chosen: Mapping[str, Any] = settings.KEY_PROVIDER
    made: KeyProvider = import_string(chosen["BACKEND"])(**chosen.get("OPTIONS", {}))
    return made


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """A partner's open keys, for as long as one call needs them. Never logged: no repr."""

    partner_id: int
    blobs: Mapping[int, bytes]
    email: bytes

    @property
    def newest(self) -> int:
        return max(self.blobs)

    def index(self, address: str) -> bytes:
        return crypto.index(crypto.normal_email(address), key=self.email)

    def seal(self, data: Mapping[str, Any], *, row: uuid.UUID) -> tuple[int, bytes]:
        """(key version, blob)."""
        version = self.newest
        blob = crypto.seal(
            data,
            key=self.blobs[version],
            version=version,
            table="customer",
            partner_id=self.partner_id,
            row=row,
        )
        return version, blob

    def unseal(self, blob: bytes, *, row: uuid.UUID) -> dict[str, Any]:
        blob = bytes(blob)
        key = self.blobs.get(crypto.version_of(blob))
        if key is None:
            raise KeyUnavailable(self.partner_id)
        return crypto.unseal(blob, key=key, table="customer", partner_id=self.partner_id, row=row)


def keyring(*, make: bool = False) -> Keyring:
    """The open space's keys. make: a space without keys gets its first ones (partner role only).

    Raises KeyUnavailable without them.
    """
    partner_id = required()
    rows = list(PartnerKey.objects.all())
    if not rows and make:
        rows = _first_keys(partner_id)
    outer = provider()
    opened = [(r.purpose, r.version, outer.unwrap(partner_id, bytes(r.wrapped))) for r in rows]
    blobs = {v: crypto.subkey(key, BLOB) for purpose, v, key in opened if purpose == "data"}
    indexes = [key for purpose, _v, key in opened if purpose == "index"]
    if not blobs or not indexes:
        raise KeyUnavailable(partner_id)
    return Keyring(partner_id, blobs, crypto.subkey(indexes[0], EMAIL))


def _first_keys(partner_id: int) -> list[Any]:
    outer = provider()
    for purpose in ("data", "index"):
        wrapped = outer.wrap(partner_id, crypto.new_key())
        PartnerKey.objects.bulk_create(
            [PartnerKey(partner_id=partner_id, purpose=purpose, version=1, wrapped=wrapped)],
            ignore_conflicts=True,
        )
    return list(PartnerKey.objects.all())


def one_at_a_time() -> None:
    """Waits until no other list comes into the open space: else one address could come in twice.

    The lock is the index key's row and ends with the space. (SQLite writes one by one anyway.)
    """
    list(PartnerKey.objects.select_for_update().filter(purpose="index"))
