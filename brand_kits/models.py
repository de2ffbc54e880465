"""What the brand is: networks and brand kits."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from brand_kits.kit_blocks import COLOURS, IMPRINTS, LOGOS, STYLES


class Network(models.Model):
    """A group of partners under one brand: headquarters' word for who gets which templates."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name"), max_length=40, unique=True)

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
    colours = StreamField(COLOURS, verbose_name=_("colours"), blank=True)
    styles = StreamField(STYLES, verbose_name=_("type styles"), blank=True)
    logos = StreamField(LOGOS, verbose_name=_("logos"), blank=True)
    imprints = StreamField(IMPRINTS, verbose_name=_("imprints"), blank=True)

    class Meta:
        verbose_name = _("brand kit")
        verbose_name_plural = _("brand kits")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
