"""Arithmetic of colours: contrast as WCAG 2.2 measures it, and mixtures for the dark scheme."""

from __future__ import annotations

import colorsys
from functools import lru_cache

from brand_kits.contrast import luminance

WHITE, BLACK = "#ffffff", "#111418"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """1 (none) to 21 (black on white); WCAG asks 4.5 of text, 3 of large text."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one, 0 to 1."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=512)
def readable(colour: str, ground: str, least: float = 4.5) -> str:
    """The colour, made just as much lighter or darker, in its own hue, as the ground needs."""
    if contrast(colour, ground) >= least:
        return colour
    goal = WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else BLACK
    steps = (_lightness(colour, goal, step / 20) for step in range(1, 20))
    return next((c for c in steps if contrast(c, ground) >= least), goal)


def _lightness(colour: str, goal: str, share: float) -> str:
    """The same hue and saturation, its lightness moved towards that of white or black."""
    hue, light, saturation = colorsys.rgb_to_hls(*(c / 255 for c in _channels(colour)))
    light += ((1.0 if goal == WHITE else 0.0) - light) * share
    return "#" + "".join(
        f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, light, saturation)
    )


def ink_on(ground: str) -> str:
    """White or near-black, whichever reads better."""
    return WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else BLACK
