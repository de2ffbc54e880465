"""Every kind of block there is, in palette order."""

from __future__ import annotations

from collections.abc import Mapping
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
from blocks.schema import Kind

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
