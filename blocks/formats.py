"""Named formats of plain text: what fits, what it measures, and the nearest text that would fit.

Only named formats: a pattern written by hand could hang or raise on what a partner sends.
Every expression here is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType

from blocks import links
from blocks.links import PHONE, SLOT, host, is_email, is_link

__all__ = [
    "FORMATS",
    "SLOT",
    "amount",
    "as_date",
    "as_time",
    "host",
    "is_date",
    "is_email",
    "is_link",
    "nearest",
]

POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?[0-9]{4,5}", re.ASCII)
NUMBER = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,6})?", re.ASCII)
# 24,90 and 24.90, 1.299,00 and 1,299.00, 1299; never a currency, that is another field
PRICE = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3}){1,3}(?:,[0-9]{2})?"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,3}(?:\.[0-9]{2})?"
    r"|[0-9]{1,9}(?:[.,][0-9]{2})?",
    re.ASCII,
)
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_GERMAN_DATE = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", re.ASCII)
_SPOKEN_TIME = re.compile(r"([0-9]{1,2})(?:[:.h ]([0-9]{2}))?(?: ?(?:Uhr|h))?", re.ASCII)
_ROUND_PRICE = re.compile(r"([0-9.]{1,12}),[-–—]{1,2}", re.ASCII)
_CURRENCY = re.compile(r"EUR|CHF|[€$£\s]")


def is_date(text: str) -> bool:
    return as_date(text) is not None


def as_date(text: str) -> date | None:
    """The day of YYYY-MM-DD, or None. (date.fromisoformat alone also reads weeks and 20261224.)"""
    if not ISO_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_time(text: str) -> time | None:
    """The time of HH:MM, or None."""
    found = TIME.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None


def amount(text: str, *, price: bool = False) -> Decimal | None:
    """The number a text stands for, or None. price: 1.299 is a thousand and more, not 1,299."""
    if price and PRICE.fullmatch(text):
        head, tail = (text[:-3], text[-2:]) if text[-3:-2] in {",", "."} else (text, "0")
        return Decimal(head.replace(".", "").replace(",", "") + "." + tail)
    return Decimal(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


FORMATS = MappingProxyType(
    {
        "phone": lambda text: PHONE.fullmatch(text) is not None,
        "zip": lambda text: POSTCODE.fullmatch(text) is not None,
        "price": lambda text: PRICE.fullmatch(text) is not None,
        "date": is_date,
        "time": lambda text: TIME.fullmatch(text) is not None,
        "email": is_email,
        "number": lambda text: NUMBER.fullmatch(text) is not None,
        "url": lambda text: host(text) is not None,
        "link": is_link,
    }
)


def nearest(text: str, wanted: str) -> Iterator[str]:
    """Texts a person probably meant. The caller keeps the first that its rules let through."""
    line = " ".join(text.split())
    yield line
    if wanted in {"url", "link"}:
        yield from links.near(line)
    elif wanted == "price":
        bare = _CURRENCY.sub("", line)
        yield bare
        yield _ROUND_PRICE.sub(r"\1,00", bare)
        yield bare + "0"
    elif wanted == "date":
        day = _GERMAN_DATE.fullmatch(line)
        if day:
            yield f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    elif wanted == "time":
        spoken = _SPOKEN_TIME.fullmatch(line)
        if spoken:
            yield f"{int(spoken[1]):02}:{spoken[2] or '00'}"
    elif wanted == "email":
        yield line.removeprefix("mailto:").replace(" ", "")
    elif wanted in {"number", "zip"}:
        yield _CURRENCY.sub("", line)
