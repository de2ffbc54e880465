from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from partner_spaces.models import Campaign, PartnerRole
from tests import factories
from tests.spaces import bodies


class Door:
    """The API as a client of one signed-in person uses it."""

    def __init__(self, user: Any) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user)

    def get(self, campaign: Campaign) -> Any:
        return self.client.get(f"/api/v1/campaigns/{campaign.uuid}/overlay")

    def put(self, campaign: Campaign, overlay: Any, *, rev: int | None = None, **more: Any) -> Any:
        return self.raw(campaign, json.dumps({"overlay": overlay, **more}), rev=rev)

    def raw(self, campaign: Campaign, body: str | bytes, *, rev: int | None = None) -> Any:
        if rev is None:
            rev = Campaign.objects.values_list("rev", flat=True).get(pk=campaign.pk)
        return self.client.put(
            f"/api/v1/campaigns/{campaign.uuid}/overlay",
            body,
            content_type="application/json",
            headers={"If-Match": f'"{rev}"'},
        )


@pytest.fixture
def space(db: None) -> Any:
    return factories.partner()


@pytest.fixture
def editor(space: Any) -> Any:
    return factories.member(space, PartnerRole.EDITOR)


@pytest.fixture
def template(db: None) -> Any:
    return factories.template(bodies.body())


@pytest.fixture
def campaign(template: Any, space: Any, editor: Any) -> Any:
    return factories.campaign(template, by=editor, partner=space)


@pytest.fixture
def door(editor: Any) -> Door:
    return Door(editor)
