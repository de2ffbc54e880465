"""Which country a partner is in: one that the kits of its network have an imprint for."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from brand_kits.kit_words import COUNTRIES
from cms.templates_of import countries_of


def word(country: str) -> str:
    """Its name in the reader's language."""
    return str(COUNTRIES.get(country, country))


def require(country: str, network_id: int | None) -> None:
    """ValidationError for a country without an imprint, with those there are."""
    possible = countries_of(network_id) if network_id else tuple(COUNTRIES)
    if country not in possible:
        raise no_imprint(country, possible)


def no_imprint(country: str, possible: Collection[str]) -> ValidationError:
    """Why a country cannot be chosen, and which can."""
    return ValidationError(
        _("Your network has no imprint for %(country)s. Possible: %(possible)s."),
        code="country",
        params={
            "country": word(country) if country in COUNTRIES else f"“{country}”",
            "possible": ", ".join(word(c) for c in possible),
        },
    )
