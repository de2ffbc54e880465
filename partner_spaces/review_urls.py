"""The reviewers' doors, below /review/."""

from __future__ import annotations

from django.urls import path

from partner_spaces import review_desk

app_name = "review"
urlpatterns = [
    path("", review_desk.queue, name="list"),
    path("<int:pk>/", review_desk.decide, name="decide"),
    path("<int:pk>/mail.html", review_desk.mail, name="mail"),
    path("<int:pk>/template.html", review_desk.template_mail, name="template"),
    path("<int:pk>/state.json", review_desk.state, name="state"),
]
