"""The parts of a brand kit as Wagtail blocks: what headquarters fills in, checked at the field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from brand_kits import kit_words, rules
from brand_kits.findings import Finding
from brand_kits.lines import Lines
from brand_kits.theme import GROUNDS, MAIL_SAFE


class Digits(blocks.CharBlock):
    """Six digits after a #, with a picker beside them (`static/einklang/studio-swatch.js`)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=7, **options)
        self.field.widget.attrs |= {
            "data-controller": "kit-swatch",
            "data-pick": _("Pick a colour"),
            "spellcheck": "false",
        }

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, {"max_length": 7, **kwargs}


class ColourBlock(blocks.StructBlock):
    role = blocks.ChoiceBlock(choices=list(kit_words.ROLES.items()), label=_("role"))
    value = Digits(label=_("colour"), help_text=_("Six digits after a #: #0d5a5d."))
    name = blocks.CharBlock(required=False, max_length=40, label=_("your name for it"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = cleaned["value"] and rules.colour(cleaned["value"])
        _refuse("value", [wrong] if wrong else [])
        cleaned["value"] = cleaned["value"].lower()
        return cleaned

    class Meta:
        icon = "palette"
        label = _("colour")
        label_format = "{role} {value}"
        form_classname = "struct-block kit-colour"


class StyleBlock(blocks.StructBlock):
    style = blocks.ChoiceBlock(choices=list(kit_words.STYLES.items()), label=_("style"))
    font = blocks.CharBlock(
        required=False,
        max_length=60,
        label=_("brand font"),
        help_text=_("Shown where the reader has it. Empty: the mail-safe font alone."),
    )
    fallback = blocks.ChoiceBlock(
        choices=[(f, f) for f in MAIL_SAFE], default="Arial", label=_("mail-safe font")
    )
    size = blocks.IntegerBlock(min_value=10, max_value=60, default=16, label=_("size (px)"))
    weight = blocks.ChoiceBlock(
        choices=[("400", _("regular")), ("600", _("semibold")), ("700", _("bold"))],
        default="400",
        label=_("weight"),
    )
    line_height = blocks.DecimalBlock(
        min_value=1, max_value=2, default="1.5", label=_("line height")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = rules.font(cleaned["font"])
        _refuse("font", [wrong] if wrong else [])
        return cleaned

    class Meta:
        icon = "title"
        label = _("type style")
        label_format = "{style}: {font} {size}"


class LogoBlock(blocks.StructBlock):
    variant = blocks.ChoiceBlock(choices=list(kit_words.VARIANTS.items()), label=_("variant"))
    picture = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        max_length=80, label=_("alternative text"), help_text=_("Read aloud instead of the logo.")
    )
    width = blocks.IntegerBlock(min_value=40, max_value=600, default=160, label=_("width (px)"))
    smallest = blocks.IntegerBlock(
        min_value=0, max_value=600, default=120, label=_("never narrower than (px)")
    )
    clear = blocks.IntegerBlock(
        min_value=0, max_value=60, default=20, label=_("clear space around it (px)")
    )
    grounds = blocks.MultipleChoiceBlock(
        choices=[(role, kit_words.ROLES[role]) for role in GROUNDS],
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("may stand on"),
        help_text=_("None chosen: on every ground."),
    )

    class Meta:
        icon = "image"
        label = _("logo")
        label_format = "{variant}"
        form_classname = "struct-block kit-logo"


class SlotBlock(blocks.StructBlock):
    width = blocks.IntegerBlock(
        min_value=40, max_value=240, default=140, label=_("at most this wide (px)")
    )
    height = blocks.IntegerBlock(
        min_value=20, max_value=120, default=56, label=_("at most this high (px)")
    )
    smallest = blocks.IntegerBlock(
        min_value=40, max_value=240, default=72, label=_("never narrower than (px)")
    )
    clear = blocks.IntegerBlock(
        min_value=0, max_value=60, default=24, label=_("clear space around it (px)")
    )

    class Meta:
        icon = "group"
        label = _("place for the partner’s logo")
        form_classname = "struct-block kit-sizes"


class ImprintBlock(blocks.StructBlock):
    country = blocks.ChoiceBlock(choices=list(kit_words.COUNTRIES.items()), label=_("country"))
    language = blocks.ChoiceBlock(
        choices=[("de", "Deutsch"), ("en", "English")], default="de", label=_("language")
    )
    text = Lines(
        label=_("text"),
        help_text=_(
            "What the law wants below every mail. {{ partner.legal_name }} is filled in for each "
            "partner; {% if partner.vat_id %} … {% endif %} stands only where there is a value."
        ),
    )
    required = blocks.MultipleChoiceBlock(
        choices=list(kit_words.PARTNER_FIELDS.items()),
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("a partner must have"),
        help_text=_("Whoever lacks one of these cannot send."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        _refuse("text", rules.placeholders(cleaned["text"]))
        return cleaned

    class Meta:
        icon = "doc-full"
        label = _("imprint")
        form_classname = "struct-block kit-imprint"
        label_format = "{country} {language}"


class Once(blocks.StreamBlock):
    """A stream in which each name stands once; `of` gives the name, `code` the finding."""

    of: tuple[str, ...] = ()
    code = ""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        seen: set[str] = set()
        errors = {}
        for place, child in enumerate(cleaned):
            name = "-".join(str(child.value[part] or "") for part in self.of)
            if name in seen:
                errors[place] = ValidationError(
                    kit_words.said(Finding(self.code, value=name)), code=self.code
                )
            seen.add(name)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned


class Colours(Once):
    of, code = ("role",), "kit.role_twice"
    colour = ColourBlock()


class Styles(Once):
    of, code = ("style",), "kit.style_twice"
    style = StyleBlock()


class Logos(Once):
    of, code = ("variant",), "kit.variant_twice"
    logo = LogoBlock()


class Cobrand(blocks.StreamBlock):
    slot = SlotBlock()

    class Meta:
        max_num = 1


class Imprints(Once):
    of, code = ("country", "language"), "kit.imprint_twice"
    imprint = ImprintBlock()


def _refuse(field: str, found: Iterable[Finding]) -> None:
    words = [kit_words.said(finding) for finding in found]
    if words:
        raise blocks.StructBlockValidationError(block_errors={field: ValidationError(words)})
