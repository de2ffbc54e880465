"""Whether a template may go out: every door to publication asks here, none asks Wagtail's form.

Wagtail checks a stream with a flag on the field that all threads share: a draft saved in one
thread lets a broken body through in another. So the raw body is judged by `blocks.lint`, which
shares nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext

from blocks import sayable
from blocks.catalogue import CATALOGUE
from blocks.lint import lint
from blocks.pictures import Shelf
from blocks.schema import Kind
from blocks.structure import STREAMS, blocks_of, everything, frames, kind_name, value_of
from blocks.trial import filled
from blocks.words import sentence
from brand_kits.findings import Finding, Severity
from brand_kits.theme import Theme
from cms.check_rules import of_templates
from cms.errors import NotPublishable

# What a partner who is told in time can mend: another day, another network.
LATER = frozenset({"claim.early", "claim.scope"})
_LONGEST_NAME = 40  # characters of a block's own words in a message


def findings(
    body: list[dict[str, Any]],
    theme: Theme,
    *,
    language: str,
    shelf: Shelf,
    networks: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Everything there is to say about a raw body with this theme, today. Never raises.

    shelf: see `cms.shelf`. networks: those it is for by name, none for all.
    """
    found = lint(
        body,
        theme,
        language=language,
        country=country_of(theme, language),
        shelf=shelf,
        shared=shelf.shared,
        grades=of_templates(),
    )
    quoted = sayable.findings(
        filled(blocks_of(body), shelf.shared),
        shelf,
        language=language,
        on=timezone.localdate(),
        scopes=networks,
        mild=LATER,
    )
    return (*found, *quoted)


def errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stand against publishing."""
    return tuple(f for f in found if f.severity is Severity.ERROR)


def require(found: Iterable[Finding], body: list[dict[str, Any]]) -> None:
    """NotPublishable, with a sentence for each error found in a body, unless there is none."""
    against = errors(found)
    if against:
        raise NotPublishable(against, sentences(against, body))


def country_of(theme: Theme, language: str) -> str:
    """The country whose imprint a template in this language is tried with."""
    countries = [i.country for i in theme.imprints if i.language == language]
    countries += [i.country for i in theme.imprints]
    return "DE" if "DE" in countries or not countries else countries[0]


def sentences(found: Iterable[Finding], body: list[dict[str, Any]]) -> list[str]:
    """One for each finding, in the reader's language, led by the block and field it is about."""
    language = get_language() or "de"
    names = block_names(body, language)
    kinds = {str(b.get("id") or ""): CATALOGUE.get(kind_name(b)) for b in everything(body)}
    said = []
    for finding in found:
        kind = kinds.get(finding.block_id)
        field = kind.field(finding.field) if kind and finding.field else None
        known = finding.block_id if finding.block_id in names else finding.block_id.split("/")[0]
        place = [names.get(known, ""), field.label.to(language) if field else ""]
        said.append(sentence(finding, language, ", ".join(p for p in place if p)))
    return said


def block_names(body: list[dict[str, Any]], language: str) -> dict[str, str]:
    """Block id -> "Block 3 (Offer “Check”)"; 6.1 is the first block inside the sixth."""
    names: dict[str, str] = {}
    for number, block in enumerate(blocks_of(body), start=1):
        _name_all(block, str(number), language, names)
    return names


def _name_all(block: dict[str, Any], place: str, language: str, names: dict[str, str]) -> None:
    """The block, its columns, and what they hold: 6.2.1 is the first block of the second column."""
    names[str(block.get("id") or "")] = _name(block, place, language)
    columns = kind_name(block) == "columns"
    for number, frame in enumerate(frames(block), start=1):
        at = f"{place}.{number}" if columns else place
        if columns:
            names[str(frame.get("id") or "")] = _called(gettext("Column"), at)
        for stream in STREAMS:
            for inner, child in enumerate(blocks_of(value_of(frame).get(stream)), start=1):
                _name_all(child, f"{at}.{inner}", language, names)


def _name(block: dict[str, Any], place: str, language: str) -> str:
    kind: Kind | None = CATALOGUE.get(kind_name(block))
    word = kind.label.to(language) if kind else kind_name(block)
    own = str(value_of(block).get(kind.summary) or "") if kind and kind.summary else ""
    if own and "<" not in own:
        short = own if len(own) <= _LONGEST_NAME else own[: _LONGEST_NAME - 1] + "…"
        word = gettext("%(kind)s “%(words)s”") % {"kind": word, "words": short}
    return _called(word, place)


def _called(word: str, place: str) -> str:
    return gettext("Block %(place)s (%(name)s)") % {"place": place, "name": word}
