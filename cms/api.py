"""The root of /api/v1/; the rooms above hang their routers in by name."""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(title="Einklang", version="1", urls_namespace="api", docs_url=None)
api.add_router("/campaigns", "partner_spaces.api.router")
api.add_router("/offers", "partner_spaces.api_offers.router")
api.add_router("/templates", "partner_spaces.api_templates.router")
