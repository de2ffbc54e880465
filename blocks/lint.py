"""What headquarters may publish: a template's raw body against the kit it is to be sent in. Pure.

Wagtail's own validation at publishing shares a flag between threads and has let broken bodies
through (2,557 of 3,000 under load); publishing asks here, by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from blocks.catalogue import CATALOGUE
from blocks.compile import compile
from blocks.errors import CompileError
from blocks.merge import PARTNER_FIELDS
from blocks.pictures import Picture
from blocks.pieces import merge_findings
from blocks.sanitise import clean_lines, clean_rich
from blocks.schema import Field, FieldType, Kind, Mode
from blocks.structure import blocks_of, everything, kind_name, structure, value_of
from brand_kits.findings import Finding
from brand_kits.theme import Theme

# A partner whose every field has a value: what is missing then is missing in the template.
SAMPLE_PARTNER: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(PARTNER_FIELDS, "Muster"),
        "partner.phone": "+49 431 000140",
        "partner.email": "info@muster.example",
        "partner.website": "https://www.muster.example",
    }
)
# Found by compiling everything at once, but not a matter of the template.
_NOT_ITS_OWN = frozenset({"size.html", "picture.gone", "access.alt", "merge.empty"})


def lint(
    raw_body: Any,
    theme: Theme,
    *,
    language: str = "de",
    country: str = "DE",
    pictures: Mapping[int, Picture] | None = None,
) -> tuple[Finding, ...]:
    """Everything wrong with a body, each with its block and cause; empty when it may be published.

    pictures: those the body and the kit's logos name; None leaves pictures unjudged. Never raises.
    """
    top = blocks_of(raw_body)
    said = [finding for finding, _words in structure(raw_body)]
    for block in everything(top):
        kind = CATALOGUE.get(kind_name(block))
        if kind:
            said += _fields(block, kind)
    said += _compiles(top, theme, language=language, country=country, pictures=pictures)
    return tuple(dict.fromkeys(said))


def _fields(block: Mapping[str, Any], kind: Kind) -> Iterator[Finding]:
    value, block_id = value_of(block), str(block.get("id") or "")
    for field in kind.fields:
        content = value.get(field.name)
        if field.required and _locked(value, field.name) and _empty(field, content):
            yield Finding("field.required", block_id=block_id, field=field.name)
        options = tuple(field.options)
        if options and content not in (None, "", *options):
            yield Finding(
                "field.option",
                block_id=block_id,
                field=field.name,
                limit=options,
                value=str(content)[:80],
            )


def _locked(value: Mapping[str, Any], name: str) -> bool:
    """Whether no partner can ever fill this field: missing lock data means locked."""
    at: Any = value.get("locks")
    for step in ("fields", name, "mode"):
        at = at.get(step) if isinstance(at, dict) else None
    return at not in (Mode.EDITABLE, Mode.CHOICE, Mode.MUST_CHANGE)


def _empty(field: Field, content: Any) -> bool:
    if field.type is FieldType.PICTURE:
        return not isinstance(content, int)
    if field.type is FieldType.RICH:
        return not clean_rich(content)
    return not clean_lines(content)


def _compiles(
    top: list[dict[str, Any]],
    theme: Theme,
    *,
    language: str,
    country: str,
    pictures: Mapping[int, Picture] | None,
) -> Iterator[Finding]:
    """The findings of a mail that holds every default and every prototype once."""
    blocks = [
        {"type": kind_name(block), "id": str(block.get("id") or ""), "value": value_of(block)}
        for block in everything(top)
        if kind_name(block) in CATALOGUE
    ]
    try:
        compiled = compile(
            blocks,
            theme=theme,
            language=language,
            pictures=pictures or {},
            partner=SAMPLE_PARTNER,
            imprint=theme.imprint(country, language),
        )
    except CompileError as error:
        for block in blocks:
            yield from (f for f in merge_findings(block) if f.code not in _NOT_ITS_OWN)
        yield Finding("template.compile", block_id=error.block_id, value=error.message)
        return
    judged = _NOT_ITS_OWN - {"picture.gone", "access.alt"} if pictures is not None else _NOT_ITS_OWN
    for finding in compiled.findings:
        if finding.code not in judged:
            yield finding
