"""The front door: sends everybody to the room where their work is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from cms.policy import Who, who


@who(Who.SIGNED_IN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Partners to the Desk, headquarters to the Studio, reviewers to their list."""
    admits = import_string(settings.URL_POLICY)
    if admits(request, Who.VIEWER):
        return redirect("desk:start")
    if admits(request, Who.HQ):
        return redirect("wagtailadmin_home")
    if admits(request, Who.REVIEWER):
        return redirect("review:list")
    return redirect(resolve_url("account_login"))
