"""What a kind may ask while it builds its part of a mail."""

from __future__ import annotations


class Setting:
    """Built below in full."""
