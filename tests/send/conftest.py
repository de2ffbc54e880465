from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms import templates_of
from partner_spaces import approval
from partner_spaces.models import PartnerRole
from send.models import Dispatch, DispatchState
from tests import factories
from tests.send import bodies


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Any) -> None:
    """Nothing leaves the test; a rolled-back id is given away again, so nothing is remembered."""
    templates_of._body_at.cache_clear()
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
