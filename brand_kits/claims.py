"""What the brand lets partners say about it: claims and customers' voices, as frozen values. Pure.

Partners choose them, they do not rewrite them. Whether one may be used is asked with the caller's
date and networks; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that can be proven. valid_until is the last day; scopes: networks, empty = all."""

    id: int
    texts: Mapping[str, str]  # language -> words
    evidence: str
    valid_from: date | None
    valid_until: date | None
    scopes: frozenset[str]
    products: frozenset[str]
    version: int


@dataclass(frozen=True, slots=True)
class Testimonial:
    """A customer's words with name and role. picture is an asset id, None without one."""

    id: int
    quotes: Mapping[str, str]  # language -> words
    author: str
    role: str
    picture: int | None
    valid_from: date | None
    valid_until: date | None
    scopes: frozenset[str]
    version: int


def refusal(
    one: Claim | Testimonial, *, language: str, on: date, scopes: frozenset[str]
) -> tuple[str, Any] | None:
    """(code, limit) of the first thing that stands against using it on this day, else None.

    scopes: the networks it would be said in, none for headquarters' own preview of a template for
    everybody. What is limited to networks is refused where none of them is named.
    claim.language: limit = the languages there are; claim.scope: its networks; claim.early: its
    first day; claim.expired: its last.
    """
    texts = one.texts if isinstance(one, Claim) else one.quotes
    if not texts.get(language):
        return "claim.language", tuple(sorted(name for name, words in texts.items() if words))
    if one.scopes and not one.scopes & scopes:
        return "claim.scope", tuple(sorted(one.scopes))
    if one.valid_from and on < one.valid_from:
        return "claim.early", one.valid_from
    if one.valid_until and on > one.valid_until:
        return "claim.expired", one.valid_until
    return None
