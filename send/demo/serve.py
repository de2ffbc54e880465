"""`make run`: prepares the demo, then serves it and sends, until Ctrl+C.

Run as `python -m send.demo.serve [port]`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

MANAGE = (sys.executable, "manage.py")


def main(port: str) -> int:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings"}
    sys.stdout.write("Preparing the demo; the first time takes half a minute ...\n")
    sys.stdout.flush()
    static = Path(environment.get("EINKLANG_VAR", "var"), "static")
    static.mkdir(parents=True, exist_ok=True)  # whitenoise looks for it; the finders serve
    for step in (("migrate", "-v", "0"), ("setup",)):
        done = subprocess.run([*MANAGE, *step], env=environment, check=False)
        if done.returncode:
            return done.returncode
    sys.stdout.write(f"\n  Einklang: http://localhost:{port}   (Ctrl+C ends it)\n\n")
    sys.stdout.flush()
    serve = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", port, "--workers", "1", "--blocking-threads", "4", "--no-ws",
        "--log-level", "warning", "cms.wsgi:application",
    ]  # fmt: skip
    running = [
        subprocess.Popen(command, env=environment, start_new_session=True)  # Ctrl+C is ours alone
        for command in (serve, [*MANAGE, "dispatch"])
    ]

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for process in running:
            process.terminate()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    code = running[0].wait()
    for process in running:
        process.terminate()
        process.wait(10)
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "8000"))
