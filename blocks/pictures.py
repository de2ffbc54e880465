"""A picture as a plain value, and the shelf: all that a resolution may take from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from brand_kits.claims import Claim, Testimonial


@dataclass(frozen=True, slots=True)
class Picture:
    """One version of an asset. width and height in px; sha256 of its bytes, in hex.

    usable: licence, scope and date allow it now; who builds the shelf decides that. square: the
    address of its middle as a square, where somebody's portrait is wanted of it.
    """

    id: int
    sha256: str = ""
    width: int = 0
    height: int = 0
    url: str = ""
    alt: str = ""
    collection: int | None = None
    usable: bool = True
    square: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Shared blocks (raw, by id), pictures by id, the colour roles of the kit, and what of the
    brand's claims and customers' voices is published.

    colour_roles None: the kit cuts nothing. files_at: where files that a mail brings along will
    stand, up to their names.
    """

    shared: Mapping[int, Sequence[Mapping[str, Any]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    pictures: Mapping[int, Picture] = field(default_factory=lambda: MappingProxyType({}))
    colour_roles: frozenset[str] | None = None
    files_at: str = "/i/"
    claims: Mapping[int, Claim] = field(default_factory=lambda: MappingProxyType({}))
    testimonials: Mapping[int, Testimonial] = field(default_factory=lambda: MappingProxyType({}))

    def quoted(self, sort: str) -> Mapping[int, Claim | Testimonial]:
        """The claims or the voices. sort: `claim` or `testimonial`, as the type of a field."""
        return self.claims if sort == "claim" else self.testimonials


# Under this number the pictures of a mail hold the partner's own logo; no asset has it.
PARTNER_LOGO = 0
EMPTY_SHELF = Shelf()
