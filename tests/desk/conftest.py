"""Tests roll the database back, so a revision's number comes again with another body."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from brand_kits import theme_of
from cms import templates_of


@pytest.fixture(autouse=True)
def _nothing_remembered_of_other_tests():
    templates_of._body_at.cache_clear()
    theme_of._theme_at.cache_clear()


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
