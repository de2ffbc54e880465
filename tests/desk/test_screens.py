"""Every screen of the Desk and of Review: what it shows, in both languages, and what it refuses."""

import pytest
from django.urls import reverse

from partner_spaces import approval, compose
from partner_spaces.models import Campaign
from partner_spaces.trust_centre import customers
from partner_spaces.trust_centre.customers import Row
from partner_spaces.trust_centre.models import Customer as TrustCustomer
from partner_spaces.trust_centre.space import space as space_of
from tests import bodies, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    campaign = factories.campaign()
    user = factories.member(campaign.partner, "owner")
    client.force_login(user)
    client.campaign, client.user = campaign, user
    return client


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


SCREENS = [
    "desk:start",
    "desk:campaigns",
    "desk:catalogue",
    "desk:company",
    "desk:customers",
    "desk:members",
    "desk:more",
]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_opens_in_both_languages(owner, name, language):
    owner.post(reverse("set_language"), {"language": language})
    page = get(owner, name)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("name", ["desk:compose", "desk:preview", "desk:preview_html"])
def test_a_foreign_campaign_does_not_exist(owner, name):
    foreign = factories.campaign()
    assert get(owner, name, foreign.uuid).status_code == 404
    for action in ("desk:submit", "desk:withdraw"):
        assert owner.post(reverse(action, args=[foreign.uuid])).status_code == 404
    assert owner.post(reverse("desk:act", args=[foreign.uuid, "archive"])).status_code == 404


def test_the_start_page_of_a_new_partner_offers_the_first_campaign(owner):
    Campaign.objects.all().delete()
    page = get(owner, "desk:start").content.decode()
    assert reverse("desk:catalogue") in page


def test_a_template_becomes_a_campaign_by_one_button(owner):
    template = owner.campaign.template
    answer = owner.post(reverse("desk:begin", args=[template.uuid]))
    made = Campaign.objects.latest("pk")
    assert answer["Location"] == reverse("desk:compose", args=[made.uuid])


def test_the_list_searches_filters_and_pages(owner, django_assert_max_num_queries):
    for number in range(30):
        compose.start(
            owner.campaign.template,
            partner=owner.campaign.partner,
            by=owner.user,
            title=f"Aktion {number:02}",
        )
    with django_assert_max_num_queries(10):
        page = get(owner, "desk:campaigns")
    assert page.context["page"].paginator.count == 31
    assert "?page=2" in page.content.decode()
    assert get(owner, "desk:campaigns", q="Aktion 07").context["page"].paginator.count == 1
    assert get(owner, "desk:campaigns", state="approved").context["page"].paginator.count == 0
    assert get(owner, "desk:campaigns", state="draft").context["page"].paginator.count == 31
    assert get(owner, "desk:campaigns", state="nonsense").status_code == 404


def test_actions_of_the_list_do_what_they_say(owner):
    campaign = owner.campaign
    act = lambda action, **data: owner.post(reverse("desk:act", args=[campaign.uuid, action]), data)  # noqa: E731
    act("rename", title="Herbst")
    campaign.refresh_from_db()
    assert campaign.title == "Herbst"
    here = {"template": campaign.template.uuid, "title": "Noch einmal"}
    owner.post(reverse("desk:copy", args=[campaign.uuid]), here)
    assert Campaign.objects.count() == 2
    act("archive")
    assert get(owner, "desk:campaigns", state="archived").context["page"].paginator.count == 1
    act("restore")
    assert get(owner, "desk:campaigns", state="archived").context["page"].paginator.count == 0


@pytest.mark.parametrize("view", ["desktop", "phone", "dark", "text", "nonsense"])
@pytest.mark.parametrize("reader", ["known", "company", "nobody"])
def test_the_preview_has_every_view_for_invented_people(owner, view, reader):
    assert (
        get(owner, "desk:preview", owner.campaign.uuid, view=view, reader=reader).status_code == 200
    )


def test_the_mail_stands_in_its_own_sandbox(owner):
    answer = get(owner, "desk:preview_html", owner.campaign.uuid)
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script" not in policy


def test_a_viewer_looks_and_changes_nothing(client):
    campaign = factories.campaign()
    client.force_login(factories.member(campaign.partner, "viewer"))
    assert get(client, "desk:preview", campaign.uuid).status_code == 200
    assert client.post(reverse("desk:submit", args=[campaign.uuid])).status_code == 404
    assert client.post(reverse("desk:act", args=[campaign.uuid, "archive"])).status_code == 404
    assert client.post(reverse("desk:company"), {"name": "X"}).status_code == 404
    assert get(client, "desk:members").status_code == 404


def test_the_company_page_names_what_the_imprint_lacks_and_saves(owner):
    partner = owner.campaign.partner
    form = get(owner, "desk:company").context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields}
    owner.post(reverse("desk:company"), {**data, "legal_name": ""})
    partner.refresh_from_db()
    assert partner.legal_name == ""
    assert get(owner, "desk:company").context["missing"]
    owner.post(reverse("desk:company"), {**data, "legal_name": "Muster GmbH"})
    partner.refresh_from_db()
    assert partner.legal_name == "Muster GmbH"
    assert not get(owner, "desk:company").context["missing"]


def test_customers_are_shown_masked_and_only_to_their_partner(owner, client):
    customers.add(
        owner.campaign.partner_id,
        [Row("lene@muster.example", first_name="Lene", last_name="Muster")],
    )
    page = get(owner, "desk:customers").content.decode()
    assert "Lene M." in page
    assert "lene@muster.example" not in page
    found = get(owner, "desk:customers", q="lene@muster.example").content.decode()
    assert "Lene M." in found
    client.force_login(factories.member(factories.campaign().partner, "owner"))
    assert "Lene" not in get(client, "desk:customers").content.decode()


def damage(partner_id):
    """One customer's sealed data lose a bit."""
    with space_of(partner_id):
        row = TrustCustomer.objects.order_by("uuid").first()
        row.blob = bytes(row.blob)[:-1] + bytes([bytes(row.blob)[-1] ^ 1])
        row.save()


def lose_the_key(partner_id):
    """One customer was sealed with a key that is no longer there."""
    with space_of(partner_id):
        row = TrustCustomer.objects.order_by("uuid").first()
        blob = bytes(row.blob)
        row.blob = blob[:1] + (7).to_bytes(4, "big") + blob[5:]  # behind the format, its version
        row.save()


@pytest.mark.parametrize("broken", [damage, lose_the_key])
@pytest.mark.parametrize(
    ("language", "word", "way_out"),
    [
        ("de", "nicht lesbar", "Sagen Sie es dem Betreiber"),
        ("en", "cannot be opened", "Tell whoever runs this installation"),
    ],
)
def test_a_customer_whose_data_do_not_open_has_a_word_and_a_way_out(
    owner, broken, language, word, way_out
):
    rows = [Row(f"{name}@muster.example", first_name=name) for name in ("Lene", "Mats")]
    customers.add(owner.campaign.partner_id, rows)
    owner.cookies["django_language"] = language
    before = get(owner, "desk:customers").content.decode()
    assert word not in before
    assert way_out not in before
    broken(owner.campaign.partner_id)
    page = get(owner, "desk:customers")
    shown = page.content.decode()
    assert [row.state for row in page.context.get("rows", ())].count("unreadable") == 1
    assert shown.count(f"{word}</span>") == 1
    assert way_out in shown
    assert "Lene" in shown or "Mats" in shown, "the others are there"


def test_without_the_key_the_customers_page_says_so(owner, settings):
    customers.add(owner.campaign.partner_id, [Row("lene@muster.example")])
    for path in settings.KEY_DIR.iterdir():
        path.unlink()
    page = get(owner, "desk:customers")
    assert page.status_code == 200
    assert page.context["unavailable"]


def test_an_owner_invites_and_who_is_invited_opens_the_space(owner, client, mailoutbox):
    owner.post(reverse("desk:members"), {"email": "neu@muster.example", "role": "editor"})
    link = next(w for w in mailoutbox[-1].body.split() if "/desk/invitation/" in w)
    path = "/" + link.split("/", 3)[3]
    client.logout()
    assert client.get(path).status_code == 200
    answer = client.post(path, {"password": "kurz"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    answer = client.post(path, {"first_name": "Neu", "password": "vier Reifen und ein Rad"})
    assert answer["Location"] == reverse("desk:start")
    assert client.get(reverse("desk:start")).status_code == 200
    client.logout()
    assert client.get(path).status_code == 410


def test_a_reviewer_decides_on_one_screen(client):
    space = factories.partner()
    author = factories.member(space, "owner")
    body = [block for block in bodies.a_body() if block["id"] != bodies.PICTURE]
    page = factories.template(body, approval="review")
    campaign = factories.campaign(page, by=author)
    words = {
        "v": 1,
        "edits": {bodies.HERO: {"kind": "hero", "values": {"headline": "Sicher durch Kiel"}}},
        "lists": {},
        "hidden": [],
    }
    compose.save_overlay(campaign.pk, words, if_match=campaign.rev, by=author)
    review = approval.submit(compose.access_row(campaign.pk), by=author)
    assert review.state == "submitted"
    reviewer = factories.reviewer()
    client.force_login(reviewer)
    assert campaign.title in get(client, "review:list").content.decode()
    screen = get(client, "review:decide", review.pk)
    assert screen.context["decidable"]
    assert get(client, "review:mail", review.pk).status_code == 200
    url = reverse("review:decide", args=[review.pk])
    client.post(url, {"decision": "approve", "mail": "0" * 64})
    review = approval.latest(campaign)
    assert review.state == "submitted", "another mail than the one shown is not approved"
    client.post(url, {"decision": "return", "reason": " "})
    assert approval.latest(campaign).state == "submitted", "a return needs a reason"
    client.post(url, {"decision": "approve", "mail": screen.context["mail"]})
    assert approval.latest(campaign).state == "approved"


def test_a_partner_finds_no_review(owner):
    assert get(owner, "review:list").status_code == 404


def test_a_person_of_two_spaces_switches_between_their_own_only(owner):
    other = factories.campaign().partner
    assert owner.post(reverse("desk:switch"), {"partner": other.pk}).status_code == 404
    from partner_spaces import members

    members.add(other, owner.user, "viewer", by=None)
    owner.post(reverse("desk:switch"), {"partner": other.pk})
    assert other.name in get(owner, "desk:start").content.decode()


@pytest.mark.parametrize("title", ["", "   ", "x" * 121, "\0", "a\r\nb"])
def test_a_title_that_cannot_be_is_refused_in_words_and_nothing_breaks(owner, title):
    url = reverse("desk:act", args=[owner.campaign.uuid, "rename"])
    answer = owner.post(url, {"title": title}, follow=True)
    assert answer.status_code == 200
    owner.campaign.refresh_from_db()
    assert owner.campaign.title
    assert owner.campaign.title.isprintable()
