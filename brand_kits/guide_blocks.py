"""Rules of tone and pictures as Wagtail blocks: what limits, and examples beside it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from brand_kits import guide, kit_words
from brand_kits.findings import Finding
from brand_kits.lines import Lines

LANGUAGES = [("de", "Deutsch"), ("en", "English")]


class RuleBlock(blocks.StructBlock):
    """One rule; its kind is the block's name in the stream."""

    group = ""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        raw = {**self.get_prep_value(cleaned), "kind": self.name}
        found = [kit_words.said(finding) for finding in guide.findings(self.group, raw)]
        if found:
            field = "limit" if "limit" in self.child_blocks else "text"
            raise blocks.StructBlockValidationError(block_errors={field: ValidationError(found)})
        return cleaned


class Tone(RuleBlock):
    group = "tone"

    language = blocks.ChoiceBlock(choices=LANGUAGES, default="de", label=_("language"))
    good = Lines(
        required=False, label=_("that is how we say it"), help_text=_("One example a line.")
    )
    bad = Lines(
        required=False,
        label=_("that is not how we say it"),
        help_text=_("One example a line; the reason after a | behind it."),
    )

    class Meta:
        icon = "pilcrow"
        form_classname = "struct-block kit-rule"


class Shown(RuleBlock):
    group = "pictures"

    good = blocks.ListBlock(ImageChooserBlock(), default=[], label=_("these fit"))
    bad = blocks.ListBlock(ImageChooserBlock(), default=[], label=_("these do not fit"))
    why = blocks.CharBlock(required=False, max_length=120, label=_("why they do not fit"))

    class Meta:
        icon = "image"
        form_classname = "struct-block kit-rule"


def _choices(words: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(words.items())


class AddressBlock(Tone):
    limit = blocks.ChoiceBlock(choices=_choices(kit_words.ADDRESS), default="sie", label=_("form"))


class WordsBlock(Tone):
    limit = Lines(
        label=_("words to avoid"),
        help_text=_("One a line; a better one after a = behind it: Knaller = Angebot."),
    )


class ExclamationsBlock(Tone):
    limit = blocks.IntegerBlock(
        min_value=0, max_value=20, default=1, label=_("at most so many in one text")
    )


class CapitalsBlock(Tone):
    pass


class SentenceBlock(Tone):
    limit = blocks.IntegerBlock(
        min_value=5, max_value=60, default=20, label=_("at most so many words in a sentence")
    )


class ToneAdviceBlock(Tone):
    text = Lines(label=_("advice"))


class RatioBlock(Shown):
    limit = blocks.CharBlock(
        default="3:2", max_length=60, label=_("sides"), help_text=_("For example 3:2, 16:9.")
    )


class WidthBlock(Shown):
    limit = blocks.IntegerBlock(
        min_value=0, max_value=6000, default=1200, label=_("at least so wide (px)")
    )


class PaletteBlock(Shown):
    limit = blocks.IntegerBlock(
        min_value=0,
        max_value=100,
        default=40,
        label=_("at most so far from our colours"),
        help_text=_("0: the same colours, 100: any."),
    )


class PeopleBlock(Shown):
    limit = blocks.ChoiceBlock(
        choices=_choices(kit_words.PEOPLE), default="consent", label=_("people")
    )


class CollectionBlock(Shown):
    limit = blocks.IntegerBlock(min_value=1, label=_("number of the collection"))


class PictureAdviceBlock(Shown):
    text = Lines(label=_("advice"))


class OneOfEach(blocks.StreamBlock):
    """A stream in which each kind stands once, or once for a language."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        seen: set[tuple[str, str]] = set()
        errors = {}
        for place, child in enumerate(cleaned):
            name = (child.block_type, str(child.value.get("language") or ""))
            if name in seen:
                said = kit_words.said(Finding("kit.rule_twice", value=child.block_type))
                errors[place] = ValidationError(said, code="kit.rule_twice")
            seen.add(name)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned


class ToneRules(OneOfEach):
    address = AddressBlock(label=kit_words.TONE["address"])
    words = WordsBlock(label=kit_words.TONE["words"])
    exclamations = ExclamationsBlock(label=kit_words.TONE["exclamations"])
    capitals = CapitalsBlock(label=kit_words.TONE["capitals"])
    sentence = SentenceBlock(label=kit_words.TONE["sentence"])
    advice = ToneAdviceBlock(label=kit_words.TONE["advice"])


class PictureRules(OneOfEach):
    ratio = RatioBlock(label=kit_words.PICTURES["ratio"])
    width = WidthBlock(label=kit_words.PICTURES["width"])
    palette = PaletteBlock(label=kit_words.PICTURES["palette"])
    people = PeopleBlock(label=kit_words.PICTURES["people"])
    collection = CollectionBlock(label=kit_words.PICTURES["collection"])
    advice = PictureAdviceBlock(label=kit_words.PICTURES["advice"])
