"""The brand in the Studio: kits and networks as snippets with menu entries of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from brand_kits import contrast, kit_words
from brand_kits.models import BrandKit, Claim, Network, Testimonial


class KitEditView(EditView):
    """The kit's editor; `?own=colours/accent` takes a value over from above, to be changed here."""

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
    list_display = ["__str__", UpdatedAtColumn()]
    search_fields = ["name"]
    copy_view_enabled = False


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


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("einklang/studio-kit.css"))


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, "brand_kits/icons/palette.svg"]
