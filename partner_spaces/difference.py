"""What differs between two versions of a campaign, in the order of the mail, ready to be shown.

Pure. The reviewers compare with the template as headquarters wrote it, the versions of a campaign
with what it is now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from html import unescape
from typing import Any

from blocks.branches import FIELD_WORDS
from blocks.prepared import Frame, Part, Template
from blocks.resolution import Resolution, flat
from blocks.schema import Field, FieldType, Kind, Label

LONG = 48  # characters from which a text is shown word by word
ALIKE = 0.6  # below this share of common words old and new are shown whole
_MERGE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|ul|ol)>")
_TAG = re.compile(r"<[^>]*>")


class What(StrEnum):
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    BACK = "back"  # shown again
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Value:
    """One field, before and after: words, or ids of pictures. Rich texts are plain.

    parts: (same|del|ins, words), where a long text changed a little.
    """

    label: str
    type: FieldType
    old: str = ""
    new: str = ""
    old_picture: int | None = None
    new_picture: int | None = None
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. block: where the mail shows it. words: what to look for there.

    look: text, picture or block: what is marked in the mail; "" if the mail does not show it.
    """

    what: What
    block: str
    kind: str
    title: str
    values: tuple[Value, ...] = ()
    words: tuple[str, ...] = ()
    look: str = "block"
    behind: str = ""  # for a moved block: what stands before it now, "" = it is the first

    @property
    def price(self) -> bool:
        return any(value.type is FieldType.PRICE for value in self.values)


def changes(
    before: Resolution, after: Resolution, *, template: Template, language: str
) -> list[Change]:
    """Everything that differs, in the order of the mail after; what is gone stands last."""
    old, new = _by_id(before.blocks), _by_id(after.blocks)
    kinds, written = template.catalogue, _content(template.root)
    moved = _moved(before, after)
    found: list[Change] = []
    for block_id, block in new.items():
        kind = kinds.get(block["type"])
        if kind is None:
            continue
        if block_id not in old:
            base = written.get(block["from"], {})
            if _came_along(block_id, old):
                found += _edited(block, kind, base, language) if base else ()
                continue
            found.append(_arrived(block, kind, base, language))
            continue
        found += _edited(block, kind, old[block_id]["value"], language)
        if block_id in moved:
            ahead = new.get(moved[block_id])
            behind = name(ahead, kinds[ahead["type"]], language) if ahead else ""
            title = name(block, kind, language)
            found.append(Change(What.MOVED, block_id, kind.name, title, behind=behind))
    for block_id, block in old.items():
        kind = kinds.get(block["type"])
        if kind and block_id not in new and not _came_along(block_id, new):
            title = name(block, kind, language)
            found.append(Change(What.GONE, block_id, kind.name, title, look=""))
    return found


def _came_along(block_id: str, others: Mapping[str, Any]) -> bool:
    """Whether a block stands in one that a partner made and the other side does not have."""
    maker, slash, _inner = block_id.partition("/")
    return bool(slash) and maker not in others


def name(block: Mapping[str, Any], kind: Kind, language: str) -> str:
    """What a block is called: its kind, with its own words where a mail may hold several."""
    label = kind.label.to(language)
    summary = kind.field(kind.summary)
    several = summary and summary.type is FieldType.TEXT and kind.name not in _ONCE
    words = plain(block["value"].get(kind.summary))[:LONG] if several else ""
    quoted = f"„{words}“" if language == "de" else f"“{words}”"
    return f"{label} {quoted}" if words else label


_ONCE = frozenset({"envelope", "hero", "picture", "legal"})  # or named by something else


def _arrived(block: Mapping[str, Any], kind: Kind, base: Mapping[str, Any], to: str) -> Change:
    """A block that was not there: what its writer changed in what the template offered."""
    values = tuple(v for f in kind.fields if (v := _value(f, base, block["value"], to)))
    words = tuple(w for f in kind.fields for w in fragments(f, block["value"].get(f.name)))
    what = What.NEW if block["by"] == "partner" else What.BACK
    shown = values if what is What.NEW else ()
    return Change(what, block["id"], kind.name, name(block, kind, to), shown, words[:1])


def _edited(
    block: Mapping[str, Any], kind: Kind, old: Mapping[str, Any], language: str
) -> Iterator[Change]:
    for field in kind.fields:
        value = _value(field, old, block["value"], language)
        if value is None:
            continue
        title, label = name(block, kind, language), field.label.to(language)
        title = title if title == label else f"{title}: {label}"
        before = set(fragments(field, old.get(field.name)))
        told = tuple(fragments(field, block["value"].get(field.name)))
        words = tuple(word for word in told if word not in before) or told
        look = "picture" if field.type is FieldType.PICTURE else "text" if words else "block"
        yield Change(What.CHANGED, block["id"], kind.name, title, (value,), words, look)


def _value(
    field: Field, old: Mapping[str, Any], new: Mapping[str, Any], language: str
) -> Value | None:
    one, other = old.get(field.name), new.get(field.name)
    if (one or "") == (other or ""):
        return None
    label = field.label.to(language)
    if field.type is FieldType.PICTURE:
        return Value(label, field.type, old_picture=one or None, new_picture=other or None)
    was, now = shown(field, one, language), shown(field, other, language)
    told = spoken(was, language), spoken(now, language)
    was, now = told if told[0] != told[1] else (was, now)  # only a fallback or a condition differs
    return Value(label, field.type, was, now, parts=word_by_word(was, now))


def shown(field: Field, value: Any, language: str) -> str:
    """A value as people read it."""
    if not isinstance(value, str) or not value:
        return ""
    if value in field.options:
        return field.options[value].to(language)
    if field.type is FieldType.DATE:
        return _day(value, language)
    return plain(value) if field.type is FieldType.RICH else value


_FIELDS = {
    **FIELD_WORDS,
    "partner.name": Label("Name des Betriebs", "Name of the business"),
    "partner.from_name": Label("Absendername", "Sender name"),
    "partner.street": Label("Straße", "Street"),
    "partner.postcode": Label("Postleitzahl", "Postcode"),
    "partner.city": Label("Ort", "Town"),
    "partner.phone": Label("Telefon", "Phone"),
    "partner.email": Label("E-Mail", "E-mail"),
    "partner.website": Label("Website", "Website"),
    "partner.hours": Label("Öffnungszeiten", "Opening hours"),
    "partner.legal_name": Label("Firma des Betriebs", "Legal name of the business"),
    "partner.represented_by": Label("Vertreten durch", "Represented by"),
    "partner.register_court": Label("Registergericht", "Register court"),
    "partner.register_number": Label("Registernummer", "Register number"),
    "partner.vat_id": Label("USt-IdNr.", "VAT number"),
}
_SLOT = re.compile(r"\{\{\s*([\w.]+).*?\}\}", re.DOTALL)
_IF = re.compile(r"\{%.*?%\}", re.DOTALL)


def spoken(text: str, language: str) -> str:
    """Merge fields by their names, [First name], and conditions left out."""

    def named(match: re.Match[str]) -> str:
        label = _FIELDS.get(match[1])
        return f"[{label.to(language)}]" if label else match[0]

    return _SLOT.sub(named, _IF.sub("", text))


def _day(value: str, language: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day:%d.%m.%Y}" if language == "de" else f"{day:%Y-%m-%d}"


def plain(value: Any) -> str:
    """Rich text as words, a line a paragraph."""
    if not isinstance(value, str):
        return ""
    lines = _TAG.sub("", _BREAK.sub("\n", value)).split("\n")
    return "\n".join(line for line in (unescape(line).strip() for line in lines) if line)


def fragments(field: Field, value: Any) -> Iterator[str]:
    """The words of a value as the mail shows them, without what is filled in for each person."""
    seen = (FieldType.TEXT, FieldType.LONG, FieldType.RICH, FieldType.PRICE)
    if field.type not in seen or not isinstance(value, str) or field.name == "alt":
        return
    for line in plain(value).split("\n"):
        for piece in _MERGE.split(line):
            words = " ".join(piece.split()).strip(" ,.!")
            if len(words) > 1:
                yield words


def word_by_word(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """(same|del|ins, words), () where the two are short or have little in common."""
    if min(len(old), len(new)) < LONG:
        return ()
    one, other = (re.findall(r"\S+\s*", text) for text in (old, new))
    was, now = ([word.rstrip() for word in words] for words in (one, other))
    match = SequenceMatcher(None, was, now, autojunk=False)
    if match.ratio() < ALIKE:
        return ()
    found: list[tuple[str, str]] = []
    for what, i, j, k, m in match.get_opcodes():
        if what == "equal":
            found.append(("same", "".join(other[k:m])))
            continue
        if i < j:
            found.append(("del", "".join(one[i:j])))
        if k < m:
            found.append(("ins", "".join(other[k:m])))
    return tuple(found)


def _by_id(blocks: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Blocks at any depth, in the order of the mail."""
    return {block["id"]: block for block in flat(blocks)}


def _content(frame: Frame) -> dict[str, Mapping[str, Any]]:
    """What headquarters wrote, by the id of the block or prototype."""
    found: dict[str, Mapping[str, Any]] = {}
    for part in (*frame.defaults, *frame.makers.values()):
        found[part.id] = part.content
        for inside in _frames(part):
            found |= _content(inside)
    return found


def _frames(part: Part) -> Iterator[Frame]:
    if part.region is not None:
        yield part.region
    yield from part.columns


def _moved(before: Resolution, after: Resolution) -> dict[str, str]:
    """Blocks at another place among those that stayed: id -> what stands before it now."""
    movable = {k: v["locks"]["rights"]["move"] for k, v in _by_id(after.blocks).items()}
    homes = {one: cid for cid, there in before.containers.items() for one in there.order}
    found = {}
    for cid, container in after.containers.items():
        for place, one in enumerate(container.order):
            if homes.get(one, cid) != cid:  # out of another container
                found[one] = container.order[place - 1] if place else ""
        old = before.containers.get(cid)
        if old is None:
            continue
        stayed = set(old.order) & set(container.order)
        was = [one for one in old.order if one in stayed]
        now = [one for one in container.order if one in stayed]
        rank = {one: place for place, one in enumerate(was)}
        kept = _longest_run(now, rank, fixed={one for one in now if not movable.get(one)})
        for one in now:
            if one not in kept:
                place = container.order.index(one)
                found[one] = container.order[place - 1] if place else ""
    return found


def _longest_run(row: list[str], rank: Mapping[str, int], fixed: set[str]) -> set[str]:
    """The most blocks of a row that stand in their old order; the others are those that moved.

    fixed: those that nobody may move come first, the others went around them.
    """
    best: list[tuple[int, list[str]]] = []
    for index, one in enumerate(row):
        fitting = [run for run in best[:index] if rank[run[1][-1]] < rank[one]]
        weight, run = max(fitting, key=lambda run: run[0], default=(0, []))
        best.append((weight + (len(row) if one in fixed else 1), [*run, one]))
    return set(max(best, key=lambda run: run[0], default=(0, []))[1])
