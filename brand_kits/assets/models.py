"""Pictures of the brand: an image, its immutable versions, and what mails have shown of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class BrandImage(AbstractImage):
    """An asset. Partners know it by id only; `owner_key` is opaque here ("" = headquarters')."""

    alt_de = models.CharField(_("alternative text (German)"), max_length=200, blank=True)
    alt_en = models.CharField(_("alternative text (English)"), max_length=200, blank=True)
    owner_key = models.CharField(max_length=64, blank=True, default="", editable=False)

    admin_form_fields = (*Image.admin_form_fields, "alt_de", "alt_en")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        return self.alt_de or self.title


class BrandRendition(AbstractRendition):
    image = models.ForeignKey(BrandImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class AssetVersion(models.Model):
    """One file an asset has had: named by its content, never changed, never deleted while named."""

    image = models.ForeignKey(BrandImage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.FileField(upload_to="assets/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    mime = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "number"], name="assets_version_number")
        ]
        ordering = ["image", "number"]


class PublishedPicture(models.Model):
    """A rendition as mails show it at /i/<sha256>.<ext>: encoded once per (version, recipe)."""

    version = models.ForeignKey(AssetVersion, on_delete=models.CASCADE, related_name="published")
    recipe = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, db_index=True)
    extension = models.CharField(max_length=5)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "recipe"], name="assets_published_recipe")
        ]
