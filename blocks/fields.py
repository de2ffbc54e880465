"""What models hold of blocks: a template's body, generated from the kinds, and the overlay.

One instance a kind, always under the same name: the definition of the edit form names each of
them once (measured: half the size).
"""

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
from blocks.form_blocks import brand_block
from blocks.form_inputs import Choice, Key, Stream, Whole, words
from blocks.schema import FieldType, Kind, Label
from blocks.structure import structure

SECTIONS: list[tuple[str, blocks.Block]] = [
    (kind.name, brand_block(kind))
    for kind in CATALOGUE.values()
    if not kind.pinned and not kind.container
]
_SHAPE: list[tuple[str, blocks.Block]] = [
    (
        "key",
        Key(
            regex=r"^[a-z][a-z0-9_]{0,39}$",
            search_index=False,
            label=words(Label("Kurzname", "Key")),
            help_text=words(Label("Klein, ohne Leerzeichen: angebote", "Lower case: offers")),
        ),
    ),
    ("min", Whole(default=0, min_value=0, label=words(Label("Mindestens", "At least")))),
    ("max", Whole(default=3, min_value=1, label=words(Label("Höchstens", "At most")))),
    (
        "order",
        Choice(
            choices=[
                ("free", words(Label("Frei", "Free"))),
                ("fixed", words(Label("Wie hier", "As here"))),
            ],
            default="free",
            search_index=False,
            label=words(Label("Reihenfolge", "Order")),
        ),
    ),
    (
        "prototypes",
        Stream(
            SECTIONS,
            required=False,
            label=words(Label("Partner können einfügen", "Partners may insert")),
        ),
    ),
    (
        "defaults",
        Stream(SECTIONS, required=False, label=words(Label("Steht schon da", "Already there"))),
    ),
]


def _all_kinds() -> Iterator[tuple[str, blocks.Block]]:
    sections = dict(SECTIONS)
    for kind in CATALOGUE.values():
        yield (
            kind.name,
            sections.get(kind.name) or brand_block(kind, _SHAPE if kind.container else None),
        )


class TemplateBody(Stream):
    """The body of a campaign template: envelope first, legal last, sections and regions between.

    A draft may be unfinished; the rules of order hold when it is published. Wagtail's flag for
    that is shared by all threads, so publishing asks `blocks.lint` again by itself.
    """

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or list(_all_kinds()), **kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        place = {child.id: index for index, child in enumerate(cleaned)}
        errors: dict[int, ValidationError] = {}
        general: list[ValidationError] = []
        for finding, label in structure(self.get_prep_value(cleaned)):
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
    """A template's body. Migrations know it as a StreamField of no particular blocks.

    What a kind holds is code and no column: a new kind, field or option needs no migration.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs["block_lookup"] = {}
        return name, "wagtail.fields.StreamField", [[]], kwargs


# --- the overlay ---------------------------------------------------------------------------------


class OverlayField(models.JSONField):
    """What a partner made of a template. Tells Wagtail which pictures and words are in it."""

    def extract_references(self, value: Any) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """(model, id, path in the model, path in the content) of every picture in use."""
        for place, kind, values in _overlay_values(value):
            for field in kind.fields:
                picture = values.get(field.name)
                if field.type is FieldType.PICTURE and isinstance(picture, int):
                    path = f"{place}.{field.name}"
                    yield get_image_model(), str(picture), f"{kind.name}.{field.name}", path

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
