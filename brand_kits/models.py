"""What the brand is: networks and brand kits."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from brand_kits import rules
from brand_kits.claim_models import Claim as Claim
from brand_kits.claim_models import Testimonial as Testimonial
from brand_kits.errors import KitRefused
from brand_kits.findings import Finding
from brand_kits.kit_blocks import Colours, Imprints, Logos, Styles
from brand_kits.kit_form import KitForm
from brand_kits.kit_page import page
from brand_kits.theme import Theme
from brand_kits.theme_values import theme

PARTS = ("colours", "styles", "logos", "imprints")


class Network(models.Model):
    """A group of partners under one brand: headquarters' word for who gets which templates."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name"), max_length=40, unique=True)

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BrandKit(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """The brand as values: colours by role, type styles, logos, the imprint of each country."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="children",
    )
    corner = models.PositiveSmallIntegerField(_("corner radius (px)"), default=4)
    colours = StreamField(
        Colours(),
        verbose_name=_("colours"),
        blank=True,
        help_text=_("Each colour has a role. No field of a template takes any other colour."),
    )
    styles = StreamField(
        Styles(),
        verbose_name=_("type styles"),
        blank=True,
        help_text=_("Every style ends in a font that all mail programs have."),
    )
    logos = StreamField(Logos(), verbose_name=_("logos"), blank=True)
    imprints = StreamField(Imprints(), verbose_name=_("imprints"), blank=True)

    base_form_class = KitForm
    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("name"), FieldPanel("colours")], heading=_("Colours")),
            ObjectList([FieldPanel("styles"), FieldPanel("corner")], heading=_("Type and form")),
            ObjectList([FieldPanel("logos")], heading=_("Logos")),
            ObjectList([FieldPanel("imprints")], heading=_("Imprint")),
        ]
    )

    class Meta:
        verbose_name = _("brand kit")
        verbose_name_plural = _("brand kits")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A row that is live is a whole kit: the last wall, whoever saves it. Raises KitRefused.

        Publishing by any way writes the live row through here.
        """
        fields = kwargs.get("update_fields")
        if self.live and fields is None:
            self.require_publishable()
        super().save(*args, **kwargs)

    def raw(self, part: str) -> list[dict[str, Any]]:
        """The values of colours, styles, logos or imprints as this object holds them."""
        return [dict(block["value"]) for block in getattr(self, part).get_prep_value()]

    @property
    def version(self) -> str:
        """A number that changes with every publication, "0" before the first."""
        return str(self.live_revision_id or 0)

    def theme(self, *, version: str | None = None) -> Theme:
        """The kit as it stands in this object, as frozen values."""
        parts = {part: self.raw(part) for part in PARTS}
        corner = self.corner or 0
        return theme(self.name, version or self.version, corner=corner, **parts)

    def findings(self) -> tuple[Finding, ...]:
        """What stands against publishing this kit."""
        return rules.findings(**{part: self.raw(part) for part in PARTS})

    def require_publishable(self) -> None:
        """Raises KitRefused with every reason in words, by field."""
        found = self.findings()
        if found:
            raise KitRefused(found)

    def serve_preview(self, request: HttpRequest, _mode_name: str) -> HttpResponse:
        return render(request, "brand_kits/kit_page.html", page(self.theme(), self.findings()))
