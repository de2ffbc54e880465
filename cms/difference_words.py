"""What differs between two versions, told in words, grouped by block. Labels come from the form."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from blocks.catalogue import CATALOGUE
from blocks.difference import Difference, What
from cms.models import CampaignTemplatePage
from cms.publishing import block_names

_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One difference of a block. label: the field; old, new: as people read them, marked."""

    what: str
    label: str
    old: SafeString | str
    new: SafeString | str


@dataclass(frozen=True, slots=True)
class Told:
    """The differences of one block, under its name."""

    block_id: str
    name: str
    lines: tuple[Line, ...]

    @property
    def rows(self) -> list[Line]:
        """The lines that say what was and what is."""
        return [line for line in self.lines if line.label or line.new]


def told(
    found: Iterable[Difference], *, old: CampaignTemplatePage, new: CampaignTemplatePage
) -> list[Told]:
    """Block by block, in the order of the differences."""
    language = get_language() or "de"
    names = block_names(old.raw_body(), language) | block_names(new.raw_body(), language)
    grouped: dict[str, list[Difference]] = {}
    for one in found:
        grouped.setdefault(one.block_id, []).append(one)
    return [
        Told(block_id, names.get(block_id) or _kind_word(here[0].kind), tuple(map(_line, here)))
        for block_id, here in grouped.items()
    ]


def _line(one: Difference) -> Line:
    match one.what:
        case What.ADDED:
            return Line(gettext("new"), "", "", "")
        case What.REMOVED:
            return Line(gettext("gone"), "", "", "")
        case What.MOVED:
            return Line(gettext("moved"), "", "", "")
        case What.KIND:
            old, new = _kind_word(str(one.old)), _kind_word(str(one.new))
            return Line(gettext("another kind"), "", old, new)
    block, label = _definition(one)
    old, new = marked(shown(block, one.old), shown(block, one.new))
    return Line(gettext("lock") if one.what is What.LOCK else "", label, old, new)


def _kind_word(name: str) -> str:
    kind = CATALOGUE.get(name)
    return kind.label.to(get_language() or "de") if kind else name


def _definition(one: Difference) -> tuple[blocks.Block | None, str]:
    """The form's block behind a field, property or lock, and its label."""
    path = ["locks", *one.field.split(".")] if one.what is What.LOCK else [one.field]
    block: Any = CampaignTemplatePage._meta.get_field("body").stream_block
    block = getattr(block, "child_blocks", {}).get(one.kind)
    for step in path:
        block = getattr(block, "child_blocks", {}).get(step)
    return block, str(block.label) if block is not None else one.field


def shown(block: blocks.Block | None, raw: Any) -> str:
    """A raw value as people read it."""
    if raw in (None, "", [], {}):
        return ""
    if isinstance(raw, bool):
        return gettext("yes") if raw else gettext("no")
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        inner = ((str(b.label), shown(b, raw.get(n))) for n, b in block.child_blocks.items())
        return ", ".join(f"{label}: {said}" for label, said in inner if said)
    if isinstance(block, blocks.RichTextBlock):
        return " ".join(get_text_for_indexing(str(raw)).split())
    if isinstance(block, ImageChooserBlock):
        title = get_image_model().objects.filter(pk=raw).values_list("title", flat=True).first()
        return str(title or gettext("a picture that is gone"))
    if isinstance(block, SnippetChooserBlock):
        one = block.target_model.objects.filter(pk=raw).first()
        return str(one or gettext("gone"))
    choices = dict(getattr(getattr(block, "field", None), "choices", ()) or ())
    return str(choices.get(raw, raw))


def marked(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both texts, what is gone marked in the one and what is new in the other."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    steps = matcher.get_opcodes() if len(before) * len(after) < 4_000_000 else []
    if not steps:
        return _whole("del", old), _whole("ins", new)
    left = [("del" if tag != "equal" else "", before[a:b]) for tag, a, b, _c, _d in steps]
    right = [("ins" if tag != "equal" else "", after[c:d]) for tag, _a, _b, c, d in steps]
    return _joined(left), _joined(right)


def _joined(parts: Sequence[tuple[str, list[str]]]) -> SafeString:
    shown_parts = ((_whole(tag, "".join(words)),) for tag, words in parts if words)
    return format_html_join("", "{}", shown_parts)


def _whole(tag: str, text: str) -> SafeString:
    if not tag or not text:
        return SafeString(conditional_escape(text))
    return format_html("<ins>{}</ins>" if tag == "ins" else "<del>{}</del>", text)
