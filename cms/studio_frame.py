"""The frame of headquarters' own screens in the Studio: path, title, actions of a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cms.models import CampaignTemplatePage, User


def template_of(request: HttpRequest, pk: int, *, may: str = "can_edit") -> CampaignTemplatePage:
    """A template this person may edit or publish; 404 for none, PermissionDenied else."""
    found = CampaignTemplatePage.objects.select_related("kit", "locale").filter(pk=pk)
    page: CampaignTemplatePage | None = found.first()
    if page is None:
        raise Http404
    if not getattr(page.permissions_for_user(request.user), may)():
        raise PermissionDenied
    return page


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def screen(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    page: CampaignTemplatePage | None = None,
    path: tuple[tuple[str, str], ...] = (),
    context: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page below a template. path: (address, label) between the template and this screen."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Studio"}]
    if page is not None:
        parent = page.get_parent()
        crumbs += [
            {"url": reverse("wagtailadmin_explore", args=[parent.pk]), "label": parent.title},
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title},
        ]
    crumbs += [{"url": url, "label": label} for url, label in path]
    crumbs.append({"url": "", "label": title})
    frame = {"breadcrumbs_items": crumbs, "header_title": title, "page": page}
    return render(request, template, {**frame, **context}, status=status)
