"""Inputs of the Studio's forms under our own names, and words in the reader's language."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language
from wagtail.blocks import BooleanBlock as Switch
from wagtail.blocks import CharBlock as Line
from wagtail.blocks import ChoiceBlock as Choice
from wagtail.blocks import IntegerBlock as Whole
from wagtail.blocks import RegexBlock as Key
from wagtail.blocks import RichTextBlock as Rich
from wagtail.blocks import StreamBlock as Stream
from wagtail.blocks import StructBlock as Group
from wagtail.images.blocks import ImageChooserBlock as Picture
from wagtail.snippets.blocks import SnippetChooserBlock as Snippet

from blocks.schema import Label
from brand_kits.lines import Lines

__all__ = [
    "Choice",
    "Group",
    "Key",
    "Line",
    "Lines",
    "Picture",
    "Rich",
    "Snippet",
    "Stream",
    "Switch",
    "Whole",
    "words",
]


def _in_active_language(label: Label) -> str:
    return label.to(get_language() or "de")


words = lazy(_in_active_language, str)
