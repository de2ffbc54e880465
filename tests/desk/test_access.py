"""The doors beside the Desk's rooms, each in both schemes and widths: axe finds nothing (WCAG 2.2 AA)."""

from __future__ import annotations

import email
from email import policy

import pytest
from django.urls import reverse
from django.utils import timezone

from partner_spaces import approval
from partner_spaces.models import PartnerRole
from send import dispatch as way
from send.drain import Drain
from send.identity import help_url
from send.models import Dispatch, DispatchState, Reason
from send.senders import mailbox
from tests import factories
from tests.desk.test_axe import signed_in, violations
from tests.send import bodies
from tests.send.conftest import add, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(live_server, settings):
    """An installation at the address of this test, with mails in files."""
    settings.BASE_URL = live_server.url
    settings.DEMO = True
    settings.SENDER = "mailbox"
    return live_server.url


@pytest.fixture
def owner(home):
    return factories.member(factories.partner(), PartnerRole.OWNER)


@pytest.fixture
def review(owner):
    space = owner.memberships.get().partner
    add(space, person("Anna"), person("Bert"), person("Carl", consent=None))
    campaign = factories.campaign(factories.template(bodies.body()), by=owner, partner=space)
    return approval.submit(campaign, by=owner)


def found_on(page, home: str, *paths: str) -> dict[str, list[str]]:
    """What axe says of each page, by path; nothing for a page without a fault."""
    said = {path: violations(page, home + path) for path in paths}
    return {path: faults for path, faults in said.items() if faults}


def test_axe_finds_nothing_on_the_way_in(browser_context, home):
    page = browser_context.new_page()
    doors = [
        reverse(name)
        for name in ("account_login", "account_reset_password", "account_reset_password_done")
    ]
    doors += [reverse("desk:invitation", args=["nobody"]), "/nothing/here/"]
    assert found_on(page, home, *doors) == {}


def test_axe_finds_nothing_where_one_changes_the_password_or_leaves(
    browser_context, live_server, home, owner
):
    signed_in(browser_context, live_server, owner)
    page = browser_context.new_page()
    doors = [reverse(name) for name in ("account_change_password", "account_logout", "desk:more")]
    assert found_on(page, home, *doors) == {}


def test_axe_finds_nothing_on_the_way_out(browser_context, live_server, home, owner, review):
    signed_in(browser_context, live_server, owner)
    page = browser_context.new_page()
    schedule = reverse("desk_send:schedule", args=[review.campaign.uuid])
    assert found_on(page, home, schedule, reverse("desk_send:list")) == {}

    dispatch = way.schedule(review, send_at=timezone.now(), by=owner)
    planned = reverse("desk_send:dispatch", args=[dispatch.uuid])
    assert found_on(page, home, planned, reverse("desk:start")) == {}
    held = reverse("desk:start")
    way.hold(dispatch, Reason.IMPRINT)
    assert found_on(page, home, held, planned) == {}
    Dispatch.objects.update(state=DispatchState.SCHEDULED, reason="")
    Drain().run(until_empty=True)
    arrived = next(mailbox.newest(review.campaign.partner.slug, 1))
    box = reverse("desk_send:mailbox")
    opened = reverse("desk_send:mailbox_mail", args=[arrived.name])
    assert found_on(page, home, planned, reverse("desk_send:list"), box, opened) == {}


def test_axe_finds_nothing_where_customers_come(browser_context, home, owner, review):
    way.schedule(review, send_at=timezone.now(), by=owner)
    Drain().run(until_empty=True)
    arrived = next(mailbox.newest(review.campaign.partner.slug, 1))
    mail = email.message_from_bytes(arrived.read_bytes(), policy=policy.default)
    leave = str(mail["List-Unsubscribe"]).strip("<>").removeprefix(home)
    page = browser_context.new_page()
    assert found_on(page, home, leave, help_url().removeprefix(home)) == {}
    page.goto(home + leave)
    page.locator("form button").click()
    page.wait_for_selector("#done")
