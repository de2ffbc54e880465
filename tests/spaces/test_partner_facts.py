"""What a partner says of itself: checked where it is written, for it ends in the header of a mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from partner_spaces import partners
from partner_spaces.models import Partner
from tests import factories
from tests.brand_kits.test_kit import imprint
from tests.spaces.test_members import master_data

LINE_BREAKS = ("\r\nBcc: evil@x.example", "\nX-Evil: 1", "\rX: 1", "\x0bX", "\u2028X", "\tX")
ENCODED = ("=?utf-8?q?Bcc?=", "=?utf-8?b?QmNjOg==?=", "=?", "a=?b")
UNSEEN = (
    "\u200b",
    "\u200d",
    "\u200e",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u00ad",
    "\x00",
    "\ue000",
    "\U000e0041",
)
TEXTS = (
    *("name", "street", "postcode", "city", "phone", "hours", "from_name"),
    *("legal_name", "represented_by", "register_court", "register_number", "vat_id"),
)


@pytest.fixture
def owner(space: Any) -> Client:
    client = Client()
    client.person = factories.member(space)
    client.force_login(client.person)
    return client


@pytest.fixture
def studio(db: None) -> Client:
    client = Client()
    client.force_login(factories.hq())
    return client


def said(client: Client, **values: str) -> dict[str, list[str]]:
    """What the Desk's company form answers at its fields; nothing when it was saved."""
    form = client.get(reverse("desk:company")).context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields}
    answer = client.post(reverse("desk:company"), {**data, **values})
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        return {}
    return {name: [str(e) for e in es] for name, es in answer.context["form"].errors.items()}


@pytest.mark.parametrize("field", TEXTS)
def test_no_fact_of_a_partner_takes_a_line_break_code_or_what_nobody_sees(
    owner: Client, space: Any, field: str
) -> None:
    before = getattr(space, field)
    for bad in (LINE_BREAKS[0], ENCODED[0], UNSEEN[3]):
        text = f"A{bad}B"[:12]
        assert set(said(owner, **{field: text})) == {field}, bad
        with pytest.raises(ValidationError) as refused:
            partners.update(space, {field: text}, by=owner.person)
        assert set(refused.value.message_dict) == {field}
        with pytest.raises(ValidationError):
            factories.partner(network=space.network, **{field: text})
    assert getattr(Partner.objects.get(pk=space.pk), field) == before


@pytest.mark.parametrize("bad", [*LINE_BREAKS, *ENCODED, *UNSEEN], ids=ascii)
def test_a_sender_name_takes_none_of_what_could_end_or_hide_a_header(
    owner: Client, bad: str
) -> None:
    assert set(said(owner, from_name=f"A{bad}B")) == {"from_name"}


def test_the_refusal_says_what_is_wrong_in_plain_words_of_both_languages(
    owner: Client, settings: Any
) -> None:
    wrong = {"from_name": "Mei\u200ber", "name": "Meier =?utf-8?q?x?=", "city": "Kiel\nX: 1"}
    german = said(owner, **wrong)
    assert german == {
        "from_name": [
            "An der 4. Stelle steht ein Zeichen, das niemand sieht (U+200B). Bitte neu tippen."
        ],
        "name": ["„=?“ kann hier nicht stehen: Mailprogramme lesen es als Code."],
        "city": ["Hier passt nur eine Zeile ohne Umbruch."],
    }
    owner.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = said(owner, **wrong)
    assert english["city"] == ["This takes one line, without line breaks."]
    assert not set(english["name"]) & set(german["name"])


@pytest.mark.parametrize("field", ["email", "reply_to"])
@pytest.mark.parametrize(
    "address",
    [
        "info@meier.example\r\nBcc: evil@x.example",
        "info@meier.example, evil@x.example",
        "Meier <info@meier.example>",
        '"\x01"@meier.example',
        '"a b"@meier.example',
        "=?utf-8?q?x?=@meier.example",
        "info@m\u200beier.example",
        "info@müller.example",
        "jörg@meier.example",
        "info@localhost",
        f"{'x' * 65}@meier.example",
        f"info@{'x' * 60}.{'y' * 60}.{'z' * 60}.{'w' * 60}.example.example",
    ],
)
def test_an_address_is_one_plain_address(
    owner: Client, space: Any, field: str, address: str
) -> None:
    errors = said(owner, **{field: address})
    assert set(errors) == {field}
    assert len(errors[field]) == 1
    with pytest.raises(ValidationError):
        partners.update(space, {field: address}, by=owner.person)


def test_a_domain_with_umlauts_is_refused_with_the_spelling_that_goes(owner: Client) -> None:
    (words,) = said(owner, email="info@müller.example")["email"]
    assert "info@xn--mller-kva.example" in words


@pytest.mark.parametrize(
    "website",
    [
        "http://meier.example",
        "https://meier.example/a b",
        "javascript:alert(1)",
        "https://meier.example/\u202e",
    ],
)
def test_a_website_is_a_link_that_mails_may_hold(owner: Client, website: str) -> None:
    assert set(said(owner, website=website)) == {"website"}


@pytest.mark.parametrize(
    ("field", "length"),
    [("from_name", 60), ("name", 80), ("hours", 200), ("legal_name", 120), ("from_local", 40)],
)
def test_what_is_too_long_is_refused_at_its_field(owner: Client, field: str, length: int) -> None:
    (words,) = said(owner, **{field: "x" * (length + 1)})[field]
    assert str(length) in words


def test_a_sender_address_that_mail_servers_would_refuse_is_refused_here(
    owner: Client, space: Any
) -> None:
    Partner.objects.filter(pk=space.pk).update(slug="s" * 40)
    assert said(owner, from_local="x" * 23) == {}
    (words,) = said(owner, from_local="x" * 24)["from_local"]
    assert "64" in words


@pytest.mark.parametrize("local", ["in fo", "info@meier", "info\r\nX: 1", "", "größe"])
def test_the_part_before_the_at_is_letters_digits_and_hyphens(owner: Client, local: str) -> None:
    (words,) = said(owner, from_local=local)["from_local"]
    assert "Slug" not in words
    assert "slug" not in words


def test_headquarters_form_refuses_the_same(space: Any, studio: Client) -> None:
    wrong = {"name": "M\r\nX: 1", "from_name": "=?utf-8?q?x?=", "city": "Ki\u202eel"}
    answer = studio.post(
        f"/studio/partners/edit/{space.pk}/", master_data(slug=space.slug, **wrong)
    )
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(wrong)
    new = studio.post(
        "/studio/partners/new/", master_data(owner_email="ayse@yilmaz.example", **wrong)
    )
    assert set(new.context["form"].errors) == set(wrong)
    assert not Partner.objects.filter(slug="yilmaz").exists()


def test_letters_of_all_languages_quotes_and_signs_are_welcome(owner: Client, space: Any) -> None:
    for name in (
        'Autohaus "Müller & Söhne", e. K.',
        "Reifen Yılmaz",
        "Ångström",
        "O’Neill",
        "中文",
    ):
        assert said(owner, name=name, from_name=name[:60], legal_name=name) == {}
        assert Partner.objects.get(pk=space.pk).name == name


def test_a_name_is_kept_in_one_spelling_of_its_letters(owner: Client, space: Any) -> None:
    assert said(owner, legal_name="Autohaus Mu\u0308ller GmbH ") == {}
    assert Partner.objects.get(pk=space.pk).legal_name == "Autohaus Müller GmbH"


# -- country


def kit_for(*countries: str) -> Any:
    return factories.kit(imprints=[imprint(factories.IMPRINT, country=c) for c in countries])


@pytest.fixture
def austrian(space: Any) -> Any:
    """The network's kits have an imprint for Germany and Austria; another network's for all."""
    factories.template(kit=kit_for("DE"), networks=[space.network])
    factories.template(kit=kit_for("AT"), networks=[space.network])
    factories.template(kit=kit_for("CH"), networks=[factories.network()])
    return space


def test_a_partner_chooses_among_the_countries_its_networks_kits_have_an_imprint_for(
    owner: Client, austrian: Any
) -> None:
    form = owner.get(reverse("desk:company")).context["form"]
    assert [value for value, _label in form.fields["country"].choices] == ["DE", "AT"]
    assert said(owner, country="AT") == {}
    assert Partner.objects.get(pk=austrian.pk).country == "AT"


@pytest.mark.parametrize("country", ["ZZ", "CH", "de", "", "EU"])
def test_any_other_country_is_refused_with_those_there_are(
    owner: Client, studio: Client, austrian: Any, country: str
) -> None:
    hq = factories.hq()
    (words,) = said(owner, country=country)["country"]
    for write in (
        lambda: partners.update(austrian, {"country": country}, by=owner.person),
        lambda: partners.create(
            by=hq, name="Neu", slug="neu", network=austrian.network, country=country
        ),
        lambda: factories.partner(network=austrian.network, country=country),
    ):
        with pytest.raises(ValidationError) as refused:
            write()
        assert set(refused.value.message_dict) == {"country"}
    if country:
        assert "Deutschland" in words
        assert "Österreich" in words
    form = master_data(slug=austrian.slug, network=str(austrian.network_id), country=country)
    answer = studio.post(f"/studio/partners/edit/{austrian.pk}/", form)
    assert set(answer.context["form"].errors) == {"country"}
    assert Partner.objects.get(pk=austrian.pk).country == "DE"


def test_a_network_without_templates_takes_every_country_a_kit_can_have(space: Any) -> None:
    assert factories.partner(network=space.network, country="CH").country == "CH"
    with pytest.raises(ValidationError):
        factories.partner(network=space.network, country="ZZ")


def test_a_partner_whose_country_lost_its_imprint_is_told_so_and_can_save_the_rest(
    owner: Client, austrian: Any
) -> None:
    Partner.objects.filter(pk=austrian.pk).update(country="CH")
    page = owner.get(reverse("desk:company"))
    assert "CH" in [value for value, _label in page.context["form"].fields["country"].choices]
    shown = page.content.decode()
    assert "Für Schweiz hat Ihr Netzwerk kein Impressum." in shown
    assert ">imprint" not in shown
    assert "imprint<" not in shown
    assert said(owner, phone="+49 431 1234") == {}
    assert said(owner, country="AT") == {}


def test_a_move_to_a_network_without_an_imprint_for_the_country_is_refused(austrian: Any) -> None:
    swiss = factories.network()
    factories.template(kit=kit_for("CH"), networks=[swiss])
    with pytest.raises(ValidationError) as refused:
        partners.update(austrian, {"network": swiss}, by=factories.hq())
    assert set(refused.value.message_dict) == {"country"}
    partners.update(austrian, {"network": swiss, "country": "CH"}, by=factories.hq())
