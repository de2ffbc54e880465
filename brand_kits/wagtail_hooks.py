"""The brand in the Studio: kits and networks as snippets with menu entries of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from brand_kits import contrast, kit_words, studio_tokens
from brand_kits.models import BrandKit, Claim, Network, Testimonial


class KitEditView(EditView):
    """The kit's editor; `?own=colours/accent` takes a value over from above, to be changed here."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Those of the listing too: what can be done with a kit is found where it is open."""
        mine = [*super().header_more_buttons]
        for hook in hooks.get_hooks("register_snippet_listing_buttons"):
            mine += hook(self.object, self.request.user, None)
        return mine

    def get_object(self, queryset: Any = None) -> BrandKit:
        kit: BrandKit = super().get_object(queryset)
        if self.request.method == "GET" and self.request.GET.get("own"):
            kit.take_over(self.request.GET["own"])
        return kit


class BrandKitViewSet(SnippetViewSet):
    model = BrandKit
    edit_view_class = KitEditView
    icon = "palette"
    menu_label = _("Brand kits")
    menu_name = "brand-kits"
    list_display = ["__str__", "parent", UpdatedAtColumn()]
    search_fields = ["name"]
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("tokens/export/<int:pk>/", studio_tokens.export_view, name="tokens_export"),
            path("tokens/import/<int:pk>/", studio_tokens.import_view, name="tokens_import"),
        ]


class ClaimViewSet(SnippetViewSet):
    model = Claim
    icon = "tick-inverse"
    menu_label = _("Claims")
    menu_name = "claims"
    list_display = ["__str__", "kit", "valid_until", UpdatedAtColumn()]
    list_filter = ["kit", "everywhere"]
    search_fields = ["text_de", "text_en", "evidence"]
    copy_view_enabled = False


class TestimonialViewSet(SnippetViewSet):
    model = Testimonial
    icon = "openquote"
    menu_label = _("Testimonials")
    menu_name = "testimonials"
    list_display = ["__str__", "kit", "valid_until", UpdatedAtColumn()]
    list_filter = ["kit", "everywhere"]
    search_fields = ["author", "quote_de", "quote_en"]
    copy_view_enabled = False


class BrandGroup(SnippetViewSetGroup):
    """Everything of the brand under one word of the menu."""

    items = (BrandKitViewSet, ClaimViewSet, TestimonialViewSet)
    menu_icon = "palette"
    menu_label = _("Brand")
    menu_name = "brand"
    menu_order = 210


class NetworkViewSet(SnippetViewSet):
    model = Network
    icon = "group"
    menu_label = _("Networks")
    menu_name = "networks"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]


register_snippet(BrandGroup)
register_snippet(NetworkViewSet)


@hooks.register("register_snippet_listing_buttons")
def token_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """Design tokens of a kit, out and in."""
    if not isinstance(snippet, BrandKit) or not user.has_perm("brand_kits.change_brandkit"):
        return []
    out, into = (
        reverse(f"wagtailsnippets_brand_kits_brandkit:{name}", args=[snippet.pk])
        for name in ("tokens_export", "tokens_import")
    )
    return [
        Button(_("Give out tokens"), url=out, icon_name="download", priority=60),
        Button(_("Take over tokens"), url=into, icon_name="upload", priority=65),
    ]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def hard_to_read(request: HttpRequest, instance: Any) -> None:
    """A draft may hold a pair that is hard to read; whoever saved it hears of it."""
    if not isinstance(instance, BrandKit):
        return
    for pair in contrast.weak(instance.theme().colours):
        said = _("“%(text)s” on “%(ground)s” reaches %(ratio)s. At least %(minimum)s is needed.")
        words = {
            "text": kit_words.ROLES[pair.text],
            "ground": kit_words.ROLES[pair.ground],
            "ratio": number_format(pair.ratio),
            "minimum": number_format(contrast.MINIMUM),
        }
        messages.warning(request, said % words)


@hooks.register("insert_editor_js")
def picker() -> str:
    return format_html('<script src="{}" defer></script>', static("einklang/studio-swatch.js"))


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("einklang/studio-kit.css"))


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, "brand_kits/icons/palette.svg"]
