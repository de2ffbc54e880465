"""Scheduling and progress, below /desk/send/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "desk_send"
urlpatterns: list[URLPattern] = []
