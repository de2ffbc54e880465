"""Files of an asset: each content becomes one immutable version, whoever brought it."""

from __future__ import annotations

import hashlib
import io

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps

from brand_kits.assets.models import AssetVersion, BrandImage

MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}


def latest(image: BrandImage) -> AssetVersion | None:
    return AssetVersion.objects.filter(image=image).order_by("-number").first()


def keep(image: BrandImage) -> AssetVersion:
    """The version of the file the image has now; safe to repeat: equal bytes are one version."""
    with image.open_file() as file:
        content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    found = latest(image)
    if found and found.sha256 == digest:
        return found
    with Image.open(io.BytesIO(content)) as picture:
        kind = picture.format or "PNG"
        width, height = ImageOps.exif_transpose(picture).size
    with transaction.atomic():
        number = (found.number if found else 0) + 1
        version = AssetVersion(
            image=image,
            number=number,
            sha256=digest,
            width=width,
            height=height,
            mime=MIME.get(kind, "image/png"),
            created_by=image.uploaded_by_user,
        )
        version.file.save(f"{digest}.{kind.lower()}", ContentFile(content), save=False)
        version.save()
    return version
