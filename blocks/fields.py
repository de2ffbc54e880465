"""The StreamField side of the kinds, generated from `blocks.catalogue`, and the overlay's field.

Every block carries a `locks` child in its settings panel. What nobody released stays locked.
One instance a kind, and one a lock, always under the same name: the definition of the edit form
names each of them once (measured: half the size).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import get_text_for_indexing

from blocks.catalogue import CATALOGUE
from blocks.schema import Field, FieldType, Kind, Label, Mode
from blocks.structure import structure


def _in_active_language(label: Label) -> str:
    return label.to(get_language() or "de")


words = lazy(_in_active_language, str)


class _Frozen:
    """Keeps words out of migrations: a label or a help text may change without one."""

    frozen_as = ""
    unfrozen = frozenset({"label", "help_text", "icon", "collapsed", "label_format", "rows"})

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        kept = {k: v for k, v in kwargs.items() if k not in self.unfrozen}
        if "choices" in kept:
            kept["choices"] = [(value, value) for value, _label in kept["choices"]]
        return self.frozen_as, args, kept


class Line(_Frozen, blocks.CharBlock):
    frozen_as = "wagtail.blocks.CharBlock"


class Lines(_Frozen, blocks.TextBlock):
    frozen_as = "wagtail.blocks.TextBlock"


class Rich(_Frozen, blocks.RichTextBlock):
    frozen_as = "wagtail.blocks.RichTextBlock"


class Choice(_Frozen, blocks.ChoiceBlock):
    frozen_as = "wagtail.blocks.ChoiceBlock"


class Whole(_Frozen, blocks.IntegerBlock):
    frozen_as = "wagtail.blocks.IntegerBlock"


class Switch(_Frozen, blocks.BooleanBlock):
    frozen_as = "wagtail.blocks.BooleanBlock"


class Picture(_Frozen, ImageChooserBlock):
    frozen_as = "wagtail.images.blocks.ImageChooserBlock"


class Key(_Frozen, blocks.RegexBlock):
    frozen_as = "wagtail.blocks.RegexBlock"


class Group(_Frozen, blocks.StructBlock):
    """A struct whose words stay out of migrations too."""

    frozen_as = "wagtail.blocks.StructBlock"

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return path, args, {k: v for k, v in kwargs.items() if k not in self.unfrozen}


class Stream(_Frozen, blocks.StreamBlock):
    """A stream whose words stay out of migrations too."""

    frozen_as = "wagtail.blocks.StreamBlock"

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return path, args, {k: v for k, v in kwargs.items() if k not in self.unfrozen}


# --- locks ---------------------------------------------------------------------------------------

MODE_WORDS = {
    Mode.LOCKED: Label("Gesperrt", "Locked"),
    Mode.EDITABLE: Label("Frei", "Editable"),
    Mode.CHOICE: Label("Auswahl", "Choice"),
    Mode.MUST_CHANGE: Label("Muss angepasst werden", "Must be changed"),
}
FORMAT_WORDS = {
    "phone": Label("Telefonnummer", "Phone number"),
    "zip": Label("Postleitzahl", "Postcode"),
    "price": Label("Preis", "Price"),
    "date": Label("Datum", "Date"),
    "email": Label("E-Mail-Adresse", "E-mail address"),
    "number": Label("Zahl", "Number"),
    "url": Label("Webadresse", "Web address"),
}
_LINE_EACH = Label("Eine erlaubte Angabe je Zeile.", "One allowed value a line.")
_RANGE_HELP = Label(
    "Eine Zahl, oder ein Datum wie 2026-11-30.", "A number, or a date such as 2026-11-30."
)


def _line(label: Label, help_text: Label | None = None) -> Line:
    more = {"help_text": words(help_text)} if help_text else {}
    return Line(required=False, label=words(label), **more)


_MODE = Choice(
    choices=[(mode.value, words(label)) for mode, label in MODE_WORDS.items()],
    default=Mode.LOCKED.value,
    label=words(Label("Partner darf", "Partner may")),
    search_index=False,
)
_LIMITS: Mapping[str, blocks.Block] = {
    "max_length": Whole(
        required=False, min_value=1, label=words(Label("Höchstens Zeichen", "Characters at most"))
    ),
    "options": Lines(
        required=False,
        rows=2,
        label=words(Label("Erlaubte Angaben", "Allowed values")),
        help_text=words(_LINE_EACH),
    ),
    "format": Choice(
        required=False,
        choices=[(name, words(label)) for name, label in FORMAT_WORDS.items()],
        label=words(Label("Form", "Format")),
        search_index=False,
    ),
    "minimum": _line(Label("Mindestens", "At least"), _RANGE_HELP),
    "maximum": _line(Label("Höchstens", "At most"), _RANGE_HELP),
    "hosts": Lines(
        required=False,
        rows=2,
        label=words(Label("Erlaubte Webseiten", "Allowed web sites")),
        help_text=words(
            Label("Ein Name je Zeile, wie nordring.example.", "One a line: nordring.example.")
        ),
    ),
    "collection": Whole(
        required=False, min_value=1, label=words(Label("Nur aus Sammlung Nr.", "Collection no."))
    ),
    "ratio": _line(
        Label("Seitenverhältnis", "Aspect ratio"), Label("Zum Beispiel 16:9.", "For example 16:9.")
    ),
    "min_px": Whole(
        required=False,
        min_value=1,
        label=words(Label("Mindestbreite in Pixeln", "Pixels wide at least")),
    ),
    "features": _line(
        Label("Erlaubte Auszeichnungen", "Allowed formatting"),
        Label("bold, italic, link, ul, ol, mit Komma.", "bold, italic, link, ul, ol, by comma."),
    ),
}
# The limits that fit what a field holds.
LIMITS_OF: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.TEXT: ("max_length", "options", "format"),
    FieldType.LONG: ("max_length",),
    FieldType.RICH: ("max_length", "features"),
    FieldType.PICTURE: ("collection", "ratio", "min_px"),
    FieldType.LINK: ("hosts",),
    FieldType.EMAIL: ("options",),
    FieldType.PRICE: ("minimum", "maximum", "options"),
    FieldType.DATE: ("minimum", "maximum"),
    FieldType.OPTION: ("options",),
    FieldType.COLOUR: ("options",),
}


@cache
def _field_lock(limits: tuple[str, ...], name: str, label: Label) -> Group:
    """The lock of one field; equal ones are the same instance."""
    children = [("mode", _MODE), *((limit, _LIMITS[limit]) for limit in limits)]
    return Group(
        children,
        label=words(label),
        icon="lock",
        collapsed=True,
        label_format="{mode}",
    )


_RIGHTS = Group(
    [
        ("move", Switch(required=False, label=words(Label("Verschieben", "Move")))),
        ("remove", Switch(required=False, label=words(Label("Weglassen", "Leave out")))),
        (
            "repeat",
            Whole(
                required=False,
                min_value=0,
                label=words(Label("Wiederholen", "Repeat")),
                help_text=words(
                    Label(
                        "So viele weitere Exemplare. In der Auswahl eines Bereichs: so oft darf "
                        "er verwendet werden, leer = bis der Bereich voll ist.",
                        "So many further copies. Among a region's prototypes: uses, "
                        "empty = until the region is full.",
                    )
                ),
            ),
        ),
    ],
    label=words(Label("Der Partner darf den Baustein", "The partner may")),
    icon="lock-open",
    collapsed=True,
)
_WHY = _line(
    Label("Warum gesperrt", "Why locked"),
    Label("Sieht der Partner am Schloss.", "The partner sees it at the padlock."),
)
_ASK = _line(
    Label("Wen fragen", "Whom to ask"), Label("Name und Telefon.", "Name and phone number.")
)


def _locks(kind: Kind) -> Group:
    children: list[tuple[str, blocks.Block]] = [] if kind.pinned else [("rights", _RIGHTS)]
    # The legal block has nothing to release, by construction.
    fields = () if kind.name == "legal" else kind.fields
    if fields:
        locks = [(f.name, _field_lock(LIMITS_OF[f.type], f.name, f.label)) for f in fields]
        children.append(("fields", Group(locks, label=words(Label("Felder", "Fields")))))
    children += [("why", _WHY), ("ask", _ASK)]
    return Group(
        children,
        search_index=False,
        label=words(Label("Schlösser", "Locks")),
        icon="lock",
    )


# --- content -------------------------------------------------------------------------------------


def _line_field(field: Field, common: dict[str, Any]) -> blocks.Block:
    return Line(max_length=field.max_length, **common)


def _long(field: Field, common: dict[str, Any]) -> blocks.Block:
    return Lines(max_length=field.max_length, rows=3, **common)


def _rich(field: Field, common: dict[str, Any]) -> blocks.Block:
    return Rich(features=list(field.features), max_length=field.max_length, **common)


def _choice(field: Field, common: dict[str, Any]) -> blocks.Block:
    choices = [(value, words(label)) for value, label in field.options.items()]
    common.pop("required")
    return Choice(choices=choices, default=field.default, search_index=False, **common)


def _content(field: Field) -> blocks.Block:
    """The input of one field. Empty is allowed here: what may be empty is said by `blocks.lint`,
    because a prototype's empty field is the partner's to fill.
    """
    common: dict[str, Any] = {"required": False, "label": words(field.label)}
    if field.help:
        common["help_text"] = words(field.help)
    match field.type:
        case FieldType.PICTURE:
            return Picture(**common)
        case FieldType.RICH:
            return _rich(field, common)
        case FieldType.LONG:
            return _long(field, common)
        case FieldType.OPTION | FieldType.COLOUR:
            return _choice(field, common)
        case _:
            return _line_field(field, common)


class BrandBlock(Group):
    """A block of a template: what it says, and in its settings panel who may change what."""

    def get_form_layout(self) -> blocks.BlockGroup:
        content = [name for name in self.child_blocks if name != "locks"]
        return blocks.BlockGroup(children=content, settings=["locks"])

    def get_api_representation(self, value: Any, context: Any = None) -> Any:
        """Locks are no part of any public answer."""
        data = super().get_api_representation(value, context)
        data.pop("locks", None)
        return data


def _brand_block(kind: Kind, shape: list[tuple[str, blocks.Block]] | None = None) -> BrandBlock:
    children = [*((f.name, _content(f)) for f in kind.fields), *(shape or [])]
    more = {"label_format": "{" + kind.summary + "}"} if kind.summary else {}
    return BrandBlock(
        [*children, ("locks", _locks(kind))], label=words(kind.label), icon=kind.icon, **more
    )


SECTIONS: list[tuple[str, blocks.Block]] = [
    (kind.name, _brand_block(kind))
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
            sections.get(kind.name) or _brand_block(kind, _SHAPE if kind.container else None),
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
