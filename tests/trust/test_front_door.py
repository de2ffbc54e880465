"""Every URL there is, asked by those who must not see a partner's customers."""

import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import URLResolver, get_resolver

from partner_spaces.models import PartnerRole, Review
from partner_spaces.trust_centre import customers
from partner_spaces.trust_centre.customers import Row
from tests import factories

CANARIES = (b"kanarie", b"Kanarienvogel", b"vogelhaus")
PART = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
# These are not read: two sign the reader out, one is Wagtail's own page that always fails.
LEFT_OUT = ("accounts/logout", "studio/logout", "studio/failwhale")


@pytest.fixture
def house(db):
    """Partner B has customers and a campaign; A has a campaign and an owner."""
    ours = factories.partner(name="Autohaus Anders", slug="anders")
    theirs = factories.partner(name="Autohaus Berg", slug="berg", network=ours.network)
    owner_a = factories.member(ours, PartnerRole.OWNER)
    owner_b = factories.member(theirs, PartnerRole.OWNER)
    template = factories.template()
    campaign_a = factories.campaign(template, by=owner_a)
    campaign_b = factories.campaign(template, by=owner_b)
    customers.add(
        theirs.pk, [Row("kanarie@vogelhaus.example", first_name="Kanarienvogel")], by=owner_b.pk
    )
    shown = customers.page(theirs.pk)[0]
    return SimpleNamespace(
        ours=ours,
        theirs=theirs,
        owner_a=owner_a,
        owner_b=owner_b,
        campaign_a=campaign_a,
        campaign_b=campaign_b,
        customer=shown,
    )


def every_route(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every_route(entry, route)
        else:
            yield route


def paths(words):
    """Every route as a path; words: name of a part, or of its converter -> what stands for it."""
    for route in every_route():
        path = PART.sub(lambda part: str(_word(part, words)), route)
        path = re.sub(r"[\^$?\\]|\.\*", "", path)
        if not path.startswith(LEFT_OUT):
            yield "/" + path


def _word(part, words):
    kind, name, regex_name, regex = part.groups()
    name = name or regex_name
    if name in words:
        return words[name]
    if kind == "uuid":
        return words["uuid"]
    return words["pk"] if kind == "int" or (regex and "d" in regex) else words["str"]


def asked(client, words, **more):
    """(path, status, bytes) of every GET. What a page raises is the test's failure."""
    client.raise_request_exception = False
    for path in dict.fromkeys(paths(words)):
        answer = client.get(path, **more)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield path, answer.status_code, body


def words_for(theirs, campaign, customer):
    review = Review.objects.filter(campaign=campaign).first()
    return {
        "pk": theirs.pk,
        "str": str(theirs.pk),
        "uuid": campaign.uuid,
        "campaign": campaign.uuid,
        "token": customer.uuid,
        "app_label": "partner_spaces",
        "model_name": "partner",
        "review": review.pk if review else 1,
    }


@pytest.mark.capability("PS2")
def test_a_superuser_asking_every_url_reads_no_customer(client, house):
    boss = factories.hq()
    client.force_login(boss)
    seen = list(asked(client, words_for(house.theirs, house.campaign_b, house.customer)))
    assert sum(status == 200 for _p, status, _b in seen) > 20, "the sweep reaches real pages"
    for path, status, body in seen:
        assert status < 500, path
        for canary in CANARIES:
            assert canary not in body, path
    by_path = {path: status for path, status, _b in seen}
    assert by_path["/desk/customers/"] == 404


@pytest.mark.capability("PS2")
def test_looking_as_the_partner_needs_a_membership_headquarters_cannot_write(client, house):
    boss = factories.hq()
    client.force_login(boss)
    session = client.session
    session["partner"] = house.theirs.pk
    session.save()
    for path in ("/desk/", "/desk/customers/", f"/desk/campaigns/{house.campaign_b.uuid}/"):
        assert client.get(path).status_code == 404
    assert client.get("/desk/customers/", {"email": "kanarie@vogelhaus.example"}).status_code == 404


@pytest.mark.capability("PS1")
def test_a_partner_asking_every_url_with_anothers_ids_reads_nothing_of_it(client, house):
    client.force_login(house.owner_a)
    words = words_for(house.theirs, house.campaign_b, house.customer)
    for path, status, body in asked(client, words):
        assert status < 500, path
        for canary in (*CANARIES, b"Autohaus Berg"):
            assert canary not in body, path
        if str(house.campaign_b.uuid) in path:
            assert status in (404, 405), path
    assert client.get("/desk/customers/").status_code == 200


@pytest.mark.capability("PS1")
def test_naming_anothers_space_in_the_session_opens_nothing(client, house):
    client.force_login(house.owner_a)
    session = client.session
    session["partner"] = house.theirs.pk
    session.save()
    answer = client.get("/desk/customers/", {"email": "kanarie@vogelhaus.example"})
    assert b"Autohaus Berg" not in answer.content
    assert str(house.customer.uuid).encode() not in answer.content
    assert b"k\xe2\x80\xa6@" not in answer.content


def test_a_stranger_asking_every_url_gets_no_page_of_a_partner(client, house):
    words = words_for(house.theirs, house.campaign_b, house.customer)
    for path, status, body in asked(client, words):
        assert status < 500, path
        for canary in (*CANARIES, b"Autohaus Berg", b"Autohaus Anders"):
            assert canary not in body, path


def test_the_owner_sees_the_customer_masked_and_found_by_the_exact_address(client, house):
    """The sweeps above would be empty words if nobody saw anything."""
    client.force_login(house.owner_b)
    page = client.get("/desk/customers/").content.decode()
    assert "k…@v….example" in page
    assert "kanarie" not in page


def test_no_customer_stands_in_any_table_of_the_cms(house):
    """Search index, log entries, references, sessions: as the app login reads them."""
    seen = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("trust_centre_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                seen.append(repr(cursor.fetchall()))
    for canary in CANARIES:
        assert canary.decode() not in "".join(seen)
