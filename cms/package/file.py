"""The file: one canonical JSON, read strictly. What it means is `values`' and `take`'s matter.

{"format", "v", "templates": [record name], "records": {name: {field: value}},
 "pictures": {sha256: {"title", "alt_de", "alt_en", "collection", "content": base64}}}

A record is called kind:key, as kit:<uuid>. A value that names another is {"$ref": name}, a picture
{"$picture": sha256}, a collection {"$collection": its name}; a number of the database is in none.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blocks.canonical import dumps
from blocks.strict_json import OverlayRefused, read
from blocks.words import refusal
from brand_kits.assets import files
from cms.errors import PackageRefused

FORMAT, VERSION = "einklang-package", 1
MOST_BYTES, MOST_DEPTH = 32 * 1024 * 1024, 40
MOST_RECORDS = 2_000
KINDS = ("network", "tokens", "kit", "claim", "testimonial", "shared", "template")
_NAME = re.compile(f"(?:{'|'.join(KINDS)}):[A-Za-z0-9_-]{{1,64}}")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL keeps in no text
_SHA = re.compile(r"[0-9a-f]{64}")
_PICTURE = frozenset({"title", "alt_de", "alt_en", "collection", "content"})
_WHOLE = frozenset({"format", "v", "templates", "records", "pictures"})
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the file, its bytes checked against its name."""

    sha256: str
    title: str
    alt_de: str
    alt_en: str
    collection: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Package:
    templates: tuple[str, ...]
    records: Mapping[str, Record]
    pictures: Mapping[str, Picture]

    def of(self, kind: str) -> dict[str, Record]:
        """The records of one kind, by name."""
        return {n: r for n, r in self.records.items() if n.partition(":")[0] == kind}


def written(package: Package) -> bytes:
    """Canonical: the same package gives the same bytes. PackageRefused if it gets too big."""
    pictures = {
        sha: {
            "title": one.title,
            "alt_de": one.alt_de,
            "alt_en": one.alt_en,
            "collection": one.collection,
            "content": base64.b64encode(one.content).decode(),
        }
        for sha, one in package.pictures.items()
    }
    content = dumps(
        {
            "format": FORMAT,
            "v": VERSION,
            "templates": list(package.templates),
            "records": package.records,
            "pictures": pictures,
        }
    )
    if len(content) > MOST_BYTES:
        raise PackageRefused([too_big(len(content))])
    return content


def opened(content: bytes) -> Package:
    """The package in a file. PackageRefused with every reason in words; nothing is looked up."""
    data = _parsed(content)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise PackageRefused([_("This is not an Einklang package.")])
    version = data.get("v")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise PackageRefused([_("The package does not say which version it is.")])
    if version > VERSION:
        said = _(
            "A newer Einklang wrote this package: it is of version %(v)s, and this one reads "
            "version %(known)s. Update first."
        )
        raise PackageRefused([said % {"v": version, "known": VERSION}])
    for place, text in _texts(data, ""):
        if _NO_TEXT.search(text):
            said = _("A character at %(where)s is none that can be kept.")
            raise PackageRefused([said % {"where": place[:200] or "/"}])
    wrong = list(_shape(data))
    if wrong:
        raise PackageRefused(wrong)
    pictures, faults = _pictures(data["pictures"])
    if faults:
        raise PackageRefused(faults)
    return Package(tuple(data["templates"]), data["records"], pictures)


def too_big(size: int) -> str:
    shown = {"size": filesizeformat(size), "limit": filesizeformat(MOST_BYTES)}
    return _("The package has %(size)s; at most %(limit)s are read. Use smaller pictures.") % shown


def _parsed(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise PackageRefused([too_big(len(content))])
    try:
        return read(content, most_bytes=MOST_BYTES, most_depth=MOST_DEPTH)
    except OverlayRefused as refused:
        said = refusal(refused, get_language() or "de")  # it may quote half a character
        raise PackageRefused([said.encode(errors="replace").decode()]) from refused


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """(where it stands, text) of every name and text, each name before what it holds."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield place, name
            yield from _texts(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{place}/{number}")


def _shape(data: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(set(data) - _WHOLE):
        yield _("Nobody knows what “%(name)s” in the package is.") % {"name": name[:80]}
    templates, records, pictures = (data.get(n) for n in ("templates", "records", "pictures"))
    if not isinstance(records, dict) or not isinstance(pictures, dict):
        yield _("The package lacks its records or its pictures.")
        return
    if len(records) > MOST_RECORDS:
        yield _("The package has %(n)s records; %(most)s is the most.") % {
            "n": len(records),
            "most": MOST_RECORDS,
        }
        return
    for name, record in records.items():
        if not _NAME.fullmatch(name) or not isinstance(record, dict):
            yield _("“%(name)s” is no record that this Einklang knows.") % {"name": name[:80]}
    if not isinstance(templates, list) or not templates:
        yield _("There is no template in the package.")
        return
    for name in templates:
        if not isinstance(name, str) or not name.startswith("template:") or name not in records:
            yield _("The template “%(name)s” is not in the package.") % {"name": str(name)[:80]}


def _pictures(given: Mapping[str, Any]) -> tuple[dict[str, Picture], list[str]]:
    found: dict[str, Picture] = {}
    wrong: list[str] = []
    for sha, one in given.items():
        shown = {"name": sha[:12]}
        texts = isinstance(one, dict) and all(isinstance(v, str) for v in one.values())
        if not _SHA.fullmatch(sha) or not texts or set(one) != _PICTURE:
            wrong.append(_("The picture %(name)s is not written as a picture.") % shown)
            continue
        try:
            content = base64.b64decode(one["content"], validate=True)
        except (binascii.Error, ValueError):
            wrong.append(_("The picture %(name)s cannot be unpacked.") % shown)
            continue
        if hashlib.sha256(content).hexdigest() != sha:
            said = _("The picture %(name)s is not the one it says it is: its hash differs.")
            wrong.append(said % shown)
            continue
        try:
            files.facts(content)
        except files.UnusableFileError:
            wrong.append(_("The picture %(name)s is no picture that we can use.") % shown)
            continue
        words = {n: one[n] for n in ("title", "alt_de", "alt_en", "collection")}
        found[sha] = Picture(sha, content=content, **words)
    return found, wrong
