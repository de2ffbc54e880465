"""Every screen of the Desk and of Review, light and dark, wide and narrow: axe finds nothing (WCAG 2.2 AA)."""

from __future__ import annotations

import copy
import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cms.models import Approval
from partner_spaces import approval, compose, invitations
from partner_spaces.models import PartnerRole
from tests import factories, nested
from tests.bodies import BUTTON, HERO, a_body, find

AXE = Path(__file__).parents[1] / "vendor" / "axe-4.14.1.min.js"
OWN = "00000000-0000-4000-8000-000000000001"
NOTE = "00000000-0000-4000-8000-000000000002"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "iframes": False,  # mails are judged where they are compiled
}


@pytest.fixture
def space():
    return factories.partner()


@pytest.fixture
def owner(space):
    return factories.member(space, PartnerRole.OWNER)


@pytest.fixture
def campaign(owner):
    return factories.campaign(by=owner)


def signed_in(context, live_server, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


def violations(page, url, prepare=None):
    """Of one page in both schemes and widths, each named once with its place."""
    found = set()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(url)
            if prepare:
                prepare(page)
            page.evaluate(AXE.read_text())
            result = page.evaluate("rules => axe.run(document, rules)", RULES)
            found |= {
                f"{v['id']}: {node['target']} {node['html'][:160]}"
                for v in result["violations"]
                for node in v["nodes"]
            }
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{url} scrolls sideways at {width}"
            )
    return sorted(found)


def test_axe_is_the_file_we_say_it_is():
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == SHA256


SCREENS = {
    "start": "desk:start",
    "catalogue": "desk:catalogue",
    "campaigns": "desk:campaigns",
    "company": "desk:company",
    "members": "desk:members",
    "customers": "desk:customers",
    "more": "desk:more",
}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing_at_the_desk(name, browser_context, live_server, owner, campaign):
    signed_in(browser_context, live_server, owner)
    page = browser_context.new_page()
    assert violations(page, live_server.url + reverse(SCREENS[name])) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", [False, True])
def test_axe_finds_nothing_in_a_composer_of_nested_lists(
    browser_context, live_server, owner, asked
):
    """asked: with the question open where a block should go."""
    signed_in(browser_context, live_server, owner)
    made = {"id": OWN, "proto": nested.KIT, "kind": "columns", "values": {}}
    note = {"id": NOTE, "proto": nested.NOTE, "kind": "text", "values": {"colour": "brand"}}
    overlay = {"v": 1, "edits": {}, "lists": {nested.REGION: [made, note]}, "hidden": []}
    campaign = factories.campaign(factories.template(nested.body()), by=owner, overlay=overlay)
    page = browser_context.new_page()
    url = live_server.url + reverse("desk:compose", args=[campaign.uuid])

    def opened(page):
        page.wait_for_selector("body[data-ready]")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        if asked:
            page.click(f"#f-{NOTE}-carry")

    assert violations(page, url, opened) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_at_a_template(browser_context, live_server, owner, campaign):
    signed_in(browser_context, live_server, owner)
    page = browser_context.new_page()
    url = reverse("desk:template", args=[campaign.template.uuid])
    assert violations(page, live_server.url + url) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_in_the_composer(browser_context, live_server, owner, campaign):
    signed_in(browser_context, live_server, owner)
    page = browser_context.new_page()

    def opened(page):
        page.wait_for_selector("body[data-ready]")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    assert (
        violations(page, live_server.url + reverse("desk:compose", args=[campaign.uuid]), opened)
        == []
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_in_a_composer_with_two_blocks_of_a_kind(
    browser_context, live_server, owner
):
    body = a_body()
    twice = copy.deepcopy(find(body, BUTTON))
    twice["id"] = "e0000009-0000-4000-8000-000000000001"
    body.insert(-1, twice)
    campaign = factories.campaign(factories.template(body), by=owner)
    signed_in(browser_context, live_server, owner)
    page = browser_context.new_page()
    url = live_server.url + reverse("desk:compose", args=[campaign.uuid])
    assert violations(page, url, lambda p: p.wait_for_selector("body[data-ready]")) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_in_versions_with_and_without_one(
    browser_context, live_server, owner, campaign
):
    signed_in(browser_context, live_server, owner)
    page = browser_context.new_page()
    versions = live_server.url + reverse("desk:versions", args=[campaign.uuid])
    assert violations(page, versions) == []
    kept = compose.save_version(campaign, by=owner, note="vor dem Fest")
    edits = {HERO: {"kind": "hero", "values": {"headline": "Winter in Oyten"}}}
    compose.save_overlay(campaign.pk, {"v": 1, "edits": edits}, if_match=campaign.rev, by=owner)
    assert violations(page, versions) == []
    one = live_server.url + reverse("desk:version", args=[campaign.uuid, kept.pk])
    assert violations(page, one, pinned) == []
    page.goto(one)
    with page.expect_navigation():
        page.locator(".ver__act button").click()
    assert violations(page, page.url) == []


def pinned(page):
    page.wait_for_selector("[data-marked][data-ready]", state="attached")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("view", ["desktop", "phone", "dark", "text"])
def test_axe_finds_nothing_in_the_preview(view, browser_context, live_server, owner, campaign):
    signed_in(browser_context, live_server, owner)
    page = browser_context.new_page()
    url = live_server.url + reverse("desk:preview", args=[campaign.uuid])
    assert violations(page, f"{url}?view={view}") == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_in_the_invitation(browser_context, live_server, space, owner):
    invited = invitations.invite(space, email="neu@meier.example", role="editor", by=owner)
    page = browser_context.new_page()
    assert (
        violations(page, live_server.url + reverse("desk:invitation", args=[invited.token])) == []
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_in_review(browser_context, live_server, owner, space):
    template = factories.template(body=_nothing_required(), approval=Approval.REVIEW)
    edits = {HERO: {"kind": "hero", "values": {"headline": "Winter in Oyten"}}}
    campaign = factories.campaign(template, by=owner, overlay={"v": 1, "edits": edits})
    review = approval.submit(campaign, by=owner)
    signed_in(browser_context, live_server, factories.reviewer())
    page = browser_context.new_page()
    assert violations(page, live_server.url + reverse("review:list")) == []
    url = live_server.url + reverse("review:decide", args=[review.pk])
    assert violations(page, url, pinned) == []
    for view in ("template", "sent", "dark", "text"):
        assert violations(page, f"{url}?view={view}") == []

    def asked(page):
        pinned(page)
        page.keyboard.press("j")
        page.locator("[data-return] summary").click()

    assert violations(page, url, asked) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(url)
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")


def _nothing_required():
    """The whole template with nothing left to change before it can be handed in."""
    body = [block for block in a_body() if block["type"] != "picture"]
    for block in body:
        for lock in block["value"].get("locks", {}).get("fields", {}).values():
            if lock["mode"] == "must_change":
                lock["mode"] = "editable"
    return body
