"""Every door of the product; upper floors are named as strings only."""

from __future__ import annotations

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from cms.api import api
from cms.policy import Who, who
from cms.views import home

# Wagtail has its own way in and its own password pages: there is one way in, allauth's.
_to_login = who(Who.PUBLIC)(RedirectView.as_view(pattern_name="account_login", query_string=True))
_to_reset = who(Who.PUBLIC)(RedirectView.as_view(pattern_name="account_reset_password"))

urlpatterns = [
    path("", home, name="home"),
    path("i18n/set/", who(Who.PUBLIC)(set_language), name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("studio/login/", _to_login),
    re_path(r"^studio/password_reset/", _to_reset),
    path("studio/", include("wagtail.admin.urls")),
    path("desk/send/", include("send.desk_urls")),
    path("desk/", include("partner_spaces.urls")),
    path("brand/", include("partner_spaces.brand_urls")),
    path("review/", include("partner_spaces.review_urls")),
    path("api/v1/", api.urls),
    path("", include("send.public_urls")),
]
