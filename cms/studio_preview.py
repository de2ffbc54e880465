"""How a template looks as a mail, before any partner touched it: one compiler, invented people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from blocks.branches import FIELD_WORDS, deciding, without
from blocks.compile import Compiled, compile
from blocks.errors import CompileError
from blocks.head import in_the_dark
from blocks.merge import fill
from blocks.overlay import EMPTY
from blocks.pictures import Shelf
from blocks.resolve import resolve
from brand_kits.theme import Theme
from cms import publishing
from cms.pictures import kept

PREVIEW_MODES = [
    ("desktop", _("On a desktop")),
    ("phone", _("On a phone")),
    ("dark", _("In the dark scheme")),
    ("text", _("Text only")),
]
PREVIEW_SIZES = [
    {
        "name": "mobile",
        "icon": "mobile-alt",
        "device_width": 375,
        "label": _("Preview in mobile size"),
    },
    {"name": "desktop", "icon": "desktop", "device_width": 760, "label": _("Preview as a mail")},
]
# Nothing in a preview may run, and nothing is loaded but the product's own files.
PREVIEW_CSP = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)

SAMPLE_PARTNER: Mapping[str, str] = MappingProxyType(
    {
        "partner.name": "Autohaus Muster",
        "partner.from_name": "Autohaus Muster",
        "partner.street": "Hafenstraße 14",
        "partner.postcode": "24103",
        "partner.city": "Kiel",
        "partner.phone": "+49 431 000140",
        "partner.email": "info@muster.example",
        "partner.website": "https://www.muster.example",
        "partner.hours": "Mo–Fr 8–18 Uhr",
        "partner.legal_name": "Autohaus Muster GmbH",
        "partner.represented_by": "Jana Muster",
        "partner.register_court": "Amtsgericht Kiel",
        "partner.register_number": "HRB 0000 KI",
        "partner.vat_id": "DE000000000",
    }
)
# For mails that ask for more of a reader than a name.
EVERYTHING: Mapping[str, str] = MappingProxyType({"title": "Dr.", "company": "Beispiel GmbH"})
SAMPLE_RECIPIENT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "de": MappingProxyType(
            {
                "salutation": "Frau",
                "first_name": "Petra",
                "last_name": "Beispiel",
                "vehicle": "VW Golf, KI-PB 240",
                "due_date": "20.11.2026",
                "mileage": "84.500 km",
            }
        ),
        "en": MappingProxyType(
            {
                "salutation": "Ms",
                "first_name": "Petra",
                "last_name": "Sample",
                "vehicle": "VW Golf, KI-PB 240",
                "due_date": "20 November 2026",
                "mileage": "84,500 km",
            }
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """An invented reader of a preview."""

    key: str
    name: str
    values: Mapping[str, str]


def _people(mail: Compiled | None, values: Mapping[str, str]) -> tuple[Person, ...]:
    """Somebody known, one for each branch of the mail's conditions, and nobody."""
    name = " ".join(values[part] for part in ("salutation", "first_name", "last_name"))
    texts = (mail.subject, mail.preheader, mail.html, mail.text) if mail else ()
    full = {**EVERYTHING, **values}
    lacking = [
        Person(
            f"without-{field}",
            gettext("Without: %(field)s")
            % {"field": FIELD_WORDS[field].to(get_language() or "de")},
            without(full, field),
        )
        for field in deciding(*texts)
    ]
    nobody = {name: value for name, value in values.items() if name.endswith("_url")}
    return (
        Person("known", name, full if lacking else values),
        *lacking,
        Person("nobody", gettext("Nothing known"), nobody),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A template's body as mail; in words what stands against publishing it, and hints."""

    compiled: Compiled | None
    reasons: tuple[str, ...]
    hints: tuple[str, ...] = ()

    def values(self, language: str) -> dict[str, str]:
        address = {"unsubscribe_url": settings.BASE_URL, "web_view_url": settings.BASE_URL}
        return {**SAMPLE_RECIPIENT[language if language == "en" else "de"], **address}


def shown(
    body: list[dict[str, Any]],
    theme: Theme,
    *,
    language: str,
    shelf: Shelf,
    networks: frozenset[str] = frozenset(),
) -> Shown:
    """The body as the partners' first draft would be. Never raises on what headquarters wrote."""
    resolution = resolve(body, EMPTY, shelf=shelf)
    found = publishing.findings(body, theme, language=language, shelf=shelf, networks=networks)
    against = publishing.errors(found)
    reasons = tuple(dict.fromkeys(publishing.sentences(against, body)))
    rest = [finding for finding in found if finding not in against]
    hints = tuple(dict.fromkeys(publishing.sentences(rest, body)))
    try:
        compiled = compile(
            resolution.blocks,
            theme=theme,
            language=language,
            shelf=shelf,
            partner=SAMPLE_PARTNER,
            imprint=theme.imprint(publishing.country_of(theme, language), language),
        )
    except CompileError:  # `reasons` names the block
        return Shown(None, reasons, hints)
    return Shown(kept(compiled), reasons, hints)


def mail_preview(
    body: list[dict[str, Any]],
    theme: Theme | None,
    *,
    language: str,
    mode: str,
    person: str = "",
    request: HttpRequest,
    shelf: Shelf,
) -> HttpResponse:
    """The preview page: an inbox line, the mail in a frame without scripts, what is missing."""
    view = shown(body, theme, language=language, shelf=shelf) if theme else Shown(None, ())
    mail = view.compiled
    people = _people(mail, view.values(language))
    reader = next((p for p in people if p.key == person), people[0])
    values = reader.values
    html = mail.preview_html(values) if mail else ""
    context = {
        "mode": mode or "desktop",
        "language": language,
        "reasons": view.reasons,
        "hints": view.hints,
        "no_kit": theme is None,
        "mail": in_the_dark(html) if mode == "dark" else html,
        "people": people,
        "reader": reader,
        "text": mail and mail.preview_text(values),
        "subject": mail and mail.subject_line(values),
        "preheader": mail and _filled(mail, "preheader", values),
        "from_name": mail and mail.sender_name(),
        "size": mail and round(mail.size / 1000),
        "partner": SAMPLE_PARTNER["partner.name"],
    }
    response = render(request, "cms/studio_preview.html", context)
    response["Content-Security-Policy"] = PREVIEW_CSP
    return response


def _filled(mail: Compiled, name: str, values: Mapping[str, str]) -> str:
    return fill(getattr(mail, name), values)
