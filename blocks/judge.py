"""Whether a value may stand in a field whose lock is known, and the nearest one that may."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import nh3

from blocks import formats, links
from blocks.pictures import Picture, Shelf
from blocks.schema import BY_ID, Field, FieldType, Mode

OPEN = frozenset({Mode.EDITABLE, Mode.CHOICE, Mode.MUST_CHANGE})
# PostgreSQL's jsonb refuses NUL, UTF-8 refuses lone surrogates; no text needs other controls.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
RATIO_TOLERANCE = 0.01
TYPE_FORMAT = MappingProxyType(
    {
        FieldType.LINK: "link",
        FieldType.EMAIL: "email",
        FieldType.PRICE: "price",
        FieldType.DATE: "date",
        FieldType.TIME: "time",
    }
)
# tag -> the rich-text feature it belongs to; p, br and li belong to none
FEATURE_OF = MappingProxyType(
    {
        "b": "bold",
        "strong": "bold",
        "i": "italic",
        "em": "italic",
        "a": "link",
        "ul": "ul",
        "ol": "ol",
        "hr": "hr",
        "u": "underline",
        "s": "strikethrough",
        "h2": "h2",
        "h3": "h3",
        "h4": "h4",
        "blockquote": "blockquote",
        "code": "code",
        "sup": "superscript",
        "sub": "subscript",
    }
)
_NEUTRAL = frozenset({"p", "br", "li"})
_HREF = {"a": {"href"}}
_SCHEMES = {"https", "mailto", "tel"}
# To judge by, never to show: a scheme that is not ours must still be there to be named.
_NAMED = _SCHEMES | {"http", "javascript", "data", "vbscript", "file", "ftp", "sms", "whatsapp"}
_MARKUP = nh3.Cleaner(
    tags=set(FEATURE_OF) | _NEUTRAL, attributes=_HREF, url_schemes=_NAMED, link_rel=None
)
_WORDS = nh3.Cleaner(tags=set())
_TAG = re.compile(r"<([a-z0-9]+)(?: href=\"([^\"]*)\")?")


class Refusal(NamedTuple):
    """Why a value may not stand: the stable word, what is allowed, what was measured."""

    code: str
    limit: Any = None
    measured: Any = None


def judge(field: Field, limits: Mapping[str, Any], value: Any, shelf: Shelf) -> Refusal | None:
    """As `refusal`, for limits that went through `effective`."""
    if limits["mode"] not in OPEN:
        return Refusal("lock.field")
    if field.type in BY_ID:
        return _by_id(field, limits, value, shelf)
    if not isinstance(value, str):
        return Refusal("field.format", "text", type(value).__name__)
    if UNSTORABLE.search(value):
        return Refusal("field.format", "text", "control")
    options = limits.get("options")
    if options is not None:  # HQ's own words: nothing more is asked of them
        return None if value in options else Refusal("field.option", options, value)
    if field.type is FieldType.RICH:
        return _rich(field, limits, value)
    if field.type is not FieldType.LONG and ("\n" in value or "\r" in value):
        return Refusal("field.format", "line")
    return _plain(field, limits, value)


def _by_id(field: Field, limits: Mapping[str, Any], value: Any, shelf: Shelf) -> Refusal | None:
    if value is None:
        return None
    if type(value) is not int:
        return Refusal("field.format", field.type.value, type(value).__name__)
    if field.type is FieldType.PICTURE:
        return _picture(limits, value, shelf)
    return None if value in shelf.quoted(field.type) else Refusal("claim.missing")


def _picture(limits: Mapping[str, Any], value: int, shelf: Shelf) -> Refusal | None:
    picture = shelf.pictures.get(value)
    if picture is None:
        return Refusal("picture.unknown")
    if not picture.usable:
        return Refusal("picture.unusable")
    if "collection" in limits and picture.collection != limits["collection"]:
        return Refusal("picture.collection", limits["collection"], picture.collection)
    if "min_px" in limits and picture.width < limits["min_px"]:
        return Refusal("picture.small", limits["min_px"], picture.width)
    if "ratio" in limits and not _has_ratio(picture, limits["ratio"]):
        return Refusal("picture.ratio", limits["ratio"], f"{picture.width}:{picture.height}")
    return None


def _has_ratio(picture: Picture, ratio: str) -> bool:
    wide, high = (int(side) for side in ratio.split(":"))
    want = picture.height * wide
    return want > 0 and abs(picture.width * high - want) <= RATIO_TOLERANCE * want


def _too_long(limits: Mapping[str, Any], text: str) -> Refusal | None:
    most = limits.get("max_length")
    if most is None or (text.isascii() and len(text) <= most):
        return None
    size = len(unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    return Refusal("field.length", most, size) if size > most else None


def _plain(field: Field, limits: Mapping[str, Any], value: str) -> Refusal | None:
    if value == "":
        return None
    if limits.get("max_length") is not None and (long := _too_long(limits, value)):
        return long
    own = TYPE_FORMAT.get(field.type)
    if own and (wrong := _misfit(field, limits, value, own)):
        return wrong
    if "format" in limits and (wrong := _misfit(field, limits, value, limits["format"])):
        return wrong
    if "minimum" in limits or "maximum" in limits:
        return _outside(field, limits, value)
    return None


def _misfit(field: Field, limits: Mapping[str, Any], value: str, name: str) -> Refusal | None:
    """A whole merge field passes where the field may hold one: its value is not the partner's."""
    if name in {"link", "url"}:
        return _link(limits, value, name, merge=field.merge)
    if (field.merge and formats.SLOT.fullmatch(value)) or formats.FORMATS[name](value):
        return None
    return Refusal("field.format", name, value)


def _link(
    limits: Mapping[str, Any], value: str, name: str = "link", *, merge: bool = True
) -> Refusal | None:
    slot = merge and formats.SLOT.fullmatch(value) is not None
    schemes = links.WEB if name == "url" else links.SCHEMES
    wrong = None if slot else links.fault(value, schemes=schemes, merge=merge)
    if wrong is not None:
        return Refusal(wrong.code, wrong.limit, wrong.value)
    hosts = limits.get("hosts")
    if not hosts:
        return None
    host = formats.host(value) or ""
    return None if links.among(host, hosts) else Refusal("link.host", hosts, host or value)


def _outside(field: Field, limits: Mapping[str, Any], value: str) -> Refusal | None:
    price = field.type is FieldType.PRICE or limits.get("format") == "price"
    for name in ("minimum", "maximum"):
        bound = limits.get(name)
        if bound is None:
            continue
        wanted: Any = formats.as_date(bound)
        given: Any = formats.as_date(value)
        if wanted is None:
            wanted, given = formats.amount(bound), formats.amount(value, price=price)
        if given is None:
            return Refusal("field.format", "date" if formats.is_date(bound) else "number", value)
        if given < wanted if name == "minimum" else given > wanted:
            return Refusal(f"field.{name}", bound, value)
    return None


@lru_cache(maxsize=256)
def words(value: str) -> str:
    """The text of rich text without its tags."""
    if "<" not in value and "&" not in value:
        return value
    return html.unescape(_WORDS.clean(value))


@lru_cache(maxsize=256)
def _tags_in(value: str) -> tuple[tuple[str, str], ...]:
    """(tag, href) of all that the cleaner sees in a rich text. Kept: words change one at a time."""
    return tuple(_TAG.findall(_MARKUP.clean(value)))


MOST_MARKUP = 30_000  # characters of one rich text with its tags


def _rich(field: Field, limits: Mapping[str, Any], value: str) -> Refusal | None:
    """Length counts the text. What no feature names is left to the cleaning at compile."""
    if len(value) > MOST_MARKUP:
        return Refusal("field.length", MOST_MARKUP, len(value))
    if limits.get("max_length") is not None and (long := _too_long(limits, words(value))):
        return long
    if "<" not in value:
        return None
    allowed = limits.get("features")
    for tag, href in _tags_in(value):
        feature = FEATURE_OF.get(tag)
        if feature and allowed is not None and feature not in allowed:
            return Refusal("field.features", allowed, feature)
        if tag == "a":
            wrong = _link(limits, html.unescape(href), merge=field.merge)
            if wrong:
                return wrong
    return None


# -- the way out


def suggestion(field: Field, limits: Mapping[str, Any], value: Any, shelf: Shelf) -> str | None:
    """A text near to the refused one that these limits let through, if there is one."""
    if not isinstance(value, str) or limits["mode"] not in OPEN or len(value) > 5000:
        return None
    if UNSTORABLE.search(value):
        return None
    for near in _near(field, limits, value):
        if near and near != value and judge(field, limits, near, shelf) is None:
            return near
    return None


def _near(field: Field, limits: Mapping[str, Any], value: str) -> Iterator[str]:
    meant = value.strip().casefold()
    for option in limits.get("options", ()):
        label = field.options.get(option)
        names = {option, label.de, label.en} if label else {option}
        if meant in {name.casefold() for name in names}:
            yield option
    if field.type is FieldType.RICH:
        allowed = limits.get("features", FEATURE_OF.values())
        kept = {tag for tag, feature in FEATURE_OF.items() if feature in allowed} | _NEUTRAL
        attributes = _HREF if "a" in kept else {}
        yield nh3.clean(
            value, tags=kept, attributes=attributes, url_schemes=_SCHEMES, link_rel=None
        )
    elif field.type is FieldType.LONG:
        yield value.strip()
    elif field.type not in BY_ID:
        yield from formats.nearest(value, TYPE_FORMAT.get(field.type) or limits.get("format", ""))
