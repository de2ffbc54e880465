"""Days and times as people write them, in the language of the mail. No clock is read."""

from __future__ import annotations

from datetime import date, time
from types import MappingProxyType

from blocks.formats import as_date
from brand_kits.theme import tongue

MONTHS = MappingProxyType(
    {
        "de": (
            *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
            *("August", "September", "Oktober", "November", "Dezember"),
        ),
        "en": (
            *("January", "February", "March", "April", "May", "June", "July"),
            *("August", "September", "October", "November", "December"),
        ),
    }
)
WEEKDAYS = MappingProxyType(
    {
        "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    }
)


def short(text: str, language: str) -> str:
    """14.11.2026 or 14 November 2026; "" for what is no date."""
    day = as_date(text)
    if day is None:
        return ""
    if tongue(language) == "de":
        return f"{day.day:02}.{day.month:02}.{day.year:04}"
    return f"{day.day} {month(day, language)} {day.year}"


def month(day: date, language: str) -> str:
    return MONTHS[tongue(language)][day.month - 1]


def weekday(day: date, language: str) -> str:
    return WEEKDAYS[tongue(language)][day.weekday()]


def written(day: date, language: str) -> str:
    """Samstag, 28. November 2026 or Saturday, 28 November 2026."""
    dot = "." if tongue(language) == "de" else ""
    return f"{weekday(day, language)}, {day.day}{dot} {month(day, language)} {day.year}"


def span(start: date, end: date, language: str) -> str:
    """28. bis 30. November 2026; what both days share is said once."""
    dot, to = (".", "bis") if tongue(language) == "de" else ("", "to")
    head = f"{start.day}{dot}"
    if (start.year, start.month) != (end.year, end.month):
        head += f" {month(start, language)}"
    if start.year != end.year:
        head += f" {start.year}"
    return f"{head} {to} {end.day}{dot} {month(end, language)} {end.year}"


def hours(start: time | None, end: time | None, language: str) -> str:
    """18 bis 21:30 Uhr, ab 18 Uhr; 18:00 to 21:30, from 18:00. "" without a start."""
    if start is None:
        return ""
    if tongue(language) == "de":
        return f"{_hour(start)} bis {_hour(end)} Uhr" if end else f"ab {_hour(start)} Uhr"
    return f"{start:%H:%M} to {end:%H:%M}" if end else f"from {start:%H:%M}"


def _hour(at: time) -> str:
    return f"{at.hour}:{at.minute:02}" if at.minute else str(at.hour)
