"""Every pair of text and ground in tokens.css reaches WCAG AA, light and dark. Exit 1 otherwise."""

import re
import sys
from pathlib import Path

CSS = (Path(__file__).parent.parent / "static/einklang/tokens.css").read_text()
TOKENS = dict(re.findall(r"--([\w-]+):\s*([^;]+);", CSS))
GROUNDS = ("bg", "surface", "surface-2", "surface-3", "canvas")
TONES = ("ok", "warn", "bad", "info")
LOCKS = ("open", "choice", "must", "shut")
TEXT, MARK = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11


def colour(name, dark):
    text = TOKENS[name]
    if both := re.fullmatch(r"light-dark\((.+?),\s*(.+)\)", text):
        text = both[2 if dark else 1]
    if other := re.fullmatch(r"var\(--([\w-]+)\)", text):
        return colour(other[1], dark)
    return text


def luminance(value):
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def ratio(front, ground):
    low, high = sorted((luminance(front), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def pairs():
    for ground in GROUNDS:
        yield from ((text, ground, TEXT) for text in ("text", "text-2"))
        yield from ((mark, ground, MARK) for mark in ("primary", "focus"))
        if ground != "canvas":
            yield from ((text, ground, TEXT) for text in ("text-3", "primary-text"))
    for tone in TONES:
        yield from ((tone, ground, TEXT) for ground in (f"{tone}-soft", "surface", "bg"))
        yield "text", f"{tone}-soft", TEXT
    for mode in LOCKS:
        yield from ((f"lock-{mode}", ground, TEXT) for ground in (f"lock-{mode}-soft", "surface"))
    yield from (("on-primary", ground, TEXT) for ground in ("primary", "primary-hover"))
    yield "primary-text", "primary-soft", TEXT
    yield "on-bad", "bad", TEXT
    yield from (("edge", ground, MARK) for ground in ("surface", "bg", "surface-2"))


def main():
    low = [
        f"{front} on {ground} ({'dark' if dark else 'light'}): {found:.2f}, needs {need}"
        for front, ground, need in pairs()
        for dark in (False, True)
        if (found := ratio(colour(front, dark), colour(ground, dark))) < need
    ]
    print("\n".join(low) or f"{len(list(pairs()))} pairs in light and dark reach WCAG AA.")
    return bool(low)


if __name__ == "__main__":
    sys.exit(main())
