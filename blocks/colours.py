"""Arithmetic of colours: contrast as WCAG 2.2 measures it, and mixtures for the dark scheme."""

from __future__ import annotations

from functools import lru_cache

WHITE, BLACK = "#ffffff", "#111418"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


@lru_cache(maxsize=512)
def _luminance(colour: str) -> float:
    red, green, blue = (_linear(c) for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 (none) to 21 (black on white); WCAG asks 4.5 of text, 3 of large text."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one, 0 to 1."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=512)
def readable(colour: str, ground: str, least: float = 4.5) -> str:
    """The colour, drawn towards white or black just as far as the ground needs to read it."""
    if contrast(colour, ground) >= least:
        return colour
    goal = WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else BLACK
    steps = (mix(colour, goal, step / 20) for step in range(1, 21))
    return next((c for c in steps if contrast(c, ground) >= least), goal)


def ink_on(ground: str) -> str:
    """White or near-black, whichever reads better."""
    return WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else BLACK
