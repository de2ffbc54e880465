"""How well two colours can be told apart: WCAG 2.2's contrast ratio over a kit's palette. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

MINIMUM = 4.5  # text of body size, WCAG 2.2 SC 1.4.3
HEX = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
# (text, ground) by role, as the kinds set them.
USED = (
    ("on_brand", "brand"),
    ("on_accent", "accent"),
    ("text", "background"),
    ("text", "surface"),
    ("brand", "background"),
    ("muted", "background"),
    ("muted", "surface"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A text colour on a ground, by role. ratio 1 to 21, cut (never rounded up) to a hundredth."""

    text: str
    ground: str
    ratio: float

    @property
    def enough(self) -> bool:
        return self.ratio >= MINIMUM


@lru_cache(maxsize=512)
def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1. ValueError for anything else."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"not #rrggbb: {colour!r}")
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """1 (the same) to 21 (black on white), whichever comes first; cut to a hundredth."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return int((light + 0.05) / (dark + 0.05) * 100 + 1e-9) / 100


def pairs(colours: Mapping[str, str]) -> tuple[Pair, ...]:
    """The pairs that mails of this kit really show."""
    return tuple(
        Pair(text, ground, ratio(colours[text], colours[ground]))
        for text, ground in USED
        if text in colours and ground in colours
    )


def weak(colours: Mapping[str, str]) -> tuple[Pair, ...]:
    """Those of them that stay under the minimum."""
    return tuple(pair for pair in pairs(colours) if not pair.enough)
