"""The public door: what a partner's customers meet, without keys and without a session."""

from __future__ import annotations

from django.urls import path

from send import public

app_name = "public"
urlpatterns = [
    path("u/", public.unsubscribe_help, name="unsubscribe_help"),
    path("u/<str:token>", public.unsubscribe, name="unsubscribe"),
    path("m/<str:token>", public.view, name="view"),
    path("i/<str:name>", public.picture, name="picture"),
]
