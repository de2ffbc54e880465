"""Files of an asset: each content becomes one immutable version, whoever brought it."""

from __future__ import annotations

from brand_kits.assets.models import AssetVersion, BrandImage


def latest(image: BrandImage) -> AssetVersion | None:
    return image.latest()


def keep(image: BrandImage) -> AssetVersion:
    """The version of the file the image has now; safe to repeat: equal bytes are one version."""
    return image.keep()
