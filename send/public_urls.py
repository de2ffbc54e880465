"""The public door: what a partner's customers meet, without keys and without a session."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
