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
from django.db import connection
from django.utils import timezone

from send import dispatch as way
from tests.send.conftest import add, person
from tests.send.test_senders import free_port

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 60
COMMAND = [sys.executable, "manage.py", "dispatch", "--until-empty"]


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


class Ledger:
    """The rows as every process sees them: one PostgreSQL, or a copy of the test's SQLite."""

    def __init__(self, file: Path) -> None:
        self.file = file
        if connection.vendor == "sqlite":
            with sqlite3.connect(file) as copy:
                connection.connection.backup(copy)

    def run(self, sql: str) -> list:
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file, timeout=20) as db:
                return db.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def states(self) -> dict[str, int]:
        return dict(self.run("SELECT state, count(*) FROM send_delivery GROUP BY state"))


@pytest.fixture
def ledger(transactional_db, settings, tmp_path, space, review, owner) -> Ledger:
    settings.SENDER = "smtp"
    add(space, *[person(f"Nr{i}") for i in range(PEOPLE)])
    way.schedule(review, send_at=timezone.now(), by=owner)
    return Ledger(tmp_path / "einklang.sqlite3")


@pytest.fixture
def environment(sink, tmp_path, settings):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "EINKLANG_VAR": str(tmp_path),
        "EINKLANG_KEYS": str(settings.KEY_DIR),
        "EINKLANG_SMTP_HOST": "127.0.0.1",
        "EINKLANG_SMTP_PORT": str(sink.port),
    }


def worker_after(sent: int, *, environment, sink) -> subprocess.Popen:
    """A dispatcher of its own process that has handed over so many mails and goes on."""
    worker = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    patience = time.monotonic() + 120
    while sum(sink.got.values()) < sent and time.monotonic() < patience:
        time.sleep(0.01)
    assert worker.poll() is None
    return worker


def test_a_worker_killed_in_mid_send_sends_nobody_a_second_mail(environment, sink, ledger):
    with worker_after(35, environment=environment, sink=sink) as worker:
        worker.send_signal(signal.SIGKILL)
    killed_at = ledger.states()
    assert killed_at["sending"] > 0  # it died in the middle of a group
    assert sum(killed_at.values()) == PEOPLE

    ledger.run(
        "UPDATE send_delivery SET lease_until = '2000-01-01 00:00:00+00:00' "
        "WHERE lease_until IS NOT NULL"
    )
    subprocess.run(COMMAND, cwd=ROOT, env=environment, check=True, timeout=240)

    assert max(sink.got.values()) == 1
    after = ledger.states()
    assert set(after) == {"accepted", "uncertain"}
    assert after["uncertain"] == killed_at["sending"] <= 25
    assert sum(after.values()) == PEOPLE
    assert len(sink.got) >= after["accepted"]


def test_a_worker_that_is_asked_to_go_finishes_its_group_first(environment, sink, ledger):
    with worker_after(5, environment=environment, sink=sink) as worker:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
    assert ledger.states() == {"accepted": 25, "ready": PEOPLE - 25}
    assert sum(sink.got.values()) == 25
