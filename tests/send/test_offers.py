"""Headquarters offers, partners decide: what stands in a Desk, what goes out, and what is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms import languages, offering
from cms.models import Offering
from partner_spaces import approval, offers
from partner_spaces.models import Campaign, OfferAnswer, Partner, PartnerRole
from send import dispatch as way
from send.adoption import funnel
from send.models import Dispatch
from tests import factories
from tests.send import bodies
from tests.send.conftest import add, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def studio():
    client = Client()
    client.force_login(factories.hq())
    return client


def desk(user):
    client = Client()
    client.force_login(user)
    return client


def make(template, *networks, due=7, **words):
    return offering.offer(
        template,
        networks=networks,
        due=today() + due * DAY,
        by=factories.hq(),
        today=today(),
        **words,
    )


@pytest.fixture
def made(template, space):
    return make(template, space.network, title="Winter für alle", message="Bitte bis Freitag.")


def stands(user):
    """(start page, catalogue, API): whether the offer stands there."""
    client = desk(user)
    pages = [client.get(reverse(n)).content.decode() for n in ("desk:start", "desk:catalogue")]
    listed = client.get("/api/v1/offers/").json()["offers"]
    return (*("Winter für alle" in page for page in pages), bool(listed))


def counts(one):
    found = funnel(one)
    return {step.key: step.count for step in found.steps} | dict(found.declined)


# -- headquarters makes it


@pytest.mark.capability("PS9")
def test_headquarters_offers_a_template_and_it_stands_in_every_desk_of_the_network(
    studio, template, space, owner
):
    others = factories.member()
    form = {
        "networks": [space.network_id],
        "due": (today() + 7 * DAY).isoformat(),
        "title": "Winter für alle",
        "message": "Bitte bis Freitag.",
    }
    answer = studio.post(reverse("studio_offer_new", args=[template.pk]), form)
    one = Offering.objects.get()
    assert answer["Location"] == reverse("studio_offer", args=[one.uuid])
    assert OfferAnswer.objects.count() == Campaign.objects.count() == 0
    assert stands(owner) == (True, True, True)
    assert stands(others) == (False, False, False)
    assert "Bitte bis Freitag." in desk(owner).get(reverse("desk:start")).content.decode()


def test_an_offer_costs_no_row_for_a_partner_who_never_looks(template, space):
    Partner.objects.bulk_create(
        Partner(name=f"P{n}", slug=f"p-{n}", network=space.network) for n in range(300)
    )
    with CaptureQueriesContext(
        connection,
    ) as few:
        one = make(template, space.network)
    assert len(few) < 20
    assert OfferAnswer.objects.count() == 0
    assert funnel(one).known.partners == 301


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"networks": []}, "networks"),
        ({"due": "2020-01-01"}, "due"),
        ({"due": "bald"}, "due"),
        ({"due": ""}, "due"),
    ],
)
def test_what_no_partner_could_take_is_refused_at_its_field(studio, template, space, change, field):
    form = {"networks": [space.network_id], "due": (today() + DAY).isoformat(), **change}
    answer = studio.post(reverse("studio_offer_new", args=[template.pk]), form)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Offering.objects.exists()


def test_neither_a_foreign_network_nor_a_day_outside_the_window_nor_what_is_retired(
    studio, template, space
):
    template.networks = [factories.network()]
    template.available_until = today() + 3 * DAY
    page = factories.publish(template)
    address = reverse("studio_offer_new", args=[page.pk])
    form = {"networks": [space.network_id], "due": (today() + 9 * DAY).isoformat()}
    assert set(studio.post(address, form).context["form"].errors) == {"networks"}
    form["networks"] = [page.networks.get().pk]
    assert set(studio.post(address, form).context["form"].errors) == {"due"}
    studio.post(reverse("studio_retire", args=[page.pk]), {"why": "Vorbei."})
    form["due"] = (today() + DAY).isoformat()
    assert studio.post(address, form).status_code == 422
    assert not Offering.objects.exists()


# -- it stands, or not


def test_it_stands_until_it_is_due_and_not_after_and_not_when_withdrawn(studio, made, owner):
    for due, there in ((0, True), (-1, False)):
        Offering.objects.update(due=today() + due * DAY)
        assert stands(owner) == (there,) * 3
    Offering.objects.update(due=today() + DAY)
    studio.post(reverse("studio_offer_withdraw", args=[made.uuid]))
    assert stands(owner) == (False,) * 3


def test_it_stands_only_while_its_template_may_be_begun_with(studio, made, template, owner):
    studio.post(reverse("studio_retire", args=[template.pk]), {"why": "Vorbei."})
    assert stands(owner) == (False,) * 3
    answer = desk(owner).post(reverse("desk:offer_begin", args=[made.uuid]))
    assert answer.status_code == 404


def test_each_partner_gets_it_in_its_own_language(made, template, space, owner):
    english = languages.add_variant(template, "en", by=factories.hq())
    english.get_latest_revision().publish()
    Partner.objects.filter(pk=space.pk).update(language="en")
    desk(owner).post(reverse("desk:offer_begin", args=[made.uuid]))
    assert Campaign.objects.get().template_id == english.pk


# -- the partner decides


@pytest.mark.capability("PS9")
def test_nothing_goes_out_but_by_the_partners_own_yes(made, space, owner, post):
    """Editable inside its locks, approved and sent like any campaign; no row before the press."""
    add(space, person("Anna"))
    post.drain()
    assert (Campaign.objects.count(), Dispatch.objects.count()) == (0, 0)
    answer = desk(owner).post(reverse("desk:offer_begin", args=[made.uuid]))
    campaign = Campaign.objects.get()
    assert answer["Location"] == reverse("desk:compose", args=[campaign.uuid])
    assert campaign.title == "Winter für alle"
    post.drain()
    assert post.sender.sent == []
    assert counts(made)["begun"] == 1
    review = approval.submit(campaign, by=owner)
    post.drain()
    assert post.sender.sent == []
    assert (counts(made)["approved"], counts(made)["scheduled"]) == (1, 0)
    way.schedule(review, send_at=timezone.now(), by=owner)
    assert (counts(made)["scheduled"], counts(made)["sent"]) == (1, 0)
    post.drain()
    assert len(post.sender.sent) == 1
    assert counts(made) == {
        "seen": 1, "begun": 1, "approved": 1, "scheduled": 1, "sent": 1,
    }  # fmt: skip


def test_two_presses_open_the_same_campaign_and_the_offer_makes_room(made, owner):
    client = desk(owner)
    first = client.post(reverse("desk:offer_begin", args=[made.uuid]))
    second = client.post(reverse("desk:offer_begin", args=[made.uuid]))
    assert first["Location"] == second["Location"]
    assert Campaign.objects.count() == 1
    assert client.get("/api/v1/offers/").json()["offers"] == []
    assert "fällig bis" in client.get(reverse("desk:campaigns")).content.decode()


def test_a_template_for_one_use_leads_to_what_was_made_of_it(space, owner):
    template = factories.template(bodies.body(), uses="once")
    campaign = factories.campaign(template, by=owner, partner=space)
    one = make(template, space.network)
    answer = desk(owner).post(reverse("desk:offer_begin", args=[one.uuid]))
    assert answer["Location"] == reverse("desk:compose", args=[campaign.uuid])
    assert counts(one)["begun"] == 1


@pytest.mark.capability("PS9")
def test_a_partner_declines_with_a_reason_and_may_think_again(made, owner):
    client = desk(owner)
    no = reverse("desk:offer_decline", args=[made.uuid])
    client.post(no, {"reason": "weil halt"})
    assert not OfferAnswer.objects.exclude(declined_at=None).exists()
    client.post(no, {"reason": "time"})
    assert counts(made)["Wir haben gerade keine Zeit dafür."] == 1
    assert "Winter für alle" not in client.get(reverse("desk:start")).content.decode()
    assert "Doch nehmen" in client.get(reverse("desk:catalogue")).content.decode()
    client.post(reverse("desk:offer_begin", args=[made.uuid]))
    assert funnel(made).known.refusals == 0
    assert counts(made)["begun"] == 1
    assert (
        "Sie haben damit begonnen"
        in client.post(no, {"reason": "time"}, follow=True).content.decode()
    )
    assert funnel(made).known.refusals == 0


def test_the_machine_door_takes_and_declines_too(made, owner):
    client = desk(owner)
    address = f"/api/v1/offers/{made.uuid}"
    json = {"content_type": "application/json"}
    assert client.post(f"{address}/decline", {"reason": "?"}, **json).status_code == 422
    assert client.post(f"{address}/decline", {"reason": "own"}, **json).status_code == 204
    assert client.get("/api/v1/offers/").json()["offers"][0]["declined"] is True
    first, again = (client.post(f"{address}/campaigns") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    Offering.objects.update(due=today() - DAY)  # an answer that was lost is asked for again
    assert client.post(f"{address}/campaigns").json() == first.json()
    assert client.post(f"{address}/decline", {"reason": "own"}, **json).status_code == 409
    assert Campaign.objects.count() == 1


def test_viewers_look_and_strangers_find_nothing(made, space):
    viewer, stranger = factories.member(space, PartnerRole.VIEWER), factories.member()
    assert stands(viewer) == (True, True, True)
    for user in (viewer, stranger):
        for name in ("desk:offer_begin", "desk:offer_decline"):
            answer = desk(user).post(reverse(name, args=[made.uuid]), {"reason": "time"})
            assert answer.status_code == 404
        assert desk(user).post(f"/api/v1/offers/{made.uuid}/campaigns").status_code == 404
    assert Campaign.objects.count() == 0


# -- headquarters sees numbers


@pytest.mark.capability("PS9")
def test_headquarters_sees_numbers_of_partners_and_no_name(studio, made, space, owner):
    more = [factories.member(factories.partner(network=space.network)) for _ in range(3)]
    add(space, person("Anna"))
    for user in (owner, *more[:2]):
        desk(user).get(reverse("desk:start"))
    desk(owner).post(reverse("desk:offer_begin", args=[made.uuid]))
    desk(more[0]).post(reverse("desk:offer_decline", args=[made.uuid]), {"reason": "fit"})
    page = studio.get(reverse("studio_offer", args=[made.uuid])).content.decode()
    found = funnel(made)
    assert (found.known.partners, found.steps[0].count, found.steps[1].count) == (4, 3, 1)
    assert found.declined == (("Es passt nicht zu unseren Kunden.", 1),)
    listed = studio.get(reverse("studio_offers")).content.decode()
    for user in (owner, *more):
        partner = user.memberships.get().partner
        for told in (page, listed):
            assert partner.name not in told
            assert user.email not in told
    assert "Anna" not in page


def test_the_list_asks_as_much_about_many_offers_as_about_one(studio, template, space, owner):
    def questions():
        one = make(template, space.network)
        desk(owner).post(reverse("desk:offer_begin", args=[one.uuid]))
        with CaptureQueriesContext(connection) as asked:
            page = studio.get(reverse("studio_offers"))
        assert [(c.partners, c.begun) for _one, c in page.context["rows"]] == [
            (1, 1) for _offer in Offering.objects.all()
        ]
        return len(asked)

    questions()
    assert questions() == (questions(), questions())[-1]


def test_a_partner_that_was_switched_off_or_left_the_network_is_not_counted(made, space, owner):
    desk(owner).get(reverse("desk:start"))
    assert funnel(made).steps[0].count == 1
    Partner.objects.filter(pk=space.pk).update(active=False)
    assert (funnel(made).known.partners, funnel(made).steps[0].count) == (0, 0)


def test_each_step_is_a_part_of_the_one_before_whatever_became_of_a_campaign(made, space, owner):
    desk(owner).post(reverse("desk:offer_begin", args=[made.uuid]))
    campaign = Campaign.objects.get()
    review = approval.submit(campaign, by=owner)
    way.schedule(review, send_at=timezone.now() + DAY, by=owner)
    Campaign.objects.filter(pk=campaign.pk).update(rev=9)  # edited since, and still on its way
    steps = [step.count for step in funnel(made).steps]
    assert steps == sorted(steps, reverse=True)


def test_only_who_may_publish_offers_and_withdraws(template, made):
    client = Client()
    client.force_login(factories.reviewer())
    assert client.post(reverse("studio_offer_new", args=[template.pk]), {}).status_code in (
        302,
        403,
    )
    client.post(reverse("studio_offer_withdraw", args=[made.uuid]))
    assert Offering.objects.get().withdrawn_at is None


@pytest.mark.parametrize("asked", [{"q": "Winter"}, {"occasion": "Saison"}])
def test_an_offer_that_a_search_leaves_out_has_not_been_seen(made, owner, asked):
    desk(owner).get(reverse("desk:catalogue"), asked)
    assert not OfferAnswer.objects.exists()


def test_seeing_writes_once(made, space, owner):
    desk(owner).get(reverse("desk:start"))
    before = OfferAnswer.objects.get()
    waiting = offers.standing(space, on=today())
    with CaptureQueriesContext(connection) as none:
        offers.seen(waiting, partner=space)
    assert len(none) == 0
    assert OfferAnswer.objects.get().seen_at == before.seen_at
