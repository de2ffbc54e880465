"""A brand kit: the only source of colours, fonts, logos and the imprint."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError

from blocks.compile import compile
from brand_kits import theme_of
from brand_kits.errors import KitRefused
from brand_kits.models import BrandKit
from partner_spaces import approval, compose
from partner_spaces.errors import NotReady
from tests import bodies, factories
from tests.cms.studio import text


def raw(kind, **value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def colours(**changed):
    palette = {**factories.COLOURS, **changed}
    return [raw("colour", role=r, value=v, name="") for r, v in palette.items() if v]


def style(**value):
    plain = {"style": "heading", "font": "", "fallback": "Arial", "size": 30, "weight": "700"}
    return raw("style", **{**plain, "line_height": "1.2", **value})


def imprint(words, **value):
    plain = {"country": "DE", "language": "de", "text": words, "required": []}
    return raw("imprint", **{**plain, **value})


def live(kit):
    return theme_of.live_theme(kit.pk)


# -- colours


@pytest.mark.capability("BK1")
@pytest.mark.parametrize(
    "value", ["red", "#f00", "rgb(255,0,0)", "#ff00001", "url(x)", "#12345g", "#ff0000;color:red"]
)
def test_a_kit_takes_nothing_but_six_digit_colours(studio, kit, value):
    before = live(kit)
    for publish in (True, False):
        refused = studio.edit_kit(kit, publish=publish, colours=colours(accent=value[:7]))
        assert refused.status_code == (302 if value[:7] == "#ff0000" else 200) or not publish
    kit.colours = colours(accent=value)
    with pytest.raises(KitRefused):
        kit.save_revision(clean=False).publish()
    assert live(kit).colours["accent"] in (before.colours["accent"], "#ff0000")


@pytest.mark.capability("BK1")
def test_no_input_path_brings_a_colour_from_outside_the_kit_into_a_mail(studio, kit):
    page = factories.template(kit=kit)
    body = bodies.a_body()
    bodies.find(body, bodies.BUTTON)["value"]["colour"] = "#ff00aa"
    assert studio.edit(page, body, publish=False).status_code == 200  # the form offers roles only
    page.body = body
    with pytest.raises(ValidationError) as refused:  # and a program is told the block and the roles
        page.save_revision(clean=False).publish()
    assert "field.option" in {f.code for f in refused.value.findings}
    assert any("Baustein 7" in said for said in refused.value.messages)


@pytest.mark.capability("BK1")
def test_a_partner_gets_no_colour_but_the_kits(kit):
    body = bodies.a_body()
    button = bodies.find(body, bodies.BUTTON)["value"]
    button["locks"]["fields"]["colour"] = {"mode": "choice", "options": "brand\naccent"}
    campaign = factories.campaign(factories.template(body, kit=kit))
    editor = campaign.partner.memberships.get().user
    overlay = {
        "v": 1,
        "edits": {
            bodies.BUTTON: {"kind": "button", "values": {"colour": "#ff00aa"}},
            bodies.TEXT: {
                "kind": "text",
                "values": {
                    "text": '<p style="color:#ff00aa">Rosa <font color="#ff00aa">x</font></p>'
                },
            },
        },
        "lists": {},
        "hidden": [],
    }
    saved = compose.save_overlay(campaign.pk, overlay, if_match=campaign.rev, by=editor)
    findings = [f for f in saved.findings if f.block_id == bodies.BUTTON]
    assert findings
    assert findings[0].limit
    from partner_spaces.rendering import rendered

    mail = rendered(compose.access_row(campaign.pk)).compiled.preview_html()
    assert "#ff00aa" not in mail.lower()


def test_a_kit_without_a_required_colour_stays_a_draft(studio, kit):
    refused = studio.edit_kit(kit, publish=True, colours=colours(surface=None))
    assert refused.status_code == 200
    assert "Die Farbe „Fläche“ fehlt" in text(refused)
    assert studio.edit_kit(kit, publish=False, colours=colours(surface=None)).status_code == 302
    assert "surface" in live(kit).colours
    latest = BrandKit.objects.get(pk=kit.pk).get_latest_revision()
    with pytest.raises(KitRefused):
        latest.publish()
    assert "surface" not in latest.as_object().theme().colours


def test_a_role_stands_once(studio, kit):
    twice = [*colours(), raw("colour", role="brand", value="#111111", name="")]
    refused = studio.edit_kit(kit, publish=True, colours=twice)
    assert refused.status_code == 200
    assert "doppelt" in text(refused)


def test_publishing_changes_the_theme_and_its_version(studio, kit):
    before = live(kit)
    assert studio.edit_kit(kit, publish=False, colours=colours(brand="#112233")).status_code == 302
    assert live(kit) == before
    assert studio.edit_kit(kit, publish=True, colours=colours(brand="#112233")).status_code == 302
    assert live(kit).colours["brand"] == "#112233"
    assert live(kit).version != before.version


# -- type


@pytest.mark.capability("BK3")
@pytest.mark.parametrize("name", ["Comik Sens", "Arial; color:red", "x' onload='y", "Wingdongs"])
def test_an_unknown_font_is_refused_in_words(studio, kit, name):
    refused = studio.edit_kit(kit, publish=False, styles=[style(font=name)])
    assert refused.status_code == 200
    assert "kennt kein Mailprogramm" in text(refused)
    kit.styles = [style(font=name)]
    with pytest.raises(KitRefused):
        kit.save_revision(clean=False).publish()
    assert kit.theme().style("heading").stack == "Arial, Helvetica, sans-serif"


@pytest.mark.capability("BK3")
def test_every_font_in_a_mail_ends_in_a_mail_safe_one(studio, kit):
    styles = [style(font="Schibsted Grotesk", fallback="Georgia"), style(style="body", font="")]
    assert studio.edit_kit(kit, publish=True, styles=styles).status_code == 302
    theme = live(kit)
    assert theme.style("heading").stack == (
        "'Schibsted Grotesk', Georgia, 'Times New Roman', serif"
    )
    body = [b for b in bodies.a_body() if b["type"] in ("envelope", "hero", "legal")]
    mail = compile(body, theme=theme, imprint=theme.imprint("DE", "de")).preview_html()
    assert "Georgia" in mail
    refused = studio.edit_kit(kit, publish=True, styles=[style(fallback="Comic Sans MS")])
    assert refused.status_code == 200
    kit.styles = [style(fallback="Comic Sans MS")]
    with pytest.raises(KitRefused) as said:
        kit.save_revision(clean=False).publish()
    assert [f.code for f in said.value.findings] == ["kit.fallback"]


# -- imprint


def test_saving_the_form_as_it_is_changes_no_value(studio):
    lines = "Kurze Sätze.\nEin Preis steht bei jedem Angebot."
    words = raw("words", language="de", limit="Knaller = Angebot\ngratis", good="", bad="")
    kit = factories.kit(tone=[words, raw("advice", language="de", text=lines, good="", bad="")])
    before = kit.merged().values
    assert studio.edit_kit(kit, publish=True).status_code == 302
    assert BrandKit.objects.get(pk=kit.pk).merged().values == before


@pytest.mark.capability("BK4")
@pytest.mark.parametrize(
    "words",
    [
        "{{ partner.iban }}",
        "{{ first_name }}",
        "{{ partner.city",
        "{% if partner.city %}x",
        "{{ x|y }}",
    ],
)
def test_an_imprint_names_only_fields_that_every_partner_has(studio, kit, words):
    refused = studio.edit_kit(kit, publish=False, imprints=[imprint(f"Firma {words}")])
    assert refused.status_code == 200
    kit.imprints = [imprint(f"Firma {words}")]
    with pytest.raises(KitRefused):
        kit.save_revision(clean=False).publish()


def test_a_kit_without_an_imprint_is_not_published(studio, kit):
    refused = studio.edit_kit(kit, publish=True, imprints=[])
    assert refused.status_code == 200
    assert "Ohne Impressum" in text(refused)


@pytest.mark.capability("BK4")
def test_the_imprint_stands_last_in_every_mail_and_names_the_partner(studio, kit):
    campaign = factories.campaign(factories.template(kit=kit))
    editor = campaign.partner.memberships.get().user
    overlay = {
        "v": 1,
        "edits": {bodies.LEGAL: {"kind": "legal", "values": {"note": ""}}},
        "lists": {"root": [{"ref": bodies.LEGAL}, {"ref": bodies.TEXT}]},
        "hidden": [bodies.LEGAL],
    }
    compose.save_overlay(campaign.pk, overlay, if_match=campaign.rev, by=editor)
    from partner_spaces.rendering import rendered

    mail = rendered(compose.access_row(campaign.pk)).compiled
    assert mail is not None
    said = mail.preview_text()
    assert said.rfind("Autohaus Meier GmbH") > said.index("Termin buchen")
    assert "28876 Oyten" in said


@pytest.mark.capability("BK4")
def test_a_partner_without_a_required_field_cannot_hand_in(studio, kit):
    text_ = f"{factories.IMPRINT}, {{{{ partner.vat_id }}}}"
    ask = imprint(text_, required=["partner.legal_name", "partner.vat_id"])
    published = studio.edit_kit(kit, publish=True, imprints=[ask])
    assert published.status_code == 302, text(published)
    space = factories.partner(vat_id="")
    member = factories.member(space)
    campaign = factories.campaign(factories.template(kit=kit), by=member, partner=space)
    with pytest.raises(NotReady) as refused:
        approval.submit(campaign, by=member)
    missing = [f for f in refused.value.findings if f.code.startswith("legal.")]
    assert "vat_id" in f"{missing}"


# -- its page


def test_the_page_of_a_kit_shows_roles_contrast_and_the_imprint(studio, kit):
    kit.colours = colours(accent="#ffdd00")
    kit.save_revision().publish()
    address = f"/studio/snippets/brand_kits/brandkit/preview/{kit.pk}/"
    from tests.cms.studio import PARTS, stream

    data = {"name": kit.name, "corner": "4"}
    for part in PARTS:
        data |= stream(kit, part, getattr(kit, part).get_prep_value())
    assert studio.client.post(address, data).json()["is_valid"]
    page = text(studio.client.get(address))
    assert "Markenfarbe" in page
    assert "Text auf dem Akzent</b> auf <b>Akzent (Knöpfe)</b> erreicht" in page
    assert "<mark>Vollständige Firma</mark>" in page


def test_a_half_filled_kit_can_be_looked_at(studio, kit):
    kit.colours, kit.styles = [raw("colour", role="brand", value="", name="")], [raw("style")]
    kit.logos, kit.imprints = [raw("logo", variant="light")], [raw("imprint", country="DE")]
    assert BrandKit.theme(kit).colours == {}
    assert kit.findings()
