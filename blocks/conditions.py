"""Conditions that decide nothing: never true, always true, or with nothing to show. Pure.

The grammar knows `{% if field %}..{% endif %}` alone, so a condition is dead where its field can
have no value at its place, always has one, or where both branches are the same: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from blocks.merge import FIELDS, SYSTEM_FIELDS, If, Literal, Slot, parse
from brand_kits.findings import Finding

# Every mail has these: a partner without a name cannot be saved, the links are made by sending.
ALWAYS = frozenset(("partner.name", *SYSTEM_FIELDS))
_TAG = re.compile(r"<[^>]*>")


def dead(
    text: str,
    *,
    block_id: str = "",
    field: str = "",
    html: bool = False,
    allowed: frozenset[str] = FIELDS,
) -> tuple[Finding, ...]:
    """merge.never, merge.always and merge.blank, each with the condition's field as its value.

    allowed: the fields that may have a value in this place.
    """
    if "{%" not in text:
        return ()
    parts = parse(text, html=html).parts
    said = _walk(parts, known=frozenset(), allowed=allowed, html=html)
    found = [Finding(code, block_id=block_id, field=field, value=name) for code, name in said]
    return tuple(dict.fromkeys(found))


def _walk(
    parts: Iterable[Any], *, known: frozenset[str], allowed: frozenset[str], html: bool
) -> Iterator[tuple[str, str]]:
    """(code, field) of every dead condition; known: fields that have a value here for certain."""
    for part in parts:
        if not isinstance(part, If):
            continue
        if part.field not in allowed:
            yield "merge.never", part.field
        elif part.field in known or part.field in ALWAYS:
            yield "merge.always", part.field
        if not any(_shows(inner, html) for inner in part.then):
            yield "merge.blank", part.field
        yield from _walk(part.then, known=known | {part.field}, allowed=allowed, html=html)


def _shows(part: Any, html: bool) -> bool:
    """Whether a reader would see anything of it."""
    if isinstance(part, Literal):
        text = unescape(_TAG.sub("", part.text)) if html else part.text
        return bool(text.strip().strip("\u00a0\u200b"))
    return isinstance(part, Slot) or any(_shows(inner, html) for inner in part.then)
