"""A use of a shared block: written once by headquarters, live in every template that uses it."""

from __future__ import annotations

from blocks.schema import Kind, Label

KIND = Kind(
    name="shared",
    label=Label("Gemeinsamer Baustein", "Shared block"),
    icon="snippet",
    fields=(),
    pinned=True,
    container=True,
    asks_partner=False,
)
