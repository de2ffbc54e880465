"""The public door: unsubscribe, web view, pictures, calendar files. No key, no session, no person.

GET only shows; POST acts (RFC 8058: a scanner that follows links must not unsubscribe anybody).
Whoever holds a token signed by us may act on it, so there is no CSRF token to add to that.
"""

from __future__ import annotations

import json
import re
import zlib
from urllib.parse import urlsplit

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blocks.compile import Compiled
from brand_kits.assets.published import place
from cms.policy import Who, who
from partner_spaces.models import Partner
from partner_spaces.trust_centre import suppression
from send.identity import help_url, web_view_url
from send.models import Snapshot
from send.tokens import Opting, read_unsubscribe, read_view

PAGE_CSP = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_FILE = re.compile(r"[0-9a-f]{64}\.(?:jpg|jpeg|png|gif|webp|ics)", re.ASCII)
_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ics": "text/calendar; charset=utf-8",
}
_YEAR = 365 * 24 * 3600


@csrf_exempt
@who(Who.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, act on POST, by hand or by a mail program's one click. Safe to repeat."""
    opting = read_unsubscribe(token)
    if opting is None:
        raise Http404
    partner = Partner.objects.filter(public_id=opting.partner).first()
    if request.method == "POST":
        _opt_out(opting, partner)
        return _page(request, "send/unsubscribed.html", partner)
    return _page(request, "send/unsubscribe.html", partner)


@who(Who.PUBLIC)
@require_safe
def unsubscribe_help(request: HttpRequest) -> HttpResponse:
    """Where the opt-out link of a web view leads: a page without a person opts nobody out."""
    return _page(request, "send/unsubscribe_help.html", None)


@who(Who.PUBLIC)
@require_safe
def view(request: HttpRequest, token: str) -> HttpResponse:
    """The mail as it was sent, every merge field at its fallback."""
    dispatch = read_view(token)
    snapshot = dispatch and Snapshot.objects.filter(dispatch__uuid=dispatch).first()
    if not dispatch or not snapshot:
        raise Http404
    body = json.loads(zlib.decompress(bytes(snapshot.blob)))
    html = Compiled.from_json(body["compiled"]).preview_html(
        {"web_view_url": web_view_url(dispatch), "unsubscribe_url": help_url()}
    )
    response = HttpResponse(html)
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(settings.BASE_URL))
    response["Content-Security-Policy"] = (
        f"default-src 'none'; img-src 'self' {origin}; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    response["Content-Language"] = body["language"]
    response["Cache-Control"] = "public, max-age=300"
    return _unlisted(response)


@who(Who.PUBLIC)
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture or calendar file of a mail, named by its content: it may be kept for ever."""
    path = place() / name
    if not _FILE.fullmatch(name) or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=_TYPES[path.suffix])
    if path.suffix == ".ics":
        response["Content-Disposition"] = 'attachment; filename="event.ics"'
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _opt_out(opting: Opting, partner: Partner | None) -> None:
    """Nothing is left to do for a partner who is gone: keys and customers went with them."""
    if partner is not None:
        suppression.suppress(
            partner.pk,
            address_index=opting.address_index,
            channel="email",
            reason="unsubscribed",
        )


def _page(request: HttpRequest, template: str, partner: Partner | None) -> HttpResponse:
    asked = request.GET.get("lang", "")
    default = partner.language if partner else settings.LANGUAGE_CODE
    language = asked if asked in dict(settings.LANGUAGES) else default
    with translation.override(language):
        context = {"sender": partner, "language": language}
        response = render(request, template, context)
    response["Content-Security-Policy"] = PAGE_CSP
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    return _unlisted(response)


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
