"""Logos: sharp, never too small, with room around them; and a place for the partner's own."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from blocks.catalogue import CATALOGUE
from blocks.node import serialise
from blocks.pictures import PARTNER_LOGO, Picture
from blocks.setting import WIDTH, Setting
from brand_kits.assets.models import BrandImage
from brand_kits.errors import KitRefused
from brand_kits.theme import Logo, LogoSlot, Theme
from cms.errors import NotPublishable
from partner_spaces import approval, partners
from partner_spaces import recheck as rechecks
from partner_spaces.rendering import rendered
from tests import bodies, factories
from tests.blocks.sample import THEME
from tests.cms.studio import text
from tests.spaces import bodies as spaces

HEADER = CATALOGUE["header"]


def picture(width=480, height=160, name="logo.png"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    file = SimpleUploadedFile(name, out.getvalue())
    return BrandImage.objects.create(title="Logo", alt_de="Logo", file=file)


def raw(kind, **value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def logo(image, **value):
    plain = {"variant": "light", "picture": image.pk, "alt": "Nordring", "width": 160}
    sizes = {"smallest": 120, "clear": 20, "grounds": []}
    return raw("logo", **{**plain, **sizes, **value})


def slot(**value):
    return raw("slot", **{"width": 140, "height": 56, "smallest": 72, "clear": 24, **value})


# -- the law of the layout

px = st.integers(0, 60)


@st.composite
def brands(draw):
    width = draw(st.integers(40, 200) | st.integers(250, 320))
    one = Logo("light", 1, "N", width, draw(st.integers(0, width)), draw(px))
    wide = draw(st.integers(40, 240) | st.just(240))
    high, least = draw(st.integers(20, 120)), draw(st.integers(40, wide))
    place = LogoSlot(wide, high, least, draw(px))
    return replace(THEME, logos={"light": one}, cobrand=draw(st.sampled_from([place, None])))


def header(theme, partner=None, **values):
    pictures = {1: Picture(1, "a", 800, 260, "https://p.example/1.png")}
    if partner:
        pictures[PARTNER_LOGO] = Picture(9, "b", *partner, "https://p.example/9.png", "Meier")
    setting = Setting(theme, "de", pictures)
    return serialise(HEADER.mjml(values, setting)), setting


def numbers(source, attribute):
    return [int(found) for found in re.findall(rf' {attribute}="(\d+)px', source)]


TIGHT = replace(
    THEME, logos={"light": Logo("light", 1, "N", 280, 0, 20)}, cobrand=LogoSlot(240, 120, 72, 24)
)


@pytest.mark.capability("BK2")
@example(theme=TIGHT, partner=(900, 300), align="left")
@given(
    theme=brands(),
    partner=st.none() | st.tuples(st.integers(1, 900), st.integers(1, 900)) | st.just((900, 60)),
    align=st.sampled_from(["left", "center"]),
)
def test_no_logo_is_drawn_too_small_or_without_its_room(theme, partner, align):
    source, setting = header(theme, partner, align=align)
    brand, place = theme.logos["light"], theme.cobrand
    images = [int(w) for w in re.findall(r'<mj-image[^>]* width="(\d+)px"', source)]
    above, side = map(
        int, re.search(r'<mj-section[^>]* padding="(\d+)px (\d+)px"', source).groups()
    )
    assert images[0] == brand.width >= brand.smallest
    assert side >= brand.clear
    if len(images) == 1:
        assert above >= brand.clear
        assert not (partner and place) or setting.findings[0].code == "logo.small"
        return
    clear = max(place.clear, brand.clear)
    columns = [int(w) for w in re.findall(r'<mj-column[^>]* width="(\d+)px"', source)]
    between = 2 * numbers(source.split("<mj-column", 1)[1], "padding")[0]
    assert place.smallest <= images[1] <= min(place.width, partner[0])
    assert images[1] * partner[1] <= (place.height + 1) * partner[0]
    assert above + between // 2 >= clear <= side
    assert between >= clear
    if align == "left":
        assert sum(columns) == WIDTH - 2 * side
        assert columns[0] >= brand.width + clear
        assert columns[1] == images[1]


def test_a_kit_without_a_place_shows_no_logo_but_its_own():
    with_one, setting = header(replace(THEME, cobrand=None), (400, 200))
    assert (with_one, setting.findings) == (header(THEME)[0], [])


def test_a_logo_stands_on_the_grounds_it_was_drawn_for():
    theme = replace(THEME, logos={"light": Logo("light", 1, "N", grounds=("surface",))})
    assert not header(theme, background="surface")[1].findings
    (said,) = header(theme, background="brand")[1].findings
    assert (said.code, said.limit) == ("logo.ground", ("surface",))


def test_a_theme_of_before_has_neither_minimum_nor_place():
    assert Theme().cobrand is None
    assert Logo("light", 1, "N").smallest == 0


# -- in the Studio


@pytest.mark.capability("BK2")
def test_a_logo_that_cannot_be_sharp_or_is_under_its_own_minimum_is_refused(studio, kit):
    small, large = picture(100, 40), picture()
    for wrong, said in (
        (logo(small), "zu klein"),
        (logo(large, width=100), "schmaler als sein eigenes"),
    ):
        refused = studio.edit_kit(kit, publish=True, logos=[wrong])
        assert refused.status_code == 200
        assert said in text(refused)
    refused = studio.edit_kit(kit, publish=True, cobrand=[slot(width=60)])
    assert "hätte keinen Platz" in text(refused)
    for field, value in (("logos", [logo(small)]), ("cobrand", [slot(width=60)])):
        setattr(kit, field, value)
        with pytest.raises(KitRefused):
            kit.save_revision(clean=False).publish()
        kit.refresh_from_db()
    large.pk, large.id = 987654, 987654
    kit.logos = [logo(large)]
    with pytest.raises(KitRefused) as refused:
        kit.save_revision(clean=False).publish()
    assert [f.code for f in refused.value.findings] == ["kit.logo_gone"]


def test_a_template_that_puts_a_logo_on_a_wrong_ground_is_not_published(studio, kit):
    studio.edit_kit(kit, publish=True, logos=[logo(picture(), grounds=["surface"])])
    body = bodies.a_body()
    head = next(b for b in body if b["type"] == "header")
    head["value"]["background"] = "brand"
    with pytest.raises(NotPublishable, match="Dieses Logo steht nicht auf diesem Grund"):
        factories.template(body, kit=kit)
    head["value"]["background"] = "surface"
    assert factories.template(body, kit=kit).live


# -- in a partner's mail


HEAD = {
    "type": "header",
    "id": "b0000001-0000-4000-8000-000000000099",
    "value": {"logo": "light", "align": "left", "background": "background", "link": ""},
}


@pytest.fixture
def branded(studio, kit):
    """A template whose kit has a place for the partner's logo, and a partner who has one."""
    answer = studio.edit_kit(kit, publish=True, logos=[logo(picture())], cobrand=[slot()])
    assert answer.status_code == 302, text(answer)
    body = spaces.body()
    page = factories.template([body[0], HEAD, *body[1:]], kit=kit)
    space = factories.partner()
    member = factories.member(space)
    partners.update(space, {"logo": picture(300, 150)}, by=member)
    space.refresh_from_db()
    return factories.campaign(page, by=member, partner=space)


@pytest.mark.browser
@pytest.mark.capability("BK2")
@pytest.mark.parametrize("width", [640, 380])
def test_both_logos_have_their_size_and_their_room_in_the_compiled_mail(branded, chromium, width):
    html = rendered(branded).compiled.preview_html()
    blank = io.BytesIO()
    Image.new("RGB", (300, 150), "navy").save(blank, "PNG")
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.route(
        "**/i/*", lambda route: route.fulfill(body=blank.getvalue(), content_type="image/png")
    )
    page.set_content(html)
    page.wait_for_load_state("networkidle")
    boxes = page.evaluate(
        "[...document.images].slice(0, 2).map(i => i.getBoundingClientRect().toJSON())"
    )
    words = page.evaluate(
        "[...document.querySelectorAll('h1, p')].map(i => i.getBoundingClientRect().top)"
    )
    page.close()
    brand, partner = boxes
    assert brand["width"] == 160
    assert 72 <= partner["width"] <= 140
    assert partner["width"] == pytest.approx(112, abs=1)  # 56 px high
    beside = partner["left"] - brand["right"]
    below = partner["top"] - brand["bottom"]
    assert max(beside, below) >= 24
    for box in boxes:
        assert box["left"] >= 24
        assert box["right"] <= width - 24
        assert box["top"] >= 24
        assert min(words) - box["bottom"] >= 24
    assert (beside >= 24) == (width == 640)


def test_the_partners_name_is_read_out_and_written(branded):
    mail = rendered(branded).compiled
    assert f'alt="{branded.partner.name}"' in mail.preview_html()
    assert f"Nordring · {branded.partner.name}" in mail.preview_text()


def test_another_partners_logo_is_never_shown(branded):
    other = factories.partner(network=branded.partner.network)
    member = factories.member(other)
    plain = factories.campaign(branded.template, by=member, partner=other)
    assert branded.partner.name not in rendered(plain).compiled.preview_html()
    assert len(re.findall("<img", rendered(plain).compiled.preview_html())) + 1 == len(
        re.findall("<img", rendered(branded).compiled.preview_html())
    )


@pytest.mark.capability("BK2")
def test_a_new_logo_of_the_partner_opens_an_approval_again(branded):
    member = branded.partner.memberships.get().user
    review = approval.submit(branded, by=member)
    partners.update(branded.partner, {"logo": picture(600, 300)}, by=member)
    (done,) = rechecks.recheck_due()
    assert (done.review_id, done.outcome) == (review.pk, rechecks.Outcome.SUPERSEDED)


def test_headquarters_gives_a_partner_its_logo(studio):
    space = factories.partner()
    image = picture()
    form = studio.client.get(f"/studio/partners/edit/{space.pk}/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    posted = studio.client.post(f"/studio/partners/edit/{space.pk}/", {**data, "logo": image.pk})
    assert posted.status_code == 302
    space.refresh_from_db()
    assert space.logo_id == image.pk
