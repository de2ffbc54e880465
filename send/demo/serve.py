"""`make run`: prepares the demo, then serves it and sends, until Ctrl+C.

Run as `python -m send.demo.serve [port]`.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

MANAGE = (sys.executable, "manage.py")
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
HOSTS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))  # a browser's "localhost"
PATIENCE = 10  # seconds between "please end" and "end"
REFUSALS = {
    errno.EADDRINUSE: "Port {port} is in use already. Take another: make run PORT={other}",
    errno.EACCES: "This user may not serve on port {port}. Take another: make run PORT=8000",
}


def main(port: str) -> int:
    if words := refusal(port):
        sys.stderr.write(words + "\n")
        return 2
    running: list[subprocess.Popen[bytes]] = []
    for number in SIGNALS:
        signal.signal(number, _end)
    try:
        return prepare(running) or serve(port, running)
    except KeyboardInterrupt:
        return 0  # asked to end, and ended
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # once is enough
        end(running)


def prepare(running: list[subprocess.Popen[bytes]]) -> int:
    """Database, demo data; says who can sign in. The exit code of the step that failed, else 0."""
    say("Preparing the demo; the first time takes half a minute ...")
    static = Path(os.environ.get("EINKLANG_VAR", "var"), "static")
    static.mkdir(parents=True, exist_ok=True)  # whitenoise looks for it; the finders serve
    return start(running, *MANAGE, "setup", "--migrate").wait()


def serve(port: str, running: list[subprocess.Popen[bytes]]) -> int:
    """Server and dispatcher, until one of them ends; its exit code."""
    granian = (
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", port, "--workers", "1", "--blocking-threads", "4", "--no-ws",
        "--log-level", "warning", "cms.wsgi:application",
    )  # fmt: skip
    both = [start(running, *granian), start(running, *MANAGE, "dispatch", "-v", "0")]
    said = False
    while all(process.poll() is None for process in both):
        if not said and answers(port):
            said = True
            say(f"\n  Einklang: http://localhost:{port}   (Ctrl+C ends it)\n")
        time.sleep(0.2)
    return next(process.returncode for process in both if process.returncode is not None)


def start(running: list[subprocess.Popen[bytes]], *command: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings"}
    process = subprocess.Popen(command, env=environment, start_new_session=True)  # Ctrl+C is ours
    running.append(process)
    return process


def end(running: list[subprocess.Popen[bytes]]) -> None:
    """All of them, and whatever they started; first they are asked."""
    for process in running:
        process.terminate()
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        with suppress(ProcessLookupError):  # the usual case: nothing is left of its group
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def refusal(port: str) -> str:
    """Why nothing can be served at this port, in words; empty where it can.

    Asked before anything else: the server shares a port with another one of the same user without
    a word, and then every second page comes from the other.
    """
    if not (port.isdecimal() and 0 < int(port) < 65536):
        return f"PORT={port} is no port. Take one from 1024 to 65535: make run PORT=8000"
    why = taken(int(port))
    other = next((n for n in range(int(port) + 1, 65536) if not taken(n)), 8000) if why else 0
    return REFUSALS[why].format(port=port, other=other) if why else ""


def taken(port: int) -> int:
    """The errno of listening there, where it is one a person can do something about; else 0."""
    for family, host in HOSTS:
        try:
            with socket.socket(family) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
                trial.bind((host, port))
        except OSError as error:  # a machine without IPv6 is none of these
            if error.errno in REFUSALS:
                return error.errno
    return 0


def answers(port: str) -> bool:
    with socket.socket() as trial:
        trial.settimeout(1)
        return trial.connect_ex(("127.0.0.1", int(port))) == 0


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "8000"))
