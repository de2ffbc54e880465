"""The readers one has to look at to have seen every branch of every condition of a mail.

One who is known in full meets every condition; for each field that decides something, one who lacks
just that field. More is not needed: a condition shows by its own field and by those around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from blocks.merge import RECIPIENT_FIELDS, If, Segments
from blocks.schema import Label

FIELD_WORDS: Mapping[str, Label] = MappingProxyType(
    {
        "salutation": Label("Anrede", "Salutation"),
        "first_name": Label("Vorname", "First name"),
        "last_name": Label("Nachname", "Last name"),
        "company": Label("Firma", "Company"),
        "title": Label("Titel", "Title"),
        "vehicle": Label("Fahrzeug", "Vehicle"),
        "due_date": Label("Fälligkeit", "Due date"),
        "mileage": Label("Kilometerstand", "Mileage"),
    }
)


def deciding(*texts: Segments) -> tuple[str, ...]:
    """The recipient fields that conditions of these texts ask for, as they are met first."""
    found = (name for text in texts for name in _conditions(text))
    return tuple(dict.fromkeys(name for name in found if name in RECIPIENT_FIELDS))


def _conditions(segments: Segments) -> Iterator[str]:
    for segment in segments:
        if isinstance(segment, If):
            yield segment.field
            yield from _conditions(segment.then)


def without(values: Mapping[str, str], name: str) -> Mapping[str, str]:
    """The same reader without one field."""
    return MappingProxyType({key: value for key, value in values.items() if key != name})
