"""Pictures of the brand: an image, its immutable versions, and what mails have shown of them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from brand_kits.assets import files

REFUSALS = {
    files.Fault.FORMAT: _("This is no picture we can use. Take a JPEG, PNG, WebP or GIF."),
    files.Fault.PIXELS: _("This picture has more than 25 million pixels. Make it smaller first."),
    files.Fault.BYTES: _("This picture is larger than 10 MB. Make it smaller first."),
    files.Fault.BROKEN: _("This picture cannot be read to its end. Save it again and retry."),
}


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

    def clean(self) -> None:
        """Refuses in words what is no picture for us, by its content, whatever its name says."""
        super().clean()
        if self._comes_in():
            try:
                files.facts(self._bytes())
            except files.UnusableFileError as error:
                raise ValidationError({"file": REFUSALS[error.fault]}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A file that comes in is cleaned and becomes a version, by whichever door it came.

        Raises UnusableFileError, which `clean()` says in words beforehand.
        """
        fields = kwargs.get("update_fields")
        if not self._comes_in() or (fields is not None and "file" not in fields):
            super().save(*args, **kwargs)
            return
        content = files.clean(self._bytes())
        given = PurePath(str(self.file.name))
        name = given.with_suffix(f".{files.facts(content).extension}").name
        self.file: Any = ContentFile(content, name=name)
        self.file_size = len(content)
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.keep()
        self._set_file_hash()
        type(self).objects.filter(pk=self.pk).update(file_hash=self.file_hash)

    def latest(self) -> AssetVersion | None:
        found: AssetVersion | None = self.versions.order_by("-number").first()
        return found

    def keep(self) -> AssetVersion:
        """The version of the file the image has now; safe to repeat: equal bytes are one."""
        with self.open_file() as file:
            content = file.read()
        seen = files.facts(content)
        found = self.latest()
        if found and found.sha256 == seen.sha256:
            return found
        version = AssetVersion(
            image=self,
            number=(found.number if found else 0) + 1,
            sha256=seen.sha256,
            width=seen.width,
            height=seen.height,
            mime=seen.mime,
            created_by=self.uploaded_by_user,
        )
        version.file.save(f"{seen.sha256}.{seen.extension}", ContentFile(content), save=False)
        version.save()
        return version

    def _comes_in(self) -> bool:
        return bool(self.file) and not getattr(self.file, "_committed", True)

    def _bytes(self) -> bytes:
        self.file.seek(0)
        content: bytes = self.file.read()
        self.file.seek(0)
        return content


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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once. TypeError for a second time."""
        if not self._state.adding:
            raise TypeError("an asset's version never changes")
        super().save(*args, **kwargs)


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
