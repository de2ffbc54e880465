"""Pictures as mails show them: encoded once per (version, recipe), named by content, kept."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps

from brand_kits.assets.models import AssetVersion, BrandImage, PublishedPicture

WIDTH = 1200  # px: twice the 600 px of a mail's column
QUALITY = 82
PORTRAIT = 240  # px, of a square; shown at most 120 px wide


@dataclass(frozen=True, slots=True)
class MailPicture:
    """What the floors above may know of a picture. width, height in px of the asset's version."""

    id: int
    sha256: str
    path: str  # /i/<sha256 of the rendition>.<ext>
    width: int
    height: int
    alt_de: str
    alt_en: str
    collection: int | None
    title: str


def published(image: BrandImage, *, width: int = WIDTH, square: bool = False) -> PublishedPicture:
    """The rendition at most `width` px wide; looked up, or encoded now and never again.

    square: the middle of the picture, as high as wide.
    """
    version = image.latest() or image.keep()
    recipe = _recipe(width, square=square)
    found = PublishedPicture.objects.filter(version=version, recipe=recipe).first()
    if found and file_of(found).exists():
        return found
    content, extension, size = _encode(version, width, square=square)
    digest = hashlib.sha256(content).hexdigest()
    _keep(f"{digest}.{extension}", content)
    row, _made = PublishedPicture.objects.update_or_create(
        version=version,
        recipe=recipe,
        defaults={
            "sha256": digest,
            "extension": extension,
            "width": size[0],
            "height": size[1],
            "size": len(content),
        },
    )
    return row


def file_of(row: PublishedPicture) -> Path:
    return place() / f"{row.sha256}.{row.extension}"


def place() -> Path:
    """Where everything stands that the public door shows at /i/."""
    return Path(settings.MEDIA_ROOT) / "i"


def keep_files(files: Mapping[str, bytes]) -> None:
    """What a mail brings along besides pictures (calendar files, barcodes), by name.

    A name is the content's hash, so what stands there already is the same. ValueError for a name
    that is not.
    """
    for name, content in files.items():
        if name.partition(".")[0] != hashlib.sha256(content).hexdigest():
            raise ValueError(name)
        _keep(name, content)


def _keep(name: str, content: bytes) -> None:
    """Written beside and moved into place: a reader sees the whole file or none."""
    path = place() / name
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{uuid.uuid4().hex}.part")
    draft.write_bytes(content)
    draft.replace(path)


def pictures_for(ids: Iterable[int]) -> dict[int, MailPicture]:
    """The pictures of these ids, published; unknown ids are absent. Three queries when all are."""
    images = _images(ids)
    return {
        pk: MailPicture(
            id=pk,
            sha256=row.version.sha256,
            path=f"/i/{row.sha256}.{row.extension}",
            width=row.version.width,
            height=row.version.height,
            alt_de=images[pk].alt_de,
            alt_en=images[pk].alt_en,
            collection=images[pk].collection_id,
            title=images[pk].title,
        )
        for pk, row in _all_published(images, width=WIDTH).items()
    }


def portraits_for(ids: Iterable[int]) -> dict[int, str]:
    """Of each of these pictures the path of its middle as a square; unknown ids are absent."""
    rows = _all_published(_images(ids), width=PORTRAIT, square=True)
    return {pk: f"/i/{row.sha256}.{row.extension}" for pk, row in rows.items()}


def _images(ids: Iterable[int]) -> dict[int, BrandImage]:
    """No database takes a longer number."""
    wanted = {i for i in ids if 0 < i < 2**63}
    return {i.pk: i for i in BrandImage.objects.filter(pk__in=wanted)} if wanted else {}


def _all_published(
    images: Mapping[int, BrandImage], *, width: int, square: bool = False
) -> dict[int, PublishedPicture]:
    """The rendition of each image's newest version. Two queries, and more for each new one."""
    if not images:
        return {}
    rows: dict[int, PublishedPicture] = {}
    for row in (
        PublishedPicture.objects.filter(
            version__image__in=list(images), recipe=_recipe(width, square=square)
        )
        .select_related("version")
        .order_by("version__number")
    ):
        rows[row.version.image_id] = row  # the newest version comes last
    newest = dict(
        AssetVersion.objects.filter(image__in=list(images))
        .order_by("number")
        .values_list("image_id", "pk")
    )
    found = {}
    for pk, image in images.items():
        known = rows.get(pk)
        current = known is not None and known.version_id == newest.get(pk)
        found[pk] = (current and known) or published(image, width=width, square=square)
    return found


def _recipe(width: int, *, square: bool) -> str:
    return f"{'s' if square else 'w'}{width}"


def _encode(
    version: AssetVersion, width: int, *, square: bool
) -> tuple[bytes, str, tuple[int, int]]:
    with version.file.open("rb") as file, Image.open(file) as source:
        picture = ImageOps.exif_transpose(source)
        if square:
            side = min(picture.size)
            picture = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS)
        if picture.width > width:
            height = max(1, round(picture.height * width / picture.width))
            picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
        if see_through:
            picture.convert("RGBA").save(out, "PNG", optimize=True)
            return out.getvalue(), "png", picture.size
        picture.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        return out.getvalue(), "jpg", picture.size
