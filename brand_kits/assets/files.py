"""What a picture's bytes are: judged by content, freed of what the camera wrote into them. Pure."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 25_000_000
MOST_BYTES = 10 * 1024 * 1024
MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
_QUALITY = 92  # of a photo that had to be turned upright


class Fault(StrEnum):
    FORMAT = "format"
    PIXELS = "pixels"
    BYTES = "bytes"
    BROKEN = "broken"


class UnusableFileError(ValueError):
    """Bytes that are no picture for us, with the fault and what was measured."""

    def __init__(self, fault: Fault, measured: object = None) -> None:
        self.fault, self.measured = fault, measured
        super().__init__(f"{fault}: {measured}")


@dataclass(frozen=True, slots=True)
class Facts:
    """width and height in px as shown (turned upright); extension without a dot."""

    sha256: str
    width: int
    height: int
    mime: str
    extension: str


def facts(content: bytes) -> Facts:
    """Raises UnusableFileError for bytes that are no JPEG, PNG, WebP or GIF, or too big a one."""
    if len(content) > MOST_BYTES:
        raise UnusableFileError(Fault.BYTES, len(content))
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MIME)) as picture:
            kind = picture.format or ""
            if picture.width * picture.height > MOST_PIXELS:
                raise UnusableFileError(Fault.PIXELS, picture.width * picture.height)
            picture.load()
            width, height = ImageOps.exif_transpose(picture).size
    except UnidentifiedImageError as error:
        raise UnusableFileError(Fault.FORMAT) from error
    except Image.DecompressionBombError as error:
        raise UnusableFileError(Fault.PIXELS) from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, UnusableFileError):
            raise
        raise UnusableFileError(Fault.BROKEN) from error
    digest = hashlib.sha256(content).hexdigest()
    return Facts(digest, width, height, MIME[kind], EXTENSIONS[kind])


def clean(content: bytes) -> bytes:
    """The picture without place, camera and comment; the same bytes if it holds none of them.

    A photo lying on its side is turned upright, because the note that said so goes too.
    Raises UnusableFileError.
    """
    facts(content)
    with Image.open(io.BytesIO(content)) as picture:
        private = (
            "exif",
            "xmp",
            "XML:com.adobe.xmp",
            "comment",
            "photoshop",
            "Raw profile type exif",
        )
        told = bool(picture.getexif()) or any(name in picture.info for name in private)
        told = told or bool(getattr(picture, "text", None))
        if not told or picture.format == "GIF":
            return content
        return _saved(picture)


def _saved(picture: Image.Image) -> bytes:
    kind, icc = picture.format or "PNG", picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture)
    upright = picture.getexif().get(0x0112, 1) == 1
    for name in list(turned.info):
        if name not in ("transparency", "gamma", "dpi"):
            del turned.info[name]
    out = io.BytesIO()
    if kind == "JPEG":
        # the coder's tables are the file's own where nothing was turned: no visible loss
        source = picture if upright else turned
        quality: int | str = "keep" if upright else _QUALITY
        source.info.pop("comment", None)
        source.save(out, "JPEG", quality=quality, icc_profile=icc, exif=b"", comment=b"")
    elif kind == "PNG":
        turned.save(out, "PNG", icc_profile=icc, exif=b"", optimize=True)
    else:
        turned.save(out, kind, quality=_QUALITY, icc_profile=icc or b"", exif=b"", xmp=b"")
    return out.getvalue()
