"""`make run` on an empty folder: one command, and people can sign in; what is missing is said in words."""

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
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@pytest.fixture
def one_command(tmp_path, port):
    """What `make run` starts, with an empty var/ of its own: (its address, what it said)."""
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
    assert "6 partners, 6 templates" in again.stdout

    os.killpg(running.pid, signal.SIGINT)  # as Ctrl+C does
    assert running.wait(30) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=2)


@pytest.mark.capability("OP6")
def test_ctrl_c_while_the_demo_is_prepared_ends_all_of_it_without_a_word(one_command):
    _, said, running, _ = one_command
    until = time.monotonic() + TIMEOUT
    while not (working := children(running.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    assert working
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(30) == 0
    until = time.monotonic() + TIMEOUT
    while alive := [pid for pid in working if Path("/proc", pid).exists()]:
        assert time.monotonic() < until, alive
        time.sleep(0.05)
    assert said.read_text().splitlines() == [
        "Preparing the demo; the first time takes half a minute ..."
    ]


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.capability("OP6")
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use_is_said_before_anything_is_done(tmp_path, port, host):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the demo's own server
        other.bind((host, int(port)))
        other.listen()
        code, words = serve_at(port, tmp_path)
    assert code == 2
    assert f"Port {port} is in use" in words
    assert re.search(r"make run PORT=\d+$", words)
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000 "])
def test_what_is_no_port_is_said(tmp_path, port):
    code, words = serve_at(port, tmp_path)
    assert code == 2
    assert "is no port" in words
    assert not (tmp_path / "var").exists()


def serve_at(port: str, folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "send.demo.serve", port],
        cwd=ROOT, env={**os.environ, "EINKLANG_VAR": str(folder / "var")},
        check=False, capture_output=True, text=True, timeout=TIMEOUT,
    )  # fmt: skip
    return done.returncode, done.stderr.strip("\n")


# -- what Debian has to give


@pytest.fixture
def machine(tmp_path):
    """A Debian of three programs: who is asking, sudo, and an apt-get that only notes its words."""

    def set_up(*, user: int, sudo: bool = False, network: bool = True):
        noted = tmp_path / "noted"
        programs = {
            "id": f"echo {user}",
            "sudo": 'shift; exec "$@"' if sudo else "exit 1",
            "apt-get": f'echo "$@" >>{noted}; '
            + ("exit 0" if network else 'echo "E: Failed to fetch postgresql" >&2; exit 100'),
        }
        for name, does in programs.items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
            (tmp_path / name).chmod(0o755)
        return noted

    return set_up


def need(*words: str, machine: Path) -> tuple[int, str]:
    done = subprocess.run(
        [ROOT / ".ci" / "need", *words],
        env={"PATH": f"{machine}:/usr/bin:/bin"}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


HAS = ("bash:bash", "python3:import sys", "bash:/bin/ba*h")
LACKS = ("postgresql:/usr/lib/no/*/postgres:postgresql-common", "python3-venv:import no_such")
LINE = "apt-get install -y --no-install-recommends postgresql postgresql-common python3-venv"


@pytest.mark.parametrize("user", [0, 1000])
def test_what_is_there_is_not_asked_for(tmp_path, machine, user):
    noted = machine(user=user, network=False)
    assert need(*HAS, machine=tmp_path) == (0, "")
    assert not noted.exists()


@pytest.mark.parametrize(("user", "sudo"), [(0, False), (1000, True)])
def test_what_is_missing_is_installed_as_root_or_through_sudo(tmp_path, machine, user, sudo):
    noted = machine(user=user, sudo=sudo)
    code, _ = need(*HAS, *LACKS, machine=tmp_path)
    assert code == 0
    update, install = noted.read_text().splitlines()
    assert update.startswith("update")
    assert f"apt-get {install}".startswith(LINE)


def test_who_may_install_nothing_is_given_the_exact_line(tmp_path, machine):
    noted = machine(user=1000)
    code, words = need(*HAS, *LACKS, machine=tmp_path)
    assert code == 1
    assert words.splitlines()[-1] == f"  sudo apt-get update && sudo {LINE}"
    assert not noted.exists()


def test_without_a_network_the_last_word_is_what_to_do(tmp_path, machine):
    machine(user=0, network=False)
    code, words = need(*LACKS, machine=tmp_path)
    assert code == 1
    assert "E: Failed to fetch postgresql" in words
    assert "Is the network there?" in words
    assert words.splitlines()[-1].endswith(LINE)
