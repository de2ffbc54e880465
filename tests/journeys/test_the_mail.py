"""What a customer meets: the mail with the partner's imprint, its web view, its way out."""

from __future__ import annotations

import email
import re
from email import policy

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partner_spaces import approval
from partner_spaces.models import Campaign
from partner_spaces.trust_centre import audience
from send.demo.build import build
from send.demo.people import CUSTOMERS
from send.dispatch import schedule
from send.drain import Drain
from send.models import Delivery
from send.senders import mailbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(settings, live_server):
    """The demo, at the address of this test."""
    settings.DEMO = True
    settings.SENDER = "mailbox"
    settings.BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def partner(home):
    """The demo's partner, after the wheel change went out to everybody."""
    demo = build()
    partner = demo.partners["brueckner"]
    ready = Campaign.objects.get(partner=partner, template=demo.templates["raederwechsel"])
    schedule(approval.approved(ready), send_at=timezone.now(), by=ready.created_by)
    Drain().run(until_empty=True)
    return partner


@pytest.fixture
def mail(partner):
    newest = next(mailbox.newest(partner.slug, 1))
    return email.message_from_bytes(newest.read_bytes(), policy=policy.default)


@pytest.fixture
def stranger(browser_context):
    """A browser nobody is signed in with."""
    page = browser_context.new_page()
    page.set_default_timeout(15_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


def counts(partner):
    return audience.counts(partner.pk, purpose="marketing", channel="email")


def test_a_mail_carries_the_imprint_and_a_way_out_that_works(partner, mail, stranger):
    for kind in ("plain", "html"):
        words = mail.get_body((kind,)).get_content()
        assert partner.legal_name in words
        assert partner.street in words
    before = counts(partner)
    assert before.reachable == CUSTOMERS == Delivery.objects.filter(state="accepted").count()

    stranger.goto(str(mail["List-Unsubscribe"]).strip("<>"))
    expect(stranger.locator("main")).to_contain_text(partner.name)
    assert counts(partner) == before  # a scanner that follows links unsubscribes nobody
    stranger.locator("form button").click()
    expect(stranger.locator("#done")).to_be_visible()
    after = counts(partner)
    assert after.suppressed == before.suppressed + 1
    assert after.reachable == before.reachable - 1


def test_the_web_view_is_the_mail_without_the_person(home, partner, mail, stranger):
    html = mail.get_body(("html",)).get_content()
    link = re.search(rf"{re.escape(home)}/m/[^\"]+", html)
    assert link
    stranger.goto(link[0])
    seen = stranger.locator("body")
    expect(seen).to_contain_text("Sicher durch den Kieler Winter")
    expect(seen).to_contain_text(partner.legal_name)
    shown = stranger.content()
    assert mail["To"].addresses[0].addr_spec not in shown
    assert str(mail["List-Unsubscribe"]).strip("<>") not in shown
    pictures = "[...document.images].map((image) => image.complete && image.naturalWidth > 0)"
    stranger.wait_for_load_state("networkidle")
    assert all(stranger.evaluate(pictures))
