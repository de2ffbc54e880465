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
        MappingProxyType({"salutation": "Frau", "first_name": "Maria", "last_name": "Beispiel"}),
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
            }
        ),
    ),
    Sample("bare", "", MappingProxyType({})),
)
