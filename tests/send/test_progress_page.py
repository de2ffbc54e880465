"""The progress page in a browser: the numbers follow, and only the quarters are said aloud."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from send.models import Delivery

pytestmark = pytest.mark.browser


def states(dispatch, **counts: int) -> None:
    for state, count in counts.items():
        ready = Delivery.objects.filter(dispatch=dispatch, state="ready")
        ids = list(ready.values_list("pk", flat=True)[:count])
        Delivery.objects.filter(pk__in=ids).update(state=state)


@pytest.fixture
def page(transactional_db, live_server, browser_context, client, owner, sending):
    Delivery.objects.bulk_create(
        Delivery(dispatch=sending, customer=uuid.uuid4(), address_index=i.to_bytes(16))
        for i in range(100)
    )
    client.force_login(owner)
    cookie = client.cookies["sessionid"].value
    browser_context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened = browser_context.new_page()
    shouted: list[str] = []
    opened.on("pageerror", lambda error: shouted.append(str(error)))
    opened.goto(live_server.url + reverse("desk_send:dispatch", args=[sending.uuid]))
    yield opened
    assert shouted == []


def test_the_numbers_follow_without_a_reload_and_a_quarter_is_announced(page, sending):
    assert page.inner_text("[data-sum]") == "0 + 0 + 0 + 0 + 0 + 100"
    page.evaluate("() => { window.kept = true }")
    states(sending, accepted=10)
    page.wait_for_selector("[data-count=acc]:text-is('10')")
    assert page.inner_text("#live") == ""
    states(sending, accepted=40, failed=5)
    page.wait_for_selector("#live:has-text('50 Prozent')", state="attached")
    assert page.inner_text("[data-sum]") == "50 + 0 + 0 + 5 + 0 + 45"
    assert page.inner_text("[data-total]") == "100"
    assert page.is_visible("[data-adds-up]")
    assert page.evaluate("() => window.kept") is True


def test_a_server_that_does_not_answer_is_said_once_and_the_page_stays(page, sending):
    page.route("**/numbers.json", lambda route: route.abort())
    page.wait_for_selector("#live:has-text('Verbindung')", state="attached")
    page.unroute("**/numbers.json")
    states(sending, accepted=1)
    page.wait_for_selector("[data-count=acc]:text-is('1')")


def test_the_page_fits_a_phone(page):
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
