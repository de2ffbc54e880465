"""Every door of the product; upper floors are named as strings only."""

from __future__ import annotations

from django.urls import include, path

from cms.api import api

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("studio/", include("wagtail.admin.urls")),
    path("desk/send/", include("send.desk_urls")),
    path("desk/", include("partner_spaces.urls")),
    path("review/", include("partner_spaces.review_urls")),
    path("api/v1/", api.urls),
    path("", include("send.public_urls")),
]
