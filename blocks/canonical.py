"""Canonical JSON and the two hashes over it: `said` (what a partner decided), `mail` (the bytes).

NFC and LF, keys sorted by code point, no spaces, UTF-8, no floats (prices are text).
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any


def text(value: str) -> str:
    """NFC with LF as the only line end."""
    if value.isascii() and "\r" not in value:
        return value
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def canonical(value: Any) -> Any:
    """The same value with every text through `text`, as plain dicts and lists.

    TypeError for a float or anything JSON does not know, ValueError for keys that are one in NFC.
    """
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, Mapping):
        out = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key is {type(key).__name__}, not text")
            out[text(key)] = canonical(item)
        if len(out) != len(value):
            raise ValueError("two keys are one after NFC")
        return out
    raise TypeError(f"{type(value).__name__} has no canonical form")


def dumps(value: Any) -> bytes:
    """Canonical JSON in bytes. ValueError also for lone surrogates, which UTF-8 does not have."""
    return _encode(canonical(value))


def _encode(value: Any) -> bytes:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def said_overlay(accepted: Mapping[str, Any]) -> dict[str, Any]:
    """The overlay as `said` hears it.

    Absent, {} and [] are one; "" is a word of its own; hidden is a set; the order of a list
    counts; parked and rev are not heard.
    """
    overlay = canonical(
        {key: accepted[key] for key in ("edits", "lists", "hidden") if key in accepted}
    )
    edits = {bid: edit for bid, edit in (overlay.get("edits") or {}).items() if edit.get("values")}
    lists = {cid: items for cid, items in (overlay.get("lists") or {}).items() if items}
    parts = {"edits": edits, "lists": lists, "hidden": sorted(set(overlay.get("hidden") or ()))}
    return {key: part for key, part in parts.items() if part}


def said(
    accepted: Mapping[str, Any],
    *,
    legal: Mapping[str, str],
    pictures: Mapping[int, str] | Mapping[str, str],
    words: Mapping[str, str],
) -> str:
    """sha256 in hex over everything the partner decided and wrote.

    accepted: `Resolution.accepted`. pictures: own picture id -> sha256 of its bytes. words: the
    partner's free-text fields. Typed branch data (phone, hours) belongs to neither.
    """
    document = {
        "said": 1,
        "overlay": said_overlay(accepted),
        "legal": legal,
        "pictures": {str(key): value for key, value in pictures.items()},
        "words": words,
    }
    return hashlib.sha256(dumps({key: part for key, part in document.items() if part})).hexdigest()


def mail_hash(*, headers: Mapping[str, Any], html: Any, text: Any) -> str:
    """sha256 in hex over the compiled mail as it is: no NFC, every branch of every condition.

    headers, html, text: JSON values of the segments, merge fields by name and fallback.
    """
    return weighed(headers=headers, html=html, text=text)[0]


def weighed(*, headers: Mapping[str, Any], html: Any, text: Any) -> tuple[str, int]:
    """`mail_hash`, and how many bytes the literals of the HTML have.

    Literals are hashed as bytes behind a document that holds their lengths in their place, and
    says so by "mail": 2; with the texts themselves it was 1. To write 50 kB of HTML as JSON took
    twice the time of hashing it.
    """
    literals: list[bytes] = []
    parts = {"mail": 2, "headers": headers, "html": _measured(html, literals)}
    size = sum(map(len, literals))
    digest = hashlib.sha256(_encode({**parts, "text": _measured(text, literals)}))
    digest.update(b"".join(literals))
    return digest.hexdigest(), size


def _measured(segments: Any, literals: list[bytes]) -> list[Any]:
    """Segments with every literal given to `literals` and its length in bytes in its place."""
    out: list[Any] = []
    for segment in segments:
        if isinstance(segment, str):
            literals.append(segment.encode())
            out.append(len(literals[-1]))
        elif "then" in segment:
            out.append({**segment, "then": _measured(segment["then"], literals)})
        else:
            out.append(segment)
    return out
