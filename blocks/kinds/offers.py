"""An offer grid: a region whose offers stand two by two as cards; one below the other on phones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Column, Kind, Label, Place
from blocks.setting import Setting

FIELDS = (parts.colour("background", Label("Grund", "Ground"), ("surface", "background")),)
(GROUND,) = FIELDS
INNER = 20  # px around what a card holds
CARD = (parts.INSET - parts.GAP) // 2


def places(values: Mapping[str, Any], count: int) -> Sequence[Place]:
    """Cards are all alike, on a ground of their own."""
    return [Place(CARD - 2 * INNER, "background")] * count


def hold(values: Mapping[str, Any], setting: Setting, columns: Sequence[Column]) -> Node | None:
    ground = parts.choice(values, GROUND)
    cards = [nodes for column in columns for nodes in column if nodes]
    if not cards:
        return None
    look = _card(ground, setting)
    style = {
        "css-class": f"e-w e-{ground}",
        "background-color": setting.colour(ground),
        "padding": f"16px {parts.SIDE}px",
    }
    rows = [_pair(cards[first : first + 2], look) for first in range(0, len(cards), 2)]
    return Node("mj-wrapper", style, rows)


def _card(ground: str, setting: Setting) -> dict[str, str]:
    """How a card looks; on its own ground it needs a line around it."""
    look = {
        "css-class": "e-tile",
        "width": f"{CARD}px",
        "vertical-align": "top",
        "background-color": setting.colour("background"),
        "border-radius": f"{setting.theme.corner + 2}px",
        "padding": f"{INNER}px",
    }
    return {**look, "border": f"1px solid {setting.line()}"} if ground == "background" else look


def _pair(cards: Sequence[Sequence[Node]], look: Mapping[str, str]) -> Node:
    """Two cards, as high as each other where the mail program can; an odd one stands alone."""
    built: list[tuple[Mapping[str, str], Sequence[Node]]] = [(look, nodes) for nodes in cards]
    if len(cards) == 1:
        built.append(({"width": f"{CARD}px"}, ()))
    return Node("mj-section", {"css-class": "e-even", "padding": "8px 0"}, parts.row(built))


KIND = Kind(
    name="offers",
    label=Label("Angebotsraster", "Offer grid"),
    icon="grid",
    fields=FIELDS,
    places=places,
    hold=hold,
    container=True,
    asks_partner=False,
)
