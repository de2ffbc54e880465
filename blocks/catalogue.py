"""Every kind of block there is, in palette order."""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType

from blocks.kinds import (
    beside,
    branch,
    button,
    claim,
    columns,
    coupon,
    divider,
    envelope,
    event,
    header,
    heading,
    hero,
    legal,
    occasion,
    offer,
    offers,
    picture,
    region,
    shared,
    social,
    spacer,
    testimonial,
    text,
)
from blocks.schema import FieldType, Kind

CATALOGUE: Mapping[str, Kind] = MappingProxyType(
    {
        module.KIND.name: module.KIND
        for module in (
            *(envelope, header, hero, heading, text, picture, beside, button, offer),
            *(claim, testimonial, event, coupon, occasion, branch, social),
            *(columns, offers, region, shared, divider, spacer, legal),
        )
    }
)


def fields_of(types: Set[FieldType]) -> Mapping[str, tuple[tuple[str, FieldType], ...]]:
    """Of each kind the names of its fields of these types, with their type."""
    return MappingProxyType(
        {
            kind.name: tuple((f.name, f.type) for f in kind.fields if f.type in types)
            for kind in CATALOGUE.values()
        }
    )
