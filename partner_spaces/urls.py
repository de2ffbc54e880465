"""The Desk's doors, below /desk/."""

from __future__ import annotations

from django.urls import path

from partner_spaces import (
    desk,
    desk_campaigns,
    desk_catalogue,
    desk_compose,
    desk_copy,
    desk_offers,
    desk_people,
    desk_versions,
)

app_name = "desk"
urlpatterns = [
    path("", desk.start, name="start"),
    path("more/", desk.more, name="more"),
    path("switch/", desk.switch, name="switch"),
    path("company/", desk.company, name="company"),
    path("customers/", desk.customers, name="customers"),
    path("catalogue/", desk_catalogue.index, name="catalogue"),
    path("catalogue/<uuid:uuid>/", desk_catalogue.template, name="template"),
    path("catalogue/<uuid:uuid>/begin/", desk_catalogue.begin, name="begin"),
    path("catalogue/<uuid:uuid>/mail.html", desk_catalogue.template_html, name="template_html"),
    path("offers/<uuid:uuid>/begin/", desk_offers.begin, name="offer_begin"),
    path("offers/<uuid:uuid>/decline/", desk_offers.decline, name="offer_decline"),
    path("campaigns/", desk_campaigns.campaigns, name="campaigns"),
    path("campaigns/<uuid:uuid>/", desk_compose.page, name="compose"),
    path("campaigns/<uuid:uuid>/data.json", desk_compose.data, name="compose_data"),
    path("campaigns/<uuid:uuid>/seen.json", desk_compose.seen, name="seen"),
    path("campaigns/<uuid:uuid>/pictures.json", desk_compose.offered, name="pictures"),
    path("campaigns/<uuid:uuid>/keep/", desk_compose.keep, name="keep"),
    path("campaigns/<uuid:uuid>/preview/", desk_campaigns.preview, name="preview"),
    path("campaigns/<uuid:uuid>/mail.html", desk_campaigns.preview_html, name="preview_html"),
    path("campaigns/<uuid:uuid>/versions/", desk_versions.index, name="versions"),
    path("campaigns/<uuid:uuid>/versions/keep/", desk_versions.keep, name="version_keep"),
    path("campaigns/<uuid:uuid>/versions/<int:pk>/", desk_versions.version, name="version"),
    path(
        "campaigns/<uuid:uuid>/versions/<int:pk>/mail.html", desk_versions.html, name="version_html"
    ),
    path(
        "campaigns/<uuid:uuid>/versions/<int:pk>/restore/",
        desk_versions.restore,
        name="version_restore",
    ),
    path("campaigns/<uuid:uuid>/copy/", desk_copy.copy, name="copy"),
    path("campaigns/<uuid:uuid>/submit/", desk_campaigns.submit, name="submit"),
    path("campaigns/<uuid:uuid>/withdraw/", desk_campaigns.withdraw, name="withdraw"),
    path("campaigns/<uuid:uuid>/<slug:action>/do/", desk_campaigns.act, name="act"),
    path("people/", desk_people.members, name="members"),
    path("people/<int:pk>/", desk_people.member, name="member"),
    path("people/invitations/<int:pk>/", desk_people.uninvite, name="uninvite"),
    path("invitation/<str:token>/", desk_people.invitation, name="invitation"),
]
