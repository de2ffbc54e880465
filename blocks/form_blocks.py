"""The Studio's form of a kind: an input for each field, and its locks in the settings panel."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from blocks.form_inputs import Choice, Group, Line, Lines, Picture, Rich, Snippet, words
from blocks.form_locks import locks
from blocks.schema import Field, FieldType, Kind


def _line_field(field: Field, common: dict[str, Any]) -> blocks.Block:
    if field.default:
        common["default"] = field.default
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
        case FieldType.CLAIM | FieldType.TESTIMONIAL:
            return Snippet(f"brand_kits.{field.type.value.capitalize()}", **common)
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


def plain_block(kind: Kind) -> Group:
    """A kind without locks: what it says is headquarters' alone."""
    more = {"label_format": "{" + kind.summary + "}"} if kind.summary else {}
    children = [(f.name, _content(f)) for f in kind.fields]
    return Group(children, label=words(kind.label), icon=kind.icon, **more)


def brand_block(kind: Kind, shape: list[tuple[str, blocks.Block]] | None = None) -> BrandBlock:
    """shape: inputs that are no field of the kind but its form, such as a region's prototypes."""
    children = [*((f.name, _content(f)) for f in kind.fields), *(shape or [])]
    more = {"label_format": "{" + kind.summary + "}"} if kind.summary else {}
    return BrandBlock(
        [*children, ("locks", locks(kind))], label=words(kind.label), icon=kind.icon, **more
    )
