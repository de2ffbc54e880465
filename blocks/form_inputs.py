"""Inputs of the Studio's forms that keep their words out of migrations."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from blocks.schema import Label


def _in_active_language(label: Label) -> str:
    return label.to(get_language() or "de")


words = lazy(_in_active_language, str)


class _Frozen:
    """Keeps words out of migrations: a label or a help text may change without one."""

    frozen_as = ""
    unfrozen = frozenset({"label", "help_text", "icon", "collapsed", "label_format", "rows"})

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        kept = {k: v for k, v in kwargs.items() if k not in self.unfrozen}
        if "choices" in kept:
            kept["choices"] = [(value, value) for value, _label in kept["choices"]]
        return self.frozen_as, args, kept


class Line(_Frozen, blocks.CharBlock):
    frozen_as = "wagtail.blocks.CharBlock"


class Lines(_Frozen, blocks.TextBlock):
    frozen_as = "wagtail.blocks.TextBlock"


class Rich(_Frozen, blocks.RichTextBlock):
    frozen_as = "wagtail.blocks.RichTextBlock"


class Choice(_Frozen, blocks.ChoiceBlock):
    frozen_as = "wagtail.blocks.ChoiceBlock"


class Whole(_Frozen, blocks.IntegerBlock):
    frozen_as = "wagtail.blocks.IntegerBlock"


class Switch(_Frozen, blocks.BooleanBlock):
    frozen_as = "wagtail.blocks.BooleanBlock"


class Picture(_Frozen, ImageChooserBlock):
    frozen_as = "wagtail.images.blocks.ImageChooserBlock"


class Key(_Frozen, blocks.RegexBlock):
    frozen_as = "wagtail.blocks.RegexBlock"


class Group(_Frozen, blocks.StructBlock):
    """A struct whose words stay out of migrations too."""

    frozen_as = "wagtail.blocks.StructBlock"

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return path, args, {k: v for k, v in kwargs.items() if k not in self.unfrozen}


class Stream(_Frozen, blocks.StreamBlock):
    """A stream whose words stay out of migrations too."""

    frozen_as = "wagtail.blocks.StreamBlock"

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return path, args, {k: v for k, v in kwargs.items() if k not in self.unfrozen}
