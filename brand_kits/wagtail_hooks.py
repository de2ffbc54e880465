"""The brand in the Studio: kits and networks as snippets with menu entries of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from brand_kits.models import BrandKit, Claim, Network, Testimonial


class BrandKitViewSet(SnippetViewSet):
    model = BrandKit
    icon = "palette"
    menu_label = _("Brand")
    menu_name = "brand-kits"
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["__str__", UpdatedAtColumn()]
    search_fields = ["name"]
    copy_view_enabled = False


class ClaimViewSet(SnippetViewSet):
    model = Claim
    icon = "tick-inverse"
    menu_label = _("Claims")
    menu_name = "claims"
    menu_order = 212
    add_to_admin_menu = True
    list_display = ["__str__", "kit", "valid_until", UpdatedAtColumn()]
    list_filter = ["kit", "everywhere"]
    search_fields = ["text_de", "text_en", "evidence"]
    copy_view_enabled = False


class TestimonialViewSet(SnippetViewSet):
    model = Testimonial
    icon = "openquote"
    menu_label = _("Testimonials")
    menu_name = "testimonials"
    menu_order = 214
    add_to_admin_menu = True
    list_display = ["__str__", "kit", "valid_until", UpdatedAtColumn()]
    list_filter = ["kit", "everywhere"]
    search_fields = ["author", "quote_de", "quote_en"]
    copy_view_enabled = False


class NetworkViewSet(SnippetViewSet):
    model = Network
    icon = "group"
    menu_label = _("Networks")
    menu_name = "networks"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]


register_snippet(BrandKitViewSet)
register_snippet(ClaimViewSet)
register_snippet(TestimonialViewSet)
register_snippet(NetworkViewSet)


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, "brand_kits/icons/palette.svg"]
