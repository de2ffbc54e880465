"""How the suite stands: folders of its own, databases as in production, a real browser."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path

_VAR = Path(tempfile.mkdtemp(prefix="einklang-test-"))
os.environ.setdefault("EINKLANG_VAR", str(_VAR))
os.environ.setdefault("EINKLANG_DEMO", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread

import shutil

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

CAPABILITIES = {
    row["id"] for row in csv.DictReader((Path(__file__).parent / "capabilities.csv").open())
}


def pytest_configure(config):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_unconfigure(config):
    shutil.rmtree(_VAR, ignore_errors=True)


def pytest_collection_modifyitems(items):
    """A capability marker names one or two capabilities that exist."""
    for item in items:
        for marker in item.iter_markers("capability"):
            if not 1 <= len(marker.args) <= 2 or not set(marker.args) <= CAPABILITIES:
                raise pytest.UsageError(
                    f"{item.nodeid}: capability{marker.args} is not one or two known ids"
                )


# -- databases

ON_POSTGRES = bool(os.environ.get("EINKLANG_OWNER_DATABASE_URL"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """On PostgreSQL `tests.on_postgres` migrated as the owner; every test runs as the app login."""
    if not ON_POSTGRES:
        with django_db_blocker.unblock():
            name = connection.creation.create_test_db(verbosity=0, serialize=False)
        yield
        with django_db_blocker.unblock():
            connection.creation.destroy_test_db(name, verbosity=0)
        return
    yield
    for each in connections.all(initialized_only=True):
        each.close()


def _empty_as_owner(_case):
    """After a transactional test: the owner empties all tables, for the app login may not."""
    with psycopg.connect(os.environ["EINKLANG_OWNER_DATABASE_URL"], autocommit=True) as owner:
        rows = owner.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        ).fetchall()
        owner.execute("TRUNCATE {} RESTART IDENTITY CASCADE".format(", ".join(r[0] for r in rows)))


@pytest.fixture(autouse=True)
def _transactional_tests_start_from_the_migrated_state(request, monkeypatch):
    """What migrations put in (locales, root page, groups) comes back after emptying."""
    if "transactional_db" not in request.fixturenames and "live_server" not in request.fixturenames:
        marker = request.node.get_closest_marker("django_db")
        if not (marker and marker.kwargs.get("transaction")):
            yield
            return
    if ON_POSTGRES:
        monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", _empty_as_owner)
    else:
        monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", _flush)
    yield


def _flush(self):
    call_command(
        "flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True
    )


def put_back_migrated_rows():
    """Site, locales, root page, collection and content types, as the migrations leave them."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes
    from django.apps import apps
    from wagtail.models import Collection, Locale, Page

    for config in apps.get_app_configs():
        config.models_module and create_contenttypes(config, verbosity=0)
        config.models_module and create_permissions(config, verbosity=0)
    german, _ = Locale.objects.get_or_create(language_code="de")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root", locale=german))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(instance=Collection(name="Root"))


@pytest.fixture(autouse=True)
def _rows_of_migrations(request):
    names = set(request.fixturenames)
    if not names & {"db", "transactional_db", "live_server", "django_db_setup"}:
        if not request.node.get_closest_marker("django_db"):
            return
    marker = request.node.get_closest_marker("django_db")
    transactional = (
        "transactional_db" in names
        or "live_server" in names
        or bool(marker and marker.kwargs.get("transaction"))
    )
    request.getfixturevalue("transactional_db" if transactional else "db")
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(_playwright):
    """Debian's Chromium. It is required: a missing browser fails, it does not skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    assert Path(path).exists(), "Chromium is missing. As root: apt-get install -y chromium"
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    browser = _playwright.chromium.launch(executable_path=path, args=arguments)
    yield browser
    browser.close()


@pytest.fixture
def browser_context(chromium):
    """A fresh browser window in German, 1440 x 900; what a page shouts at the console is an error."""
    context = chromium.new_context(locale="de-DE", viewport={"width": 1440, "height": 900})
    yield context
    context.close()
