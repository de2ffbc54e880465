"""Who may see and do what in the partner's rooms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def desk_context(request: HttpRequest) -> dict[str, Any]:
    return {}
