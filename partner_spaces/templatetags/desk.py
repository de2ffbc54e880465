"""Filters of the Desk and of Review: how long ago."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

register = template.Library()


@register.filter
def ago(at: datetime | None) -> str:
    """A moment of the past as people say it; older than a week, the date."""
    if at is None:
        return ""
    minutes = int((timezone.now() - at).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    days = hours // 24
    if days < 7:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    return date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")


_CAUSES = {
    "template": gettext_lazy("the template"),
    "kit": gettext_lazy("the brand kit"),
    "shared": gettext_lazy("a shared block"),
    "picture": gettext_lazy("a picture"),
    "claim": gettext_lazy("a claim"),
    "testimonial": gettext_lazy("a customer's voice"),
    "branch": gettext_lazy("the partner's contact data"),
    "compiler": gettext_lazy("an update of Einklang"),
}


@register.filter
def causes(cause: Mapping[str, object]) -> str:
    """What changed when an approval was carried, in words; each once."""
    known = (_CAUSES.get(name.split(":")[0], name) for name in cause)
    return ", ".join(dict.fromkeys(str(word) for word in known))


@register.filter
def grouped(count: int) -> str:
    """A number as it is read: 10.003 in German, 10,003 in English."""
    return str(number_format(count, use_l10n=True, force_grouping=True))
