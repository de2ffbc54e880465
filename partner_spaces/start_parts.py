"""What upper floors show on the Desk's start page, asked for by name: settings.START_PARTS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class StartPart:
    """html: "" when there is nothing to show. campaigns: those it speaks for, or has done with."""

    html: SafeString
    campaigns: frozenset[int] = frozenset()


def parts(request: HttpRequest) -> Iterator[StartPart]:
    """Each part for the space this session works in."""
    for path in settings.START_PARTS:
        yield _part(path)(request)


@cache
def _part(path: str) -> Callable[[HttpRequest], StartPart]:
    found: Callable[[HttpRequest], StartPart] = import_string(path)
    return found
