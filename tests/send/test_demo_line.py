"""`make demo` in a fresh folder: the whole line without a browser, and one JSON line of figures."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRUE = (
    "forged_edit_kept_out",
    "all_accepted",
    "imprint_in_mail",
    "unsubscribe_works",
    "unsent_shows_new_claim",
    "carried",
    "mail_that_may_go",
)


def recipe(folder: Path) -> str:
    """The lines of `make demo`, with a folder of our own for its data."""
    lines = re.search(r"^demo:.*\n((?:\t.+\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)[1]
    assert "var/demo" in lines
    script = lines.replace("\t@", "").replace("$(PY)", sys.executable)
    return script.replace("var/demo", str(folder))


def run(script: str) -> subprocess.CompletedProcess:
    ours = ("EINKLANG_", "DATABASE_URL", "DJANGO_")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=ROOT, env=clean, capture_output=True, text=True, check=False, timeout=500,
    )  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "fresh"
    return folder, run(recipe(folder))


@pytest.fixture(scope="module")
def figures(demo):
    _folder, done = demo
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_it_ends_well_with_one_line_of_figures_and_says_nothing_else(demo, figures):
    assert len(demo[1].stdout.splitlines()) == 1
    assert {name for name in TRUE if figures[name] is not True} == set()
    assert figures["seconds"] > 0


def test_300_customers_get_one_mail_each(demo, figures):
    folder, _done = demo
    assert (figures["customers"], figures["mails"], figures["accepted"]) == (300, 300, 300)
    with sqlite3.connect(folder / "einklang.sqlite3") as db:
        states = db.execute("select state, count(*) from send_delivery group by state").fetchall()
    assert states == [("accepted", 300)]
    mails = [p for p in (folder / "mailbox" / "brueckner").rglob("*") if p.is_file()]
    to = set()
    for path in mails:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert not message.defects
        (one,) = message["To"].addresses
        to.add(one.addr_spec)
        assert "billigste" not in message.get_body(("html",)).get_content()
        assert message["From"].addresses[0].display_name == "Autohaus Brückner"
    assert len(to) == len(mails) == 300


def test_the_forged_edit_is_nowhere_and_the_partners_words_are(demo, figures):
    with sqlite3.connect(demo[0] / "einklang.sqlite3") as db:
        stored = [row[0] for row in db.execute("select overlay from partner_spaces_campaign")]
    assert not [overlay for overlay in stored if "billigste" in overlay]
    assert [overlay for overlay in stored if "Sicher durch den Kieler Winter" in overlay]


def test_headquarters_change_is_carried_with_its_cause(demo, figures):
    assert figures["carry_cause"] == ["template"]
    assert figures["rows_rewritten"] == 0
    with sqlite3.connect(demo[0] / "einklang.sqlite3") as db:
        ((cause,),) = db.execute("select cause from partner_spaces_carry").fetchall()
    (before, after) = json.loads(cause)["template"]
    assert before != after


def test_the_one_who_unsubscribed_is_kept_from_further_mails(demo, figures):
    with sqlite3.connect(demo[0] / "einklang.sqlite3") as db:
        assert db.execute("select count(*) from trust_centre_suppression").fetchone() == (1,)


def test_it_is_for_trying_out_only(tmp_path):
    done = run(recipe(tmp_path / "fresh").replace("EINKLANG_DEMO=1 ", ""))
    assert done.returncode != 0
    assert "EINKLANG_DEMO=1" in done.stderr
