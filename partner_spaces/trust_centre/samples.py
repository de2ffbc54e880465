"""Invented people for previews: nobody's customer is ever shown to find out how a mail looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Sample:
    """values as `audience.Person.values`; an empty one shows every fallback."""

    key: str
    name: str
    values: Mapping[str, str]


SAMPLES = (
    Sample(
        "complete",
        "Maria Beispiel",
        MappingProxyType(
            {
                "salutation": "Frau",
                "first_name": "Maria",
                "last_name": "Beispiel",
                "vehicle": "VW Golf, KI-MB 240",
                "due_date": "20.11.2026",
                "mileage": "84.500 km",
            }
        ),
    ),
    Sample(
        "company",
        "Muster Logistik GmbH",
        MappingProxyType(
            {
                "salutation": "Herr",
                "title": "Dr.",
                "first_name": "Anselm",
                "last_name": "Muster-Großkopf",
                "company": "Muster Logistik GmbH",
                "vehicle": "Ford Transit, KI-ML 17",
                "due_date": "4.12.2026",
            }
        ),
    ),
    Sample("bare", "", MappingProxyType({})),
)
