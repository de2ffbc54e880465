"""What the law wants below a commercial mail, country by country, and texts to begin with. Pure.

Germany: § 5 DDG. Austria: § 5 ECG, § 14 UGB. Switzerland: Art. 3 (1) s UWG. Any other country of
the EU: Art. 5 of Directive 2000/31/EC. The sender is the partner: every name, address and number
is the partner's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_ADDRESS = ("partner.legal_name", "partner.street", "partner.postcode", "partner.city")
# country -> what its imprint must say of the partner, outside of any condition.
MUST: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "DE": (*_ADDRESS, "partner.email"),
        "AT": (*_ADDRESS, "partner.email"),
        "CH": (*_ADDRESS, "partner.email"),
        "EU": (*_ADDRESS, "partner.email"),
    }
)
# Members of the EU that have no imprint of their own country here.
EU = frozenset(
    {
        *("BE", "BG", "CY", "CZ", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)

_HEAD = (
    "{{ partner.legal_name }}{% if partner.represented_by %}, WORD {{ partner.represented_by }}"
    "{% endif %}\n{{ partner.street }}, {{ partner.postcode }} {{ partner.city }}\n"
)
_REACH = "{% if partner.phone %}PHONE {{ partner.phone }}, {% endif %}{{ partner.email }}\n"
_REGISTER = "{% if partner.register_number %}WHERE{{ partner.register_number }}{% endif %}"
_VAT = "{% if partner.vat_id %}\nVAT {{ partner.vat_id }}{% endif %}"
_WORDS = {
    "de": {"WORD": "vertreten durch", "PHONE": "Telefon"},
    "en": {"WORD": "represented by", "PHONE": "Phone"},
}
_COURT = "{{ partner.register_court }}, "
_OF_COUNTRY = {
    ("DE", "de"): (_COURT, "USt-IdNr."),
    ("DE", "en"): (_COURT, "VAT ID"),
    ("AT", "de"): (f"Firmenbuchgericht {_COURT}FN ", "UID"),
    ("AT", "en"): (f"Commercial register {_COURT}FN ", "VAT ID"),
    ("CH", "de"): ("UID ", "MWST-Nr."),
    ("CH", "en"): ("UID ", "VAT no."),
    ("EU", "de"): (_COURT, "USt-IdNr."),
    ("EU", "en"): (_COURT, "VAT ID"),
}


def _model(country: str, language: str) -> str:
    where, vat = _OF_COUNTRY[country, language]
    text = _HEAD + _REACH + _REGISTER.replace("WHERE", where) + _VAT.replace("VAT", vat, 1)
    for mark, word in _WORDS[language].items():
        text = text.replace(mark, word)
    return text


# (country, language) -> a text that says what must be said; legal advice it is not.
MODELS: Mapping[tuple[str, str], str] = MappingProxyType(
    {place: _model(*place) for place in _OF_COUNTRY}
)

_CONDITION = re.compile(r"\{%\s*if\b.*?\{%\s*endif\s*%\}", re.DOTALL)
_FIELD = re.compile(r"\{\{\s*([A-Za-z_.]+)\s*\}\}", re.ASCII)


def lacks(country: str, text: str) -> tuple[str, ...]:
    """What the imprint of this country must say of the partner and does not say always."""
    said = set(_FIELD.findall(_CONDITION.sub("", text)))
    return tuple(name for name in MUST.get(country, ()) if name not in said)


def owed(country: str, required: tuple[str, ...]) -> tuple[str, ...]:
    """What a partner of this country has to have: what must be said, and what was asked for."""
    return tuple(dict.fromkeys((*required, *MUST.get(country, ()))))
