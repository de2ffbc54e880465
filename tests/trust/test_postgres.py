"""The second wall alone: row-level security with the tripwire off."""

import datetime as dt
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import QuerySet

from partner_spaces.trust_centre import customers
from partner_spaces.trust_centre.customers import Row
from partner_spaces.trust_centre.models import Customer
from partner_spaces.trust_centre.space import Role, _tripwire, space

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


@pytest.fixture
def no_tripwire():
    connection.execute_wrappers.remove(_tripwire)
    yield
    connection.execute_wrappers.append(_tripwire)


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from trust_centre_customer",
        "insert into trust_centre_suppression (partner_id, uuid, address_index, channel, reason, created_at) values (1, gen_random_uuid(), '', '', '', now())",
        "update trust_centre_customer set key_version = 2",
        "delete from trust_centre_consent",
        "select wrapped from trust_centre_partnerkey",
    ],
)
def test_without_a_role_the_login_has_no_right(no_tripwire, two_partners, sql):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        one(sql)


@pytest.mark.capability("PS1")
@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from trust_centre_customer where partner_id = 32",
        "select count(*) from (select * from trust_centre_customer union all select * from trust_centre_customer) x where partner_id = 32",
        "select count(*) from trust_centre_partnerkey where partner_id <> 31",
        "select count(*) from trust_centre_customer c join trust_centre_partnerkey k on true where k.partner_id = 32",
    ],
)
def test_inside_a_space_raw_sql_sees_no_other_partner(no_tripwire, two_partners, sql):
    with space(A):
        assert one("select count(*) from trust_centre_customer") == (1,)
        assert one(sql) == (0,)


@pytest.mark.parametrize(
    "sql",
    [
        "update trust_centre_customer set partner_id = 32",
        "insert into trust_centre_customer (partner_id, uuid, key_version, blob, created_at, updated_at) values (32, gen_random_uuid(), 1, '', now(), now())",
        "insert into trust_centre_suppression (partner_id, uuid, address_index, channel, reason, created_at) values (32, gen_random_uuid(), 'x', 'email', '', now())",
    ],
)
def test_inside_a_space_raw_sql_writes_no_other_partner(no_tripwire, two_partners, sql):
    with pytest.raises(DatabaseError, match="row-level security"), space(A):
        one(sql)


@pytest.mark.capability("PS1")
@pytest.mark.parametrize(
    ("way", "outcome"),
    [
        (lambda rows, b: rows.filter(pk=b.pk).count(), 0),
        (lambda rows, b: rows.filter(partner_id=B).count(), 0),
        (lambda rows, b: rows.filter(partner_id=B).update(key_version=7), 0),
        (lambda rows, b: rows.filter(partner_id=B)._raw_delete(rows.db), 0),
        (lambda rows, b: len(list(rows.raw("select * from trust_centre_customer"))), 1),
        (lambda rows, b: rows.update(partner_id=B), DatabaseError),
        (lambda rows, b: rows.bulk_create([b_row()]), DatabaseError),
        (lambda rows, b: b_row().save_base(raw=True, force_insert=True), DatabaseError),
        (lambda rows, b: rows.filter(pk=b.pk).select_for_update().count(), 0),
    ],
)
def test_the_orm_without_our_manager_and_tripwire_sees_no_other_partner(
    no_tripwire, two_partners, way, outcome
):
    """The second wall alone, as if all our Python were wrong."""
    with space(B):
        foreign = Customer.objects.get()
    rows = QuerySet(Customer)
    if outcome is DatabaseError:
        with pytest.raises(DatabaseError, match="row-level security"), space(A):
            way(rows, foreign)
    else:
        with space(A):
            assert way(rows, foreign) == outcome
    with space(B):
        assert Customer.objects.get().key_version == foreign.key_version


def b_row():
    return Customer(partner_id=B, key_version=1, blob=b"", created_at=NOW, updated_at=NOW)


def test_deleting_everything_deletes_ones_own(no_tripwire, two_partners):
    with space(A):
        assert one("delete from trust_centre_customer") == 1
    with space(B):
        assert Customer.objects.count() == 1


@pytest.mark.parametrize("value", ["''", "'0'", "'-1'"])
def test_a_missing_or_empty_setting_shows_nothing(no_tripwire, two_partners, value):
    with space(A):
        one(f"select set_config('app.partner_id', {value}, true)")
        assert one("select count(*) from trust_centre_customer") == (0,)


def test_a_setting_that_is_no_number_is_an_error(no_tripwire, two_partners):
    with space(A):
        one("select set_config('app.partner_id', 'abc', true)")
        with pytest.raises(DatabaseError), transaction.atomic():
            one("select count(*) from trust_centre_customer")


def test_row_security_cannot_be_switched_off(no_tripwire, two_partners):
    with space(A):
        one("set local row_security = off")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            one("select count(*) from trust_centre_customer")


def test_after_a_space_role_and_setting_are_gone_and_a_savepoint_does_not_keep_them(two_partners):
    with transaction.atomic():
        with space(A):
            assert one("select current_user") == ("partner_app",)
        assert one(
            "select current_user = session_user, current_setting('app.partner_id', true)"
        ) == (True, "")
    with pytest.raises(ZeroDivisionError), transaction.atomic(), space(A):
        raise ZeroDivisionError
    assert one("select current_user = session_user") == (True,)


def test_the_public_role_reads_no_customer_and_no_suppression(no_tripwire, two_partners):
    for table in ("customer", "consent", "partnerkey", "suppression"):
        with pytest.raises(DatabaseError, match="permission denied"), space(A, role=Role.PUBLIC):
            one(f"select count(*) from trust_centre_{table}")


def test_the_sender_role_changes_no_customer(no_tripwire, two_partners):
    for sql in (
        "update trust_centre_customer set key_version = 3",
        "delete from trust_centre_consent",
        "delete from trust_centre_suppression",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), space(A, role=Role.SENDER):
            one(sql)


def test_inside_a_space_the_cms_is_readable(two_partners):
    with space(A):
        assert one("select count(*) from cms_user")[0] >= 0


# -- with real commits


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_the_connection_is_nobodys(no_tripwire):
    customers.add(A, [Row("anna@a.example")])
    assert one("select current_user = session_user, current_setting('app.partner_id', true)") == (
        True,
        "",
    )
    with pytest.raises(DatabaseError, match="permission denied"):
        QuerySet(Customer).count()


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_once_make_no_customer_twice():
    customers.add(A, [Row("first@a.example")])
    people = [Row(f"k{i}@a.example") for i in range(40)]

    def come_in(_number):
        try:
            return customers.add(A, people)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(come_in, range(4)))
    assert sum(a.created for a in added) == 40
    assert customers.count(A) == 41


@pytest.mark.django_db(transaction=True)
def test_a_space_begun_by_two_at_once_gets_one_set_of_keys():
    def come_in(number):
        try:
            return customers.add(A, [Row(f"k{number}@a.example")]).created
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(come_in, range(4))) == 4
    assert {m.state for m in customers.page(A)} == {"none"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.capability("PS2")
def test_a_dump_of_the_whole_database_holds_only_ciphertext():
    customers.add(A, [Row("kanarie@vogel.example", first_name="Kanarienvogel")])
    admin = os.environ["EINKLANG_ADMIN_DATABASE_URL"].rpartition("/")[0] + "/einklang"
    dump = subprocess.run(["pg_dump", "--dbname", admin], capture_output=True, check=True).stdout
    assert b"trust_centre_customer" in dump
    assert b"COPY public.trust_centre_customer" in dump
    for canary in (b"kanarie", b"Kanarienvogel", b"vogel.example"):
        assert canary not in dump
        assert canary.hex().encode() not in dump, "a dump writes bytes as hex"
    refused = subprocess.run(
        ["pg_dump", "--dbname", os.environ["EINKLANG_OWNER_DATABASE_URL"]],
        capture_output=True,
        check=False,
    )
    assert refused.returncode != 0, "row-level security holds against the owner's dump too"
