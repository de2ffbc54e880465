"""One campaign along the whole line, in a real browser: headquarters, partner, reviewer, customer."""

from __future__ import annotations

import email
import re
from email import policy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import CampaignTemplatePage
from partner_spaces.models import Campaign, Partner, Review
from partner_spaces.trust_centre import audience
from send.demo import people, templates
from send.drain import Drain
from send.models import Delivery, Dispatch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OWNER = people.PARTNERS[0]["people"][0][0]
CLAIM = "Ihr Betrieb im Norden, seit 1998."
HEADLINE = f"#f-{templates.block_id('raeder/hero')}-headline"
SUBJECT = f"#f-{templates.block_id('brief/envelope')}-subject"
GREETING = f"#f-{templates.block_id('brief/gruss')}-text"


@pytest.fixture
def installation(settings, live_server):
    """What `make run` makes of an empty database, at the address of this test."""
    settings.DEMO = True
    settings.SENDER = "mailbox"
    settings.BASE_URL = live_server.url
    call_command("setup")
    return live_server.url


@pytest.fixture
def sits_down(chromium, installation):
    """Somebody opens a browser of their own and logs in with the one form."""
    windows, faults = [], []

    def log_in(address: str):
        context = chromium.new_context(
            locale="de-DE", viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        windows.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("request", lambda r: foreign(r.url, faults, installation))
        page.goto(installation + "/")
        assert "/accounts/login/" in page.url
        page.fill("[name=login]", address)
        page.fill("[name=password]", people.PASSWORD)
        page.click("form[action='/accounts/login/'] button")
        page.wait_for_url(re.compile(r"/(studio|desk|review)/"))
        return page

    yield log_in
    for context in windows:
        context.close()
    assert faults == []


def foreign(url: str, faults: list[str], home: str) -> None:
    """No page of the product asks anybody else for anything."""
    if not url.startswith((home, "data:", "blob:", "about:")):
        faults.append(f"foreign request: {url}")


def start(page, title: str) -> Campaign:
    """From the start page through the catalogue into the composer."""
    page.goto(page.url.split("/desk/")[0] + reverse("desk:catalogue"))
    page.get_by_role("button", name=re.compile(re.escape(title))).click()
    page.wait_for_selector("body[data-ready]")
    return Campaign.objects.latest("pk")


def write(page, field: str, words: str) -> None:
    """Types into a field of the composer and waits until it is stored."""
    with page.expect_response(lambda r: r.request.method == "PUT"):
        page.fill(field, words)
    page.wait_for_selector("#save[data-exact=saved]")


def hand_in(page) -> None:
    with page.expect_navigation():
        page.locator("form[data-after-save] button").click()


def change_the_claim(page, template: CampaignTemplatePage, claim: str) -> None:
    """Headquarters opens its template in the Studio, writes, publishes."""
    page.goto(
        page.url.split("/studio/")[0] + reverse("wagtailadmin_pages:edit", args=[template.pk])
    )
    kinds = [block["type"] for block in template.body.get_prep_value()]
    field = page.locator(f"[name='body-{kinds.index('hero')}-value-claim']")
    field.wait_for(state="attached")
    field.scroll_into_view_if_needed()
    field.fill(claim)
    publish = page.locator("button[name=action-publish]")
    if not publish.is_visible():
        page.locator("footer [data-controller~=w-dropdown] [data-w-dropdown-target=toggle]").click()
    with page.expect_navigation():
        publish.click()
    assert claim in str(CampaignTemplatePage.objects.get(pk=template.pk).body.get_prep_value())


def mails(slug: str) -> list[email.message.EmailMessage]:
    found = [p for p in (Path(settings.MAILBOX_DIR) / slug).rglob("*") if p.is_file()]
    return [email.message_from_bytes(p.read_bytes(), policy=policy.default) for p in found]


def mail_on_the_screen(page):
    return page.frame_locator("iframe").first.locator("body")


def test_a_campaign_goes_from_headquarters_to_the_inbox_and_back_out(sits_down, chromium):
    wheels = CampaignTemplatePage.objects.get(slug="raederwechsel")
    brueckner = Partner.objects.get(slug="brueckner")

    # Headquarters sees its Studio; the partner sees a desk and nothing of the Studio.
    hq = sits_down(people.HQ[0])
    assert "/studio/" in hq.url
    owner = sits_down(OWNER)
    assert "/desk/" in owner.url
    assert owner.request.get(owner.url.split("/desk/")[0] + "/studio/").status == 404

    # A template becomes the partner's own, by rule approved as soon as it is handed in.
    local = start(owner, wheels.title)
    write(owner, HEADLINE, "Sicher durch den Kieler Winter")
    owner.reload()
    owner.wait_for_selector("body[data-ready]")
    expect(owner.locator(HEADLINE)).to_have_value("Sicher durch den Kieler Winter")

    # Headquarters changes a locked word; the unsent campaign has it at once, nobody touched it.
    rev = Campaign.objects.get(pk=local.pk).rev
    change_the_claim(hq, wheels, CLAIM)
    owner.goto(owner.url.split("/desk/")[0] + reverse("desk:preview", args=[local.uuid]))
    expect(mail_on_the_screen(owner)).to_contain_text(CLAIM)
    expect(mail_on_the_screen(owner)).to_contain_text("Sicher durch den Kieler Winter")
    assert Campaign.objects.get(pk=local.pk).rev == rev

    # Another template asks for a second pair of eyes.
    letter = start(owner, CampaignTemplatePage.objects.get(slug="werkstattpost").title)
    write(owner, SUBJECT, "November in Kiel: Licht, Frost und Kaffee")
    write(owner, GREETING, "Guten Tag, bei uns ist der November der Monat der kurzen Wege.")
    hand_in(owner)
    waiting = Review.objects.get(campaign=letter, state="submitted")

    reviewer = sits_down(people.REVIEWER[0])
    reviewer.goto(reviewer.url.split("/review/")[0] + reverse("review:decide", args=[waiting.pk]))
    expect(mail_on_the_screen(reviewer)).to_contain_text("Monat der kurzen Wege")
    with reviewer.expect_navigation():
        reviewer.locator("button[name=decision][value=approve]").click()
    assert Review.objects.get(pk=waiting.pk).state == "approved"

    # The partner sends it; the dispatcher runs beside the web server.
    home = owner.url.split("/desk/")[0]
    owner.goto(home + reverse("desk_send:schedule", args=[letter.uuid]))
    with owner.expect_navigation():
        owner.locator("button.send-go").click()
    progress = owner.url
    owner.goto(home + reverse("desk:start"))  # the page of figures asks the database meanwhile
    Drain().run(until_empty=True)
    owner.goto(progress)
    expect(owner.locator("main")).to_contain_text("300")
    dispatch = Dispatch.objects.get(review=waiting)
    assert Delivery.objects.filter(dispatch=dispatch, state="accepted").count() == people.CUSTOMERS

    # What arrived has the partner's imprint, and is on the demo's mailbox page.
    arrived = mails(brueckner.slug)
    assert len(arrived) == people.CUSTOMERS
    text = arrived[0].get_body(("plain",)).get_content()
    assert brueckner.legal_name in text
    assert brueckner.street in text
    owner.goto(home + reverse("desk_send:mailbox"))
    expect(owner.locator("main")).to_contain_text("November in Kiel")

    # One click, and that customer gets nothing more.
    link = str(arrived[0]["List-Unsubscribe"]).strip("<>")
    stranger = chromium.new_context(locale="de-DE").new_page()
    stranger.goto(link)
    assert mails_may_go_to(brueckner) == people.CUSTOMERS
    stranger.locator("form button").click()
    stranger.wait_for_selector("#done")
    assert mails_may_go_to(brueckner) == people.CUSTOMERS - 1
    stranger.context.close()


def mails_may_go_to(partner: Partner) -> int:
    return audience.counts(partner.pk, purpose="marketing", channel="email").reachable
