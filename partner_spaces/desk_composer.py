"""What the composer is told: a template's blocks with labels, locks, limits and HQ's values.

One JSON document a template version. The overlay, its findings and its rev come beside it; the
composer lays the one over the other by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.templatetags.static import static

from blocks.canonical import dumps
from blocks.catalogue import CATALOGUE
from blocks.judge import OPEN
from blocks.locks import refusal
from blocks.pictures import Picture, Shelf
from blocks.prepared import SHARED, Frame, Part
from blocks.quote import quote_of
from blocks.schema import QUOTED, Field, FieldType
from blocks.sentences import ASK_WORDS
from brand_kits.assets.models import BrandImage
from brand_kits.assets.published import published
from brand_kits.claims import Claim, Testimonial
from brand_kits.claims import refusal as not_now
from cms.templates_of import pictures_for
from partner_spaces.rendering import Headquarters

MOST_PICTURES = 60  # offered at once
LOOKED_AT = 400  # of the library, newest first
THUMB = 320  # px


def document(
    hq: Headquarters, language: str, *, scopes: frozenset[str], on: date
) -> dict[str, Any]:
    """The template as the composer shows it. version changes with anything in it.

    scopes, on: in which networks and on which day a claim or voice has to hold to be offered.
    """
    told = {
        "blocks": [_part(part, hq, language) for part in hq.template.root.defaults],
        "quotes": {
            type_.value: [_quote(one, hq, scopes, on) for one in hq.stock.quoted(type_).values()]
            for type_ in sorted(QUOTED)
        },
    }
    return {**told, "version": hashlib.sha256(dumps(told)).hexdigest()[:16]}


def _quote(
    one: Claim | Testimonial, hq: Headquarters, scopes: frozenset[str], on: date
) -> dict[str, Any]:
    """A claim or voice to choose; one that does not hold stays shown where it was chosen."""
    quote = quote_of(one, language=hq.language, pictures=hq.pictures)
    return {
        "id": one.id,
        "words": quote.words,
        "by": ", ".join(part for part in (quote.author, quote.role) if part),
        "usable": not_now(one, language=hq.language, on=on, scopes=scopes) is None,
    }


def _part(part: Part, hq: Headquarters, language: str, *, offered: bool = False) -> dict[str, Any]:
    """One block of headquarters'. offered: a prototype, its locks are those of what is made."""
    kind = CATALOGUE[part.type]
    locks = part.own_locks if offered else part.locks
    told: dict[str, Any] = {
        "id": part.id,
        "type": part.type,
        "label": kind.label.to(language),
        "pictogram": static(f"einklang/kinds/{part.type}.svg"),
        "summary": kind.summary,
        "rights": locks["rights"],
        "why": locks["why"],
        "ask": locks["ask"] or ASK_WORDS["brand"].to(language),
        "copyable": part.copyable and part.limit != 0,
        "limit": part.limit,
        "fields": [
            _field(field, locks["fields"][name], part.content.get(name), hq, language)
            for name, field in part.fields.items()
        ],
    }
    if part.region is not None:
        told |= _frame(part.region, hq, language)
    if part.columns:
        told["columns"] = [
            {"id": frame.id, **_frame(frame, hq, language)} for frame in part.columns
        ]
    if part.type == SHARED:
        told["fields"] = list(_shared(part, hq, language))
    return told


def _frame(frame: Frame, hq: Headquarters, language: str) -> dict[str, Any]:
    """A region or a column: its limits, what stands in it, what it offers."""
    own = {p.id for p in frame.defaults}
    return {
        "region": {
            "title": str(frame.about["key"]).replace("_", " ").strip().capitalize(),
            "min": frame.least,
            "max": frame.most,
            "fixed": frame.fixed,
        },
        "blocks": [_part(p, hq, language) for p in frame.defaults],
        "offers": [
            _part(p, hq, language, offered=True) for p in frame.makers.values() if p.id not in own
        ],
    }


def _shared(part: Part, hq: Headquarters, language: str) -> Iterator[dict[str, Any]]:
    """What a shared block says, as locked fields under the names of its blocks."""
    for number, block in enumerate(hq.stock.shared.get(part.shared, ())):
        kind = CATALOGUE.get(block["type"])
        field = kind.field(kind.summary) if kind else None
        if kind and field:
            told = _field(field, {"mode": "locked"}, block["value"].get(field.name), hq, language)
            yield {**told, "name": str(number), "label": kind.label.to(language)}


def _field(
    field: Field, lock: dict[str, Any], value: Any, hq: Headquarters, language: str
) -> dict[str, Any]:
    allowed = lock.get("options")
    told: dict[str, Any] = {
        "name": field.name,
        "type": field.type.value,
        "label": field.label.to(language),
        "help": field.help.to(language) if field.help else "",
        "required": field.required,
        "mode": lock["mode"],
        "value": value,
        "shown": _shown(field, value, hq, language),
    }
    if lock["mode"] in OPEN:
        told |= {
            "max": lock.get("max_length"),
            "format": lock.get("format", ""),
            "minimum": lock.get("minimum", ""),
            "maximum": lock.get("maximum", ""),
            "hosts": lock.get("hosts", []),
            "features": lock.get("features", []),
            "options": [_option(field, name, hq, language) for name in allowed or ()],
        }
    return told


def _option(field: Field, name: str, hq: Headquarters, language: str) -> dict[str, str]:
    label = field.options[name].to(language) if name in field.options else name
    told = {"value": name, "label": label}
    if field.type is FieldType.COLOUR and name in hq.theme.colours:
        told["colour"] = hq.theme.colours[name]
    return told


def _shown(field: Field, value: Any, hq: Headquarters, language: str) -> str:
    """A locked value in words."""
    if value is None or value == "":
        return ""
    if field.type in QUOTED:
        one = hq.stock.quoted(field.type).get(value)
        return quote_of(one, language=hq.language, pictures=hq.pictures).words if one else ""
    if field.options and value in field.options:
        return field.options[value].to(language)
    return str(value)


def lock_of(hq: Headquarters, block: str, name: str) -> tuple[Field, dict[str, Any]] | None:
    """The field of a block or prototype of the template, with its effective lock."""
    for part in _parts(hq.template.root):
        if part.id == block and name in part.fields:
            lock = part.locks["fields"][name]
            return part.fields[name], lock
    return None


def _parts(frame: Frame) -> Iterator[Part]:
    known: set[str] = set()
    for part in (*frame.defaults, *frame.makers.values()):
        if part.id in known:
            continue
        known.add(part.id)
        yield part
        for inner in (*part.columns, *([part.region] if part.region else [])):
            yield from _parts(inner)


def pictures(hq: Headquarters, block: str, name: str, *, q: str = "") -> list[dict[str, Any]]:
    """The pictures this field takes, newest first: only what could really be chosen."""
    found = lock_of(hq, block, name)
    if found is None or found[0].type is not FieldType.PICTURE or found[1]["mode"] not in OPEN:
        return []
    field, lock = found
    images = BrandImage.objects.filter(owner_key="").order_by("-pk")
    if q:
        images = images.filter(title__icontains=q)
    if lock.get("collection"):
        images = images.filter(collection_id=lock["collection"])
    rows = {image.pk: image for image in images[:LOOKED_AT]}
    known = pictures_for(rows, language=hq.language)
    shelf = Shelf(pictures=known)
    fitting = [pk for pk in rows if pk in known and refusal(field, lock, pk, shelf) is None]
    return [_offered(rows[pk], known[pk]) for pk in fitting[:MOST_PICTURES]]


def _offered(image: BrandImage, picture: Picture) -> dict[str, Any]:
    thumb = published(image, width=THUMB)
    return {
        "id": image.pk,
        "title": image.title,
        "alt": picture.alt,
        "width": picture.width,
        "height": picture.height,
        "thumb": f"/i/{thumb.sha256}.{thumb.extension}",
        "url": f"/i/{thumb.sha256}.{thumb.extension}",
    }
