"""Wagtail's user screens, without the people who belong to partners."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAppConfig(WagtailUsersAppConfig):
    default = False
    user_viewset = "partner_spaces.studio_users.PeopleViewSet"
