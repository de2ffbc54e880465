"""What a finding says to a person: first what, then the limit, then the way out. No codes.

A code without a sentence of its own takes that of its family.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from blocks import dates
from blocks.catalogue import CATALOGUE
from blocks.formats import as_date
from blocks.schema import Label
from blocks.sentences import (
    ASK_WORDS,
    FAMILIES,
    FEATURE_WORDS,
    FORMAT_WORDS,
    REFUSALS,
    SENTENCES,
    SIGN_WORDS,
    UNKNOWN,
)
from blocks.strict_json import OverlayRefused
from brand_kits.findings import Finding
from brand_kits.theme import tongue

KIND_WORDS: Mapping[str, Label] = MappingProxyType(
    {name: kind.label for name, kind in CATALOGUE.items()}
)
OPTION_WORDS: Mapping[str, Label] = MappingProxyType(
    {
        option: label
        for kind in CATALOGUE.values()
        for field in kind.fields
        for option, label in field.options.items()
    }
)
# whose words a limit is made of, by code
_VOCABULARY: Mapping[str, Mapping[str, Label]] = MappingProxyType(
    {
        "field.format": FORMAT_WORDS,
        "field.features": FEATURE_WORDS,
        "field.option": OPTION_WORDS,
        "logo.ground": OPTION_WORDS,
        "region.kind": KIND_WORDS,
    }
)


def sentence(finding: Finding, language: str, label: str = "") -> str:
    """One or two plain sentences. label, the field's or block's word, leads where it is given."""
    own = f"{finding.code} {0 if finding.limit == 0 else finding.field}"
    words = SENTENCES.get(own) or SENTENCES.get(finding.code)
    words = words or FAMILIES.get(finding.code.split(".")[0]) or UNKNOWN
    said = words.to(language).format_map(
        {
            "limit": _limit(finding, language),
            "value": _value(finding, language),
            "over": _over(finding, language),
            "try_": _suggested(finding, language),
            "ask": _ask(finding.ask, language),
        }
    )
    said = re.sub(r"\s+", " ", said).strip()
    return f"{label}: {said}" if label else said


def refusal(error: OverlayRefused, language: str) -> str:
    """What is wrong with a body that is no overlay, where, and what is possible."""
    said = (
        REFUSALS[error.why]
        .to(language)
        .format_map(
            {"value": _shown(error.value, language), "limit": _shown(error.limit, language)}
        )
    )
    place = error.place
    if place is None:
        return said
    at = [place.path] if place.path else []
    if place.line is not None:
        spot = Label("Zeile {}, Spalte {}", "line {}, column {}").to(language)
        at = [spot.format(place.line, place.column), *at]
    return f"{said} ({', '.join(at)})" if at else said


# What a partner's imprint may lack, by the field the finding names.
LEGAL_WORDS: Mapping[str, Label] = MappingProxyType(
    {
        "imprint": Label("das Impressum für Ihr Land", "the imprint for your country"),
        "partner.name": Label("der Name", "the name"),
        "partner.street": Label("Straße und Hausnummer", "street and number"),
        "partner.postcode": Label("die Postleitzahl", "the postcode"),
        "partner.city": Label("der Ort", "the city"),
        "partner.phone": Label("die Telefonnummer", "the phone number"),
        "partner.email": Label("die E-Mail-Adresse", "the e-mail address"),
        "partner.website": Label("die Website", "the website"),
        "partner.hours": Label("die Öffnungszeiten", "the opening hours"),
        "partner.legal_name": Label("die Firma", "the company name"),
        "partner.represented_by": Label("wer die Firma vertritt", "who represents the company"),
        "partner.register_court": Label("das Registergericht", "the register court"),
        "partner.register_number": Label("die Registernummer", "the register number"),
        "partner.vat_id": Label("die Umsatzsteuer-ID", "the VAT number"),
    }
)


def _value(finding: Finding, language: str) -> str:
    if finding.code == "link.sign" and finding.value:
        return _sign(str(finding.value), language)
    return _missing_fact(finding, language) or _shown(finding.value, language)


def _missing_fact(finding: Finding, language: str) -> str:
    """What a partner has not said of itself, for findings that are about just that."""
    name = {"legal.missing": finding.field, "merge.empty": finding.value}.get(finding.code)
    word = LEGAL_WORDS.get(name) if isinstance(name, str) else None
    return word.to(language) if word else ""


def _sign(sign: str, language: str) -> str:
    if sign in SIGN_WORDS:
        return SIGN_WORDS[sign].to(language)
    if len(sign) > 1:
        said = Label("Ein unsichtbares Zeichen ({})", "An invisible character ({})")
    else:
        said = Label("Das Zeichen „{}“", 'The character "{}"')
    return said.to(language).format(sign)


def _limit(finding: Finding, language: str) -> str:
    vocabulary = _VOCABULARY.get(finding.code, {})
    if not isinstance(finding.limit, list | tuple):
        return _named(finding.limit, vocabulary, language)
    return _listed(finding.limit, vocabulary, language)


def _listed(items: Sequence[Any], vocabulary: Mapping[str, Label], language: str) -> str:
    words = [_named(item, vocabulary, language) for item in items]
    return ", ".join(words) or Label("nichts", "nothing").to(language)


def _named(value: Any, vocabulary: Mapping[str, Label], language: str) -> str:
    word = vocabulary.get(value) if isinstance(value, str) else None
    return word.to(language) if word else _shown(value, language)


def _shown(value: Any, language: str) -> str:
    if value is None:
        return ""
    if type(value) is int:
        figure = f"{value:,}"
        return figure.replace(",", ".") if tongue(language) == "de" else figure
    if isinstance(value, float):
        return f"{value:g}".replace(".", "," if tongue(language) == "de" else ".")
    day = as_date(value) if isinstance(value, str) else None
    if day is None:
        return str(value)
    if tongue(language) == "de":
        return f"{day.day}.{day.month}.{day.year}"
    return dates.short(day.isoformat(), language)


def _over(finding: Finding, language: str) -> str:
    if type(finding.value) is int and type(finding.limit) is int:
        return _shown(finding.value - finding.limit, language)
    return ""


def _suggested(finding: Finding, language: str) -> str:
    if not finding.suggestion:
        return ""
    lead = Label("Vorschlag", "Try").to(language)
    vocabulary = _VOCABULARY.get(finding.code, {})
    return f"{lead}: {_named(finding.suggestion, vocabulary, language)}."


def _ask(ask: str, language: str) -> str:
    """Headquarters' own name for whom to ask, or one of the known roles."""
    known = ASK_WORDS.get(ask)
    if known:
        return known.to(language)
    return Label(f"Fragen: {ask}.", f"Ask {ask}.").to(language)
