"""`make run` on an empty folder: one command, and people can sign in."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from send.demo import people

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 180  # seconds; about 15 on an idle machine


@pytest.fixture
def one_command(tmp_path):
    """What `make run` starts, with an empty var/ of its own: (its address, what it said)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    address = f"http://localhost:{port}"
    environment |= {
        "EINKLANG_DEMO": "1",
        "EINKLANG_VAR": str(tmp_path / "var"),
        "EINKLANG_BASE_URL": address,
    }
    said = (tmp_path / "said.txt").open("w+")
    running = subprocess.Popen(
        [sys.executable, "-m", "send.demo.serve", port],
        cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        yield address, Path(said.name), running, environment
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGINT)  # as Ctrl+C does
            running.wait(30)
        said.close()


def answers(address: str, running: subprocess.Popen) -> bool:
    until = time.monotonic() + TIMEOUT
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(address + "/accounts/login/", timeout=5) as page:
                return page.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    return False


def signed_in(address: str, email: str) -> str:
    """The path a person lands on after logging in; their start page as text."""
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    form = browser.open(address + "/accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    fields = {"login": email, "password": people.PASSWORD, "csrfmiddlewaretoken": token}
    with browser.open(
        address + "/accounts/login/", urllib.parse.urlencode(fields).encode()
    ) as page:
        return page.url.removeprefix(address)


@pytest.mark.capability("OP6")
def test_one_command_fills_an_empty_folder_serves_it_and_says_who_can_sign_in(one_command):
    address, said, running, environment = one_command
    assert answers(address, running), said.read_text()
    words = said.read_text()
    assert address in words
    for email, landing in (
        (people.HQ[0], "/studio/"),
        (people.REVIEWER[0], "/review/"),
        (people.PARTNERS[0]["people"][0][0], "/desk/"),
    ):
        assert email in words
        assert signed_in(address, email) == landing
    assert people.PASSWORD in words

    again = subprocess.run(
        [sys.executable, "manage.py", "setup"],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "2 partners, 3 templates" in again.stdout

    os.killpg(running.pid, signal.SIGINT)  # as Ctrl+C does
    assert running.wait(30) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=2)
