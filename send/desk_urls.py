"""Scheduling and progress, below /desk/send/."""

from __future__ import annotations

from django.urls import path

from send import desk, mailbox, on_its_way

app_name = "desk_send"
urlpatterns = [
    path("", desk.index, name="list"),
    path("on-its-way/", on_its_way.refresh, name="on_its_way"),
    path("schedule/<uuid:campaign>/", desk.schedule, name="schedule"),
    path("test/<uuid:campaign>/", desk.test, name="testmail"),
    path("mailbox/", mailbox.index, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.index, name="mailbox_mail"),
    path("mailbox/<str:name>/html/", mailbox.html, name="mailbox_html"),
    path("<uuid:uuid>/", desk.dispatch, name="dispatch"),
    path("<uuid:uuid>/numbers.json", desk.numbers, name="numbers"),
    path("<uuid:uuid>/mail/", desk.mail, name="mail"),
    path("<uuid:uuid>/<slug:action>/", desk.act, name="act"),
]
