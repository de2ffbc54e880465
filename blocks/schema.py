"""The shape of a kind: its fields, their types, and the rights of its blocks. Pure values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from brand_kits.theme import tongue

if TYPE_CHECKING:
    from blocks.node import Node
    from blocks.setting import Setting


Column = Sequence[Sequence["Node"]]  # the nodes of each block of one column


class Place(NamedTuple):
    """Where a block stands: in a column of `room` px (0: in a section of its own), on the colour
    role `ground`, behind a heading of `rank` (0: before the first).
    """

    room: int = 0
    ground: str = "background"
    rank: int = 0


SECTION = Place()


class FieldType(StrEnum):
    """What a field holds. Every stored value is text, but those of BY_ID: an id or None."""

    TEXT = "text"  # one line, plain
    LONG = "long"  # several lines, plain
    RICH = "rich"  # HTML, cleaned by blocks.sanitise
    PICTURE = "picture"
    LINK = "link"  # https URL
    EMAIL = "email"
    PRICE = "price"  # text such as 289,00 (never a float)
    DATE = "date"  # YYYY-MM-DD
    TIME = "time"  # HH:MM
    OPTION = "option"  # one of Field.options
    COLOUR = "colour"  # a colour role of the kit, one of Field.options
    CLAIM = "claim"  # a sentence of the brand, from its library
    TESTIMONIAL = "testimonial"  # a customer's voice, from the brand's library


QUOTED = frozenset({FieldType.CLAIM, FieldType.TESTIMONIAL})
BY_ID = QUOTED | {FieldType.PICTURE}


class Mode(StrEnum):
    LOCKED = "locked"
    EDITABLE = "editable"
    CHOICE = "choice"
    MUST_CHANGE = "must_change"


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the product in its two languages."""

    de: str
    en: str

    def to(self, language: str) -> str:
        return self.de if tongue(language) == "de" else self.en


@dataclass(frozen=True, slots=True)
class Field:
    """options: value -> label, for OPTION and COLOUR. merge: may hold {{ fields }}, conditions.

    hosts: where a LINK may lead, whatever the lock says; `*.` before a name is any below it.
    """

    name: str
    type: FieldType
    label: Label
    required: bool = False
    max_length: int | None = None
    options: Mapping[str, Label] = field(default_factory=dict)
    default: str = ""
    merge: bool = False
    features: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    help: Label | None = None


def _no_node(values: Mapping[str, Any], setting: Setting) -> Node | None:
    return None


def _no_words(values: Mapping[str, Any], setting: Setting) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of block.

    mjml(values, setting) gives the section's Node; text(values, setting) its lines in the text
    part; without them it says nothing of its own, the blocks it holds follow.
    pinned: rights are none whatever lock data say (envelope, legal, shared).
    cell(values, setting) gives what it puts into a column of `setting.room` px, without side
    padding of its own and [] where it has nothing to say; a kind that has one may stand there.
    A container that sets blocks side by side has places(values, count), so many columns, and
    hold(values, setting, columns), which builds its section of what the blocks put into them.
    """

    name: str
    label: Label
    icon: str
    fields: tuple[Field, ...]
    mjml: Callable[[Mapping[str, Any], Setting], Node | None] = _no_node
    text: Callable[[Mapping[str, Any], Setting], str] = _no_words
    pinned: bool = False
    cell: Callable[[Mapping[str, Any], Setting], Sequence[Node]] | None = None
    places: Callable[[Mapping[str, Any], int], Sequence[Place]] | None = None
    hold: Callable[[Mapping[str, Any], Setting, Sequence[Column]], Node | None] | None = None
    container: bool = False
    summary: str = ""  # the field that names the block in lists
    # What it asks of the setting beside its own fields; what it does not name here, it finds empty.
    # Without the partner's facts (merge fields bring them along) its pieces are shared by partners.
    asks_partner: bool = True
    asks_logos: bool = False

    @property
    def leaf(self) -> bool:
        return self.cell is not None

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)
