"""From a template to a package: it, its languages, and everything they are made of."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, ManyToManyField
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Collection

from brand_kits.assets.models import BrandImage
from cms.errors import PackageRefused
from cms.languages import variants
from cms.models import CampaignTemplatePage
from cms.package.file import Package, Picture, Record, written
from cms.package.tables import KIND_OF, MODELS, drafts, fields_of, name_of
from cms.package.values import COLLECTION, Walk


def give(page: CampaignTemplatePage) -> bytes:
    """The package of a template as a file: what partners have, else its latest draft.

    The same template gives the same bytes. PackageRefused for what lacks a part, or is too big.
    """
    giver = Giver()
    others = [one for one in variants(page) if one.pk != page.pk]
    templates = tuple(giver.record("template", one) for one in (page, *others))
    if giver.wrong:
        raise PackageRefused(giver.wrong)
    return written(Package(templates, giver.records, giver.pictures))


class Giver:
    """Gathers records and pictures, each once."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.pictures: dict[str, Picture] = {}
        self.wrong: list[str] = []

    def record(self, kind: str, row: Any) -> str:
        """Its name; the record and all it names are there afterwards."""
        name = name_of(kind, row)
        if name in self.records:
            return name
        self.records[name] = {}  # a circle ends here
        said = _as_it_counts(row)
        record = {n: self.field(f, said, str(row)) for n, f in fields_of(kind).items()}
        if kind == "template":
            record["language"] = row.locale.language_code
        if drafts(kind):
            record["live"] = row.live
        self.records[name] = record
        return name

    def field(self, f: Any, row: Any, title: str) -> Any:
        if isinstance(f, ManyToManyField):
            return sorted(
                (self.ref(one) for one in getattr(row, f.name).all()), key=lambda r: str(r)
            )
        if isinstance(f, ForeignKey):
            found = getattr(row, f.name)
            return None if found is None else self.ref(found)
        value = getattr(row, f.name)
        if isinstance(f, StreamField):
            walk = Walk(self.out, strict=False)
            told = walk.value(f.stream_block, value.get_prep_value(), title)
            self.wrong += walk.wrong
            return told
        if value is None or isinstance(value, bool | int | str | list | dict):
            return value
        return f.value_to_string(row)

    def ref(self, row: Any) -> dict[str, str]:
        if isinstance(row, BrandImage):
            return {"$picture": self.picture(row)}
        return {"$ref": self.record(KIND_OF[type(row)], row)}

    def out(self, model: Any, number: Any) -> dict[str, str]:
        """A number of this database as a name. LookupError for one that is gone."""
        if model == COLLECTION:
            collection = Collection.objects.filter(pk=number).first()
            if collection is None:
                raise LookupError(_("the collection is gone."))
            return {"$collection": collection.name}
        row = model.objects.filter(pk=number).first()
        if row is None:
            raise LookupError(_("what is chosen here is gone."))
        if type(row) not in (*MODELS.values(), BrandImage):
            raise LookupError(_("a package cannot hold what is chosen here."))
        return self.ref(row)

    def picture(self, image: BrandImage) -> str:
        version = image.latest() or image.keep()
        if version.sha256 not in self.pictures:
            with version.file.open("rb") as file:
                content = file.read()
            collection = image.collection
            self.pictures[version.sha256] = Picture(
                sha256=version.sha256,
                title=image.title,
                alt_de=image.alt_de,
                alt_en=image.alt_en,
                collection="" if collection is None or collection.is_root() else collection.name,
                content=content,
            )
        return version.sha256


def _as_it_counts(row: Any) -> Any:
    """The row as it is live; what was never published as it was saved last."""
    revision = getattr(row, "live_revision", None) or getattr(row, "latest_revision", None)
    return revision.as_object() if revision is not None else row
