"""Of what keeps people from reading a mail, the part that this partner can mend. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from blocks.catalogue import CATALOGUE
from blocks.judge import OPEN
from blocks.resolution import flat
from blocks.schema import Field, FieldType
from brand_kits.findings import Finding

# Which open fields can mend a rule's finding; headings are a matter of the partner's own blocks.
MENDS: Mapping[str, frozenset[FieldType]] = {
    "access.contrast": frozenset({FieldType.COLOUR}),
    "access.link_text": frozenset({FieldType.RICH, FieldType.TEXT, FieldType.LONG}),
}
_TAG = re.compile(r"<[^>]*>")


def mendable(
    findings: Iterable[Finding], blocks: Iterable[Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Those in blocks where the partner has a field to mend them, bound to it where it is clear.

    What is headquarters' alone was said when the template was published.
    """
    known = {block["id"]: block for block in flat(blocks)}
    found = []
    for finding in findings:
        block = known.get(finding.block_id)
        if block is None:
            continue
        fields = [f for f in _open(block) if f.type in MENDS.get(finding.code, ())]
        if fields:
            found.append(replace(finding, field=_place(finding, fields, block["value"])))
        elif finding.code == "access.headings" and block["by"] == "partner":
            found.append(finding)
    return tuple(found)


def _open(block: Mapping[str, Any]) -> Iterator[Field]:
    kind = CATALOGUE.get(block["type"])
    locks = block["locks"]["fields"]
    for field in kind.fields if kind else ():
        if (locks.get(field.name) or {}).get("mode") in OPEN:
            yield field


def _place(finding: Finding, fields: list[Field], values: Mapping[str, Any]) -> str:
    """The field whose words the finding is about; of one field it is that one."""
    if finding.code == "access.link_text" and finding.value:
        for field in fields:
            said = unescape(_TAG.sub("", str(values.get(field.name) or "")))
            if str(finding.value) in " ".join(said.split()):
                return field.name
        return ""
    return fields[0].name if len(fields) == 1 else ""
