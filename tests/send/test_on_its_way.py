"""What the Desk's start page shows of sending, though its floor knows nothing of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partner_spaces import approval
from partner_spaces.models import PartnerRole
from send import dispatch as way
from send.models import Delivery, DeliveryState, Dispatch, DispatchState, Reason
from send.senders.protocol import ReplyClass
from tests import factories
from tests.send.conftest import add, person
from tests.send.test_progress_page import states


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def start(user) -> str:
    answer = client_of(user).get(reverse("desk:start"))
    assert answer.status_code == 200
    return answer.content.decode()


def rows(dispatch: Dispatch, **counts: int) -> None:
    """So many deliveries of each state."""
    wanted = [state for state, count in counts.items() for _ in range(count)]
    Delivery.objects.bulk_create(
        Delivery(
            dispatch=dispatch,
            customer=uuid.uuid4(),
            address_index=number.to_bytes(16),
            state=state,
            reason=ReplyClass.CONNECTION if state == DeliveryState.UNCERTAIN else "",
        )
        for number, state in enumerate(wanted)
    )


def again(campaign, owner, state, **values) -> Dispatch:
    """Another campaign of the same space, on its way."""
    other = factories.campaign(campaign.template, by=owner, partner=campaign.partner)
    review = approval.submit(other, by=owner)
    return Dispatch.objects.create(
        review=review,
        partner=campaign.partner,
        sender="memory",
        state=state,
        send_at=timezone.now() + timedelta(hours=1),
        **values,
    )


def test_with_nothing_on_its_way_the_section_is_not_there(owner, campaign):
    assert "going" not in start(owner)
    answer = client_of(owner).get(reverse("desk_send:on_its_way"))
    assert answer.content == b""


def test_what_is_being_sent_shows_how_far_it_is_and_leads_to_it(owner, sending):
    rows(sending, accepted=60, ready=40)
    said = start(owner)
    assert 'aria-valuenow="60"' in said
    assert "<b>60</b>" in said
    assert reverse("desk_send:dispatch", args=[sending.uuid]) in said
    assert reverse("desk_send:act", args=[sending.uuid, "pause"]) in said


def test_what_is_held_comes_first_with_its_reason_and_until_when(owner, campaign, sending):
    until = timezone.now() + timedelta(hours=5)
    held = again(campaign, owner, DispatchState.HELD, reason=Reason.IMPRINT, hold_until=until)
    said = start(owner)
    assert said.index(str(held.uuid)) < said.index(str(sending.uuid))
    assert "das Impressum ist nicht vollständig" in said
    assert timezone.localtime(until).strftime("%H:%M") in said


def test_uncertain_mails_stay_until_somebody_decided(owner, campaign, sending):
    rows(sending, accepted=3, uncertain=2)
    Dispatch.objects.filter(pk=sending.pk).update(state=DispatchState.FINISHED)
    assert "2 Mails sind ungewiss" in start(owner)
    way.leave_uncertain(Dispatch.objects.get(), by=owner)
    assert "going" not in start(owner)


def test_a_viewer_looks_and_pauses_nothing(owner, space, sending):
    said = start(factories.member(space, PartnerRole.VIEWER))
    assert str(sending.uuid) in said
    assert "/pause/" not in said


def test_what_is_on_its_way_or_sent_is_not_offered_for_sending_again(owner, space, review):
    offer = reverse("desk_send:schedule", args=[review.campaign.uuid])
    assert offer in start(owner)
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    assert offer not in start(owner)
    way.stop(made, by=owner)
    assert offer in start(owner)


@pytest.mark.capability("PS1")
def test_nothing_of_another_space_is_there(owner, sending):
    stranger = factories.member(role=PartnerRole.OWNER)
    assert str(sending.uuid) not in start(stranger)
    answer = client_of(stranger).get(reverse("desk_send:on_its_way"))
    assert answer.content == b""
    assert client_of(factories.hq()).get(reverse("desk_send:on_its_way")).status_code == 404


@pytest.mark.browser
def test_an_open_start_page_follows_and_says_the_quarters(
    transactional_db, live_server, browser_context, client, owner, sending
):
    rows(sending, ready=100)
    client.force_login(owner)
    cookie = client.cookies["sessionid"].value
    browser_context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = browser_context.new_page()
    page.goto(live_server.url + reverse("desk:start"))
    pause = page.locator(f"[id='pause-{sending.uuid}']")
    pause.focus()
    states(sending, accepted=30)
    page.wait_for_selector(".going [aria-valuenow='30']")
    page.wait_for_selector("[role=status]:has-text('30 Prozent')", state="attached")
    assert page.evaluate("document.activeElement.id") == f"pause-{sending.uuid}"
    Delivery.objects.filter(state=DeliveryState.READY).update(state=DeliveryState.ACCEPTED)
    Dispatch.objects.update(state=DispatchState.FINISHED)
    page.wait_for_selector(".going", state="detached")
