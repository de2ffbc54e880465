"""The Studio by day and by night: nothing of ours is too pale to read, and no white room in the dark."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.models import CampaignTemplatePage
from tests import factories
from tests.desk.test_axe import AXE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["color-contrast"], "iframes": False}
LIGHT = """selector => {
  const box = document.querySelector(selector);
  const [r, g, b] = getComputedStyle(box).backgroundColor.match(/\\d+/g).map(Number);
  return (r + g + b) / 3;
}"""


@pytest.fixture
def page(browser_context, live_server):
    signed_in(browser_context, live_server, factories.hq())
    return browser_context.new_page()


def doors() -> list[str]:
    factories.partner()
    template = CampaignTemplatePage.objects.get(pk=factories.template().pk)
    return [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[template.pk]),
        reverse("wagtailadmin_explore", args=[template.get_parent().pk]),
        reverse("wagtailsnippets_brand_kits_brandkit:edit", args=[template.kit_id]),
        "/studio/partners/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_in_the_studio_can_be_read(page, live_server, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    pale = {}
    for door in doors():
        page.goto(live_server.url + door)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        if found:
            pale[door] = [node["html"][:120] for one in found for node in one["nodes"]]
    assert pale == {}


def test_in_the_dark_the_menu_is_dark_and_by_day_it_is_light(page, live_server):
    door = live_server.url + reverse("wagtailadmin_home")
    for scheme, dark in (("light", False), ("dark", True)):
        page.emulate_media(color_scheme=scheme)
        page.goto(door)
        page.wait_for_selector(".sidebar__inner")
        for part in (".sidebar__inner", "html"):
            assert (page.evaluate(LIGHT, part) < 60) is dark, (part, scheme)


def test_on_a_phone_the_names_of_templates_are_whole_words(page, live_server):
    template = factories.template(title="Einladung: Werkstatt-Abend")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("wagtailadmin_explore", args=[template.get_parent().pk]))
    title = page.get_by_text("Einladung: Werkstatt-Abend").first
    assert title.bounding_box()["width"] > 140
