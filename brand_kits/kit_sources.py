"""Where each value of a kit comes from, in words: what its editor and its page show. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from brand_kits import inherit, kit_words
from brand_kits.inherit import Layer, Raw

_SHORT = 60  # characters of a long text


@dataclass(frozen=True, slots=True)
class Source:
    """One value as it holds. keeper: the kit that keeps it closed to this one, "" if open."""

    key: str
    word: str
    shown: str
    colour: str
    kit: int
    kit_name: str
    own: bool
    keeper: str


def sources(chain: Sequence[Layer], group: str) -> list[Source]:
    """Every value of a group that holds in the last kit of the chain."""
    merged = inherit.merge(chain)
    found = []
    for key, raw in merged.values.items():
        if key.partition("/")[0] != group:
            continue
        layer = chain[merged.sources[key]]
        by = inherit.keeper(chain[:-1], key)
        found.append(
            Source(
                key=key,
                word=kit_words.value_word(key),
                shown=shown(group, raw),
                colour=str(raw.get("value") or "") if group == "colours" else "",
                kit=layer.id,
                kit_name=layer.name,
                own=layer is chain[-1],
                keeper="" if by is None else chain[by].name,
            )
        )
    return found


def shown(group: str, raw: Raw) -> str:
    """A value in one short line."""
    return str(_SHOWN.get(group, _plain)(raw))


def _plain(raw: Raw) -> str:
    return ", ".join(str(value) for value in raw.values() if value not in (None, "", []))


def _colour(raw: Raw) -> str:
    return " ".join(str(raw[part]) for part in ("value", "name") if raw.get(part))


def _style(raw: Raw) -> str:
    font = raw.get("font") or raw.get("fallback") or ""
    return f"{font} {raw.get('size') or ''} px".strip()


def _logo(raw: Raw) -> str:
    return f"{raw.get('alt') or ''} {raw.get('width') or ''} px".strip()


def _text(raw: Raw) -> str:
    line = " ".join(str(raw.get("text") or "").split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"


def _rule(raw: Raw) -> str:
    return _text({"text": raw.get("limit") or raw.get("text") or ""})


def _form(raw: Raw) -> str:
    return f"{raw.get('corner')} px"


_SHOWN: dict[str, Any] = {
    "colours": _colour,
    "styles": _style,
    "logos": _logo,
    "imprints": _text,
    "form": _form,
    "tone": _rule,
    "pictures": _rule,
}
