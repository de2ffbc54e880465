"""Filters of the sending screens: numbers for attributes, reasons in words."""

from __future__ import annotations

from django import template

from send.models import Reason

register = template.Library()


@register.filter
def plain(value: int) -> str:
    """A number as CSS and ARIA take it."""
    return str(int(value))


@register.filter
def reason_words(value: str) -> str:
    """What a stored reason says to people."""
    return str(Reason(value).label) if value in Reason.values else ""
