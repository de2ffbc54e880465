"""The house stands as the floor plan says, and what holds it goes red when it is broken."""

from __future__ import annotations

import gettext
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("brand_kits", "blocks", "cms", "partner_spaces", "send")
MODULES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
PO_FILES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("locale/*/LC_MESSAGES/*.po")
)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


# -- the floor plan


def contracts(folder: Path) -> dict[str, str]:
    """Name -> KEPT or BROKEN, as import-linter says of the packages in a folder."""
    said = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder)},
    )  # fmt: skip
    found = re.findall(r"^(.+?) (KEPT|BROKEN)\b", said.stdout, re.MULTILINE)
    assert len(found) == 4, said.stdout + said.stderr
    return dict(found)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the packages to plant things in."""
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.jpg")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_four_contracts_hold(house):
    assert set(contracts(house).values()) == {"KEPT"}


@pytest.mark.parametrize(
    ("contract", "module", "planted"),
    [
        ("Floor plan", "brand_kits/errors.py", "import blocks.merge"),
        ("Customers are reached", "send/gates.py", "import partner_spaces.trust_centre.models"),
        ("The rules are pure", "blocks/locks.py", "import django.utils.timezone"),
        ("No circles", "blocks/schema.py", "import blocks.catalogue"),
    ],
)
def test_a_contract_goes_red_on_an_import_that_breaks_it(house, contract, module, planted):
    path = house / module
    before = path.read_text()
    path.write_text(f"{before}\n{planted}\n")
    try:
        broken = [name for name, said in contracts(house).items() if said == "BROKEN"]
    finally:
        path.write_text(before)
    assert [name for name in broken if name.startswith(contract)]


# -- nothing of somebody's machine, nothing nobody owns


def places(pattern: str) -> list[str]:
    """Where in the repository's texts: file:line."""
    return [
        f"{named(path)}:{number}"
        for path in tracked()
        if path.suffix not in {".woff2", ".png", ".jpg", ".mo"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_no_file_names_a_machine_or_an_index():
    machine = (
        r"/(?:work|root|home)/\w|" + "pypi" + r"\.org|python" + r"hosted|--index" + r"-url\s+http"
    )
    assert places(machine) == []


def test_no_file_is_half_merged():
    assert places(r"^(<{7}|>{7})( |$)") == []


@pytest.mark.parametrize("lock", ["run", "test"])
def test_every_locked_library_has_a_hash_and_no_address(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert "://" not in text
    pins = re.findall(r"^[a-z0-9][^\s]*==[^\s]+(?:(?:.*\\\n)+.*)?", text, re.MULTILINE)
    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_every_vendored_file_is_the_one_we_say_it_is():
    rows = re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (ROOT / "THIRD_PARTY.md").read_text(), re.MULTILINE)  # fmt: skip
    assert len(rows) >= 2
    for name, digest in rows:
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


def test_fonts_and_minified_files_are_all_listed():
    listed = (ROOT / "THIRD_PARTY.md").read_text()
    foreign = [p for p in tracked() if p.suffix in {".woff2", ".ttf"} or ".min." in p.name]
    assert [named(path) for path in foreign if named(path) not in listed] == []


def test_no_room_is_named_after_nothing():
    nothing = {"utils", "util", "helpers", "helper", "services", "service", "common", "core"}
    nothing |= {"base", "manager", "managers", "misc", "config"}
    assert [named(p) for p in MODULES if p.stem in nothing or p.parent.name in nothing] == []


def test_no_hidden_wiring():
    wires = re.compile(r"^from .+ import \*|@receiver\b|\b(?:post|pre)_(?:save|delete)\.connect", re.MULTILINE)  # fmt: skip
    assert [named(path) for path in MODULES if wires.search(path.read_text())] == []


def test_no_file_has_become_two_rooms():
    assert [named(path) for path in MODULES if len(path.read_text().splitlines()) > 500] == []


# -- words


def catalogue(path: Path) -> dict[object, str]:
    with path.open("rb") as file:
        return {k: v for k, v in gettext.GNUTranslations(file)._catalog.items() if k}


@pytest.mark.parametrize("po", PO_FILES, ids=named)
def test_the_german_is_whole_and_what_is_read_is_what_was_written(po, tmp_path):
    fresh = tmp_path / "fresh.mo"
    said = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", fresh, po],
        capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    ).stderr  # fmt: skip
    assert "untranslated" not in said, said
    assert "fuzzy" not in said, said
    assert catalogue(fresh) == catalogue(po.with_suffix(".mo"))


def test_every_package_with_words_has_german_ones():
    assert {path.relative_to(ROOT).parts[0] for path in PO_FILES} >= {
        "brand_kits",
        "cms",
        "partner_spaces",
        "send",
    }
