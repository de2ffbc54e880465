"""Plants one fault at a time into a copy of the house and expects the named test to go red.

The other half of `tests.faults`: faults above the grammar, seen by tests that need the database.
The table is `tests.planted`. Run: python -m tests.house_faults [capability, file or part of a
sentence ...]. Prints one JSON line; the table goes to stderr.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.planted import PLANTED, Fault

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("blocks", "brand_kits", "cms", "partner_spaces", "send", "static", "tests")
FILES = ("manage.py", "pyproject.toml", "Makefile")
# A test goes red by what it asserts. Anything else, an ImportError first of all, proves nothing.
ASSERTED = ("assert", "AssertionError", "Failed: ")
PATIENCE = 300  # seconds for a test; one that never ends is not red
POSTGRES = ("tests/trust/test_postgres.py",)


@contextmanager
def house() -> Iterator[Path]:
    """A copy to plant things in, without what anybody's tools left behind."""
    with tempfile.TemporaryDirectory(prefix="einklang-faults-") as place:
        folder = Path(place)
        for name in FOLDERS:
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        for name in FILES:
            shutil.copy(ROOT / name, folder / name)
        (folder / "var" / "static").mkdir(parents=True)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v", "0"],
            cwd=folder, check=True, env={**ours(), "EINKLANG_VAR": str(folder / "var")},
        )  # fmt: skip
        yield folder


def ours() -> dict[str, str]:
    """The environment without a database or settings of anybody's."""
    known = {k: v for k, v in os.environ.items() if not k.startswith(("EINKLANG_", "DATABASE_"))}
    return {**known, "PYTHONPATH": "", "COLUMNS": "400"}


def run(folder: Path, tests: list[str], **more: str) -> tuple[int, list[str]]:
    """pytest's exit code and what it says of each test that is not green."""
    module = "tests.on_postgres" if tests[-1].startswith(POSTGRES) else "pytest"
    going = subprocess.Popen(
        [sys.executable, "-m", module, "-q", "--tb=no", "-rfE", *tests],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**ours(), "EINKLANG_MIGRATED": str(folder / "var" / "einklang.sqlite3"), **more},
        start_new_session=True,
    )  # fmt: skip
    try:
        said, wrong = going.communicate(timeout=PATIENCE * len(tests))
    except subprocess.TimeoutExpired:
        os.killpg(going.pid, signal.SIGTERM)
        said, wrong = going.communicate()
    lines = [one for one in said.splitlines() if one.startswith(("FAILED", "ERROR"))]
    return going.returncode, lines or [f"exit code {going.returncode}: {wrong[-300:]}"]


def sound(folder: Path, chosen: list[Fault]) -> bool:
    """Whether every named test is green as long as nothing is planted."""
    tests = dict.fromkeys(fault.test for fault in chosen)
    own = [test for test in tests if test.startswith(POSTGRES)]
    for part in ([test for test in tests if test not in own], own):
        code, said = run(folder, part) if part else (0, [])
        if code:
            print("NOT GREEN without a fault |", "\n".join(said), file=sys.stderr, flush=True)
            return False
    return True


def caught(folder: Path, fault: Fault) -> bool:
    """Plants, runs, takes back. The old time of the file keeps its compiled form good."""
    path = folder / fault.file
    source, before = path.read_text(), path.stat()
    path.write_text(source.replace(fault.old, fault.new))
    begun = time.monotonic()
    try:
        code, (said, *_) = run(folder, ["-x", fault.test], PYTHONDONTWRITEBYTECODE="1")
    finally:
        path.write_text(source)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    _test, _dash, reason = said.partition(" - ")
    asserted = reason.startswith((*ASSERTED, fault.error or ASSERTED[0]))
    word = "MISSED" if code != 1 else "caught" if asserted else "BROKEN"
    row = (word, fault.capability, fault.what, fault.test, reason[:90] or said)
    print(f"{time.monotonic() - begun:4.0f} s", *row, sep=" | ", file=sys.stderr, flush=True)
    return word == "caught"


def gone(faults: tuple[Fault, ...]) -> list[str]:
    """The faults whose text is not there exactly once, in words."""
    texts = {name: (ROOT / name).read_text() for name in {fault.file for fault in faults}}
    counts = [(fault, texts[fault.file].count(fault.old)) for fault in faults]
    return [f"{f.file} holds {n} times ({f.what}): {f.old}" for f, n in counts if n != 1]


def is_of(word: str, fault: Fault) -> bool:
    """Whether a word of the command line means this fault: an id as a whole, else any part."""
    return word == fault.capability or word in f"{fault.what} {fault.file} {fault.test}"


def main() -> int:
    asked = sys.argv[1:]
    chosen = [fault for fault in PLANTED if not asked or any(is_of(word, fault) for word in asked)]
    for sentence in gone(tuple(chosen)):
        raise SystemExit(sentence)
    with house() as folder:
        figure = sum(caught(folder, f) for f in chosen) if sound(folder, chosen) else 0
    proof = {"proof": "house_faults_caught", "figure": figure, "goal": len(chosen)}
    print(json.dumps({**proof, "ok": figure == len(chosen)}))
    return 0 if figure == len(chosen) else 1


if __name__ == "__main__":
    raise SystemExit(main())
