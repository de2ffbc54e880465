"""Every door of the product; upper floors are named as strings only."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("studio/", include("wagtail.admin.urls")),
]
