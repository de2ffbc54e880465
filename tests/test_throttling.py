"""Whoever guesses passwords is slowed down; whose account it is finds the way in all the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests import factories
from tests.test_accounts import LOGIN, log_in

pytestmark = pytest.mark.django_db
WRONG = "nicht das richtige"
SAYS = r'<p class="finding__text">(.+?)</p>'
GERMAN = (
    "Zu viele falsche Passwörter. In 5 Minuten können Sie es wieder versuchen, "
    "oder Sie setzen jetzt ein neues Passwort."
)


@pytest.fixture(autouse=True)
def _nobody_has_guessed_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def later(monkeypatch):
    """Moves the clock on by so many seconds."""
    ahead = [0.0]
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + ahead[0])

    def move(seconds: float) -> None:
        ahead[0] += seconds

    return move


def said(answer) -> list[str]:
    return re.findall(SAYS, answer.content.decode())


def guess(email: str, times: int, **where):
    """So many wrong passwords for an address; the last answer."""
    for _ in range(times):
        answer = Client(**where).post(LOGIN, {"login": email, "password": WRONG})
        assert answer.status_code in (200, 429)
    return answer


def test_after_five_wrong_passwords_the_sixth_is_refused_in_words_with_the_way_out(client):
    user = factories.member()
    fifth = guess(user.email, 5)
    assert GERMAN not in said(fifth)
    sixth = guess(user.email, 1)
    assert GERMAN in said(sixth)
    assert "/accounts/password/reset/" in sixth.content.decode()
    assert log_in(client, user.email).status_code == 200, "not even the right one, for now"


def test_it_is_said_in_english_too(client):
    user = factories.member()
    guess(user.email, 6)
    client.cookies["django_language"] = "en"
    answer = log_in(client, user.email)
    assert [w for w in said(answer) if w.startswith("Too many wrong passwords.")]


def test_an_unknown_address_is_refused_the_same_way():
    assert said(guess("niemand@meier.example", 6)) == said(guess(factories.member().email, 6))


def test_later_the_right_password_works_again(client, later):
    user = factories.member()
    guess(user.email, 6)
    later(299)
    assert log_in(client, user.email).status_code == 200
    later(2)
    assert log_in(client, user.email).status_code == 302


def test_who_is_shut_out_sets_a_new_password_and_is_in_at_once(client):
    user = factories.member()
    guess(user.email, 6)
    client.post("/accounts/password/reset/", {"email": user.email})
    path = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    new = "drei Winter ohne Rost"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert log_in(client, user.email, new).status_code == 302


def test_a_few_mistyped_passwords_cost_nothing(client):
    user = factories.member()
    guess(user.email, 4)
    assert log_in(client, user.email).status_code == 302


def test_other_people_at_other_places_are_not_shut_out(client):
    guess(factories.member().email, 6, REMOTE_ADDR="192.0.2.1")
    assert log_in(client, factories.member().email).status_code == 302


def test_one_place_does_not_try_a_password_on_everybody(later):
    """30 logins a minute from one place, 10 of them wrong."""
    for number in range(10):
        guess(f"person{number}@meier.example", 1, REMOTE_ADDR="192.0.2.1")
    refused = guess("person10@meier.example", 1, REMOTE_ADDR="192.0.2.1")
    assert GERMAN in said(refused)
    later(61)
    answer = Client(REMOTE_ADDR="192.0.2.1").post(
        LOGIN, {"login": factories.member().email, "password": factories.PASSWORD}
    )
    assert answer.status_code == 302


def test_asking_for_new_passwords_too_often_is_refused_in_words(client):
    email = factories.member().email
    for _ in range(5):
        assert client.post("/accounts/password/reset/", {"email": email}).status_code == 302
    answer = client.post("/accounts/password/reset/", {"email": email})
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Too Many Requests" not in page
    assert "Das waren zu viele Versuche" in page
    assert "In einer Minute" in page
    assert 'lang="de"' in page
    client.cookies["django_language"] = "en"
    page = client.post("/accounts/password/reset/", {"email": email}).content.decode()
    assert "These were too many attempts" in page
    assert len(mail.outbox) == 5


def test_behind_a_proxy_of_ours_places_are_told_apart_and_a_client_cannot_pretend(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = {"REMOTE_ADDR": "10.0.0.1"}
    for number in range(10):
        pretended = f"198.51.100.{number}, 192.0.2.1"
        guess(f"person{number}@meier.example", 1, HTTP_X_FORWARDED_FOR=pretended, **proxy)
    refused = guess("x@meier.example", 1, HTTP_X_FORWARDED_FOR="192.0.2.1", **proxy)
    assert GERMAN in said(refused)
    other = guess("y@meier.example", 1, HTTP_X_FORWARDED_FOR="192.0.2.2", **proxy)
    assert GERMAN not in said(other)


@pytest.mark.parametrize(("given", "count"), [({}, "0"), ({"EINKLANG_PROXIES": "2"}, "2")])
def test_the_number_of_proxies_is_the_operators_word(given, count):
    ask = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    known = {k: v for k, v in os.environ.items() if k != "EINKLANG_PROXIES"}
    told = subprocess.run(
        [sys.executable, "-c", ask],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
        env={**known, "DJANGO_SETTINGS_MODULE": "cms.settings", **given},
    )
    assert told.stdout.strip() == count


def test_nothing_personal_stands_in_the_cache(client):
    email = factories.member().email
    guess(email, 2)
    held = repr(getattr(cache, "_cache", {}))
    assert held
    assert email not in held
