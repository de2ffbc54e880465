"""The public door: what a customer meets, without a key, a session, a script or a name."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from partner_spaces.models import Partner
from partner_spaces.trust_centre.space import space as space_of
from send import dispatch as way
from send.identity import unsubscribe_url, web_view_url
from tests.send.conftest import add, person

INDEX = b"i" * 16


@pytest.fixture
def door() -> Client:
    return Client(enforce_csrf_checks=True)  # as a mail program comes: without any cookie


@pytest.fixture
def path(space, settings, sending) -> str:
    url = unsubscribe_url(partner=space.public_id, dispatch=sending.uuid, address_index=INDEX)
    return url.removeprefix(settings.BASE_URL)


def suppressed(space) -> list[tuple[bytes, str, str]]:
    from partner_spaces.trust_centre.models import Suppression

    with space_of(space.pk):
        rows = Suppression.objects.values_list("address_index", "channel", "reason")
        return [(bytes(i), channel, reason) for i, channel, reason in rows]


def test_looking_at_the_page_changes_nothing_however_often(door, path, space):
    """Scanners follow every link of a mail."""
    for method in (door.get, door.head, door.get):
        answer = method(path)
        assert answer.status_code == 200
    assert space.name in door.get(path).content.decode()
    assert suppressed(space) == []


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}])
def test_one_click_and_the_button_both_unsubscribe_and_may_be_repeated(door, path, space, body):
    for _again in range(3):
        answer = door.post(path, body)
        assert answer.status_code == 200  # RFC 8058: no redirect
        assert not answer.cookies
    assert suppressed(space) == [(INDEX, "email", "unsubscribed")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_altered_or_foreign_token_is_not_found(door, path, space, method):
    changed = path[:-1] + ("A" if path[-1] != "A" else "B")
    for wrong in (changed, "/u/x", "/u/" + "A" * 107, "/u/%00", "/m/" + "A" * 43, path + "A"):
        if method == "get" or wrong.startswith("/u/"):
            assert getattr(door, method)(wrong).status_code == 404
    assert suppressed(space) == []


def test_other_methods_are_refused(door, path):
    assert door.put(path).status_code == 405
    assert door.delete(path).status_code == 405


def test_the_token_of_a_partner_who_is_gone_still_says_unsubscribed(door, path, space):
    Partner.objects.filter(pk=space.pk).update(public_id="00000000-0000-4000-8000-000000000000")
    assert door.post(path).status_code == 200
    assert suppressed(space) == []


def test_the_pages_speak_german_and_english(door, path):
    assert "Keine weiteren E-Mails?" in door.get(path).content.decode()
    english = door.get(path + "?lang=en").content.decode()
    assert "No more e-mails?" in english
    assert '<html lang="en">' in english
    assert "Sie sind abgemeldet" in door.post(path).content.decode()


class Page(HTMLParser):
    """What a page asks its reader's browser for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.asks: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.asks += [v or "" for k, v in attrs if k in ("src", "srcset", "action", "background")]
        if tag == "link":
            self.asks += [v or "" for k, v in attrs if k == "href"]


def test_a_public_page_has_no_script_no_cookie_and_asks_no_stranger(door, path):
    for answer in (door.get(path), door.post(path), door.get("/u/")):
        page = Page(answer.content.decode())
        assert "script" not in page.tags
        assert all(ask.startswith("/static/") for ask in page.asks)
        assert not answer.cookies
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert "unsafe-inline" not in policy
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Cache-Control"] == "no-store"


@pytest.fixture
def sent(space, review, owner, post):
    add(space, person("Anna"))
    made = way.schedule(review, send_at=timezone.now(), by=owner)
    post.drain()
    return made


def test_the_web_view_shows_the_mail_and_nobody(door, sent, space, settings):
    answer = door.get(web_view_url(sent.uuid).removeprefix(settings.BASE_URL))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Guten Tag zusammen," in html
    assert "Anna" not in html
    assert "schön, dass es Sie gibt" not in html
    assert space.legal_name in html
    assert re.search(r"/u/[A-Za-z0-9_-]{20}", html) is None  # nobody's opt-out link
    assert "noindex" in answer["X-Robots-Tag"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert not answer.cookies


def test_the_link_in_the_mail_leads_to_the_web_view(door, sent, post, settings):
    html = post.mails[0].get_body(("html",)).get_content()
    url = web_view_url(sent.uuid)
    assert url in html
    assert door.get(url.removeprefix(settings.BASE_URL)).status_code == 200


def test_nothing_is_to_be_seen_before_it_is_sent(door, space, review, owner, settings):
    later = timezone.now() + timedelta(hours=1)
    made = way.schedule(review, send_at=later, by=owner)
    assert door.get(web_view_url(made.uuid).removeprefix(settings.BASE_URL)).status_code == 404


@pytest.fixture
def picture(settings):
    content = b"\x89PNG\r\n\x1a\n" + b"x" * 50
    name = hashlib.sha256(content).hexdigest() + ".png"
    folder = settings.MEDIA_ROOT / "i"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    (folder / "notes.txt").write_bytes(b"no")
    (settings.MEDIA_ROOT / "secret.png").write_bytes(b"no")
    return name, content


def test_a_picture_is_served_as_it_is_and_may_be_kept_for_ever(door, picture, db):
    name, content = picture
    answer = door.get(f"/i/{name}")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    answer.close()


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "..%2Fsecret.png",
        "../secret.png",
        "%2e%2e/secret.png",
        "a" * 64 + ".png",
        "A" * 64 + ".png",
        "a" * 64 + ".svg",
        "",
    ],
)
def test_nothing_else_is_served_at_the_pictures_door(door, picture, db, name):
    assert door.get(f"/i/{name}").status_code == 404
