"""Rules of tone and pictures in words, with their examples, for the brand page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brand_kits import kit_words
from brand_kits.assets.published import MailPicture
from brand_kits.guide import Bad, PictureRule, ToneRule
from brand_kits.theme import Theme, tongue


@dataclass(frozen=True, slots=True)
class ToneShown:
    """A rule as a sentence. avoid: (word, a better one or "")."""

    title: str
    sentence: str
    language: str
    avoid: tuple[tuple[str, str], ...]
    good: tuple[str, ...]
    bad: tuple[Bad, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A picture of a rule. alt: in the reader's language, where there is one. why: not, if not."""

    picture: MailPicture
    alt: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class PicturesShown:
    title: str
    sentence: str
    good: tuple[Example, ...]
    bad: tuple[Example, ...]


def pictures_in(theme: Theme) -> set[int]:
    """The asset ids of every example."""
    rules = theme.pictures
    return {one for r in rules for one in r.good} | {b.example for r in rules for b in r.bad}


def tone(theme: Theme, language: str) -> list[ToneShown]:
    """The rules of the reader's language; of every language where it has none."""
    mine = [rule for rule in theme.tone if rule.language == language] or theme.tone
    return [
        ToneShown(
            title=str(kit_words.TONE[rule.kind]),
            sentence=_tone_sentence(rule),
            language=rule.language,
            avoid=rule.limit if rule.kind == "words" else (),
            good=rule.good,
            bad=rule.bad,
        )
        for rule in mine
    ]


def pictures(theme: Theme, known: Mapping[int, MailPicture], language: str) -> list[PicturesShown]:
    """The rules with those of their examples that are still there."""
    return [
        PicturesShown(
            title=str(kit_words.PICTURES[rule.kind]),
            sentence=_picture_sentence(rule),
            good=tuple(_example(known[one], language) for one in rule.good if one in known),
            bad=tuple(
                _example(known[b.example], language, b.why) for b in rule.bad if b.example in known
            ),
        )
        for rule in theme.pictures
    ]


def _example(one: MailPicture, language: str, why: str = "") -> Example:
    said = (one.alt_de, one.alt_en) if tongue(language) == "de" else (one.alt_en, one.alt_de)
    return Example(one, next((words for words in said if words), one.title), why)


def _tone_sentence(rule: ToneRule) -> str:
    limit: Any = rule.limit
    if rule.kind == "address":
        return str(kit_words.ADDRESS[limit])
    if rule.kind == "exclamations":
        if not limit:
            return _("No exclamation mark.")
        text = ngettext("At most one exclamation mark.", "At most %(n)d exclamation marks.", limit)
        return text % {"n": limit}
    if rule.kind == "capitals":
        return _("No word in capitals alone, abbreviations excepted.")
    if rule.kind == "sentence":
        return _("At most %(n)d words in a sentence.") % {"n": limit}
    if rule.kind == "words":
        return _("These words are not ours.")
    return rule.text


def _picture_sentence(rule: PictureRule) -> str:
    limit: Any = rule.limit
    if rule.kind == "ratio":
        return _("Sides as %(ratios)s.") % {"ratios": ", ".join(limit)}
    if rule.kind == "width":
        return _("At least %(n)s px wide.") % {"n": number_format(limit, force_grouping=True)}
    if rule.kind == "palette":
        return _("Close to our colours: at most %(n)d of 100 away.") % {"n": limit}
    if rule.kind == "people":
        words = str(kit_words.PEOPLE[limit])
        return f"{words[:1].upper()}{words[1:]}."
    if rule.kind == "collection":
        return _("Only pictures of our collection.")
    return rule.text
