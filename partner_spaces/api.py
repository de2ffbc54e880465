"""The machine door of campaigns: the overlay, under the same locks as every screen."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["campaigns"])
