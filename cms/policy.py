"""Who may use which URL: default deny.

Every view of ours carries `@who(Who.X)`; the doors of the libraries we mount are declared by
prefix in `PREFIXES`. A URL pattern that neither names fails the test suite, and at run time it is
closed. Who belongs to a partner is asked through `settings.URL_POLICY` (a dotted path to
`admits(request, who) -> bool`), because the answer lives on a floor above.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from csp.constants import NONE, SELF
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.module_loading import import_string

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Who(StrEnum):
    """A partner's higher role includes the lower: owner > editor > viewer."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    HQ = "hq"
    INSIDE = "inside"  # headquarters, reviewers and the people of any partner
    REVIEWER = "reviewer"
    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"
    NOBODY = "nobody"


# The doors of the libraries, the longest prefix decides. Routes as the resolver spells them.
PREFIXES: dict[str, Who] = {
    "static/": Who.PUBLIC,
    "i18n/": Who.PUBLIC,
    "api/v1/": Who.SIGNED_IN,
    "studio/": Who.HQ,
    "studio/jsi18n/": Who.HQ,
    "studio/failwhale/": Who.NOBODY,  # Wagtail's way to try out its own error page
    "accounts/": Who.NOBODY,
    "accounts/login/": Who.PUBLIC,
    "accounts/logout/": Who.PUBLIC,
    "accounts/inactive/": Who.PUBLIC,
    "accounts/reauthenticate/": Who.SIGNED_IN,
    "accounts/password/change/": Who.SIGNED_IN,
    "accounts/password/reset/": Who.PUBLIC,
}

# The Studio is Wagtail's admin, which has inline scripts and styles of its own. Nothing foreign
# is loaded there either; the strict policy of every other door stands in the settings.
STUDIO_CSP = {
    "default-src": [NONE],
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}


def who(allowed: Who) -> Callable[[View], View]:
    """Declares who may use a view."""

    def declare(view: View) -> View:
        view.who = allowed  # type: ignore[attr-defined]
        return view

    return declare


def declared(callback: Any, route: str) -> Who | None:
    """Who may use this pattern: the view's own word, else the longest prefix; None = undeclared."""
    own = getattr(callback, "who", None) or getattr(
        getattr(callback, "view_class", None), "who", None
    )
    if own is not None:
        return Who(own)
    named = [prefix for prefix in PREFIXES if route.startswith(prefix)]
    return PREFIXES[max(named, key=len)] if named else None


@cache
def _admits(path: str) -> Callable[[HttpRequest, str], bool]:
    check: Callable[[HttpRequest, str], bool] = import_string(path)
    return check


class PolicyMiddleware:
    """Refuses before the view runs: a stranger signs in first, anybody else finds nothing (404)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith("/studio/"):
            response._csp_replace = STUDIO_CSP  # type: ignore[attr-defined]
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        allowed = declared(view, match.route if match else "")
        if allowed is Who.PUBLIC:
            return None
        if allowed is None or allowed is Who.NOBODY:
            raise Http404
        if not request.user.is_authenticated:
            if request.path.startswith("/api/"):
                problem = {"type": "about:blank", "title": "Sign in first.", "status": 401}
                return JsonResponse(problem, status=401, content_type="application/problem+json")
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not _admits(settings.URL_POLICY)(request, allowed):
            raise Http404
        return None
