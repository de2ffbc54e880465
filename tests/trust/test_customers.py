"""Customers come in sealed, are shown masked, and get a mail only after a double opt-in."""

import datetime as dt
import os
import uuid

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from partner_spaces.trust_centre import audience, consent, crypto, customers, keys, suppression
from partner_spaces.trust_centre.consent import ConsentFact, may_send
from partner_spaces.trust_centre.customers import DoubleOptIn, Row
from partner_spaces.trust_centre.errors import KeyUnavailable, Unreadable
from partner_spaces.trust_centre.keyring import keyring, provider
from partner_spaces.trust_centre.models import Customer
from partner_spaces.trust_centre.space import maintenance, space

NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
YES = DoubleOptIn(
    NOW, NOW + dt.timedelta(minutes=5), "Ja, ich möchte Post von Ihnen.", "Kundenkarte"
)
A, B = 21, 22


def anna(**values):
    return Row(
        **{
            "email": "anna@kunde.example",
            "first_name": "Anna",
            "last_name": "Ährenfeld",
            "consent": YES,
            **values,
        }
    )


@pytest.mark.django_db
def test_a_customer_is_stored_sealed_and_shown_masked():
    assert customers.add(A, [anna()]).created == 1
    with space(A):
        row = Customer.objects.get()
        assert b"anna" not in bytes(row.blob).lower()
    shown = customers.page(A)
    assert [(m.name, m.email, m.state) for m in shown] == [("Anna Ä.", "a…@k….example", "given")]


@pytest.mark.django_db
def test_the_same_address_again_updates_and_a_proof_is_never_lost():
    customers.add(A, [anna()])
    added = customers.add(
        A, [anna(email=" ANNA@kunde.example".strip(), first_name="Anne", consent=None)]
    )
    assert (added.created, added.updated) == (0, 1)
    with keys.open_for(_Dispatch(A)) as door:
        person = door.people([customers.page(A)[0].uuid], channel="email")
    assert next(iter(person.values())).values["first_name"] == "Anne"
    assert opened()["consent"][0]["source"] == "Kundenkarte"


class _Dispatch:
    purpose = "marketing"

    def __init__(self, partner_id):
        self.partner_id = partner_id


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@",
        "anna@x",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "=?utf-8?q?a?=@b.example",
        "a@b.example\x00",
        '"a" <a@b.example>',
        "a@b.example\u2028",
    ],
)
def test_what_is_not_exactly_one_address_is_left_out_with_its_number(address):
    added = customers.add(A, [anna(), Row(address), anna(email="ok@kunde.example")])
    assert added.created == 2
    assert added.rejected == [(2, "email")]


@pytest.mark.django_db
def test_the_audience_says_who_may_get_a_mail_and_why_not():
    customers.add(
        A,
        [anna(), anna(email="ohne@kunde.example", consent=None), anna(email="raus@kunde.example")],
    )
    gone = next(m for m in customers.page(A, email="raus@kunde.example"))
    with space(A):
        index = bytes(Customer.objects.get(uuid=gone.uuid).email_index)
    suppression.suppress(A, address_index=index, channel="email", reason="unsubscribed")
    counts = audience.counts(A, purpose="marketing", channel="email")
    assert (counts.total, counts.reachable, counts.without_consent, counts.suppressed) == (
        3,
        1,
        1,
        1,
    )
    assert audience.counts(A, purpose="newsletter", channel="email").reachable == 0
    assert audience.counts(A, purpose="marketing", channel="letter").reachable == 0
    assert audience.counts(B, purpose="marketing", channel="email").total == 0


@pytest.mark.django_db
def test_a_withdrawal_holds_against_a_later_list():
    customers.add(A, [anna()])
    who = customers.page(A)[0].uuid
    with space(A):
        consent.withdraw(who, purpose="marketing", channel="email", at=NOW)
    customers.add(A, [anna()])
    assert audience.counts(A, purpose="marketing", channel="email").reachable == 0


@pytest.mark.django_db
def test_one_list_naming_somebody_twice_makes_one_customer_and_loses_no_proof():
    added = customers.add(
        A, [anna(), anna(consent=None, first_name="", company="Ährenfeld OHG")], by=7
    )
    assert (added.created, added.updated, added.rejected) == (1, 1, [])
    data = opened()
    assert (data["first_name"], data["company"]) == ("Anna", "Ährenfeld OHG")
    assert [(p["source"], p["by"]) for p in data["consent"]] == [("Kundenkarte", 7)]
    assert audience.counts(A, purpose="marketing", channel="email").reachable == 1


def opened():
    """The one customer of A, as the partner's own key opens it."""
    with space(A):
        row = Customer.objects.get()
        return keyring().unseal(row.blob, row=row.uuid)


@pytest.mark.django_db
def test_names_are_cleaned_of_what_nobody_sees():
    customers.add(A, [anna(last_name="A\u0308hren\u202efeld\u200b  Söhne\ue000")])
    assert opened()["last_name"] == "Ährenfeld Söhne"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Row("b@kunde.example", last_name="x\nBcc: y"), "text"),
        (Row("b@kunde.example", last_name="=?utf-8?q?x?="), "text"),
        (Row("b@kunde.example", last_name="x" * 201), "text"),
        (Row("b@kunde.example", last_name="\ud800"), "text"),
        (Row("b@kunde.example", consent=DoubleOptIn(NOW, NOW, " ", "")), "consent"),
        (Row("b@kunde.example", consent=DoubleOptIn(YES.confirmed_at, NOW, "Ja", "")), "consent"),
        (
            Row("b@kunde.example", consent=DoubleOptIn(NOW.replace(tzinfo=None), NOW, "Ja", "")),
            "consent",
        ),
        (Row("b@kunde.example", consent=DoubleOptIn(NOW, NOW, "Ja \ud800", "")), "consent"),
        (Row("b\ud800@kunde.example"), "email"),
    ],
)
def test_a_row_that_cannot_be_stored_is_named_and_the_others_go_in(row, code):
    added = customers.add(A, [row, anna()])
    assert (added.created, added.rejected) == (1, [(1, code)])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Anna@Kunde.example", " anna@kunde.EXAMPLE ", True),
        ("anna@m\u00fcller.example", "anna@xn--mller-kva.example", True),
        ("anna@mu\u0308ller.example", "anna@m\u00fcller.example", True),
        ("anna@stra\u00dfe.example", "anna@strasse.example", False),
        ("gro\u00df@kunde.example", "gross@kunde.example", False),
        ("anna@kunde.example", "anna@kunden.example", False),
    ],
)
def test_two_spellings_of_an_address_are_one_and_two_addresses_are_two(one, other, same):
    assert (crypto.normal_email(one) == crypto.normal_email(other)) is same


@pytest.mark.django_db
def test_who_opted_out_is_shown_so_and_stays_out_under_every_spelling():
    customers.add(A, [anna(email="anna@m\u00fcller.example")])
    with space(A):
        index = bytes(Customer.objects.get().email_index)
    suppression.suppress(A, address_index=index, channel="email", reason="unsubscribed")
    customers.add(A, [anna(email="ANNA@xn--mller-kva.example")])
    assert [m.state for m in customers.page(A)] == ["suppressed"]
    assert audience.counts(A, purpose="marketing", channel="email").reachable == 0


@pytest.mark.django_db
def test_an_opt_out_needs_no_key(settings):
    customers.add(A, [anna()])
    with space(A):
        index = bytes(Customer.objects.get().email_index)
    provider().destroy(A)
    suppression.suppress(A, address_index=index, channel="email", reason="unsubscribed")
    assert audience.counts(A, purpose="marketing", channel="email").suppressed == 1
    with pytest.raises(KeyUnavailable):
        customers.page(A)


@pytest.mark.django_db
def test_a_lost_key_is_never_replaced_by_a_new_one(settings):
    """New customers under a new key would hide that the old ones are lost."""
    customers.add(A, [anna()])
    provider().destroy(A)
    with pytest.raises(KeyUnavailable):
        customers.add(A, [anna(email="berta@kunde.example")])
    assert not list(settings.KEY_DIR.iterdir())


@pytest.mark.django_db
def test_one_broken_row_hides_no_other_and_gets_no_mail(caplog):
    customers.add(A, [anna(), anna(email="berta@kunde.example", first_name="Berta")])
    with space(A):
        broken, whole = Customer.objects.order_by("uuid")
        broken.blob = bytes(broken.blob)[:-1] + bytes([bytes(broken.blob)[-1] ^ 1])
        broken.save()
    assert [m.state for m in customers.page(A)] == ["unreadable", "given"]
    with keys.open_for(_Dispatch(A)) as door:
        assert list(door.people([broken.uuid, whole.uuid], channel="email")) == [whole.uuid]
    assert str(broken.uuid) in caplog.text
    assert "kunde.example" not in caplog.text


@pytest.mark.django_db
def test_a_row_moved_to_another_customer_does_not_open():
    customers.add(A, [anna(), anna(email="berta@kunde.example")])
    with space(A):
        one, two = Customer.objects.order_by("uuid")
        one.blob, two.blob = two.blob, one.blob
        Customer.objects.bulk_update([one, two], ["blob"])
    assert [m.state for m in customers.page(A)] == ["unreadable", "unreadable"]


@pytest.mark.django_db
def test_the_same_address_at_two_partners_gives_unrelated_values():
    for partner in (A, B):
        customers.add(partner, [anna()])
    seen = set()
    for partner in (A, B):
        with space(partner):
            seen.add(bytes(Customer.objects.get().email_index))
    assert len(seen) == 2


def test_nothing_of_a_person_shows_when_a_value_is_printed():
    person = audience.Person("anna@kunde.example", "Anna", {}, b"i", False, True)
    for value in (anna(), YES, person):
        assert "nna" not in repr(value)
        assert "Kundenkarte" not in repr(value)


@pytest.mark.django_db
def test_the_audience_is_paged_without_loss_or_repeat():
    customers.add(A, [anna(email=f"k{i}@kunde.example") for i in range(25)])
    seen, after = [], None
    while page := audience.members(A, after=after, limit=10, purpose="marketing", channel="email"):
        seen += [m.uuid for m in page]
        after = page[-1].uuid
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.django_db
def test_a_lost_key_is_said_and_nothing_is_lost(settings):
    customers.add(A, [anna()])
    key = settings.KEY_DIR / f"partner-{A}.key"
    assert oct(key.stat().st_mode & 0o777) == "0o600"
    away = key.rename(key.with_suffix(".away"))
    with pytest.raises(KeyUnavailable) as said, keys.open_for(_Dispatch(A)):
        pass
    assert "anna" not in str(said.value)
    away.rename(key)
    assert customers.page(A)[0].name == "Anna Ä."


@pytest.mark.django_db
@pytest.mark.capability("PS2")
def test_whoever_reads_all_tables_reads_no_customer():
    """The strongest reader there is: every column of every table, with the tripwire off."""
    customers.add(A, [anna(company="Kanarienvogel KG")])
    with maintenance():
        names = connection.introspection.table_names()
        seen = b""
        with space(A), connection.cursor() as cursor:
            for name in names:
                if name.startswith("trust_centre_"):
                    cursor.execute(f'SELECT * FROM "{name}"')
                    seen += repr(
                        [
                            [bytes(c) if isinstance(c, memoryview) else c for c in row]
                            for row in cursor.fetchall()
                        ]
                    ).encode()
    assert b"customer" in b" ".join(n.encode() for n in names)
    assert len(seen) > 100
    for canary in (b"anna", b"Anna", b"kunde.example", b"Kanarienvogel", b"hrenfeld"):
        assert canary not in seen
    files = [p for p in settings.KEY_DIR.rglob("*") if p.is_file()]
    assert files, "the key lies outside the database"
    assert all(p.read_bytes() not in seen for p in files)


@given(
    st.sampled_from(["marketing", "service"]),
    st.sampled_from(["email", "letter"]),
    st.lists(
        st.builds(
            ConsentFact,
            st.sampled_from(["marketing", "service"]),
            st.sampled_from(["email", "letter"]),
            st.sampled_from(["given", "withdrawn", "maybe"]),
            st.sampled_from(["double_opt_in", "", "paper"]),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_may_send_is_a_no_unless_everything_says_yes(purpose, channel, facts, suppressed):
    mine = [f for f in facts if (f.purpose, f.channel) == (purpose, channel)]
    expected = (
        not suppressed
        and bool(mine)
        and all(f.state == "given" for f in mine)
        and any(f.basis == "double_opt_in" for f in mine)
    )
    assert (
        may_send(facts, suppressed=suppressed, purpose=purpose, channel=channel).allowed is expected
    )


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=5), st.data())
def test_a_blob_opens_only_where_it_was_sealed(values, data):
    key, row = os.urandom(32), uuid.uuid4()
    where = {"table": "customer", "partner_id": 3, "row": row}
    blob = crypto.seal(values, key=key, version=1, **where)
    assert crypto.unseal(blob, key=key, **where) == values
    for wrong in ({"row": uuid.uuid4()}, {"partner_id": 4}, {"table": "other"}):
        with pytest.raises(Unreadable):
            crypto.unseal(blob, key=key, **{**where, **wrong})
    at = data.draw(st.integers(0, len(blob) - 1))
    broken = blob[:at] + bytes([blob[at] ^ (1 << data.draw(st.integers(0, 7)))]) + blob[at + 1 :]
    with pytest.raises(Unreadable):
        crypto.unseal(broken, key=key, **where)
