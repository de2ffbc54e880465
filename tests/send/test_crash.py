"""A worker killed in the middle: nothing is lost without a visible row, nothing is sent twice."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.send.test_senders import free_port

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 60
PREPARE = f"""
import django
django.setup()
from django.utils import timezone
from partner_spaces import approval
from partner_spaces.models import PartnerRole
from send import dispatch
from tests import factories
from tests.send import bodies
from tests.send.conftest import add, person
space = factories.partner()
owner = factories.member(space, PartnerRole.OWNER)
campaign = factories.campaign(factories.template(bodies.body()), by=owner, partner=space)
add(space, *[person("Nr%d" % i) for i in range({PEOPLE})])
dispatch.schedule(approval.submit(campaign, by=owner), send_at=timezone.now(), by=owner)
"""


class Slow:
    """A mail server that takes its time and counts."""

    def __init__(self) -> None:
        self.got: Counter[str] = Counter()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.got[envelope.rcpt_tos[0]] += 1
        await asyncio.sleep(0.02)
        return "250 OK"


@pytest.fixture
def sink():
    handler = Slow()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        handler.port = free_port()
        controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
        controller.start()
        yield handler
        controller.stop()


@pytest.fixture
def environment(sink, tmp_path):
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "EINKLANG_VAR": str(tmp_path),
        "EINKLANG_SENDER": "smtp",
        "EINKLANG_SMTP_HOST": "127.0.0.1",
        "EINKLANG_SMTP_PORT": str(sink.port),
        "PYTHONPATH": str(ROOT),
    }


def run(environment, *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, timeout=240)


def states(tmp_path: Path) -> dict[str, int]:
    with sqlite3.connect(tmp_path / "einklang.sqlite3") as db:
        return dict(db.execute("SELECT state, count(*) FROM send_delivery GROUP BY state"))


def test_a_worker_killed_in_mid_send_sends_nobody_a_second_mail(environment, sink, tmp_path):
    run(environment, "manage.py", "migrate", "-v0")
    run(environment, "-c", PREPARE)
    command = [sys.executable, "manage.py", "dispatch", "--until-empty"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as worker:
        patience = time.monotonic() + 120
        while sum(sink.got.values()) < 35 and time.monotonic() < patience:
            time.sleep(0.01)
        worker.send_signal(signal.SIGKILL)
    killed_at = states(tmp_path)
    assert killed_at["sending"] > 0  # it died in the middle of a group
    assert sum(killed_at.values()) == PEOPLE

    with sqlite3.connect(tmp_path / "einklang.sqlite3") as db:  # the lease runs out
        db.execute(
            "UPDATE send_delivery SET lease_until = '2000-01-01 00:00:00' WHERE lease_until > ''"
        )
    run(environment, "manage.py", "dispatch", "--until-empty")

    assert max(sink.got.values()) == 1
    after = states(tmp_path)
    assert set(after) == {"accepted", "uncertain"}
    assert after["uncertain"] == killed_at["sending"] <= 25
    assert sum(after.values()) == PEOPLE
    assert len(sink.got) >= after["accepted"]
