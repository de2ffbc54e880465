"""The brand's doors, below /brand/."""

from __future__ import annotations

from django.urls import path

from partner_spaces import brand_page

app_name = "brand"
urlpatterns = [
    path("", brand_page.index, name="list"),
    path("<uuid:uuid>/", brand_page.page, name="page"),
]
