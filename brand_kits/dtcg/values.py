"""Values of tokens as a kit has them, and back: colours, typography, dimensions. Pure.

What a mail cannot show is refused, never guessed: a colour that is see-through, a font nobody has.
"""

from __future__ import annotations

import colorsys
import math
import re
import reprlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from brand_kits.theme import KNOWN_FONTS, MAIL_SAFE

Raw = Mapping[str, Any]
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})", re.ASCII)
_LENGTH = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(px|rem)", re.ASCII)
REM = 16  # px
_MOST = 1000  # no component of any colour space is larger
_LONGEST = 1_000_000  # px; no length of any tool is larger
GENERIC = MappingProxyType(
    {
        "sans-serif": "Arial",
        "serif": "Georgia",
        "monospace": "Courier New",
        "system-ui": "Arial",
        "ui-sans-serif": "Arial",
        "ui-serif": "Georgia",
        "ui-monospace": "Courier New",
    }
)
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("thin", "hairline"), 100),
        **dict.fromkeys(("extra-light", "ultra-light"), 200),
        "light": 300,
        **dict.fromkeys(("normal", "regular", "book"), 400),
        "medium": 500,
        **dict.fromkeys(("semi-bold", "demi-bold"), 600),
        "bold": 700,
        **dict.fromkeys(("extra-bold", "ultra-bold"), 800),
        **dict.fromkeys(("black", "heavy"), 900),
        **dict.fromkeys(("extra-black", "ultra-black"), 950),
    }
)
KIT_WEIGHTS = (400, 600, 700)
_REPR = reprlib.Repr()
_REPR.maxlevel = 2  # a value can hold another many times over


class UnusableError(ValueError):
    """A value that is none of its type, or none a mail can show."""

    def __init__(self, code: str, value: Any = None, limit: Any = None) -> None:
        self.code, self.value, self.limit = code, value, limit
        super().__init__(code)


# --- colours -------------------------------------------------------------------------------------


def hex_of(value: Any) -> str:
    """#rrggbb of a colour token. Raises UnusableError."""
    if isinstance(value, str):
        return _from_hex(value)
    if not isinstance(value, dict):
        raise UnusableError("dtcg.colour", _short(value))
    alpha = value.get("alpha", 1)
    if not _number(alpha) or alpha != 1:
        raise UnusableError("dtcg.see_through", _short(alpha))
    space, parts = value.get("colorSpace"), value.get("components")
    if not isinstance(parts, list) or len(parts) != 3:
        raise UnusableError("dtcg.colour", _short(value))
    parts = [0 if part == "none" else part for part in parts]
    numbers = all(_number(part) and abs(part) <= _MOST for part in parts)
    if not isinstance(space, str) or not numbers:
        raise UnusableError("dtcg.colour", _short(value))
    if space in _SPACES:
        return _joined(_SPACES[space](*map(float, parts)))
    if isinstance(value.get("hex"), str):
        return _from_hex(value["hex"])
    raise UnusableError("dtcg.space", space[:40], tuple(_SPACES))


def _from_hex(value: str) -> str:
    found = _HEX.fullmatch(value)
    if not found:
        raise UnusableError("dtcg.colour", value[:40])
    digits = found[1].lower()
    if len(digits) == 3:
        digits = "".join(sign * 2 for sign in digits)
    if digits[6:] not in ("", "ff"):
        raise UnusableError("dtcg.see_through", value)
    return f"#{digits[:6]}"


def _joined(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(min(1, max(0, part)) * 255):02x}" for part in parts)


def _srgb(red: float, green: float, blue: float) -> tuple[float, float, float]:
    return red, green, blue


def _linear(red: float, green: float, blue: float) -> tuple[float, float, float]:
    red, green, blue = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        for part in (max(0.0, red), max(0.0, green), max(0.0, blue))
    )
    return red, green, blue


def _hsl(hue: float, saturation: float, light: float) -> tuple[float, float, float]:
    return colorsys.hls_to_rgb(hue % 360 / 360, light / 100, saturation / 100)


def _hwb(hue: float, white: float, black: float) -> tuple[float, float, float]:
    white, black = white / 100, black / 100
    if white + black >= 1:
        grey = white / (white + black)
        return grey, grey, grey
    red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, 0.5, 1)
    room = 1 - white - black
    return red * room + white, green * room + white, blue * room + white


def _oklab(light: float, a: float, b: float) -> tuple[float, float, float]:
    """Björn Ottosson's matrices, as in CSS Color 4."""
    one = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    two = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    three = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return _linear(
        4.0767416621 * one - 3.3077115913 * two + 0.2309699292 * three,
        -1.2684380046 * one + 2.6097574011 * two - 0.3413193965 * three,
        -0.0041960863 * one - 0.7034186147 * two + 1.7076147010 * three,
    )


def _oklch(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    turned = math.radians(hue)
    return _oklab(light, chroma * math.cos(turned), chroma * math.sin(turned))


_SPACES: Mapping[str, Callable[[float, float, float], tuple[float, float, float]]] = (
    MappingProxyType(
        {
            "srgb": _srgb,
            "srgb-linear": _linear,
            "hsl": _hsl,
            "hwb": _hwb,
            "oklab": _oklab,
            "oklch": _oklch,
        }
    )
)


def colour(value: str) -> dict[str, Any]:
    """A kit's #rrggbb as a colour token has it."""
    parts = [round(int(value[i : i + 2], 16) / 255, 6) for i in (1, 3, 5)]
    whole = [int(part) if part in (0, 1) else part for part in parts]
    return {"colorSpace": "srgb", "components": whole, "hex": value.lower()}


# --- dimensions and type -------------------------------------------------------------------------


def px(value: Any) -> float:
    """Pixels of a dimension token. Raises UnusableError."""
    if isinstance(value, str):
        found = _LENGTH.fullmatch(value)
        if found:
            return _pixels(float(found[1]), found[2], value)
    if isinstance(value, dict) and _number(value.get("value")):
        unit = value.get("unit")
        if unit in ("px", "rem"):
            return _pixels(float(value["value"]), unit, value["value"])
    raise UnusableError("dtcg.dimension", _short(value))


def _pixels(number: float, unit: str, written: Any) -> float:
    found = number * (REM if unit == "rem" else 1)
    if not abs(found) <= _LONGEST:
        raise UnusableError("dtcg.number", _short(written))
    return found


def dimension(value: float) -> dict[str, Any]:
    return {"value": int(value) if value == int(value) else value, "unit": "px"}


def fonts(value: Any) -> tuple[str, str]:
    """(the brand's font or "", the mail-safe one) of a font family. Raises UnusableError."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise UnusableError("dtcg.font_family", _short(value))
    names = [name.strip().strip("'\"") for one in names for name in one.split(",")]
    safe = next((n for n in names if n in MAIL_SAFE), None)
    generic = next((GENERIC[n] for n in names if n in GENERIC), "Arial")
    first = names[0]
    if first in GENERIC:
        return "", generic
    if first in MAIL_SAFE:
        other = next((n for n in MAIL_SAFE if names[1:] == stack(n) and names != stack(first)), "")
        return (first, other) if other else ("", first)
    if first not in KNOWN_FONTS:
        raise UnusableError("kit.font", first[:60], tuple(sorted(KNOWN_FONTS)))
    return first, safe or generic


def stack(fallback: str) -> list[str]:
    """The names of a mail-safe font and of those that stand in for it."""
    return [name.strip(" '") for name in MAIL_SAFE[fallback].split(",")]


def weight(value: Any) -> int:
    """The nearest weight that mails can show. Raises UnusableError."""
    number = WEIGHTS.get(value) if isinstance(value, str) else value
    if type(number) is not int or not 1 <= number <= 1000:
        raise UnusableError("dtcg.font_weight", _short(value))
    return min(KIT_WEIGHTS, key=lambda one: (abs(one - number), -one))


def style(name: str, value: Any) -> dict[str, Any]:
    """A kit's type style of a typography token. Raises UnusableError."""
    if not isinstance(value, dict):
        raise UnusableError("dtcg.typography", _short(value))
    if not {"fontFamily", "fontSize"} <= value.keys():
        raise UnusableError("dtcg.typography", _short(value))
    font, fallback = fonts(value["fontFamily"])
    size = round(px(value["fontSize"]))
    if not 10 <= size <= 60:
        raise UnusableError("dtcg.font_size", size, "10–60")
    height = value.get("lineHeight", 1.5)
    if not _number(height) or not 1 <= height <= 2:
        raise UnusableError("dtcg.line_height", _short(height), "1–2")
    return {
        "style": name,
        "font": font,
        "fallback": fallback,
        "size": size,
        "weight": str(weight(value.get("fontWeight", 400))),
        "line_height": f"{height:g}",
    }


def typography(raw: Raw) -> dict[str, Any]:
    """A kit's type style as a typography token has it."""
    fallback, font = str(raw["fallback"]), str(raw.get("font") or "")
    height = float(raw.get("line_height") or 1.5)
    names = stack(fallback)
    return {
        "fontFamily": [font, *names] if font and font != fallback else names,
        "fontSize": dimension(int(raw["size"])),
        "fontWeight": int(raw["weight"]),
        "letterSpacing": {"value": 0, "unit": "px"},
        "lineHeight": int(height) if height == int(height) else height,
    }


# --- what a type can be --------------------------------------------------------------------------


def _any_colour(value: Any) -> None:
    try:
        hex_of(value)
    except UnusableError as error:
        if error.code not in ("dtcg.see_through", "dtcg.space"):
            raise


def _any_font(value: Any) -> None:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise UnusableError("dtcg.font_family", _short(value))


def _any_number(value: Any) -> None:
    if not _number(value):
        raise UnusableError("dtcg.number_type", _short(value))


def _any_typography(value: Any) -> None:
    if not isinstance(value, dict):
        raise UnusableError("dtcg.typography", _short(value))


_CHECKS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "color": _any_colour,
        "dimension": px,
        "fontFamily": _any_font,
        "fontWeight": weight,
        "number": _any_number,
        "typography": _any_typography,
    }
)


def check(kind: str, value: Any) -> None:
    """Raises UnusableError for a value that is not of its type; other tools' types pass."""
    if kind in _CHECKS:
        _CHECKS[kind](value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: Any) -> str:
    return _REPR.repr(value)[:60] if isinstance(value, dict | list) else str(value)[:60]
