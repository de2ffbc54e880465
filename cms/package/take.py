"""From a package to a template: all of it is taken in, or nothing, and a trial says which.

What is here already (by uuid, slug or hash) is used as it is and never changed; templates are
made anew, as drafts. Nothing of a refused package stays, no file either.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import CharField, DateField, ForeignKey, ManyToManyField, TextField
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Collection, Locale

from brand_kits import theme_of
from brand_kits.assets import files
from brand_kits.assets.models import AssetVersion, BrandImage, PublishedPicture
from brand_kits.assets.published import file_of
from brand_kits.dtcg import source
from brand_kits.dtcg.document import tokens
from brand_kits.dtcg.problems import UnreadableTokensError
from brand_kits.errors import KitRefused
from brand_kits.models import BrandKit
from cms import publishing, shared
from cms.errors import PackageRefused
from cms.first_pages import folder
from cms.models import CampaignTemplatePage, User
from cms.package.file import Package, Picture, opened
from cms.package.give import Giver
from cms.package.tables import KEYS, MODELS, drafts, fields_of
from cms.package.values import COLLECTION, Walk

MOST_ABOVE = 100  # records that stand in one another


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one part. made: new here, else what is here is used. differs: and is not
    the same as the package's. live: it is published at once.
    """

    kind: str
    name: str
    made: bool
    differs: bool = False
    live: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """templates: the drafts. reasons: what stands against publishing them, in words."""

    steps: tuple[Step, ...]
    templates: tuple[CampaignTemplatePage, ...]
    reasons: tuple[str, ...]


def take(content: bytes, *, by: User | None) -> Taken:
    """Takes a package in. PackageRefused with every reason in words; then nothing was written."""
    return _take(opened(content), by=by, keep=True)


def trial(content: bytes, *, by: User | None) -> Taken:
    """The same, and everything is taken back: what `take` would do or say."""
    return _take(opened(content), by=by, keep=False)


def _take(package: Package, *, by: User | None, keep: bool) -> Taken:
    order = _ordered(package)
    taker = _Taker(package, by)
    kept = False
    try:
        with transaction.atomic():
            taken = taker.all(order)
            transaction.set_rollback(not keep)
        kept = keep
    finally:
        if not kept:
            taker.clear_up()
            theme_of.forget()
            shared.forget()
    return taken


def _ordered(package: Package) -> list[str]:
    """The records in an order in which each stands behind all it names.

    PackageRefused for a name that is not in the package, a circle, and what nothing needs.
    """
    wrong: list[str] = []
    order: list[str] = []
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        if len(open_) > MOST_ABOVE:
            said = _("What contains “%(name)s” stands too deeply in one another.")
            raise PackageRefused([said % {"name": name}])
        if name in open_:
            circle = ", ".join([*open_[open_.index(name) :], name])
            wrong.append(_("These contain each other: %(names)s.") % {"names": circle})
            return
        open_.append(name)
        for kind, other in _named(package.records[name]):
            there = other in (package.pictures if kind == "$picture" else package.records)
            if kind != "$collection" and not there:
                said = _("“%(name)s” names “%(other)s”, which is not in the package.")
                wrong.append(said % {"name": name, "other": str(other)[:80]})
            elif kind == "$ref":
                visit(other)
        open_.pop()
        order.append(name)

    for name in package.templates:
        visit(name)
    wrong += [
        _("Nothing in the package needs “%(name)s”.") % {"name": name}
        for name in package.records
        if name not in order
    ]
    if wrong:
        raise PackageRefused(wrong)
    return order


def _named(value: Any) -> Iterator[tuple[str, str]]:
    """(what, name) of everything a value names, at any depth."""
    if isinstance(value, dict):
        if len(value) == 1:
            [(key, name)] = value.items()
            if key in ("$ref", "$picture", "$collection"):
                yield key, str(name)
                return
        for inner in value.values():
            yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)


class _Taker:
    """Makes rows, one record after the other; the caller decides whether they stay."""

    def __init__(self, package: Package, by: User | None) -> None:
        self.package, self.by = package, by
        self.giver = Giver()  # of what is here already, to compare
        self.rows: dict[str, Any] = {}
        self.images: dict[str, BrandImage] = {}
        self.new_files: list[FieldFile] = []
        self.renditions: dict[str, Path] = {}
        self.steps: list[Step] = []
        self.wrong: list[str] = []

    def all(self, order: list[str]) -> Taken:
        """Everything; PackageRefused at the end if anything was wrong."""
        for sha, picture in self.package.pictures.items():
            self.images[sha] = self.image(picture)
        for name in order:
            self.record(name)
        if self.wrong:
            self.remember_renditions()
            raise PackageRefused(self.wrong)
        templates = tuple(self.rows[name] for name in self.package.templates)
        reasons = tuple(self.reasons(templates))
        self.remember_renditions()
        return Taken(tuple(self.steps), templates, reasons)

    def reasons(self, templates: tuple[CampaignTemplatePage, ...]) -> Iterator[str]:
        for page in templates:
            body = page.raw_body()
            against = publishing.errors(page.findings())
            yield from dict.fromkeys(publishing.sentences(against, body))

    def remember_renditions(self) -> None:
        """What was written for looking at mails, to be taken away with everything else."""
        ids = [image.pk for image in self.images.values()]
        for row in PublishedPicture.objects.filter(version__image__in=ids):
            self.renditions[row.sha256] = file_of(row)

    def clear_up(self) -> None:
        """Takes away the files of pictures whose rows are gone, and what mails show of them."""
        for file in self.new_files:
            if file.name:
                file.storage.delete(file.name)
        for sha, path in self.renditions.items():
            if not PublishedPicture.objects.filter(sha256=sha).exists():
                path.unlink(missing_ok=True)

    # -- pictures

    def image(self, picture: Picture) -> BrandImage:
        """The picture that is here already, by its content, else a new one."""
        known = AssetVersion.objects.filter(sha256=picture.sha256, image__owner_key="")
        for version in known.select_related("image").order_by("pk"):
            latest = version.image.latest()
            if latest is not None and latest.sha256 == picture.sha256:
                self.steps.append(Step("picture", version.image.title, made=False))
                return version.image
        extension = files.facts(picture.content).extension
        made = BrandImage(
            title=picture.title[:255] or picture.sha256[:12],
            alt_de=picture.alt_de[:200],
            alt_en=picture.alt_en[:200],
            collection=self.collection(picture.collection),
            uploaded_by_user=self.by,
            file=ContentFile(picture.content, name=f"{picture.sha256[:20]}.{extension}"),
        )
        try:
            made.save()
        finally:
            self.new_files.append(made.file)
        self.new_files += [version.file for version in made.versions.all()]
        self.steps.append(Step("picture", made.title, made=True))
        return made

    def collection(self, name: str) -> Collection:
        root = Collection.objects.get(depth=1)
        if not name:
            return root
        found = Collection.objects.filter(name=name).order_by("path").first()
        return found or root.add_child(instance=Collection(name=name[:255]))

    # -- records

    def record(self, name: str) -> None:
        kind, _colon, key = name.partition(":")
        record = self.package.records[name]
        unknown = sorted(set(record) - set(fields_of(kind)) - {"language", "live"})
        for field in unknown:
            said = _("“%(name)s”: this Einklang knows no field “%(field)s”.")
            self.wrong.append(said % {"name": self.called(name), "field": field[:40]})
        if kind == "tokens" and not _is_tokens(key, record.get("text")):
            said = _("“%(name)s” is not the token file it says it is, or cannot be read.")
            self.wrong.append(said % {"name": name[:20]})
            return
        here = self.here(kind, key)
        if here is not None:
            self.rows[name] = here
            differs = self.giver.records[self.giver.record(kind, here)] != record
            self.steps.append(Step(kind, str(here), made=False, differs=differs))
            return
        before = len(self.wrong)
        row = MODELS[kind]()
        many = self.fill(name, kind, row, record)
        self.check(name, kind, row)
        if len(self.wrong) > before or unknown:
            return
        self.rows[name] = self.save(name, kind, row, record, many)
        live = drafts(kind) and bool(self.rows[name].live)
        self.steps.append(Step(kind, str(row), made=True, live=live))

    def called(self, name: str) -> str:
        """What people call a record: its title or name, else what the package calls it."""
        record = self.package.records[name]
        found = (record.get(field) for field in ("title", "name", "text_de", "author"))
        return next((one[:60] for one in found if isinstance(one, str) and one), name)

    def here(self, kind: str, key: str) -> Any:
        """The row with this key; a template is always made anew."""
        if kind == "template":
            return None
        field = KEYS.get(kind, "uuid")
        if field == "uuid" and not _is_uuid(key):
            self.wrong.append(_("“%(key)s” is no id of a package.") % {"key": key[:80]})
            return None
        return MODELS[kind]._default_manager.filter(**{field: key}).first()

    def fill(self, name: str, kind: str, row: Any, record: Mapping[str, Any]) -> dict[str, Any]:
        """Puts the values into the row; what is many to many comes back, to be set later."""
        many: dict[str, Any] = {}
        key = name.partition(":")[2]
        if kind == "template":
            used = CampaignTemplatePage.objects.filter(uuid=key).exists() if _is_uuid(key) else True
            row.uuid = uuid.uuid4() if used else uuid.UUID(key)
        else:
            setattr(row, KEYS.get(kind, "uuid"), key)
        for field, f in fields_of(kind).items():
            if field not in record or field == KEYS.get(kind):
                continue
            value = record[field]
            if isinstance(f, ManyToManyField):
                refs = value if isinstance(value, list) else [None]
                many[field] = [self.found(f, ref, name) for ref in refs]
            elif isinstance(f, ForeignKey):
                setattr(row, field, None if value is None else self.found(f, value, name))
            elif isinstance(f, StreamField):
                walk = Walk(self.into)
                place = f"“{self.called(name)}”, {f.verbose_name}"
                setattr(row, field, walk.value(f.stream_block, value, place))
                self.wrong += walk.wrong
            else:
                setattr(row, field, self.plain(f, value, name))
        return many

    def plain(self, f: Any, value: Any, name: str) -> Any:
        """A plain value of the field's type, else its default and a reason."""
        empty = value is None and f.null
        words = isinstance(f, DateField | CharField | TextField)
        typed = isinstance(value, str) if words else not isinstance(value, float)
        try:
            if empty or typed:
                return None if empty else f.clean(f.to_python(value), None)
        except (ValidationError, TypeError, ValueError):
            pass
        said = _("“%(name)s”: %(field)s is not written as it should be.")
        self.wrong.append(said % {"name": self.called(name), "field": f.verbose_name})
        return f.get_default()

    def found(self, f: Any, ref: Any, name: str) -> Any:
        """The row a field names; it has to be of the field's table."""
        row: Any = None
        if isinstance(ref, dict) and len(ref) == 1:
            row = self.images.get(str(ref.get("$picture"))) or self.rows.get(str(ref.get("$ref")))
        if row is None or not isinstance(row, f.related_model):
            said = _("“%(name)s”: %(field)s names nothing in the package.")
            self.wrong.append(said % {"name": self.called(name), "field": f.verbose_name})
            return None
        return row

    def into(self, model: Any, value: Any) -> int:
        """A name as this database's number. LookupError for anything but a name of the package."""
        if not isinstance(value, dict) or len(value) != 1:
            raise LookupError(_("this is an id of another installation."))
        [(key, wanted)] = value.items()
        if model == COLLECTION:
            if key != "$collection" or not isinstance(wanted, str) or not wanted:
                raise LookupError(_("this is an id of another installation."))
            return int(self.collection(wanted).pk)
        row = self.images.get(wanted) if key == "$picture" else self.rows.get(str(wanted))
        if row is None or not isinstance(row, model):
            raise LookupError(_("what is chosen here is not in the package."))
        return int(row.pk)

    def check(self, name: str, kind: str, row: Any) -> None:
        """The row's own rules of shape; whether it may be published is asked when it is."""
        skip = {f.name for f in row._meta.fields if f.name not in fields_of(kind)}
        skip |= {n for n, f in fields_of(kind).items() if isinstance(f, StreamField)}
        skip |= {"slug"} if kind == "template" else set()  # it gets a free one
        try:
            row.clean_fields(exclude=skip)
        except ValidationError as error:
            for field, said in error.message_dict.items():
                label = str(row._meta.get_field(field).verbose_name)
                self.wrong += [f"“{self.called(name)}”, {label}: {one}" for one in said]

    def save(
        self, name: str, kind: str, row: Any, record: Mapping[str, Any], many: dict[str, Any]
    ) -> Any:
        if kind == "template":
            return self.page(name, row, record, many)
        if drafts(kind):
            row.live = False
        for field, rows in many.items():
            setattr(row, field, rows)
        row.save()
        if not drafts(kind):
            return row
        if isinstance(row, BrandKit):
            try:
                row.require_open()
            except KitRefused as refused:
                self.wrong += [f"“{row}”: {said}" for said in refused.messages]
                return row
        revision = row.save_revision(user=self.by, clean=False)
        if record.get("live") is True:
            try:
                revision.publish(user=self.by)
            except ValidationError as refused:
                self.wrong += [f"“{row}”: {said}" for said in refused.messages]
            row.refresh_from_db()
        return row

    def page(self, name: str, row: Any, record: Mapping[str, Any], many: dict[str, Any]) -> Any:
        """A draft in the folder of templates, in its language, under a free slug."""
        code = record.get("language")
        if not isinstance(code, str) or code not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            said = _("“%(name)s” is in a language that this installation has not.")
            self.wrong.append(said % {"name": self.called(name)})
            return row
        first = self.rows.get(self.package.templates[0])
        row.locale, _made = Locale.objects.get_or_create(language_code=code)
        row.live, row.has_unpublished_changes = False, True
        row.translation_key = first.translation_key if first is not None else uuid.uuid4()
        if (
            type(row)
            .objects.filter(translation_key=row.translation_key, locale=row.locale)
            .exists()
        ):
            said = _("“%(name)s” is in the same language as another template of the package.")
            self.wrong.append(said % {"name": self.called(name)})
            return row
        parent = folder()
        row.slug = find_available_slug(parent, str(row.slug or "vorlage")[:200])
        row.draft_title = row.title
        parent.add_child(instance=row)
        for field, rows in many.items():
            setattr(row, field, rows)
        row.save()
        row.save_revision(user=self.by, clean=False)
        log(row, "cms.take_package", user=self.by)
        return row


def _is_tokens(sha256: str, text: Any) -> bool:
    """Whether it is the token file that is called so, and one can be read in it."""
    content = text.encode() if isinstance(text, str) else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        return False
    try:
        tokens(source.read(content))
    except UnreadableTokensError:
        return False
    return True


def _is_uuid(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False
