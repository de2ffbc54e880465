"""Packages in the Studio: a template as a file, and a file looked at before it is taken in."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.permissions import policy_registry

from brand_kits.assets.models import BrandImage
from cms.errors import PackageRefused
from cms.first_pages import folder
from cms.package.file import MOST_BYTES, too_big
from cms.package.give import give
from cms.package.take import Step, Taken, take, trial
from cms.policy import Who, who
from cms.studio_frame import person, screen, template_of

KEPT = 24 * 60 * 60  # s that a file that was looked at can still be taken in
NEEDED = (
    "brand_kits.add_brandkit",
    "brand_kits.publish_brandkit",
    "brand_kits.add_network",
    "brand_kits.add_claim",
    "brand_kits.publish_claim",
    "brand_kits.add_testimonial",
    "brand_kits.publish_testimonial",
    "cms.add_sharedblock",
    "cms.publish_sharedblock",
)
_SHA = re.compile(r"[0-9a-f]{64}")


@who(Who.HQ)
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The template with all it is made of, to save."""
    page = template_of(request, pk)
    try:
        content = give(page)
    except PackageRefused as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("wagtailadmin_pages:edit", page.pk)
    answer = HttpResponse(content, content_type="application/json")
    name = slugify(page.title) or "vorlage"
    answer["Content-Disposition"] = f'attachment; filename="{name}.einklang.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@who(Who.HQ)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """A file is looked at; what would become of it is said; then it is taken in whole."""
    if not may_take(request.user):
        raise PermissionDenied
    context: dict[str, Any] = {"most": MOST_BYTES}
    if request.method == "POST":
        try:
            content, held = _posted(request)
            if "take" in request.POST:
                return _taken(request, _take(request, content, held))
            told = trial(content, by=person(request))
            _keep(request, content, held)
            context |= {"trial": told, "steps": _rows(told), "held": held}
            context["kits_live"] = any(step.kind == "kit" and step.live for step in told.steps)
        except PackageRefused as refused:
            context["reasons"] = refused.messages
    status = 422 if context.get("reasons") else 200
    title = _("Take in a package")
    return screen(request, "cms/studio_package.html", title=title, context=context, status=status)


def may_take(user: Any) -> bool:
    """Whoever takes in a package makes templates, and perhaps all that one is made of."""
    may_add = folder().permissions_for_user(user).can_add_subpage()
    pictures = policy_registry.get_by_type(BrandImage)
    may_add = may_add and pictures.user_has_permission(user, "add")
    return bool(may_add and all(user.has_perm(one) for one in NEEDED))


def _rows(told: Taken) -> list[tuple[Step, int]]:
    """(step, how many it stands for): templates first, pictures last, each sort in one line."""
    order = ("template", "kit", "shared", "claim", "testimonial", "network", "tokens", "picture")
    rows = [(step, 1) for step in told.steps if step.kind != "picture"]
    for made in (True, False):
        same = [step for step in told.steps if step.kind == "picture" and step.made is made]
        if same:
            rows.append((same[0], len(same)))
    return sorted(rows, key=lambda row: order.index(row[0].kind))


def _take(request: HttpRequest, content: bytes, held: str) -> Taken:
    """Taken in or refused, the file is needed no more."""
    try:
        return take(content, by=person(request))
    finally:
        _path(request, held).unlink(missing_ok=True)


def _taken(request: HttpRequest, taken: Taken) -> HttpResponse:
    n = len(taken.templates)
    said = ngettext(
        "%(n)d template is there, as a draft.", "%(n)d templates are there, as drafts.", n
    )
    messages.success(request, said % {"n": n})
    return redirect("wagtailadmin_pages:edit", taken.templates[0].pk)


def _posted(request: HttpRequest) -> tuple[bytes, str]:
    """The file's bytes and the name to keep it under. PackageRefused before a big one is read."""
    upload = request.FILES.get("file")
    if upload is None:
        held = request.POST.get("held", "")
        path = _path(request, held)
        if not _SHA.fullmatch(held) or not path.is_file():
            raise PackageRefused([_("Choose the file again: it is not kept any more.")])
        return path.read_bytes(), held
    if upload.size is None or upload.size > MOST_BYTES:
        raise PackageRefused([too_big(upload.size or 0)])
    content = upload.read()
    return content, hashlib.sha256(content).hexdigest()


def _keep(request: HttpRequest, content: bytes, held: str) -> None:
    """What was looked at and not refused waits here until it is taken in."""
    path = _path(request, held)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _forget_old(path.parent)
    path.write_bytes(content)


def _path(request: HttpRequest, held: str) -> Path:
    """Where a file of this person's lies until it is taken in."""
    name = held if _SHA.fullmatch(held) else "none"
    return Path(settings.VAR_DIR) / "packages" / f"{person(request).pk}-{name}.json"


def _forget_old(directory: Path) -> None:
    for path in directory.glob("*.json"):
        if path.stat().st_mtime < time.time() - KEPT:
            path.unlink(missing_ok=True)
