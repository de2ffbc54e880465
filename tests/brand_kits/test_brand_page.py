"""The living brand page: one link inside the networks, made from what is enforced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from brand_kits.assets.models import BrandImage
from brand_kits.models import BrandKit
from partner_spaces.models import PartnerRole
from tests import factories
from tests.brand_kits.test_guide import shown, tone
from tests.brand_kits.test_kit import colours, style
from tests.brand_kits.test_logos import logo, picture, slot
from tests.cms.studio import text
from tests.desk.test_axe import signed_in, violations


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def address(kit):
    return f"/brand/{kit.uuid}/"


@pytest.fixture
def whole(studio, kit):
    """A kit with something in every section."""
    image = picture(600, 400)
    BrandImage.objects.filter(pk=image.pk).update(alt_de="Ein Rad", alt_en="A wheel")
    answer = studio.edit_kit(
        kit,
        publish=True,
        logos=[logo(picture()), logo(picture(), variant="dark", grounds=["brand"])],
        cobrand=[slot()],
        styles=[style()],
        tone=[
            tone("address", "sie", good="Ihr Termin.", bad="Dein Termin | Wir sagen Sie."),
            tone("words", "Knaller = Angebot"),
            tone("exclamations", 1),
        ],
        pictures=[shown("ratio", "3:2", good=[image], bad=[image], why="zu bunt")],
    )
    assert answer.status_code == 302, text(answer)
    factories.claim(kit, text_de="Ein Ring.", evidence="Umfrage 2025")
    factories.voice(kit)
    return BrandKit.objects.get(pk=kit.pk)


# -- who sees it


@pytest.mark.capability("BK13")
def test_headquarters_reviewers_and_the_people_of_its_networks_open_it(db, kit):
    space = factories.partner()
    kit.networks = [space.network]
    kit.save_revision().publish()
    for user in (
        factories.hq(),
        factories.reviewer(),
        factories.member(space, PartnerRole.VIEWER),
        factories.member(space),
    ):
        answer = client_of(user).get(address(kit))
        assert answer.status_code == 200
        assert f"Marke {kit.name}" in answer.content.decode()


@pytest.mark.capability("BK13")
def test_a_stranger_finds_nothing_and_nobody_signs_in_first(db, kit):
    space = factories.partner()
    kit.networks = [space.network]
    kit.save_revision().publish()
    outsider = factories._user()
    neighbour = factories.member(factories.partner())
    gone = factories.member(factories.partner(network=space.network, active=False))
    for user in (outsider, neighbour, gone):
        assert client_of(user).get(address(kit)).status_code == 404
    assert Client().get(address(kit)).status_code == 302
    for user in (outsider, gone):
        assert client_of(user).get("/brand/").status_code == 404
    nowhere = "/brand/00000000-0000-4000-8000-000000000000/"
    assert client_of(factories.hq()).get(nowhere).status_code == 404


def test_without_networks_of_its_own_those_of_the_brand_above_hold_else_everybodys(db, kit):
    space, other = factories.partner(), factories.partner()
    member, neighbour = factories.member(space), factories.member(other)
    assert client_of(neighbour).get(address(kit)).status_code == 200
    kit.networks = [space.network]
    kit.save_revision().publish()
    below = BrandKit(name="Tochter", parent=kit, live=False)
    below.save()
    below.save_revision().publish()
    assert client_of(member).get(address(below)).status_code == 200
    assert client_of(neighbour).get(address(below)).status_code == 404


def test_a_draft_has_no_page_and_a_draft_of_a_live_kit_does_not_show(studio, kit):
    draft = BrandKit(name="Entwurf", live=False)
    draft.save()
    assert studio.client.get(address(draft)).status_code == 404
    studio.edit_kit(kit, publish=False, colours=colours(brand="#123456"))
    assert "#123456" not in text(studio.client.get(address(kit)))
    listed = text(studio.client.get("/brand/", follow=True))
    assert "Entwurf" not in listed


def test_whoever_has_one_brand_lands_on_it_and_else_chooses(db, kit):
    member = client_of(factories.member())
    assert member.get("/brand/")["Location"] == address(kit)
    other = factories.kit()
    page = member.get("/brand/").content.decode()
    assert address(kit) in page
    assert address(other) in page


# -- it follows what is enforced


@pytest.mark.capability("BK13")
@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        (
            {"tone": [tone("exclamations", 3)]},
            "Höchstens ein Ausrufezeichen",
            "Höchstens 3 Ausrufezeichen",
        ),
        ({"colours": colours(brand="#123456")}, "#0a4c57", "#123456"),
        ({"styles": [style(size=44)]}, "30 px", "44 px"),
        ({"cobrand": [slot(width=133)]}, "höchstens 140 ×", "höchstens 133 ×"),
        ({"pictures": [shown("ratio", "1:1")]}, "Seiten wie 3:2", "Seiten wie 1:1"),
    ],
)
def test_the_page_changes_when_a_rule_is_published(studio, whole, changed, before, after):
    assert before in text(studio.client.get(address(whole)))
    assert studio.edit_kit(whole, publish=True, **changed).status_code == 302
    page = text(studio.client.get(address(whole)))
    assert after in page
    assert before not in page


def test_every_section_is_there_in_the_readers_language(studio, whole):
    page = text(studio.client.get(address(whole)))
    for said in (
        "mindestens 120 px breit",
        "20 px Freiraum",
        "<s>Knaller</s>",
        "Wir sagen Sie.",
        "Ein Ring.",
        "Umfrage 2025",
        "In zwanzig Minuten fertig.",
        "zu bunt",
        "Vollständige Firma",
        "Gilt seit",
    ):
        assert said in page
    assert page.count('alt="Ein Rad"') == 2
    studio.client.post("/i18n/set/", {"language": "en"})
    english = text(studio.client.get(address(whole)))
    assert "at least 120 px wide" in english
    assert english.count('alt="A wheel"') == 2
    assert "Freiraum" not in english.replace("<html lang=", "")


@pytest.mark.capability("BK5")
def test_a_partner_sees_the_claims_it_may_use_today_and_headquarters_all_of_them(studio, whole):
    today = timezone.localdate()
    mine, other = factories.partner(), factories.partner()
    factories.claim(whole, text_de="Nur im Norden", networks=[mine.network])
    factories.claim(whole, text_de="Nur im Süden", networks=[other.network])
    factories.claim(whole, text_de="Seit gestern vorbei", valid_until=today - timedelta(1))
    factories.claim(whole, text_de="Heute zuletzt", valid_until=today)
    factories.claim(whole, text_de="Erst morgen", valid_from=today + timedelta(1))
    seen = text(client_of(factories.member(mine)).get(address(whole)))
    assert "Nur im Norden" in seen
    assert "Heute zuletzt" in seen
    for hidden in ("Nur im Süden", "Seit gestern vorbei", "Erst morgen", other.network.name):
        assert hidden not in seen
    everything = text(studio.client.get(address(whole)))
    for said in ("Nur im Süden", "Seit gestern vorbei", "Erst morgen", other.network.name):
        assert said in everything


def test_only_who_may_edit_is_offered_the_editor(studio, whole):
    assert "Bearbeiten" in text(studio.client.get(address(whole)))
    seen = text(client_of(factories.member()).get(address(whole)))
    assert "Bearbeiten" not in seen
    assert "/studio/" not in seen


def test_its_bytes_load_nothing_from_elsewhere(studio, whole):
    answer = studio.client.get(address(whole))
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert 'src="http' not in text(answer)


# -- contrast


@pytest.mark.capability("BK11")
def test_a_pair_that_is_hard_to_read_is_flagged_wherever_the_palette_is_seen(studio, kit):
    pale = colours(accent="#ffdd00", on_accent="#ffffff")
    saved = studio.edit_kit(kit, publish=False, colours=pale)
    told = text(studio.client.get(saved["Location"]))
    assert "„Text auf dem Akzent“ auf „Akzent (Knöpfe)“ erreicht 1,3" in told
    editor = f"/studio/snippets/brand_kits/brandkit/edit/{kit.pk}/"
    assert 'class="is-low"' in text(studio.client.get(editor))
    assert studio.edit_kit(kit, publish=True, colours=pale).status_code == 302
    assert "erreicht 1,3" in text(studio.client.get(address(kit)))
    studio.client.get("/studio/")  # what was said of the last one is read
    good = studio.edit_kit(kit, publish=True, colours=colours())
    assert "erreicht" not in text(studio.client.get(good["Location"]))
    assert 'class="is-low"' not in text(studio.client.get(editor))


# -- how it looks


@pytest.mark.browser
def test_it_reads_for_everybody_in_light_dark_wide_and_narrow(
    whole, live_server, browser_context, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    signed_in(browser_context, live_server, factories.member())
    page = browser_context.new_page()
    assert not violations(page, live_server.url + address(whole))
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + address(whole))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_on_paper_it_is_light_and_has_nothing_to_press(
    whole, live_server, browser_context, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    signed_in(browser_context, live_server, factories.member())
    page = browser_context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 794, "height": 1123})
    page.goto(live_server.url + address(whole))
    assert not page.locator(".kit-bar").is_visible()
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert ink == "rgb(19, 33, 31)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
    assert len(page.pdf(format="A4")) > 5000
