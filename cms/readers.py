"""Invented readers for previews: nobody's customer is shown to find out how a mail looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.conf import settings
from django.utils.translation import get_language, gettext

from blocks.branches import FIELD_WORDS, deciding, without
from blocks.compile import Compiled
from brand_kits.theme import tongue


@dataclass(frozen=True, slots=True)
class Reader:
    """name: in the language of whoever looks. values: as the merge grammar names them."""

    key: str
    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Invented:
    """person: with a vehicle. more: known of them where a mail asks for it. company: a fleet's."""

    person: Mapping[str, str]
    more: Mapping[str, str]
    company: Mapping[str, str]


_INVENTED: Mapping[str, _Invented] = MappingProxyType(
    {
        "de": _Invented(
            person=MappingProxyType(
                {
                    "salutation": "Frau",
                    "first_name": "Petra",
                    "last_name": "Beispiel",
                    "vehicle": "VW Golf, KI-PB 240",
                    "due_date": "20.11.2026",
                    "mileage": "84.500 km",
                }
            ),
            more=MappingProxyType({"title": "Dr.", "company": "Beispiel GmbH"}),
            company=MappingProxyType(
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
        "en": _Invented(
            person=MappingProxyType(
                {
                    "salutation": "Ms",
                    "first_name": "Petra",
                    "last_name": "Sample",
                    "vehicle": "VW Golf, KI-PB 240",
                    "due_date": "20 November 2026",
                    "mileage": "84,500 km",
                }
            ),
            more=MappingProxyType({"title": "Dr", "company": "Sample Ltd"}),
            company=MappingProxyType(
                {
                    "salutation": "Mr",
                    "title": "Dr",
                    "first_name": "Anselm",
                    "last_name": "Sample-Longfellow",
                    "company": "Sample Logistics Ltd",
                    "vehicle": "Ford Transit, KI-ML 17",
                    "due_date": "4 December 2026",
                }
            ),
        ),
    }
)


def readers(mail: Compiled | None, language: str) -> tuple[Reader, ...]:
    """Who has to be looked at to have seen every branch of every condition of a mail.

    First somebody who meets every condition; then a company with long names, for each field that
    decides something one without it, and nobody: then every field is at its fallback. language: of
    the mail.
    """
    invented = _INVENTED[tongue(language)]
    texts = (mail.subject, mail.preheader, mail.html, mail.text) if mail else ()
    fields = deciding(*texts)
    links = {"unsubscribe_url": settings.BASE_URL, "web_view_url": settings.BASE_URL}
    more = {name: value for name, value in invented.more.items() if name in fields}
    known = {**invented.person, **more, **links}
    named = " ".join(known[part] for part in ("salutation", "first_name", "last_name"))
    return (
        Reader("known", named, known),
        Reader("company", invented.company["company"], {**invented.company, **links}),
        *(Reader(f"without-{name}", _without(name), without(known, name)) for name in fields),
        Reader("nobody", gettext("Nothing known"), links),
    )


def chosen(people: tuple[Reader, ...], key: str) -> Reader:
    """The one with that key, else the first."""
    return next((reader for reader in people if reader.key == key), people[0])


def _without(name: str) -> str:
    word = FIELD_WORDS[name].to(get_language() or "de")
    return gettext("Without: %(field)s") % {"field": word}
