"""How a template looks as a mail, before any partner touched it: one compiler, invented people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from blocks.compile import Compiled, compile
from blocks.errors import CompileError
from blocks.head import in_the_dark, in_the_light
from blocks.merge import fill
from blocks.overlay import EMPTY
from blocks.pictures import Shelf
from blocks.resolve import resolve
from brand_kits.theme import Theme
from cms import publishing
from cms.pictures import kept
from cms.readers import chosen, readers

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


class Previewed(PreviewableMixin):
    """Something that can be looked at as a mail, in every mode, as each of its readers."""

    preview_modes = PREVIEW_MODES
    preview_sizes = PREVIEW_SIZES

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        """Wagtail's stand-in for the request, with the reader to be looked at as."""
        asked = original_request.GET.get("reader", "") if original_request else ""
        attrs = {**(extra_request_attrs or {}), "reader": asked}
        made: HttpResponse = super().make_preview_request(original_request, preview_mode, attrs)
        return made


@dataclass(frozen=True, slots=True)
class Shown:
    """A template's body as mail; in words what stands against publishing it, and hints."""

    compiled: Compiled | None
    reasons: tuple[str, ...]
    hints: tuple[str, ...] = ()


def shown(
    body: list[dict[str, Any]],
    theme: Theme,
    *,
    language: str,
    shelf: Shelf,
    networks: frozenset[str] = frozenset(),
) -> Shown:
    """The body as the partners' first draft would be. Never raises on what headquarters wrote."""
    found = publishing.findings(body, theme, language=language, shelf=shelf, networks=networks)
    against = publishing.errors(found)
    reasons = tuple(dict.fromkeys(publishing.sentences(against, body)))
    rest = [finding for finding in found if finding not in against]
    hints = tuple(dict.fromkeys(publishing.sentences(rest, body)))
    return Shown(compiled_of(body, theme, language=language, shelf=shelf), reasons, hints)


def compiled_of(
    body: list[dict[str, Any]], theme: Theme, *, language: str, shelf: Shelf
) -> Compiled | None:
    """The mail of the partners' first draft; None where none can be built: lint names the block."""
    try:
        compiled = compile(
            resolve(body, EMPTY, shelf=shelf).blocks,
            theme=theme,
            language=language,
            shelf=shelf,
            partner=SAMPLE_PARTNER,
            imprint=theme.imprint(publishing.country_of(theme, language), language),
        )
    except CompileError:
        return None
    return kept(compiled)


def mail_preview(
    body: list[dict[str, Any]],
    theme: Theme | None,
    *,
    language: str,
    mode: str,
    request: HttpRequest,
    shelf: Shelf,
    networks: frozenset[str] = frozenset(),
) -> HttpResponse:
    """The preview page: an inbox line, the mail in a frame without scripts, what is missing.

    request: Wagtail's stand-in, as `Previewed` makes it.
    """
    view = Shown(None, ())
    if theme:
        view = shown(body, theme, language=language, shelf=shelf, networks=networks)
    mail = view.compiled
    people = readers(mail, language)
    reader = chosen(people, getattr(request, "reader", ""))
    values = reader.values
    html = mail.preview_html(values) if mail else ""
    context = {
        "mode": mode or "desktop",
        "language": language,
        "reasons": view.reasons,
        "hints": view.hints,
        "no_kit": theme is None,
        "mail": in_the_dark(html) if mode == "dark" else in_the_light(html),
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
