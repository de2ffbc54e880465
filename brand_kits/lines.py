"""A text of several lines in a form of the Studio."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import TextBlock


class Lines(TextBlock):
    """Lines end as they did: browsers send CR LF, and saving a form must change no value."""

    def value_from_form(self, value: Any) -> Any:
        return value.replace("\r\n", "\n") if isinstance(value, str) else value

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.TextBlock", args, kwargs
