"""Who gets in: the first owner by headquarters, everybody else by an owner; nobody is both."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from cms.models import User
from partner_spaces import access, invitations, members, partners
from partner_spaces.errors import InvitationRefused, LastOwner, NoSpace, NotAllowed
from partner_spaces.models import Invitation, Membership, Partner, PartnerRole
from tests import factories

GOOD = "drei Schrauben locker"


class _Refused:
    """The invitation is refused, and with this code."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, _trace: Any) -> bool:
        assert kind is InvitationRefused, kind
        assert error.code == self.code
        return True


def test_headquarters_invites_the_first_owner_who_sets_a_password(
    space: Any, mailoutbox: Any
) -> None:
    invited = invitations.invite_owner(space, email="Jana@Meier.example", by=factories.hq())
    assert mailoutbox[0].to == ["jana@meier.example"]
    assert invited.link in mailoutbox[0].body
    assert invited.token not in str(Invitation.objects.values().get())
    membership = invitations.accept(
        invited.token, password=GOOD, first_name="Jana", last_name="Meier"
    )
    assert membership.role == PartnerRole.OWNER
    jana = User.objects.get(username="jana@meier.example")
    assert jana.check_password(GOOD)
    assert not jana.has_perm("wagtailadmin.access_admin")
    with _Refused("used"):
        invitations.accept(invited.token, password=GOOD)


def test_once_somebody_was_in_headquarters_invites_nobody(space: Any) -> None:
    chief = factories.hq()
    first = invitations.invite_owner(space, email="a@meier.example", by=chief)
    second = invitations.invite_owner(space, email="b@meier.example", by=chief)
    with _Refused("unknown"):  # the newer one took its place
        invitations.accept(first.token, password=GOOD)
    invitations.accept(second.token, password=GOOD)
    with _Refused("opened"):
        invitations.invite_owner(space, email="chef@nordring.example", by=chief)
    Membership.objects.all().delete()  # even if everybody is gone again
    space.refresh_from_db()
    with _Refused("opened"):
        invitations.invite_owner(space, email="chef@nordring.example", by=chief)
    with pytest.raises(NotAllowed):
        invitations.invite(space, email="x@y.example", role="owner", by=chief)
    with pytest.raises(NotAllowed):
        members.add(space, factories._user(), "owner", by=chief)


def test_an_open_invitation_of_headquarters_ends_when_the_space_is_opened(space: Any) -> None:
    invited = invitations.invite_owner(space, email="a@meier.example", by=factories.hq())
    call_command(
        "add_member", space.slug, "b@meier.example", "--role", "owner", stdout=io.StringIO()
    )
    with _Refused("opened"):
        invitations.accept(invited.token, password=GOOD)


def test_an_invitation_lasts_seven_days_and_opens_for_nobody_else(space: Any) -> None:
    owner = factories.member(space)
    invited = invitations.invite(space, email="neu@meier.example", role="editor", by=owner)
    with _Refused("unknown"):
        invitations.accept(invited.token[:-1] + "x", password=GOOD)
    with pytest.raises(ValidationError):
        invitations.accept(invited.token, password="kurz")
    assert not User.objects.filter(username="neu@meier.example").exists()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with _Refused("expired"):
        invitations.accept(invited.token, password=GOOD)


def test_who_has_an_account_signs_in_to_accept(space: Any) -> None:
    elsewhere = factories.member()
    invited = invitations.invite(
        space, email=elsewhere.email.upper(), role="viewer", by=factories.member(space)
    )
    with _Refused("account"):
        invitations.accept(invited.token, password=GOOD)
    with _Refused("account"):
        invitations.accept(invited.token, user=factories.member())
    invitations.accept(invited.token, user=elsewhere)
    assert access.role_in(elsewhere, space) is PartnerRole.VIEWER
    assert not elsewhere.check_password(GOOD)


@pytest.mark.parametrize("person", ["hq", "reviewer"])
def test_who_works_at_headquarters_cannot_be_in_a_space(space: Any, person: str) -> None:
    user = getattr(factories, person)()
    owner = factories.member(space)
    invited = invitations.invite(space, email=user.email, role="viewer", by=owner)
    with _Refused("headquarters"):
        invitations.accept(invited.token, user=user)
    with _Refused("headquarters"):
        members.add(space, user, "viewer", by=None)
    assert not access.is_member(user)


@pytest.mark.capability("PS2")
def test_only_an_owner_writes_who_is_in(space: Any) -> None:
    owner = factories.member(space, PartnerRole.OWNER)
    victim = Membership.objects.get(user=factories.member(space, PartnerRole.VIEWER))
    others = [
        factories.member(space, PartnerRole.EDITOR),
        factories.member(space, PartnerRole.VIEWER),
        factories.member(role=PartnerRole.OWNER),
        factories.hq(),
        factories.reviewer(),
    ]
    for by in others:
        for forbidden in (
            lambda by: members.add(space, factories._user(), "owner", by=by),
            lambda by: members.change_role(victim, "owner", by=by),
            lambda by: members.remove(victim, by=by),
            lambda by: invitations.invite(space, email="x@y.example", role="owner", by=by),
        ):
            with pytest.raises(PermissionDenied):
                forbidden(by)
    assert members.change_role(victim, "editor", by=owner).role == "editor"
    members.remove(victim, by=owner)
    assert access.role_in(victim.user, space) is None


def test_the_last_owner_stays(space: Any) -> None:
    owner = factories.member(space, PartnerRole.OWNER)
    only = Membership.objects.get(user=owner)
    with pytest.raises(LastOwner):
        members.remove(only, by=owner)
    with pytest.raises(LastOwner):
        members.change_role(only, "editor", by=owner)
    factories.member(space, PartnerRole.OWNER)
    members.remove(only, by=owner)
    with pytest.raises(NotAllowed):
        members.remove(Membership.objects.get(), by=owner)


def test_every_change_is_mailed_to_all_owners(space: Any, mailoutbox: Any) -> None:
    owners = [factories.member(space, PartnerRole.OWNER) for _ in range(2)]
    someone = members.add(space, factories._user(), "viewer", by=owners[0])
    members.change_role(someone, "editor", by=owners[0])
    members.remove(someone, by=owners[0])
    assert sorted(m.to[0] for m in mailoutbox) == sorted([o.email for o in owners] * 3)
    assert all(owners[0].get_full_name() in m.body for m in mailoutbox)


def test_a_removed_person_finds_no_space_at_the_next_request(space: Any) -> None:
    owner = factories.member(space)
    editor = factories.member(space, PartnerRole.EDITOR)
    request = RequestFactory().get("/desk/")
    request.user, request.session = editor, {}
    assert access.admits(request, "editor")
    assert not access.admits(request, "owner")
    members.remove(Membership.objects.get(user=editor), by=owner)
    again = RequestFactory().get("/desk/")
    again.user, again.session = editor, {}
    assert not access.admits(again, "viewer")
    with pytest.raises(NoSpace):
        access.partner_of(again)


def test_a_person_of_two_spaces_works_in_the_one_they_chose(space: Any) -> None:
    editor = factories.member(space, PartnerRole.EDITOR)
    second = factories.partner()
    members.add(second, editor, "owner", by=None)
    request = RequestFactory().get("/desk/")
    request.user, request.session = editor, {}
    assert access.partner_of(request) == space
    access.switch(request, second.pk)
    assert access.partner_of(request) == second
    assert access.admits(request, "owner")
    with pytest.raises(NoSpace):
        access.switch(request, factories.partner().pk)


DOORS = ["public", "signed_in", "hq", "reviewer", "viewer", "editor", "owner", "nobody", "else"]
OPEN_TO = {
    "stranger": {"public"},
    "nobody": {"public", "signed_in"},
    "viewer": {"public", "signed_in", "viewer"},
    "editor": {"public", "signed_in", "viewer", "editor"},
    "owner": {"public", "signed_in", "viewer", "editor", "owner"},
    "reviewer": {"public", "signed_in", "hq", "reviewer"},
    "hq": {"public", "signed_in", "hq", "reviewer"},
    "superuser with a membership": {"public", "signed_in", "viewer"},
    "switched off": {"public"},
    "of a partner switched off": {"public", "signed_in"},
}


def test_each_door_opens_to_its_people_alone(space: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    both = factories.hq()
    Membership.objects.create(user=both, partner=space, role="viewer")
    people = {
        "stranger": AnonymousUser(),
        "nobody": factories._user(),
        **{role: factories.member(space, role) for role in ("viewer", "editor", "owner")},
        "reviewer": factories.reviewer(),
        "hq": factories.hq(),
        "superuser with a membership": both,
        "switched off": factories.member(space, "owner", is_active=False),
        "of a partner switched off": factories.member(factories.partner(active=False)),
    }
    for name, person in people.items():
        opened = set()
        for door in DOORS:
            request = RequestFactory().get("/")
            request.user, request.session = person, {}
            if access.admits(request, door):
                opened.add(door)
        assert opened == OPEN_TO[name], name


# --- the Studio ----------------------------------------------------------------------------------


@pytest.fixture
def studio(db: None) -> Client:
    client = Client()
    client.force_login(factories.hq())
    return client


@pytest.mark.capability("PS2")
def test_the_studio_knows_nobody_who_belongs_to_a_partner(space: Any, studio: Client) -> None:
    theirs = factories.member(space, first_name="Unsichtbar")
    ours = factories.reviewer(first_name="Sichtbar")
    listing = studio.get("/studio/users/")
    assert "Sichtbar" in listing.content.decode()
    assert "Unsichtbar" not in listing.content.decode()
    assert theirs.email not in studio.get("/studio/users/?q=Unsichtbar").content.decode()
    for door in ("edit", "delete", "history", "usage"):
        assert studio.get(f"/studio/users/{door}/{ours.pk}/").status_code == 200
        assert studio.get(f"/studio/users/{door}/{theirs.pk}/").status_code == 404
        assert studio.post(f"/studio/users/{door}/{theirs.pk}/", {}).status_code in (404, 405)
    for action in ("delete", "set_active_state", "assign_role"):
        url = f"/studio/bulk/cms/user/{action}/"
        assert studio.get(f"{url}?id={ours.pk}").status_code == 200
        assert studio.get(f"{url}?id={theirs.pk}").status_code == 404
        everybody = studio.get(f"{url}?id=all").content.decode()
        assert "Unsichtbar" not in everybody
    theirs.refresh_from_db()
    assert theirs.is_active


def test_the_studio_makes_no_second_account_for_a_members_address(
    space: Any, studio: Client
) -> None:
    theirs = factories.member(space)
    form = {
        "username": "neu",
        "email": theirs.email.upper(),
        "first_name": "N",
        "last_name": "N",
        "password1": GOOD,
        "password2": GOOD,
    }
    assert studio.post("/studio/users/new/", form).status_code == 200
    assert User.objects.filter(email__iexact=theirs.email).count() == 1


def test_a_member_finds_no_studio_whatever_rights_they_were_given(space: Any) -> None:
    member = factories.member(space)
    User.objects.filter(pk=member.pk).update(is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(User.objects.get(pk=member.pk))
    for url in ("/studio/", "/studio/users/", "/studio/partners/"):
        assert client.get(url).status_code == 404


def master_data(**values: str) -> dict[str, Any]:
    return {
        "name": "Reifen Yılmaz",
        "network": str(factories.network().pk),
        "slug": "yilmaz",
        "language": "de",
        "country": "DE",
        "active": "on",
        "from_local": "info",
        "city": "Bremen",
        **values,
    }


def test_headquarters_makes_a_partner_and_one_invitation(studio: Client, mailoutbox: Any) -> None:
    answer = studio.post("/studio/partners/new/", master_data(owner_email="ayse@yilmaz.example"))
    assert answer.status_code == 302, answer.context["form"].errors
    partner = Partner.objects.get(slug="yilmaz")
    assert mailoutbox[0].to == ["ayse@yilmaz.example"]
    assert Invitation.objects.get(partner=partner).from_headquarters
    found = studio.get("/studio/partners/?q=Yılmaz").content.decode()
    assert "Reifen Yılmaz" in found
    assert "Reifen Yılmaz" not in studio.get("/studio/partners/?q=Meier").content.decode()


def test_headquarters_mends_master_data_and_cannot_delete_a_partner(
    space: Any, studio: Client
) -> None:
    form = master_data(slug=space.slug, name="Neuer Name")
    assert studio.post(f"/studio/partners/edit/{space.pk}/", form).status_code == 302
    fresh = Partner.objects.get(pk=space.pk)
    assert (fresh.name, fresh.facts_version) == ("Neuer Name", 2)
    assert studio.post(f"/studio/partners/delete/{space.pk}/").status_code == 302
    assert Partner.objects.filter(pk=space.pk).exists()


def test_headquarters_switches_an_account_off_and_nothing_else(
    space: Any, studio: Client, mailoutbox: Any
) -> None:
    owner = factories.member(space)
    editor = factories.member(space, PartnerRole.EDITOR)
    page = f"/studio/partners/people/{space.pk}/"
    assert editor.get_full_name() in studio.get(page).content.decode()
    row = Membership.objects.get(user=editor).pk
    studio.post(page, {"membership": row, "active": "0"})
    assert not User.objects.get(pk=editor.pk).is_active
    assert [m.to for m in mailoutbox] == [[owner.email]]
    studio.post(page, {"membership": row, "active": "1"})
    assert User.objects.get(pk=editor.pk).is_active
    mailoutbox.clear()
    studio.post(page, {"invite": "chef@nordring.example"})
    assert not mailoutbox
    assert not Invitation.objects.exists()
    with pytest.raises(NotAllowed):
        members.deactivate(factories.reviewer(), by=factories.hq())


# --- master data ---------------------------------------------------------------------------------


def test_an_owner_changes_what_is_theirs_and_no_more(space: Any) -> None:
    owner = factories.member(space)
    assert partners.update(space, {"city": "Achim"}, by=owner).city == "Achim"
    for forbidden in (
        {"requires_approval": False},
        {"active": True},
        {"network_id": 1},
        {"slug": "x"},
        {"facts_version": 9},
        {"opened_at": None},
        {"pk": 7},
    ):
        with pytest.raises(NotAllowed):
            partners.update(space, forbidden, by=owner)
    for stranger in (factories.member(), factories.member(space, "editor"), factories._user()):
        with pytest.raises(NotAllowed):
            partners.update(space, {"city": "Achim"}, by=stranger)
    with pytest.raises(ValidationError):
        partners.update(space, {"email": "kein"}, by=owner)


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [
        ("hours", "Mo–Fr 8–18 Uhr, Sa 9–13 Uhr", True),
        ("hours", "Mo-Fr 8:00-12:30, 13:30-18:00; Sa 9:00-13:00", True),
        ("hours", "Mon–Fri 8 am–6 pm", True),
        ("hours", "Sa geschlossen", True),
        ("hours", "Jetzt alles billig", False),
        ("hours", "Mo 8–18 Uhr www.billig.example", False),
        ("phone", "+49 4207 / 12345-67", True),
        ("phone", "jetzt anrufen", False),
        ("street", "Hauptstr. 12 a", True),
        ("street", "Am Markt", True),
        ("street", "50 % auf alles!", False),
        ("postcode", "28876", True),
        ("postcode", "gratis", False),
        ("city", "Frankfurt (Oder)", True),
        ("city", "www.billig.example!", False),
    ],
)
def test_branch_data_are_typed_and_anything_else_counts_as_words(
    field: str, value: str, typed: bool
) -> None:
    partner = Partner(**{field: value})
    assert (field in partners.branch(partner)) is typed
    assert (field in partners.words(partner)) is not typed


def test_the_command_line_gets_in_and_says_what_it_cannot(space: Any, mailoutbox: Any) -> None:
    out = io.StringIO()
    call_command("invite_owner", space.slug, "neu@meier.example", stdout=out)
    assert out.getvalue().strip().startswith("http")
    call_command("add_member", space.slug, "zwei@meier.example", stdout=out)
    assert access.role_in(User.objects.get(username="zwei@meier.example"), space) == "editor"
    for wrong in (
        ["invite_owner", "keiner", "a@b.example"],
        ["add_member", "keiner", "a@b.example"],
    ):
        with pytest.raises(CommandError):
            call_command(*wrong)
    with pytest.raises(CommandError):
        call_command("add_member", space.slug, factories.hq().email)
