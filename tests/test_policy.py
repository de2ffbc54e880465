"""Every URL declares who may use it; what is undeclared or refused does not exist."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from cms import policy
from cms.policy import Who


def every_pattern(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from every_pattern(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def test_every_url_declares_who_may_use_it():
    undeclared = [r for r, view in every_pattern() if policy.declared(view, r) is None]
    assert not undeclared


def test_a_url_without_a_word_is_caught():
    def view(_request):
        raise AssertionError

    assert policy.declared(view, "somewhere/new/") is None
    assert policy.declared(policy.who(Who.OWNER)(view), "somewhere/new/") is Who.OWNER


def test_only_the_doors_that_must_be_public_are():
    public = {r for r, view in every_pattern() if policy.declared(view, r) is Who.PUBLIC}
    allowed = ("i18n/", "accounts/", "studio/login/", "studio/password_reset/", "u/", "m/", "i/")
    strays = {r for r in public if not r.startswith(allowed)}
    assert strays <= {"desk/invitation/<str:token>/"}


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/"])
def test_doors_of_libraries_we_do_not_use_are_closed(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/desk/", "/review/", "/studio/"])
def test_a_stranger_signs_in_first(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_studio_has_the_one_login(client, db):
    assert client.get("/studio/login/")["Location"] == "/accounts/login/"
    assert client.get("/studio/password_reset/")["Location"] == "/accounts/password/reset/"
