"""The Studio's frame: its menu, its start page, its look, and the doors to publication."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms import publishing, studio_files, studio_packages, studio_versions
from cms import shared_studio as shared_studio
from cms.errors import NotPublishable
from cms.models import CampaignTemplateIndexPage, CampaignTemplatePage
from cms.studio_home import NextSteps

# Wagtail's own entries that say nothing to a brand team.
HIDDEN = frozenset({"explorer", "documents", "help", "snippets"})
FOR_ADMINISTRATORS = frozenset({"reports"})


OF_A_TEMPLATE = (
    ("versions/", studio_versions.index, "studio_versions"),
    ("versions/compare/", studio_versions.compare, "studio_compare"),
    ("versions/<int:revision>/mail.html", studio_versions.mail, "studio_version_mail"),
    ("versions/<int:revision>/back/", studio_versions.roll_back, "studio_roll_back"),
    ("package/", studio_packages.export, "studio_package"),
    ("languages/", studio_versions.add_language, "studio_add_language"),
)


class TemplatesItem(MenuItem):
    """Leads to the folder of templates."""

    @property
    def url(self) -> str:
        folder = CampaignTemplateIndexPage.objects.order_by("path").values_list("pk").first()
        if folder is None:
            return reverse("wagtailadmin_explore_root")
        return reverse("wagtailadmin_explore", args=folder)

    @url.setter
    def url(self, value: str) -> None:
        """Asked anew for every page: the folder may be made later."""


class ReviewsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("partner_spaces.decide_review"))


@hooks.register("register_admin_menu_item")
def templates_item() -> MenuItem:
    return TemplatesItem(_("Templates"), "", name="templates", icon_name="layers", order=200)


@hooks.register("register_admin_menu_item")
def reviews_item() -> MenuItem:
    address = reverse("review:list")
    return ReviewsItem(_("Reviews"), address, name="reviews", icon_name="circle-check", order=220)


@hooks.register("construct_main_menu", order=1000)
def menu(request: HttpRequest, items: list[MenuItem]) -> None:
    hidden = HIDDEN if request.user.is_superuser else HIDDEN | FOR_ADMINISTRATORS
    items[:] = [item for item in items if item.name not in hidden]


@hooks.register("construct_homepage_panels")
def start(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, NextSteps())


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(_request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("einklang/studio.css"))


@hooks.register("register_admin_urls")
def files() -> list[URLPattern]:
    return [
        path("packages/", studio_packages.take_in, name="studio_packages"),
        path("media/<str:folder>/<path:path>", studio_files.file, name="studio_file"),
        *(
            path(f"templates/<int:pk>/{route}", view, name=name)
            for route, view, name in OF_A_TEMPLATE
        ),
    ]


@hooks.register("register_page_header_buttons")
def template_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is CampaignTemplatePage and page.permissions_for_user(user).can_edit():
        address = reverse("studio_versions", args=[page.pk])
        yield Button(_("Versions and languages"), address, icon_name="history", priority=15)
        package = reverse("studio_package", args=[page.pk])
        yield Button(_("Save as a package"), package, icon_name="download", priority=65)
    if page.specific_class is CampaignTemplateIndexPage and studio_packages.may_take(user):
        address = reverse("studio_packages")
        yield Button(_("Take in a package"), address, icon_name="upload", priority=65)


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, "cms/icons/layers.svg"]


@hooks.register("before_edit_page")
def say_that_it_is_retired(request: HttpRequest, page: Page) -> None:
    """Whoever edits it knows that no partner begins with it."""
    if request.method == "GET" and isinstance(page, CampaignTemplatePage) and page.retired_at:
        said = _("This template is retired: no partner can begin with it, nothing of it is sent.")
        messages.warning(request, f"{said} {page.retired_why}")


@hooks.register("before_publish_page")
def only_whole_templates(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The form has said it already; another thread's draft must not carry a broken body past it."""
    if not isinstance(page, CampaignTemplatePage):
        return None
    try:
        page.require_publishable()
    except NotPublishable as refusal:
        _say(request, page, refusal)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_publish_page")
def say_the_hints(request: HttpRequest, page: Page) -> None:
    """What does not stand against publishing and is still worth a look."""
    if not isinstance(page, CampaignTemplatePage):
        return
    hints = dict.fromkeys(publishing.sentences(page.findings(), page.raw_body()))
    if hints:
        messages.warning(request, " ".join([str(_("Published, with hints.")), *hints]))


@hooks.register("before_bulk_action")
def only_whole_templates_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    """All of the chosen templates, or none: what may not go out is named before anything does."""
    if action_type != "publish":
        return None
    refused = False
    for page in _templates(
        objects, below=bool(action.cleaned_form.cleaned_data.get("include_descendants"))
    ):
        revision = page.get_latest_revision()
        try:
            (revision.as_object() if revision else page).require_publishable()
        except NotPublishable as refusal:
            _say(request, page, refusal)
            refused = True
    return redirect(request.get_full_path()) if refused else None


def _templates(pages: list[Page], *, below: bool) -> list[CampaignTemplatePage]:
    found = {page.pk for page in pages}
    for page in pages if below else ():
        found.update(page.get_descendants().not_live().values_list("pk", flat=True))
    return list(CampaignTemplatePage.objects.filter(pk__in=found))


def _say(request: HttpRequest, page: Page, refusal: NotPublishable) -> None:
    said = _("“%(title)s” was not published.") % {"title": page.title}
    messages.error(request, " ".join([said, *refusal.messages]))


LOG = {
    "retire": (_("Retired"), _("Template retired")),
    "bring_back": (_("Brought back"), _("Template brought back")),
    "take_package": (_("Taken in"), _("Template taken in from a package")),
}


@hooks.register("register_log_actions")
def log_words(actions: LogActionRegistry) -> None:
    for name, (label, message) in LOG.items():
        actions.register_action(f"cms.{name}", label, message)
