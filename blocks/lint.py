"""What headquarters may publish: a template's raw body against the kit it is to be sent in. Pure.

Wagtail's own validation at publishing shares a flag between threads and has let broken bodies
through (2,557 of 3,000 under load); publishing asks here, by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from blocks.access import OF_TEMPLATES, Grades, graded, look
from blocks.catalogue import CATALOGUE
from blocks.conditions import dead
from blocks.errors import CompileError
from blocks.judge import OPEN
from blocks.pictures import Shelf
from blocks.pieces import allowed_in, merge_findings
from blocks.resolution import flat
from blocks.sanitise import clean_lines, clean_rich
from blocks.schema import BY_ID, Field, FieldType
from blocks.structure import blocks_of, everything, kind_name, structure, value_of
from blocks.trial import (
    EVERYBODY,
    Mail,
    SharedBodies,
    colourings,
    filled,
    lock_of,
    without_prototypes,
)
from brand_kits.findings import Finding
from brand_kits.theme import Theme

Body = list[dict[str, Any]]
# Found by compiling everything at once, but not a matter of the template.
_NOT_ITS_OWN = frozenset({"size.html", "merge.empty"})
# Of what stands on the shelf.
_UNSEEN = frozenset({"picture.gone", "access.alt", "claim.missing"})


def lint(
    raw_body: Any,
    theme: Theme,
    *,
    language: str = "de",
    country: str = "DE",
    shelf: Shelf | None = None,
    grades: Grades = OF_TEMPLATES,
    shared: SharedBodies | None = None,
) -> tuple[Finding, ...]:
    """Everything there is to say about a body, each with its block and cause.

    It may be published when none of it is an error. shelf: every picture, claim and voice that
    the body and the kit's logos name; None leaves them unjudged. grades: how strict the rules of
    `blocks.access` are. shared: the published blocks of the shared blocks it uses; None leaves
    uses unjudged. Never raises.
    """
    top = blocks_of(raw_body)
    mail = Mail(theme, language=language, country=country, shelf=shelf, shared=shared)
    said = [finding for rule in RULES for finding in rule(top, mail)]
    return tuple(dict.fromkeys(graded(said, grades)))


def shape(top: Body, _mail: Mail) -> Iterator[Finding]:
    """Order, counts, keys, ids, limits; what a region can hold; the legal notice is shut."""
    yield from (finding for finding, _words in structure(top))


def required(top: Body, mail: Mail) -> Iterator[Finding]:
    """A required field that is empty and that no partner can fill."""
    for block, field, content in _contents(top):
        if not (field.required and _empty(field, content)):
            continue
        if lock_of(block, field, mail.theme)["mode"] not in OPEN:
            yield Finding("field.required", block_id=_id(block), field=field.name)


def options(top: Body, _mail: Mail) -> Iterator[Finding]:
    """A value that is none of its field's choices."""
    for block, field, content in _contents(top):
        named = tuple(field.options)
        if named and content not in (None, "", *named):
            shown = str(content)[:80]
            yield Finding(
                "field.option", block_id=_id(block), field=field.name, limit=named, value=shown
            )


def uses(top: Body, mail: Mail) -> Iterator[Finding]:
    """A use of a shared block that is not published (any more): a hole in the mail."""
    known = mail.shared
    for block in everything(top) if known is not None else ():
        chosen = value_of(block).get("block")
        if kind_name(block) == "shared" and type(chosen) is int and chosen not in (known or ()):
            yield Finding("shared.missing", block_id=_id(block))


def conditions(top: Body, _mail: Mail) -> Iterator[Finding]:
    """A condition that decides nothing."""
    for block, field, content in _contents(top):
        if field.merge and isinstance(content, str):
            html = field.type is FieldType.RICH
            more = {"block_id": _id(block), "field": field.name}
            yield from dead(content, **more, html=html, allowed=allowed_in(field))


def compiles(top: Body, mail: Mail) -> Iterator[Finding]:
    """Whether a mail comes of it, and what it lacks: merge fields, links, pictures, imprint."""
    try:
        compiled = mail.of(top)
    except CompileError as error:
        for block in flat(filled(top, mail.shared)):
            yield from (f for f in merge_findings(block) if f.code not in _NOT_ITS_OWN)
        yield Finding("template.compile", block_id=error.block_id, value=error.message)
        return
    unseen = _UNSEEN if mail.shelf is None else frozenset()
    for finding in compiled.findings:
        if finding.code not in _NOT_ITS_OWN | unseen:
            yield finding


def readable(top: Body, mail: Mail) -> Iterator[Finding]:
    """Contrast and link texts, in every colour that a partner may choose."""
    try:
        for choice in colourings(top, mail.theme):
            for finding in look(mail.of(choice, marks=True).preview_html(EVERYBODY)):
                if finding.code != "access.headings":
                    yield finding
    except CompileError:
        return  # said already


def headings(top: Body, mail: Mail) -> Iterator[Finding]:
    """Their order in the mail as partners first get it, without the prototypes."""
    try:
        first = mail.of(without_prototypes(top), marks=True)
    except CompileError:
        return  # said already
    yield from (f for f in look(first.preview_html(EVERYBODY)) if f.code == "access.headings")


RULES: tuple[Callable[[Body, Mail], Iterator[Finding]], ...] = (
    shape,
    required,
    options,
    uses,
    conditions,
    compiles,
    readable,
    headings,
)


def _contents(top: Body) -> Iterator[tuple[Mapping[str, Any], Field, Any]]:
    """(block, field, its content) of every known field at any depth."""
    for block in everything(top):
        kind = CATALOGUE.get(kind_name(block))
        for field in kind.fields if kind else ():
            yield block, field, value_of(block).get(field.name)


def _id(block: Mapping[str, Any]) -> str:
    return str(block.get("id") or "")


def _empty(field: Field, content: Any) -> bool:
    if field.type in BY_ID:
        return not isinstance(content, int)
    if field.type is FieldType.RICH:
        return not clean_rich(content)
    return not clean_lines(content)
