"""A mail as bytes: whatever is in it, it parses back to exactly that, for exactly one recipient."""

from __future__ import annotations

import email
import email.policy
import re
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.header import decode_header, make_header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocks.merge import Context, If, Segments, Slot, fill
from send.errors import HeaderError
from send.message import (
    Letterhead,
    Marks,
    Recipient,
    Skeleton,
    addressed,
    checked,
    mailbox,
    message_id,
)
from send.quoted import quoted

WHEN = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
MARKS = Marks(
    message_id="<abc@mail.example>",
    unsubscribe_url="https://e.example/u/abc-_1",
    web_view_url="https://e.example/m/xyz",
    date=WHEN,
)
HEAD = Letterhead(
    from_address="info@mail.example",
    list_id="nord.mail.example",
    feedback_id="c1:p1:marketing:einklang",
    language="de",
)


@dataclass(frozen=True)
class Mail:
    """What the skeleton asks of a compiled mail."""

    html: Segments = ("<p>Grüße</p>",)
    text: Segments = ("Grüße",)
    subject: Segments = ("Betreff",)
    from_name: Segments = ("Autohaus Brückner",)
    reply_to: str = "werkstatt@brueckner.example"
    mail: str = field(default="ab" * 32)


def parsed(raw: bytes):
    return email.message_from_bytes(raw, policy=email.policy.default)


def body(message, kind: str) -> str:
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(" \t.,;:\"'<>()[]@\\=?{}%\r\n_-äöüßÄéłŞ\U0001f600\u200b\u202e")),
        st.characters(blacklist_categories=("Cs",)),
    ),
    max_size=60,
)
LITERAL = st.one_of(NASTY, st.sampled_from(["From x\n", ".", "\n.\n", " \n", "=\n", "a" * 200]))
SLOT = st.builds(
    Slot,
    st.sampled_from(["first_name", "last_name", "unsubscribe_url", "web_view_url"]),
    NASTY,
    st.sampled_from([Context.TEXT, Context.ATTR, Context.URL, Context.PLAIN]),
)
SEGMENTS = st.lists(
    st.one_of(
        LITERAL, SLOT, st.builds(If, st.just("first_name"), st.lists(LITERAL | SLOT).map(tuple))
    ),
    max_size=8,
).map(tuple)


def as_read(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=150, deadline=None)
@given(text=SEGMENTS, html=SEGMENTS, subject=SEGMENTS, first=NASTY, last=NASTY)
def test_a_mail_parses_back_to_its_segments_filled_whatever_they_hold(
    text, html, subject, first, last
):
    skeleton = Skeleton(Mail(html=html, text=text, subject=subject), HEAD)
    values = {"first_name": first, "last_name": last}
    raw = skeleton.message(Recipient("a@b.example", f"{first} {last}", values), MARKS)
    values |= {"unsubscribe_url": MARKS.unsubscribe_url, "web_view_url": MARKS.web_view_url}

    message = parsed(raw)
    assert [a.addr_spec for a in message["To"].addresses] == ["a@b.example"]
    assert body(message, "plain") == as_read(fill(text, values))
    assert body(message, "html") == as_read(fill(html, values))
    assert not message.defects
    assert not [d for part in message.walk() for d in part.defects]
    head, _, rest = raw.partition(b"\r\n\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\r\n." not in raw
    assert max(len(line) for line in rest.split(b"\r\n")) <= 76
    assert len(re.findall(rb"(?m)^(?:Bcc|Cc|X-)", head, re.I)) == 0


@settings(max_examples=150, deadline=None)
@given(subject=NASTY)
def test_a_subject_reads_as_it_was_written(subject):
    raw = Skeleton(Mail(subject=(subject,)), HEAD).message(Recipient("a@b.example", "", {}), MARKS)
    plain = " ".join(
        re.sub(
            r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", subject
        ).split()
    )
    assert parsed(raw)["Subject"] == plain


@pytest.mark.parametrize(
    "name",
    [
        "Jörg Müller",
        "Jörg, evil@x.org",
        'Anna "die Chefin" Groß',
        "Müller; Söhne <chef@x.org>",
        "Dr. O'Brien, Pat",
        "Back\\slash",
        "{{ first_name }}",
    ],
)
def test_a_name_is_one_name_of_one_recipient(name):
    to = parsed(f"To: {addressed(name, 'a@b.example')}\r\n\r\n".encode())["To"]
    assert [(a.display_name, a.addr_spec) for a in to.addresses] == [
        (" ".join(name.split())[:120], "a@b.example")
    ]


def test_a_long_name_is_cut_between_characters():
    name = "名前 太郎 " * 12
    to = addressed(name, "a@b.example")
    assert max(len(line) for line in to.split("\r\n")) <= 76
    # Not by the address parser of Python 3.11: it puts a blank between two encoded words.
    phrase = to.rpartition(" <")[0]
    assert str(make_header(decode_header(phrase))).strip() == name.strip()


@pytest.mark.parametrize(
    "name", ["=?utf-8?q?a=2C_b=40c=2Eorg?=", "x\r\nBcc: evil@x.org", "a\nb", "a\x00b", "a\u2028b"]
)
def test_a_name_that_could_become_a_second_recipient_is_refused_or_left_out(name):
    with pytest.raises(HeaderError):
        mailbox(name, "a@b.example")
    to = parsed(f"To: {addressed(name, 'a@b.example')}\r\n\r\n".encode())
    assert [a.addr_spec for a in to["To"].addresses] == ["a@b.example"]
    assert to.keys() == ["To"]


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "<a@b.example>",
        "a b@c.example",
        "a@b",
        "",
        '"a@b"@c.example',
        "jörg@b.example",
        "a@b.example>",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(address):
    with pytest.raises(HeaderError):
        mailbox("Anna", address)


def test_a_domain_with_umlauts_goes_out_in_ascii():
    assert mailbox("", "a@brückner.example") == "<a@xn--brckner-o2a.example>"


@pytest.mark.parametrize(
    "header",
    [
        b"To: <a@b.example>\r\nBcc: <c@d.example>\r\n",
        b"To: <a@b.example>\r\nTo: <a@b.example>\r\n",
        b"To: <a@b.example>, <c@d.example>\r\n",
        b"To: <c@d.example>\r\n",
        b"Subject: x\r\n",
        b"To: <a@b.example>\r\nSubject: a\nb\r\n",
        b"To: <a@b.example>\r\nSubject: \xc3\xbc\r\n",
    ],
)
def test_a_header_with_anything_else_than_known_fields_for_one_recipient_is_refused(header):
    with pytest.raises(HeaderError):
        checked(header, recipient="a@b.example")


def test_the_header_says_how_to_unsubscribe_in_one_click_and_whose_list_it_is():
    message = parsed(Skeleton(Mail(), HEAD).message(Recipient("a@b.example", "A", {}), MARKS))
    assert message["List-Unsubscribe"] == f"<{MARKS.unsubscribe_url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<nord.mail.example>"
    assert message["Auto-Submitted"] == "no"
    assert message["Feedback-ID"] == HEAD.feedback_id
    assert message["Date"].datetime == WHEN
    assert message["Message-ID"] == "<abc@mail.example>"
    assert message["From"].addresses[0].display_name == "Autohaus Brückner"
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_same_recipient_of_the_same_dispatch_always_has_the_same_message_id():
    dispatch = uuid.uuid4()
    one = message_id(
        dispatch=dispatch, channel="email", address_index=b"a" * 32, domain="d.example"
    )
    again = message_id(
        dispatch=dispatch, channel="email", address_index=b"a" * 32, domain="d.example"
    )
    other = message_id(
        dispatch=dispatch, channel="email", address_index=b"b" * 32, domain="d.example"
    )
    assert one == again != other


def test_a_sender_name_that_could_be_read_as_a_header_keeps_the_dispatch_from_starting():
    with pytest.raises(HeaderError):
        Skeleton(replace(Mail(), from_name=("=?utf-8?q?x?=",)), HEAD)


@given(st.lists(NASTY, max_size=6))
def test_pieces_join_to_the_text_they_were_cut_from(parts):
    import quopri

    joined = quopri.decodestring(b"".join(quoted(p) for p in parts))
    read = b"".join(p.replace("\r\n", "\n").replace("\r", "\n").encode() for p in parts)
    assert joined.replace(b"\r\n", b"\n") == read
