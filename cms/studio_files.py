"""The files behind the Studio's pictures, for headquarters alone: nothing of them is public."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from cms.policy import Who, who

FOLDERS = ("images", "original_images")


@who(Who.HQ)
@require_safe
def file(request: HttpRequest, folder: str, path: str) -> HttpResponseBase:
    """A picture's file or thumbnail below MEDIA_ROOT; 404 for any other folder."""
    if folder not in FOLDERS:
        raise Http404
    answer: HttpResponseBase = serve(request, path, document_root=str(settings.MEDIA_ROOT / folder))
    if isinstance(answer, FileResponse):
        answer["Cache-Control"] = "private, max-age=3600"
        answer["Content-Security-Policy"] = "default-src 'none'"
    return answer
