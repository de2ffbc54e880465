"""What models hold of blocks: bodies, generated from the kinds, and the overlay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.rich_text import get_text_for_indexing

from blocks.catalogue import CATALOGUE
from blocks.form_containers import PLAIN, all_kinds
from blocks.form_inputs import Stream, words
from blocks.schema import BY_ID, FieldType, Kind
from blocks.structure import ids_in, structure
from brand_kits.models import Claim, Testimonial


class TemplateBody(Stream):
    """The body of a campaign template: envelope first, legal last, sections and regions between.

    A draft may be unfinished; the rules of order hold when it is published. Wagtail's flag for
    that is shared by all threads, so publishing asks `blocks.lint` again by itself.
    """

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or list(all_kinds()), **kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        raw = self.get_prep_value(cleaned)
        place = {one: index for index, block in enumerate(raw) for one in ids_in(block)}
        errors: dict[int, ValidationError] = {}
        general: list[ValidationError] = []
        for finding, label in structure(raw):
            error = ValidationError(words(label), code=finding.code)
            if finding.block_id in place:
                errors[place[finding.block_id]] = error
            else:
                general.append(error)
        if errors or general:
            raise blocks.StreamBlockValidationError(block_errors=errors, non_block_errors=general)
        return cleaned

    class Meta:
        block_counts = {
            "envelope": {"min_num": 1, "max_num": 1},
            "legal": {"min_num": 1, "max_num": 1},
        }


class BodyField(StreamField):
    """A body. Migrations know it as a StreamField of no particular blocks.

    What a kind holds is code and no column: a new kind, field or option needs no migration.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs["block_lookup"] = {}
        return name, "wagtail.fields.StreamField", [[]], kwargs


class SharedBody(Stream):
    """The body of a shared block: leaf kinds without locks."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or PLAIN, **kwargs)


# --- the overlay ---------------------------------------------------------------------------------


class OverlayField(models.JSONField):
    """What a partner made of a template. Tells Wagtail which pictures and words are in it."""

    def extract_references(self, value: Any) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """(model, id, path in the model, path in the content) of every picture, claim and voice."""
        for place, kind, values in _overlay_values(value):
            for field in kind.fields:
                chosen = values.get(field.name)
                if field.type in BY_ID and isinstance(chosen, int):
                    path = f"{place}.{field.name}"
                    yield _model(field.type), str(chosen), f"{kind.name}.{field.name}", path

    def get_searchable_content(self, value: Any) -> list[str]:
        """The partner's own words: plain fields, and rich ones without their tags."""
        found: list[str] = []
        for _place, kind, values in _overlay_values(value):
            for field in kind.fields:
                said = values.get(field.name)
                if not isinstance(said, str) or not said:
                    continue
                if field.type in (FieldType.TEXT, FieldType.LONG):
                    found.append(said)
                elif field.type is FieldType.RICH:
                    found.append(get_text_for_indexing(said))
        return found


def _model(type_: FieldType) -> type[models.Model]:
    if type_ is FieldType.PICTURE:
        found: type[models.Model] = get_image_model()
        return found
    return Claim if type_ is FieldType.CLAIM else Testimonial


def _overlay_values(value: Any) -> Iterator[tuple[str, Kind, Mapping[str, Any]]]:
    """(id, kind, values) of everything a partner wrote; passes over whatever is no overlay."""
    if not isinstance(value, dict):
        return
    edits = value.get("edits")
    lists = value.get("lists")
    entries: list[tuple[Any, Any]] = list(edits.items()) if isinstance(edits, dict) else []
    for items in lists.values() if isinstance(lists, dict) else ():
        if isinstance(items, list):
            entries += [(item.get("id"), item) for item in items if isinstance(item, dict)]
    for block_id, entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("values"), dict):
            continue
        kind = CATALOGUE.get(str(entry.get("kind")))
        if kind:
            yield str(block_id), kind, entry["values"]
