"""A region: the zone in which partners place blocks from its prototypes."""

from __future__ import annotations

from blocks.schema import Kind, Label

KIND = Kind(
    name="region",
    label=Label("Bereich", "Region"),
    icon="placeholder",
    fields=(),
    container=True,
    asks_partner=False,
)
