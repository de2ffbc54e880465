"""How the suite stands: folders of its own, databases as in production, a real browser."""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from playwright.sync_api import Error, sync_playwright
from wagtail.models import Collection, Locale, Page
from wagtail.snippets.models import create_extra_permissions

from brand_kits import theme_of
from cms import shared

HERE = Path(__file__).parent
CAPABILITIES = {
    row["id"] for row in csv.DictReader((HERE / "capabilities.csv").read_text().splitlines())
}
VAR = Path(tempfile.mkdtemp(prefix="einklang-test-"))


def pytest_configure(config):
    """Before any test: no file of the suite lies among the installation's own."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs here too
    settings.VAR_DIR = VAR
    settings.STATIC_ROOT = VAR / "static"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_unconfigure(config):
    shutil.rmtree(VAR, ignore_errors=True)


def pytest_collection_modifyitems(items):
    """A capability marker names one or two capabilities that exist."""
    for item in items:
        for marker in item.iter_markers("capability"):
            if not 1 <= len(marker.args) <= 2 or not set(marker.args) <= CAPABILITIES:
                raise pytest.UsageError(
                    f"{item.nodeid}: capability{marker.args} is not one or two known ids"
                )


# -- databases

MIGRATED = os.environ.get("EINKLANG_MIGRATED")  # `tests.house_faults` gives one to all its runs
ON_POSTGRES = bool(os.environ.get("EINKLANG_OWNER_DATABASE_URL"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """On PostgreSQL `tests.on_postgres` migrated as the owner; every test runs as the app login."""
    emptying = pytest.MonkeyPatch()
    # The whole session long: a test's own patches are taken back before its database is emptied.
    empty = _empty_as_owner if ON_POSTGRES else _flush
    emptying.setattr(TransactionTestCase, "_fixture_teardown", empty)
    if ON_POSTGRES:
        yield
        for each in connections.all(initialized_only=True):
            each.close()
    else:
        with django_db_blocker.unblock():
            if MIGRATED:
                name = _copied(MIGRATED)
            else:
                name = connection.creation.create_test_db(verbosity=0, serialize=False)
        yield
        with django_db_blocker.unblock():
            connection.creation.destroy_test_db(name, verbosity=0)
    emptying.undo()


def _copied(file):
    """A test database from one that was migrated before: 74 runs need not migrate 74 times."""
    creation = connection.creation
    name = creation._create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(file)) as kept:
        kept.backup(connection.connection)
    return name


def _empty_as_owner(_case):
    """After a transactional test: the owner empties all tables, for the app login may not."""
    with psycopg.connect(os.environ["EINKLANG_OWNER_DATABASE_URL"], autocommit=True) as owner:
        rows = owner.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        ).fetchall()
        owner.execute("SET lock_timeout = '30s'")  # a transaction left open fails, it does not hang
        owner.execute("TRUNCATE {} RESTART IDENTITY CASCADE".format(", ".join(r[0] for r in rows)))


def _flush(_case):
    call_command(
        "flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True
    )


def put_back_migrated_rows():
    """Site, locales, root page, collection and content types, as the migrations leave them."""
    for config in apps.get_app_configs():
        if config.models_module:
            create_contenttypes(config, verbosity=0)
            create_permissions(config, verbosity=0)
    create_extra_permissions(apps.get_app_config("wagtailsnippets"), verbosity=0)
    german, _ = Locale.objects.get_or_create(language_code="de")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root", locale=german))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(instance=Collection(name="Root"))


@pytest.fixture(autouse=True)
def _nothing_is_remembered_of_another_test():
    """Kept by revision id, and a test's ids come again in the next."""
    shared.forget()
    theme_of.forget()


@pytest.fixture(autouse=True)
def _rows_of_migrations(request):
    names = set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    if marker is None and not names & {"db", "transactional_db", "live_server"}:
        return
    transactional = (
        "transactional_db" in names
        or "live_server" in names
        or bool(marker and marker.kwargs.get("transaction"))  # as pytest-django reads it
    )
    request.getfixturevalue("transactional_db" if transactional else "db")
    ContentType.objects.clear_cache()
    if not Page.objects.filter(depth=1).exists():
        put_back_migrated_rows()


@pytest.fixture(autouse=True)
def _folders_of_its_own(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KEY_DIR = tmp_path / "keys"
    settings.KEY_PROVIDER = {**settings.KEY_PROVIDER, "OPTIONS": {"folder": tmp_path / "keys"}}
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.EMAIL_FILE_PATH = tmp_path / "mailbox-system"


# -- the browser


@pytest.fixture(scope="session")
def _playwright():
    with sync_playwright() as playwright:
        yield playwright


def _launched(kind, path: str):
    """With Chromium's own sandbox, as a plain user; Playwright would leave it out unasked."""
    quiet = ("background-networking", "component-update", "sync", "quic")
    how = {"executable_path": path, "args": [f"--disable-{what}" for what in quiet]}
    try:
        return kind.launch(**how, chromium_sandbox=os.geteuid() != 0)  # refuses to run as root
    except Error as error:
        if "sandbox" not in str(error):
            raise
        return kind.launch(**how, chromium_sandbox=False)  # a container that allows none


@pytest.fixture(scope="session")
def chromium(_playwright):
    """Debian's Chromium. It is required: a missing browser fails, it does not skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    assert Path(path).exists(), "Chromium is missing. As root: apt-get install -y chromium"
    browser = _launched(_playwright.chromium, path)
    yield browser
    browser.close()


@pytest.fixture
def browser_context(chromium):
    """A fresh browser window in German, 1440 x 900; what a page shouts at the console is an error."""
    context = chromium.new_context(locale="de-DE", viewport={"width": 1440, "height": 900})
    yield context
    context.close()
