"""Two or three columns side by side; one below the other on phones. Each holds leaf kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Column, Field, FieldType, Kind, Label, Place
from blocks.setting import Setting

FIELDS = (
    Field(
        "layout",
        FieldType.OPTION,
        Label("Aufteilung", "Layout"),
        options={
            "two": Label("Zwei Spalten", "Two columns"),
            "three": Label("Drei Spalten", "Three columns"),
            "narrow_wide": Label("Schmal und breit", "Narrow and wide"),
            "wide_narrow": Label("Breit und schmal", "Wide and narrow"),
        },
        default="two",
    ),
    Field(
        "valign",
        FieldType.OPTION,
        Label("Senkrecht", "Vertical alignment"),
        options={
            "top": Label("Oben", "Top"),
            "middle": Label("Mitte", "Middle"),
            "bottom": Label("Unten", "Bottom"),
        },
        default="top",
    ),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface")),
)
LAYOUT, VALIGN, GROUND = FIELDS
COUNTS: Mapping[str, int] = {"two": 2, "three": 3, "narrow_wide": 2, "wide_narrow": 2}
_THIRD = (parts.INSET - 2 * parts.GAP) // 3
_REST = parts.INSET - parts.GAP - _THIRD
_UNEVEN: Mapping[str, tuple[int, ...]] = {
    "narrow_wide": (_THIRD, _REST),
    "wide_narrow": (_REST, _THIRD),
}


def places(values: Mapping[str, Any], count: int) -> Sequence[Place]:
    """A layout that is meant for another number of columns makes them even."""
    rooms = _UNEVEN.get(parts.choice(values, LAYOUT), ())
    if len(rooms) != count:
        rooms = ((parts.INSET - parts.GAP * (count - 1)) // max(count, 1),) * count
    return [Place(room, parts.choice(values, GROUND)) for room in rooms]


def hold(values: Mapping[str, Any], setting: Setting, columns: Sequence[Column]) -> Node | None:
    ground = parts.choice(values, GROUND)
    valign = parts.choice(values, VALIGN)
    built = [
        ({"width": f"{place.room}px", "vertical-align": valign}, parts.stacked(column))
        for place, column in zip(places(values, len(columns)), columns, strict=True)
    ]
    if not any(nodes for _style, nodes in built):
        return None
    look = {
        "css-class": f"e-s e-{ground}",
        "background-color": setting.colour(ground),
        "padding": f"24px {parts.SIDE}px",
    }
    return Node("mj-section", look, parts.row(built))


KIND = Kind(
    name="columns",
    label=Label("Spalten", "Columns"),
    icon="table",
    fields=FIELDS,
    places=places,
    hold=hold,
    container=True,
    asks_partner=False,
)
