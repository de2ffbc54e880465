"""The parts of a brand kit as Wagtail blocks: what headquarters fills in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from brand_kits.theme import MAIL_SAFE, ROLES
from brand_kits.theme import STYLES as STYLE_NAMES

PARTNER_FIELDS = (
    "name",
    "street",
    "postcode",
    "city",
    "phone",
    "email",
    "website",
    "legal_name",
    "represented_by",
    "register_court",
    "register_number",
    "vat_id",
)


class ColourBlock(blocks.StructBlock):
    role = blocks.ChoiceBlock(choices=[(r, r) for r in ROLES], label=_("role"))
    value = blocks.RegexBlock(regex=r"^#[0-9a-fA-F]{6}$", label=_("value (#rrggbb)"))
    name = blocks.CharBlock(required=False, max_length=40, label=_("name"))


class StyleBlock(blocks.StructBlock):
    style = blocks.ChoiceBlock(choices=[(s, s) for s in STYLE_NAMES], label=_("style"))
    font = blocks.CharBlock(required=False, max_length=60, label=_("brand font"))
    fallback = blocks.ChoiceBlock(
        choices=[(f, f) for f in MAIL_SAFE], default="Arial", label=_("mail-safe font")
    )
    size = blocks.IntegerBlock(min_value=10, max_value=60, default=16, label=_("size (px)"))
    weight = blocks.ChoiceBlock(
        choices=[("400", "400"), ("600", "600"), ("700", "700")], default="400"
    )
    line_height = blocks.DecimalBlock(
        min_value=1, max_value=2, default="1.5", label=_("line height")
    )


class LogoBlock(blocks.StructBlock):
    variant = blocks.ChoiceBlock(choices=[("light", "light"), ("dark", "dark"), ("mark", "mark")])
    picture = ImageChooserBlock()
    alt = blocks.CharBlock(max_length=80)
    width = blocks.IntegerBlock(min_value=40, max_value=600, default=160, label=_("width (px)"))


class ImprintBlock(blocks.StructBlock):
    country = blocks.ChoiceBlock(choices=[("DE", "DE"), ("AT", "AT"), ("CH", "CH"), ("EU", "EU")])
    language = blocks.ChoiceBlock(choices=[("de", "Deutsch"), ("en", "English")], default="de")
    text = blocks.TextBlock(label=_("text"))
    required = blocks.MultipleChoiceBlock(
        choices=[(f"partner.{f}", f) for f in PARTNER_FIELDS], required=False
    )


COLOURS = [("colour", ColourBlock())]
STYLES = [("style", StyleBlock())]
LOGOS = [("logo", LogoBlock())]
IMPRINTS = [("imprint", ImprintBlock())]
