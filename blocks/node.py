"""One element of a mail as a value."""

from __future__ import annotations


class Node:
    """Built below in full."""
