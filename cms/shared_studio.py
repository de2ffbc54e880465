"""Shared blocks in the Studio: their menu entry, and no way to take away what templates use."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.models import ReferenceIndex
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.errors import StillUsed
from cms.shared import SharedBlock


class SharedBlockViewSet(SnippetViewSet):
    model = SharedBlock
    icon = "snippet"
    menu_label = _("Shared blocks")
    menu_name = "shared-blocks"
    menu_order = 205
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("usage_count", label=_("Used in templates")),
        "kit",
        "language",
        UpdatedAtColumn(),
    ]
    list_filter = ["kit", "language"]
    search_fields = ["name"]
    copy_view_enabled = False

    def get_queryset(self, _request: HttpRequest) -> QuerySet[SharedBlock]:
        """With the number of those that use each: who publishes one, changes them all."""
        count = ReferenceIndex.usage_count_subquery(SharedBlock)
        return SharedBlock.objects.annotate(usage_count=count)


register_snippet(SharedBlockViewSet)


@hooks.register("before_delete_snippet")
def none_in_use_is_deleted(
    request: HttpRequest, instances: Iterable[object]
) -> HttpResponse | None:
    return _refused(request, instances)


@hooks.register("before_unpublish")
def none_in_use_is_unpublished(request: HttpRequest, instance: object) -> HttpResponse | None:
    return _refused(request, [instance])


def _refused(request: HttpRequest, instances: Iterable[object]) -> HttpResponse | None:
    """Back to the shared block, with the names of the templates, if any of them is in use."""
    for one in instances:
        if not isinstance(one, SharedBlock):
            continue
        try:
            one.require_unused()
        except StillUsed as refusal:
            messages.error(request, f"{one}: {' '.join(refusal.messages)}")
            return redirect(one.snippet_viewset.get_url_name("edit"), one.pk)
    return None
