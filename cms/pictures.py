"""Pictures as blocks know them: published, at their public address, described in a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from blocks.catalogue import fields_of
from blocks.compile import Compiled
from blocks.pictures import Picture
from blocks.schema import FieldType
from blocks.structure import everything, kind_name, value_of
from brand_kits.assets import published
from brand_kits.theme import tongue

_FIELDS = fields_of({FieldType.PICTURE})


def pictures_for(
    ids: Iterable[int], *, language: str = "de", portraits: Iterable[int] = ()
) -> dict[int, Picture]:
    """The pictures of these ids as blocks know them, described in a language; no unknown ones.

    portraits: those of them that are also wanted as a square.
    """
    german, squares = tongue(language) == "de", published.portraits_for(portraits)
    return {
        pk: Picture(
            id=pk,
            sha256=p.sha256,
            width=p.width,
            height=p.height,
            url=f"{settings.BASE_URL}{p.path}",
            alt=(p.alt_de or p.alt_en) if german else (p.alt_en or p.alt_de),
            collection=p.collection,
            square=f"{settings.BASE_URL}{squares[pk]}" if pk in squares else "",
        )
        for pk, p in published.pictures_for({*ids, *squares}).items()
    }


def files_at() -> str:
    """The address of everything a mail brings along, up to its name."""
    return f"{settings.BASE_URL}/i/"


def kept(compiled: Compiled) -> Compiled:
    """The same mail, once the files it points to are in place."""
    published.keep_files(compiled.files)
    return compiled


def used_in(body: list[dict[str, Any]]) -> Iterator[int]:
    """The pictures a raw body names, at any depth."""
    for block in everything(body):
        for name, _type in _FIELDS.get(kind_name(block), ()):
            picture = value_of(block).get(name)
            if type(picture) is int:
                yield picture
