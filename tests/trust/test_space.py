"""A space is one partner's; outside it nothing of a customer is reached, on any database."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, QuerySet

from partner_spaces.trust_centre import customers, suppression
from partner_spaces.trust_centre.customers import Row
from partner_spaces.trust_centre.errors import NotAllowedHere, OtherSpace, OutsideSpace
from partner_spaces.trust_centre.models import Consent, Customer, PartnerKey, Suppression
from partner_spaces.trust_centre.space import Role, maintenance, space

pytestmark = pytest.mark.django_db
A, B = 11, 12
NOW = "2026-11-01T09:00:00Z"
TABLES = [Customer, Consent, Suppression, PartnerKey]


@pytest.fixture
def two_partners():
    customers.add(A, [Row("anna@a.example", first_name="Anna")])
    customers.add(B, [Row("berta@b.example", first_name="Berta")])
    with space(B):
        return Customer.objects.get()


@pytest.mark.parametrize("model", TABLES)
@pytest.mark.parametrize(
    "touch",
    [
        lambda m: m.objects.count(),
        lambda m: list(m.objects.all()),
        lambda m: list(m._base_manager.all()),
        lambda m: m.objects.create(partner_id=A),
        lambda m: m.objects.bulk_create([m(partner_id=A)]),
        lambda m: m(partner_id=A).save(),
        lambda m: m.objects.update(id=1),
        lambda m: m.objects.all().delete(),
        lambda m: list(m._base_manager.raw(f"select * from {m._meta.db_table}")),
        lambda m: list(QuerySet(m)),
        lambda m: ContentType.objects.get_for_model(m).get_object_for_this_type(pk=1),
        lambda m: list(get_user_model().objects.filter(Exists(QuerySet(m)))),
        lambda m: m(pk=1, partner_id=A).delete(),
        lambda m: m(pk=1, partner_id=A).refresh_from_db(),
    ],
)
def test_outside_a_space_every_way_in_raises(model, touch):
    with pytest.raises(OutsideSpace), transaction.atomic():
        touch(model)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from trust_centre_customer",
        'SELECT count(*) FROM "trust_centre_customer"',
        "update TRUST_CENTRE_CUSTOMER set blob = ''",
        "select 1 from cms_user join trust_centre_consent on true",
        "delete from public.trust_centre_suppression",
    ],
)
def test_outside_a_space_raw_sql_raises(sql):
    with pytest.raises(OutsideSpace), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.capability("PS1")
def test_inside_a_space_there_is_no_other_partner(two_partners):
    foreign = two_partners
    with space(A):
        assert Customer.objects.filter(pk=foreign.pk).first() is None
        assert Customer._base_manager.filter(partner_id=B).count() == 0
        assert Customer.objects.filter(partner_id=B).update(key_version=9) == 0
        assert Customer.objects.filter(uuid=foreign.uuid).delete()[0] == 0
        with pytest.raises(Customer.DoesNotExist):
            foreign.refresh_from_db()
        for write in (
            lambda: Customer.objects.create(partner_id=B, key_version=1, blob=b""),
            lambda: Customer.objects.bulk_create([Customer(partner_id=B, key_version=1, blob=b"")]),
            lambda: Customer.objects.get_or_create(
                partner_id=B, uuid=foreign.uuid, defaults={"key_version": 1, "blob": b""}
            ),
            foreign.save,
            foreign.delete,
        ):
            with pytest.raises(OtherSpace), transaction.atomic():
                write()
        for write in (
            lambda: Customer.objects.update(partner_id=B),
            lambda: Customer.objects.bulk_update([foreign], ["partner_id"]),
        ):
            with pytest.raises(NotAllowedHere), transaction.atomic():
                write()
        foreign.partner_id = A  # a lie in memory moves nothing and deletes nothing
        assert foreign.delete()[0] == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            foreign.save()
    with space(B):
        assert Customer.objects.get().key_version == 1


def test_another_partners_space_inside_raises_and_the_same_is_a_no_op():
    with space(A), space(A), pytest.raises(OtherSpace), space(B):
        pass


@pytest.mark.parametrize("nobody", [None, 0, -1, "1", [1], True, 1.0])
def test_a_space_takes_one_partner_and_never_none(nobody):
    with pytest.raises(TypeError), space(nobody):
        pass


def test_after_a_space_the_door_is_shut_again_also_after_an_error():
    with pytest.raises(ZeroDivisionError), space(A):
        raise ZeroDivisionError
    with pytest.raises(OutsideSpace), transaction.atomic():
        Customer.objects.count()
    with space(B):
        assert Customer.objects.count() == 0


def test_a_query_built_inside_does_not_run_outside(two_partners):
    with space(A):
        lazy = Customer.objects.all()
    with pytest.raises(OutsideSpace), transaction.atomic():
        list(lazy)


def test_an_iterator_never_outlives_its_space():
    with space(A):
        for read in (Customer.objects.iterator, Customer.objects.all().aiterator):
            with pytest.raises(NotAllowedHere):
                read()


def test_dumpdata_leaves_customers_out(capsys, two_partners):
    with pytest.raises(CommandError):
        call_command("dumpdata", "trust_centre")
    with pytest.raises(CommandError):
        call_command("dumpdata", "trust_centre.Customer")
    call_command("dumpdata")
    assert "trust_centre." not in capsys.readouterr().out.replace("trust_centre.tripwire", "")


def test_a_fixture_brings_no_customer_in(tmp_path):
    row = {"partner_id": A, "key_version": 1, "blob": "", "created_at": NOW, "updated_at": NOW}
    file = tmp_path / "customers.json"
    file.write_text(json.dumps([{"model": "trust_centre.customer", "pk": 1, "fields": row}]))
    with pytest.raises(OutsideSpace), transaction.atomic():
        call_command("loaddata", file)


def test_no_relation_leads_from_or_to_a_trust_table():
    for model in TABLES:
        assert not [f for f in model._meta.get_fields() if f.is_relation]


def test_another_thread_is_not_inside():
    """A space belongs to the line of work that opened it."""

    def look():
        try:
            Customer.objects.count()
        except OutsideSpace:
            return "outside"
        return "inside"

    with space(A), ThreadPoolExecutor(1) as pool:
        assert pool.submit(look).result() == "outside"


def test_the_public_door_only_adds_suppressions_and_repeats_are_one(two_partners):
    for _ in range(3):
        suppression.suppress(A, address_index=b"i" * 16, channel="email", reason="unsubscribed")
    with space(A):
        assert Suppression.objects.count() == 1
        assert suppression.suppressed([b"i" * 16, b"x" * 16], channel="email") == {b"i" * 16}
    with space(B):
        assert Suppression.objects.count() == 0


def test_maintenance_lifts_the_tripwire_and_no_more():
    """On PostgreSQL the second wall stands: the app login has no right outside a space."""
    with maintenance(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with pytest.raises(DatabaseError):
                cursor.execute("select count(*) from trust_centre_customer")
            transaction.set_rollback(True)
        else:
            cursor.execute("select count(*) from trust_centre_customer")


def test_roles_are_words_of_the_database():
    assert {r.value for r in Role} == {"partner_app", "sender_app", "public_app"}
