"""Every kind of block there is, in palette order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from blocks.kinds import (
    button,
    envelope,
    header,
    hero,
    legal,
    offer,
    picture,
    region,
    text,
)
from blocks.schema import Kind

CATALOGUE: Mapping[str, Kind] = MappingProxyType(
    {
        module.KIND.name: module.KIND
        for module in (envelope, header, hero, text, picture, button, offer, region, legal)
    }
)
