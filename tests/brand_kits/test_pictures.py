"""Pictures: judged by content, freed of private notes, kept by version, published once."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from brand_kits.assets import files, published
from brand_kits.assets.models import AssetVersion, BrandImage, PublishedPicture

GPS, ORIENTATION = 0x8825, 0x0112


def picture(kind="JPEG", size=(80, 40), colour="red", **more):
    out = io.BytesIO()
    mode = "RGBA" if kind == "PNG" and len(colour) == 4 else "RGB"
    Image.new(mode, size, colour).save(out, kind, **more)
    return out.getvalue()


def located(orientation=1):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Kamera von Frau Meier"
    exif.get_ifd(GPS)[1] = "N"
    return picture(exif=exif)


def image(content, name="bild.jpg"):
    return BrandImage.objects.create(title="Bild", file=SimpleUploadedFile(name, content))


def upload(studio, content, name="bild.jpg"):
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    data = {"title": "Bild", "collection": "1", "tags": "", "description": "", "file": file}
    from wagtail.models import Collection

    data["collection"] = str(Collection.objects.get(depth=1).pk)
    return studio.client.post("/studio/images/add/", data)


def test_an_upload_loses_place_and_camera_and_stands_upright(studio):
    assert upload(studio, located(orientation=6)).status_code == 302
    kept = BrandImage.objects.get()
    assert (kept.width, kept.height) == (40, 80)
    with kept.file.open() as file:
        content = file.read()
    assert b"Frau Meier" not in content
    with Image.open(io.BytesIO(content)) as stored:
        assert not stored.getexif()
    version = AssetVersion.objects.get()
    assert version.sha256 == hashlib.sha256(content).hexdigest()
    assert (version.width, version.height) == (40, 80)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 20,
        b"%PDF-1.4",
        picture()[:200],
        b"",
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(studio, content):
    assert upload(studio, content).status_code == 200
    assert not BrandImage.objects.exists()
    with pytest.raises(files.UnusableFileError):
        files.facts(content)


def test_a_picture_of_more_than_25_million_pixels_is_refused():
    with pytest.raises(files.UnusableFileError) as refused:
        files.facts(picture(size=(5001, 5000)))
    assert refused.value.fault is files.Fault.PIXELS


def test_replacing_a_file_makes_a_version_and_equal_bytes_make_none(db):
    kept = image(picture(colour="red"))
    kept.keep()
    kept.save()
    assert kept.versions.count() == 1
    kept.file = SimpleUploadedFile("neu.jpg", picture(colour="blue"))
    kept.save()
    assert [v.number for v in kept.versions.all()] == [1, 2]
    first = kept.versions.first()
    first.width = 1
    with pytest.raises(TypeError):
        first.save()


def test_a_picture_is_encoded_once_and_never_enlarged(db, settings):
    kept = image(picture(size=(300, 150)))
    row = published.published(kept, width=600)
    assert (row.width, row.height, row.extension) == (300, 150, "jpg")
    file = published.file_of(row)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == row.sha256
    stamp = file.stat().st_mtime_ns
    assert published.published(kept, width=600) == row
    assert file.stat().st_mtime_ns == stamp
    assert PublishedPicture.objects.count() == 1


def test_see_through_pictures_stay_see_through(db):
    kept = image(picture("PNG", colour=(255, 0, 0, 120)), "logo.png")
    assert published.published(kept).extension == "png"


def test_mails_name_the_new_version_after_a_replacement(db):
    kept = image(picture(colour="red"))
    before = published.pictures_for([kept.pk, 999_999])
    assert set(before) == {kept.pk}
    kept.file = SimpleUploadedFile("neu.jpg", picture(colour="blue"))
    kept.save()
    after = published.pictures_for([kept.pk])
    assert after[kept.pk].sha256 != before[kept.pk].sha256
    assert after[kept.pk].path != before[kept.pk].path
