"""Who may do what in the database: logins, roles, rights, and what `check --deploy` refuses."""

import datetime as dt
import os
import uuid
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import psycopg.sql
import pytest
from django.core.management import call_command
from django.db import connection, connections

from partner_spaces.trust_centre import audience, checks, customers, grants, suppression
from partner_spaces.trust_centre.customers import Row
from partner_spaces.trust_centre.space import maintenance

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
if not os.environ.get("EINKLANG_OWNER_DATABASE_URL"):
    pytestmark.append(
        pytest.mark.skip(reason="SQLite has no roles; `make test` runs this on PostgreSQL")
    )

A, B = 31, 32
NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)


def one(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone() if cursor.description else cursor.rowcount


@pytest.fixture
def two_partners():
    customers.add(A, [Row("anna@a.example")])
    customers.add(B, [Row("berta@b.example")])


def as_login(name):
    """A bare connection, without Django and its tripwire."""
    url = os.environ["DATABASE_URL"].replace("einklang_all:", f"{name}:")
    return psycopg.connect(url, autocommit=True)


def test_the_suite_runs_as_the_app_login():
    assert one(
        "select rolsuper, rolbypassrls, rolinherit from pg_roles where rolname = session_user"
    ) == (False, False, False)
    assert one(
        "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = session_user)"
    ) == (0,)
    assert checks.database_keeps_partners_apart() == []


# -- every login and every role, without Django


@pytest.mark.parametrize(
    ("login", "roles"),
    [
        ("einklang_all", {"partner_app", "sender_app", "public_app"}),
        ("einklang_studio", set()),
        ("einklang_desk", {"partner_app", "public_app"}),
        ("einklang_sender", {"sender_app", "public_app"}),
        ("einklang_public", {"public_app"}),
    ],
)
def test_a_login_takes_its_roles_alone_and_reads_no_trust_table_by_itself(login, roles):
    taken = set()
    with as_login(login) as bare:
        assert bare.execute(
            "select rolsuper, rolbypassrls, rolinherit, rolcreaterole from pg_roles where rolname = session_user"
        ).fetchone() == (False, False, False, False)
        assert bare.execute("select count(*) >= 0 from cms_user").fetchone() == (True,)
        for table in grants.trust_tables():
            for right in ("select", "insert", "update", "delete", "truncate", "references"):
                assert bare.execute(
                    "select has_table_privilege(session_user, %s, %s)", [table, right]
                ).fetchone() == (False,)
        administrators = bare.execute("select rolname from pg_roles where rolsuper").fetchall()
        assert administrators
        for role in (*grants.ROLES[1:], "einklang_owner", *(name for (name,) in administrators)):
            try:
                bare.execute(psycopg.sql.SQL("set role {}").format(psycopg.sql.Identifier(role)))
            except psycopg.errors.InsufficientPrivilege:
                continue
            taken.add(role)
            bare.execute("reset role")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            bare.execute("alter table trust_centre_customer disable row level security")
    assert taken == roles


RIGHTS = {
    "partner_app": {
        "partnerkey": "select insert update delete",
        "customer": "select insert update delete",
        "consent": "select insert update delete",
        "suppression": "select insert",
    },
    "sender_app": {
        "partnerkey": "select",
        "customer": "select",
        "consent": "select",
        "suppression": "select insert",
    },
    "public_app": {"suppression": "insert"},
    "cms_app": {},
}


@pytest.mark.parametrize("role", RIGHTS)
def test_a_role_has_these_rights_and_no_other(role):
    for table in ("partnerkey", "customer", "consent", "suppression"):
        has = {
            right
            for right in ("select", "insert", "update", "delete", "truncate", "trigger")
            if one("select has_table_privilege(%s, %s, %s)", role, f"trust_centre_{table}", right)[
                0
            ]
        }
        assert has == set(RIGHTS[role].get(table, "").split()), table


def test_the_studio_reads_no_delivery():
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with as_login("einklang_studio") as bare, refused:
        bare.execute("select * from send_delivery")


def test_only_our_logins_enter_the_database():
    assert one("select has_database_privilege('public', current_database(), 'connect')") == (False,)
    assert one("select has_schema_privilege('public', 'public', 'create')") == (False,)


def test_provisioning_and_rights_again_change_nothing(monkeypatch, capsys):
    monkeypatch.setenv("EINKLANG_LOGIN_PASSWORD", "nur-fuer-tests")
    call_command("provision_database")
    assert "einklang_all postgres://" in capsys.readouterr().out
    with owner_wrapper() as owner:
        grants.apply(owner, prefix=grants.prefix_of_owner(owner))
    with as_login("einklang_all") as bare:
        assert bare.execute("select count(*) >= 0 from cms_user").fetchone() == (True,)
    assert checks.database_keeps_partners_apart() == []


# -- check --deploy


@contextmanager
def wrapper(url):
    """A Django connection with another login."""
    made = connections.create_connection("default")
    parsed = urlsplit(url)
    made.settings_dict = {
        **made.settings_dict,
        "USER": parsed.username,
        "PASSWORD": parsed.password,
    }
    try:
        yield made
    finally:
        made.close()


def owner_wrapper():
    return wrapper(os.environ["EINKLANG_OWNER_DATABASE_URL"])


def test_check_deploy_refuses_the_owner_and_a_superuser_and_a_table_without_policy():
    with owner_wrapper() as owner:
        assert {e.id for e in checks.judged(owner)} == {"einklang.E003", "einklang.E004"}
        with maintenance(), owner.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("alter table trust_centre_consent no force row level security")
            cursor.execute("drop policy one_partner on trust_centre_customer")
            found = [e.msg for e in checks.judged(owner) if e.id == "einklang.E005"]
            cursor.execute("rollback")
        assert found == [
            "trust_centre_consent has no forced row policy.",
            "trust_centre_customer has no forced row policy.",
        ]
    with wrapper(os.environ["EINKLANG_ADMIN_DATABASE_URL"]) as admin:
        assert "einklang.E002" in {e.id for e in checks.judged(admin)}


def test_an_opt_out_works_as_the_public_login_alone():
    """What the public door's process may do, and no more: the raw INSERT, nothing to read."""
    with as_login("einklang_public") as bare, bare.transaction(force_rollback=True):
        bare.execute("set local role public_app")
        bare.execute("select set_config('app.partner_id', '31', true)")
        row = (A, uuid.uuid4(), b"i" * 16, "email", "unsubscribed", NOW)
        for _ in range(2):
            bare.execute(suppression._INSERT, row)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), bare.transaction():
            bare.execute("select * from trust_centre_suppression")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), bare.transaction():
            bare.execute(suppression._INSERT, (B, *row[1:]))


@pytest.mark.parametrize(
    ("login", "call"),
    [
        ("desk", lambda: audience.counts(A, purpose="marketing", channel="email").total),
        ("desk", lambda: len(customers.page(A))),
        ("desk", lambda: customers.count(A)),
        (
            "sender",
            lambda: len(
                audience.members(A, after=None, limit=9, purpose="marketing", channel="email")
            ),
        ),
    ],
)
def test_each_process_needs_only_the_roles_of_its_login(two_partners, login, call):
    """A door that takes a role its process's login does not have would fail only in production."""
    wanted = []

    def listen(execute, sql, params, many, context):
        if sql.startswith("SET LOCAL ROLE ") and "NONE" not in sql:
            wanted.append(sql.removeprefix("SET LOCAL ROLE "))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        assert call() == 1
    assert wanted
    assert set(wanted) <= set(grants.LOGINS[login])
