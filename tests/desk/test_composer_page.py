"""What the composer is told, and whom it lets in."""

from __future__ import annotations

import io

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from brand_kits.assets.models import BrandImage
from partner_spaces import approval, compose
from partner_spaces.models import Campaign, PartnerRole
from tests import bodies as b
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return factories.partner()


@pytest.fixture
def editor(space):
    return factories.member(space, PartnerRole.EDITOR)


@pytest.fixture
def campaign(editor):
    return factories.campaign(by=editor)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(user, campaign: Campaign) -> dict:
    answer = client_of(user).get(reverse("desk:compose_data", args=[campaign.uuid]))
    assert answer.status_code == 200
    return answer.json()


def block(data: dict, block_id: str) -> dict:
    for one in data["document"]["blocks"]:
        for each in (one, *one.get("blocks", ()), *one.get("offers", ())):
            if each["id"] == block_id:
                return each
    raise LookupError(block_id)


def field(data: dict, block_id: str, name: str) -> dict:
    return next(f for f in block(data, block_id)["fields"] if f["name"] == name)


def put(user, campaign: Campaign, overlay: dict, rev: int):
    return client_of(user).put(
        reverse("api:overlay", args=[campaign.uuid]),
        {"overlay": overlay},
        content_type="application/json",
        headers={"If-Match": f'"{rev}"'},
    )


def test_blocks_come_in_the_order_of_the_mail_with_their_words(editor, campaign):
    data = told(editor, campaign)
    assert [one["id"] for one in data["document"]["blocks"]] == [one["id"] for one in b.BODY]
    assert block(data, b.HERO)["label"] == "Aufmacher"
    assert field(data, b.HERO, "headline")["label"] == "Überschrift"


def test_a_field_brings_its_mode_its_limits_and_headquarters_value(editor, campaign):
    data = told(editor, campaign)
    headline = field(data, b.HERO, "headline")
    assert (headline["mode"], headline["max"]) == ("must_change", 40)
    assert headline["value"] == "Sicher durch den Winter"
    price = field(data, b.OFFER, "price")
    assert (price["minimum"], price["maximum"], price["format"]) == ("5", "500", "price")
    align = field(data, b.HERO, "align")
    assert [(o["value"], o["label"]) for o in align["options"]] == [
        ("left", "Links"),
        ("center", "Mittig"),
    ]
    assert field(data, b.BUTTON, "url")["hosts"] == ["nordring.example"]


def test_a_locked_part_brings_its_reason_and_whom_to_ask(editor, campaign):
    data = told(editor, campaign)
    header = block(data, b.HEADER)
    assert {f["mode"] for f in header["fields"]} == {"locked"}
    assert header["why"] == "Das Logo gehört der Marke."
    assert header["ask"] == b.ASK
    claim = field(data, b.HERO, "claim")
    assert claim["mode"] == "locked"
    assert claim["shown"] == "Ein Ring. Ein Wort. Ihre Werkstatt."


def test_a_region_says_what_it_offers_and_how_much_fits(editor, campaign):
    region = block(told(editor, campaign), b.REGION)
    assert (region["region"]["min"], region["region"]["max"]) == (1, 4)
    assert [offer["id"] for offer in region["offers"]] == [b.OFFER, b.NOTE]
    assert [offer["limit"] for offer in region["offers"]] == [3, 1]


def test_the_overlay_its_rev_and_its_findings_in_words_come_beside_it(editor, campaign):
    overlay = {
        "v": 1,
        "edits": {b.HERO: {"kind": "hero", "values": {"headline": "Winter in Oyten"}}},
        "lists": {},
        "hidden": [],
    }
    put(editor, campaign, overlay, 1)
    state = told(editor, campaign)["state"]
    assert state["rev"] == 2
    assert state["overlay"]["edits"][b.HERO]["values"] == {"headline": "Winter in Oyten"}
    assert all(finding["message"] for finding in state["findings"])


def test_english_people_get_english_words(editor, campaign):
    client = client_of(editor)
    client.post(reverse("set_language"), {"language": "en"})
    data = client.get(reverse("desk:compose_data", args=[campaign.uuid])).json()
    assert block(data, b.HERO)["label"] == "Hero"
    assert field(data, b.HERO, "headline")["label"] == "Headline"


def test_a_new_template_version_is_noticed(editor, campaign):
    before = told(editor, campaign)["document"]["version"]
    body = b.a_body()
    b.find(body, b.HEADER)["value"]["locks"]["why"] = "Neu begründet."
    factories.publish(campaign.template, body)
    after = told(editor, campaign)["document"]
    assert after["version"] != before


@pytest.mark.parametrize("name", ["compose", "compose_data", "pictures", "keep"])
def test_a_foreign_campaign_does_not_exist(editor, name):
    foreign = factories.campaign()
    client = client_of(editor)
    ask = client.post if name == "keep" else client.get
    assert ask(reverse(f"desk:{name}", args=[foreign.uuid])).status_code == 404


def test_a_viewer_reads_and_the_page_says_so(space, campaign):
    viewer = factories.member(space, PartnerRole.VIEWER)
    assert told(viewer, campaign)["readonly"] == "viewer"
    client = client_of(viewer)
    assert client.get(reverse("desk:compose", args=[campaign.uuid])).status_code == 200
    assert client.post(reverse("desk:keep", args=[campaign.uuid])).status_code == 404


def test_in_review_nothing_can_be_edited(editor, space):
    page = factories.template(approval="review")
    campaign = factories.campaign(
        page,
        by=editor,
        overlay={
            "v": 1,
            "edits": {b.HERO: {"kind": "hero", "values": {"headline": "Winter in Oyten"}}},
            "lists": {},
            "hidden": [b.PICTURE],
        },
    )
    approval.submit(campaign, by=editor)
    assert told(editor, campaign)["readonly"] == "review"


def test_keeping_a_version_writes_a_revision(editor, campaign):
    answer = client_of(editor).post(reverse("desk:keep", args=[campaign.uuid]))
    assert answer.status_code == 200
    assert Campaign.objects.get(pk=campaign.pk).revisions.count() == 1


def picture(title: str, size: tuple[int, int], **values) -> BrandImage:
    file = io.BytesIO()
    Image.new("RGB", size, "#cccccc").save(file, "JPEG")
    file.seek(0)
    return BrandImage.objects.create(
        title=title, file=ImageFile(file, name=f"{title}.jpg"), **values
    )


def offered(user, campaign, block_id: str, **query) -> list[str]:
    url = reverse("desk:pictures", args=[campaign.uuid])
    answer = client_of(user).get(url, {"block": block_id, "field": "image", **query})
    return [one["title"] for one in answer.json()["pictures"]]


def test_the_picker_shows_only_pictures_that_fit_the_lock(editor, campaign):
    picture("Breit", (1280, 720))
    picture("Klein", (320, 180))
    picture("Hoch", (800, 1200))
    assert offered(editor, campaign, b.HERO) == ["Breit"]
    assert offered(editor, campaign, b.PICTURE) == ["Hoch", "Breit"]
    assert offered(editor, campaign, b.PICTURE, q="hoch") == ["Hoch"]


def test_a_lock_on_a_collection_is_kept_and_a_foreign_picture_never_shown(editor):
    winter = Collection.get_first_root_node().add_child(name="Winter")
    picture("Winter", (1280, 720), collection=winter)
    picture("Sommer", (1280, 720))
    picture("Fremd", (1280, 720), collection=winter, owner_key="partner:99")
    body = b.a_body()
    lock = b.find(body, b.HERO)["value"]["locks"]["fields"]["image"]
    lock["collection"] = winter.pk
    campaign = factories.campaign(factories.template(body), by=editor)
    assert offered(editor, campaign, b.HERO) == ["Winter"]


def test_a_locked_picture_offers_none(editor):
    picture("Breit", (1280, 720))
    body = b.a_body()
    b.find(body, b.HERO)["value"]["locks"]["fields"]["image"] = {"mode": "locked"}
    campaign = factories.campaign(factories.template(body), by=editor)
    assert offered(editor, campaign, b.HERO) == []


def test_a_picture_in_use_comes_with_its_address(editor, campaign):
    chosen = picture("Breit", (1280, 720), alt_de="Straße im Winter")
    overlay = compose.state(campaign).overlay
    overlay["edits"][b.HERO] = {"kind": "hero", "values": {"image": chosen.pk}}
    put(editor, campaign, overlay, 1)
    known = told(editor, campaign)["document"]["pictures"][str(chosen.pk)]
    assert known["url"].startswith("/i/")
    assert known["alt"] == "Straße im Winter"
