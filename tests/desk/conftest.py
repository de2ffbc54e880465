"""A review to decide on, and windows of composers."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cms.models import Approval
from partner_spaces import approval, compose
from partner_spaces.models import PartnerRole
from tests import bodies as b
from tests import factories


@pytest.fixture
def author():
    return factories.member(factories.partner(), PartnerRole.OWNER, first_name="Meike")


@pytest.fixture
def template():
    body = [block for block in b.a_body() if block["type"] != "picture"]
    return factories.template(body, approval=Approval.REVIEW)


@pytest.fixture
def review(author, template):
    campaign = factories.campaign(template, by=author)
    item = {
        "id": "0f8d3c5a-7c1e-4b52-9d60-2f1d9c1f7a11",
        "proto": b.OFFER,
        "kind": "offer",
        "values": {"price": "24,90", "title": "Räder wechseln"},
    }
    edits = {
        b.HERO: {"kind": "hero", "values": {"headline": "Winter in Oyten"}},
        b.ENVELOPE: {"kind": "envelope", "values": {"preheader": "Mit Kaffee."}},
    }
    sent = {"v": 1, "edits": edits, "lists": {b.REGION: [{"ref": b.CHECK}, item]}}
    compose.save_overlay(campaign.pk, sent, if_match=campaign.rev, by=author)
    return approval.submit(compose.access_row(campaign.pk), by=author)


@pytest.fixture
def window(browser_context, live_server, editor):
    """Opens a composer in a window of a person who is signed in."""
    client = Client()
    client.force_login(editor)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser_context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    faults, pages, asked = [], [], set()

    def opened(campaign):
        page = browser_context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: asked.add(request))
        page.on("requestfinished", lambda request: asked.discard(request))
        page.on("requestfailed", lambda request: asked.discard(request))
        page.goto(live_server.url + reverse("desk:compose", args=[campaign.uuid]))
        page.wait_for_selector("body[data-ready]")
        page.set_default_timeout(8000)
        return page

    yield opened
    for page in pages:
        for _ in range(60):  # nobody asks the server any more when the tables are emptied
            if page.is_closed() or not asked:
                break
            page.wait_for_timeout(50)
        page.close()
    assert faults == []
