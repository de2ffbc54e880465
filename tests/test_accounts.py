"""One way in: by invitation, with an e-mail address; what the door says helps nobody who guesses."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def log_in(client, email, password=factories.PASSWORD, **fields):
    return client.post(LOGIN, {"login": email, "password": password, **fields})


@pytest.mark.parametrize(
    ("person", "landing"),
    [
        (lambda: factories.member(), "desk:start"),
        (lambda: factories.hq(), "wagtailadmin_home"),
        (lambda: factories.reviewer(), "wagtailadmin_home"),
    ],
)
def test_everybody_lands_where_their_work_is(client, person, landing):
    answer = log_in(client, person().email)
    assert answer["Location"] == reverse("home")
    assert client.get("/")["Location"] == reverse(landing)


def test_somebody_who_only_reviews_lands_in_review(client):
    user = factories._user()
    user.user_permissions.add(
        factories.Permission.objects.get(codename="decide_review"),
    )
    log_in(client, user.email)
    assert client.get("/")["Location"] == reverse("review:list")


def test_a_wrong_password_and_an_unknown_address_hear_the_same(client):
    known = factories.member()
    wrong = log_in(client, known.email, "nicht das richtige")
    unknown = log_in(client, "niemand@meier.example")
    says = r'<p class="finding__text">(.+?)</p>'
    assert re.findall(says, wrong.content.decode()) == re.findall(says, unknown.content.decode())
    assert re.findall(says, wrong.content.decode())


def test_after_logging_in_nobody_is_sent_to_another_house(client):
    answer = log_in(client, factories.member().email, next="https://evil.example/")
    assert "evil.example" not in answer["Location"]


def test_logging_out_takes_a_press_of_the_button(client):
    client.force_login(factories.member())
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/desk/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/desk/")["Location"].startswith(LOGIN)


def test_a_forgotten_password_is_set_anew_by_mail(client):
    user = factories.member()
    client.post("/accounts/password/reset/", {"email": user.email})
    assert mail.outbox[0].to == [user.email]
    path = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    new = "drei Winter ohne Rost"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert log_in(client, user.email, new).status_code == 302
    assert client.get(path, follow=True).context.get("token_fail")


def test_asking_for_an_unknown_address_says_the_same(client):
    known = client.post("/accounts/password/reset/", {"email": factories.member().email})
    unknown = client.post("/accounts/password/reset/", {"email": "niemand@meier.example"})
    assert known["Location"] == unknown["Location"]
    assert [m.to for m in mail.outbox if "key" in m.body] == [mail.outbox[0].to]


@pytest.mark.parametrize("password", ["kurz", "password1234"])
def test_a_weak_password_is_not_taken(client, password):
    user = factories.member()
    client.force_login(user)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": factories.PASSWORD, "password1": password, "password2": password},
    )
    user.refresh_from_db()
    assert user.check_password(factories.PASSWORD)


@pytest.mark.parametrize(("language", "heading"), [("de", "Anmelden"), ("en", "Log in")])
def test_the_door_speaks_the_language_chosen_at_it(client, language, heading):
    client.post(reverse("set_language"), {"language": language, "next": LOGIN})
    page = client.get(LOGIN).content.decode()
    assert f'lang="{language}"' in page
    assert re.search(rf"<h1>\s*{heading}\s*</h1>", page)


def test_the_studio_loads_nothing_foreign_and_every_other_door_no_inline_script(client):
    client.force_login(factories.hq())
    studio = client.get("/studio/")["Content-Security-Policy"]
    desk = client.get(LOGIN, follow=True)["Content-Security-Policy"]
    login = type(client)().get(LOGIN)["Content-Security-Policy"]
    assert "http" not in studio + login + desk
    assert "unsafe" not in login.split("script-src")[1].split(";")[0]
    assert "default-src 'none'" in login
    assert "default-src 'none'" in studio
