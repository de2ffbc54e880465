"""The order of blocks in a container (overlay rules 3 to 5), over ids alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence


def root_order(
    defaults: Sequence[str],
    shown: Collection[str],
    named: Sequence[str],
    maker_of: Mapping[str, str],
    movable: Collection[str],
) -> list[str]:
    """Rule 3: movable blocks deal out the slots of those the list names, the rest keep theirs.

    named: what the list names, HQ's blocks and the partner's copies. maker_of: copy -> original.
    Copies stand behind their original wherever it goes; a hidden original keeps their place.
    """
    if not named:
        return [bid for bid in defaults if bid in shown]
    copies: dict[str, list[str]] = {}
    for bid in named:
        if bid in maker_of:
            copies.setdefault(maker_of[bid], []).append(bid)
    line = [bid for bid in defaults if bid in shown or bid in copies]
    ranked = [bid for bid in named if bid in shown and bid in movable]
    order: list[str] = []
    for bid in deal(line, ranked):
        if bid in shown:
            order.append(bid)
        order += copies.get(bid, ())
    return order


def free_order(shown: Iterable[str], named: Sequence[str], fixed: Sequence[str]) -> list[str]:
    """Rule 4: the list is the order; a default it does not name stands behind HQ's predecessor.

    shown: HQ's visible defaults in HQ's order. fixed: those of them that keep their order.
    """
    order = list(named)
    here = set(named)
    before: str | None = None
    for bid in shown:
        if bid not in here:
            order.insert(0 if before is None else order.index(before) + 1, bid)
        before = bid
    return deal(order, fixed) if len(fixed) > 1 else order


def fixed_order(
    shown: Iterable[str],
    named: Sequence[str],
    maker_of: Mapping[str, str],
    makers: Iterable[str],
) -> list[str]:
    """Rule 5: defaults in HQ's order, then partner blocks by prototype, then by the list."""
    rank = {maker: place for place, maker in enumerate(makers)}
    made = [bid for bid in named if bid in maker_of]
    return [*shown, *sorted(made, key=lambda bid: rank[maker_of[bid]])]


def deal(line: Sequence[str], ranked: Sequence[str]) -> list[str]:
    """The line with the places of the ranked dealt out anew, in their order."""
    places, hand = set(ranked), iter(ranked)
    return [next(hand) if bid in places else bid for bid in line]
