"""Brand, sub-brand, country: a kit takes over what stands above it. Pure.

It changes what the kits above open. A value has a key, `group/name` (`colours/accent`,
`imprints/AT-de`); what a kit opens to those below it is a set of keys and whole groups
(`colours`). Whatever is not opened is closed, also a value that no kit above has. A closed value
counts for nothing: it is left out when the theme is made, and named when the kit is to be saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from brand_kits import guide
from brand_kits.theme import COUNTRIES, LANGUAGES, ROLES, STYLES, VARIANTS

Raw = Mapping[str, Any]
LEVELS = 5  # kits above one another: brand, sub-brand, country, and room for two more

# group -> the names its values can have.
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "colours": ROLES,
        "styles": STYLES,
        "form": ("corner",),
        "logos": VARIANTS,
        "cobrand": ("slot",),
        "imprints": tuple(f"{c}-{language}" for c in COUNTRIES for language in LANGUAGES),
        "tone": tuple(f"{kind}-{language}" for kind in guide.TONE for language in LANGUAGES),
        "pictures": guide.PICTURES,
    }
)
KEYS = frozenset(f"{group}/{name}" for group, names in GROUPS.items() for name in names)
_NAMED_BY = {"colours": "role", "styles": "style", "logos": "variant", "pictures": "kind"}
_OF_TWO = {"imprints": ("country", "language"), "tone": ("kind", "language")}


@dataclass(frozen=True, slots=True)
class Layer:
    """One kit of a chain with its own values only: key -> raw value."""

    id: int
    name: str
    values: Mapping[str, Raw]
    opens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """What holds for the last kit of a chain.

    sources: key -> place in the chain of the kit its value comes from. refused: keys the last kit
    has no right to -> place of the kit that keeps them closed.
    """

    values: Mapping[str, Raw]
    sources: Mapping[str, int]
    refused: Mapping[str, int]

    def group(self, name: str) -> list[Raw]:
        return [raw for key, raw in self.values.items() if key.partition("/")[0] == name]


def name_of(group: str, raw: Raw) -> str:
    """What a value is called inside its group; "" for one that has no name yet."""
    if group == "cobrand":
        return "slot"
    if group in _OF_TWO:
        one, other = (raw.get(part) for part in _OF_TWO[group])
        return f"{one}-{other}" if one and other else ""
    return str(raw.get(_NAMED_BY.get(group, "name")) or "")


def keyed(group: str, raws: Iterable[Raw]) -> dict[str, Raw]:
    """A group's values by key; of two with one name the last. Nameless ones are left out."""
    return {f"{group}/{name}": raw for raw in raws if (name := name_of(group, raw))}


def is_open(opens: frozenset[str], key: str) -> bool:
    return key in opens or key.partition("/")[0] in opens


def keeper(above: Sequence[Layer], key: str) -> int | None:
    """The place of the uppermost kit that keeps this value closed to those below; None = open."""
    return next((n for n, layer in enumerate(above) if not is_open(layer.opens, key)), None)


def merge(chain: Sequence[Layer]) -> Merged:
    """The chain from the uppermost kit down. Never raises on what a kit holds."""
    values: dict[str, Raw] = {}
    sources: dict[str, int] = {}
    refused: dict[str, int] = {}
    for place, layer in enumerate(chain):
        refused = {}
        for key, raw in layer.values.items():
            by = keeper(chain[:place], key)
            if by is None:
                values[key], sources[key] = raw, place
            else:
                refused[key] = by
    return Merged(MappingProxyType(values), MappingProxyType(sources), MappingProxyType(refused))
