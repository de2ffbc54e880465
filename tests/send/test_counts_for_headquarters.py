"""Headquarters' process sees how many mails are in which state, and never a row of the ledger."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from partner_spaces.trust_centre import grants
from send import dispatch as way
from tests.send.conftest import add, person
from tests.trust.test_roles import as_login, owner_wrapper

pytestmark = [pytest.mark.postgres]
if not os.environ.get("EINKLANG_OWNER_DATABASE_URL"):
    pytestmark.append(
        pytest.mark.skip(reason="SQLite has no roles; `make test` runs this on PostgreSQL")
    )
# no right to it, or (a view that counts) nobody can write it
REFUSED = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)
COUNTED = "select dispatch_id, state, deliveries from send_delivery_count order by 1, 2"
COLUMNS = """select column_name from information_schema.columns
    where table_name = 'send_delivery_count' order by ordinal_position"""


@pytest.fixture
def sent(transactional_db, space, review, owner, post):
    add(space, *[person(f"Nr{i}") for i in range(7)], person("Ohne", consent=None))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    post.drain()
    return made


def test_the_studio_login_reads_how_many_by_dispatch_and_state(sent):
    with as_login("einklang_studio") as bare:
        rows = bare.execute(COUNTED).fetchall()
    assert rows == [(sent.pk, "accepted", 7), (sent.pk, "skipped", 1)]


def test_there_is_nothing_in_it_but_numbers(sent):
    with as_login("einklang_studio") as bare:
        names = [row[0] for row in bare.execute(COLUMNS).fetchall()]
        assert names == ["dispatch_id", "state", "deliveries"]
        kinds = {type(value) for row in bare.execute(COUNTED).fetchall() for value in row}
    assert kinds == {int, str}


@pytest.mark.parametrize(
    "sql",
    [
        "select * from send_delivery",
        "select count(*) from send_delivery",
        "select address_index from send_delivery limit 1",
        "select customer from send_delivery limit 1",
        "update send_delivery set state = 'ready'",
        "delete from send_delivery",
        "copy send_delivery to stdout",
        "create view mine as select * from send_delivery",
        "update send_delivery_count set deliveries = 0",
        "delete from send_delivery_count",
        "create or replace view send_delivery_count as select 1 as dispatch_id",
    ],
)
def test_the_studio_login_reads_and_writes_no_row(sent, sql):
    with as_login("einklang_studio") as bare, pytest.raises(REFUSED):
        bare.execute(sql)


def test_the_rights_come_back_whenever_they_are_given_and_go_no_further(sent):
    with owner_wrapper() as owner:
        with owner.cursor() as cursor:
            cursor.execute("revoke all on send_delivery_count from einklang_studio")
            cursor.execute("grant all on send_delivery to einklang_studio")
        grants.apply(owner, prefix=grants.prefix_of_owner(owner))
    with as_login("einklang_studio") as bare:
        assert bare.execute(COUNTED).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            bare.execute("select 1 from send_delivery")


def test_nobody_but_the_studio_needs_it(transactional_db):
    for login in ("einklang_desk", "einklang_sender", "einklang_public", "cms_app"):
        with connection.cursor() as cursor:
            cursor.execute(
                "select has_table_privilege(%s, 'send_delivery_count', 'select')", [login]
            )
            assert cursor.fetchone() == (False,), login
