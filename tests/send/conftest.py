from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone

from partner_spaces import approval
from partner_spaces.models import PartnerRole
from partner_spaces.trust_centre import customers
from send.drain import Drain, Drained
from send.hand_over import Worker
from send.models import Dispatch, DispatchState
from send.senders.memory import MemorySender
from tests import factories
from tests.send import bodies


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Any) -> None:
    """Nothing leaves the test."""
    settings.SENDER = "memory"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture
def space(db: None) -> Any:
    return factories.partner()


@pytest.fixture
def owner(space: Any) -> Any:
    return factories.member(space, PartnerRole.OWNER)


@pytest.fixture
def template(db: None) -> Any:
    return factories.template(bodies.body())


@pytest.fixture
def campaign(template: Any, space: Any, owner: Any) -> Any:
    return factories.campaign(template, by=owner, partner=space)


@pytest.fixture
def review(campaign: Any, owner: Any) -> Any:
    return approval.submit(campaign, by=owner)


@pytest.fixture
def sending(review: Any, space: Any) -> Dispatch:
    """A dispatch in the middle of things, as a row."""
    return Dispatch.objects.create(
        review=review,
        partner=space,
        sender="memory",
        state=DispatchState.SENDING,
        send_at=timezone.now() - timedelta(minutes=1),
        started_at=timezone.now() - timedelta(minutes=1),
    )


PROOF = customers.DoubleOptIn(
    requested_at=timezone.now() - timedelta(days=9),
    confirmed_at=timezone.now() - timedelta(days=8),
    text="Ich möchte Angebote per E-Mail.",
    source="https://meier.example/anmelden",
)


def person(name: str, **values: Any) -> customers.Row:
    """Somebody with a proven consent, unless `consent=None` says otherwise."""
    return customers.Row(
        **{
            "email": f"{name.lower()}@kunden.example",
            "first_name": name,
            "last_name": "Kunde",
            "consent": PROOF,
            **values,
        }
    )


def add(space: Any, *rows: customers.Row) -> None:
    assert customers.add(space.pk, rows).rejected == []


MOST_ROUNDS = 500


class Post:
    """The dispatcher as a test runs it, and what it has handed to the sender."""

    def __init__(self) -> None:
        self.sender = MemorySender()

    @property
    def worker(self) -> Worker:
        """A process just started: it remembers nothing."""
        return Worker(senders={"memory": self.sender})

    def drain(self, **how: Any) -> Drained:
        """Until nothing is due. Rounds that find the same again and again come to no end."""
        drain = Drain(worker=self.worker)
        drain.stopped = lambda: drain.done.rounds > MOST_ROUNDS
        done = drain.run(**{"until_empty": True, **how})
        assert done.rounds <= MOST_ROUNDS
        return done

    @property
    def mails(self) -> list[EmailMessage]:
        return [
            email.message_from_bytes(m.content, policy=email.policy.default)
            for m in self.sender.sent
        ]

    def to(self) -> list[str]:
        return sorted(m.recipient for m in self.sender.sent)


@pytest.fixture
def post() -> Post:
    return Post()
