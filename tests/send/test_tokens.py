"""The tokens of the public door: ours alone, and no two spellings of one."""

from __future__ import annotations

import string
import uuid

from hypothesis import given
from hypothesis import strategies as st

from send.tokens import _sealed, read_unsubscribe, read_view, unsubscribe_token, view_token

ALPHABET = string.ascii_letters + string.digits + "-_"
PARTNER, DISPATCH, INDEX = uuid.uuid4(), uuid.uuid4(), b"i" * 32


def token() -> str:
    return unsubscribe_token(partner=PARTNER, dispatch=DISPATCH, address_index=INDEX)


def test_a_token_says_whom_it_is_about():
    found = read_unsubscribe(token())
    assert (found.partner, found.dispatch, found.address_index) == (PARTNER, DISPATCH, INDEX)
    assert read_view(view_token(DISPATCH)) == DISPATCH


def test_every_single_changed_character_makes_a_token_worthless():
    good = token()
    for at, was in enumerate(good):
        # the last one has bits that base64 does not use: no other spelling of them either
        for other in ALPHABET if at == len(good) - 1 else "AB-_z":
            if other != was:
                assert read_unsubscribe(good[:at] + other + good[at + 1 :]) is None


@given(st.text(max_size=220))
def test_whatever_else_is_no_token_and_never_an_error(text):
    assert read_unsubscribe(text) is None
    assert read_view(text) is None


def test_a_token_of_one_door_opens_no_other():
    assert read_view(token()) is None
    assert read_unsubscribe(view_token(DISPATCH)) is None
    # not by their length alone: the same body, signed for the other door
    assert read_unsubscribe(_sealed("m", PARTNER.bytes + DISPATCH.bytes + INDEX)) is None
    assert read_view(_sealed("u", DISPATCH.bytes)) is None


def test_the_first_key_signs_and_all_keys_verify(settings):
    settings.PUBLIC_TOKEN_KEYS = ["old"]
    old = token()
    settings.PUBLIC_TOKEN_KEYS = ["new", "old"]
    assert read_unsubscribe(old) is not None
    assert token() != old
    settings.PUBLIC_TOKEN_KEYS = ["new"]
    assert read_unsubscribe(old) is None


def test_a_token_does_not_depend_on_the_secret_key(settings):
    before = token()
    settings.SECRET_KEY = "another"
    assert token() == before
