"""The contract that every sender keeps, and what is special about each."""

from __future__ import annotations

import socket
import threading
import time
import warnings

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.exceptions import ImproperlyConfigured

from send.senders import mailbox
from send.senders.memory import MemorySender
from send.senders.protocol import Outcome, Outgoing, ReplyClass, classify, sender
from send.senders.smtp import SmtpSender

CONTENT = (
    b"From: <a@mail.example>\r\nTo: <b@c.example>\r\nSubject: x\r\n\r\n"
    b"line\r\n.dot at the start\r\n..\r\n.\r\nlong " + b"y" * 900 + b"\r\n"
)


def outgoing(key: int, recipient: str = "b@c.example", **more) -> Outgoing:
    return Outgoing(key, "bounce@mail.example", recipient, CONTENT, "nord", **more)


class SenderContract:
    """What the dispatcher relies on, whatever the sender."""

    def test_every_message_gets_its_receipt_in_order(self, at):
        receipts = at.sender.send([outgoing(7), outgoing(3), outgoing(9)])
        assert [r.key for r in receipts] == [7, 3, 9]
        assert {r.outcome for r in receipts} == {Outcome.ACCEPTED}

    def test_what_arrives_is_byte_for_byte_what_was_given(self, at):
        at.sender.send([outgoing(1)])
        assert at.arrived() == [CONTENT]

    def test_nothing_to_send_is_nothing_sent(self, at):
        assert at.sender.send([]) == []
        assert at.arrived() == []

    def test_it_can_be_used_again_and_again(self, at):
        for key in range(3):
            assert at.sender.send([outgoing(key)])[0].outcome is Outcome.ACCEPTED
        assert len(at.arrived()) == 3

    def test_it_says_what_it_can(self, at):
        assert at.sender.capabilities.idempotent is False


class At:
    def __init__(self, made, arrived) -> None:
        self.sender, self.arrived = made, arrived


class TestMemory(SenderContract):
    @pytest.fixture
    def at(self):
        made = MemorySender()
        return At(made, lambda: [m.content for m in made.sent])


class TestMailbox(SenderContract):
    @pytest.fixture
    def at(self, settings, tmp_path):
        settings.DEMO, settings.MAILBOX_DIR = True, tmp_path
        return At(
            sender("mailbox"),
            lambda: [p.read_bytes() for p in mailbox.newest("nord", 100)],
        )

    def test_it_is_refused_outside_a_demo(self, settings):
        settings.DEMO = False
        with pytest.raises(ImproperlyConfigured):
            sender("mailbox")

    def test_a_partner_sees_only_the_own_box_and_only_mails_in_it(self, at, tmp_path):
        at.sender.send([outgoing(1)])
        (tmp_path / "secret.eml").write_bytes(b"no")
        name = next(mailbox.newest("nord", 1)).name
        assert mailbox.read("nord", name) == CONTENT
        assert list(mailbox.newest("sued", 10)) == []
        assert mailbox.read("sued", name) is None
        assert mailbox.read("nord", "../../secret.eml") is None
        with pytest.raises(ValueError, match="short name"):
            mailbox.folder("../nord")


class Inbox:
    """An aiosmtpd handler that answers as it was told to."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.on_rcpt = "250 OK"
        self.on_data = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if not self.on_rcpt.startswith("250"):
            return self.on_rcpt
        envelope.rcpt_tos.append(address)
        return self.on_rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.on_data.startswith("250"):
            self.got.append(envelope.original_content)
        return self.on_data


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def inbox():
    handler = Inbox()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        handler.port = free_port()
        controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
        controller.start()
        yield handler
        controller.stop()


class TestSmtp(SenderContract):
    @pytest.fixture
    def at(self, inbox):
        made = SmtpSender(host="127.0.0.1", port=inbox.port, timeout=5)
        return At(made, lambda: inbox.got)

    @pytest.mark.parametrize(
        ("answer", "outcome", "reply", "status"),
        [
            ("550 5.1.1 no such user", Outcome.FAILED, ReplyClass.RECIPIENT, "5.1.1"),
            ("552 5.2.2 full", Outcome.FAILED, ReplyClass.MAILBOX_FULL, "5.2.2"),
            ("452 4.2.2 full", Outcome.DEFERRED, ReplyClass.MAILBOX_FULL, "4.2.2"),
            ("550 5.7.515 not aligned", Outcome.DEFERRED, ReplyClass.POLICY, "5.7.515"),
            ("451 4.7.1 slowly", Outcome.DEFERRED, ReplyClass.SLOW_DOWN, "4.7.1"),
            ("451 4.3.0 later", Outcome.DEFERRED, ReplyClass.TEMPORARY, "4.3.0"),
            ("550 5.6.0 content", Outcome.FAILED, ReplyClass.REFUSED, "5.6.0"),
        ],
    )
    @pytest.mark.parametrize("where", ["on_rcpt", "on_data"])
    def test_a_refusal_is_told_by_class_and_without_the_servers_words(
        self, at, inbox, where, answer, outcome, reply, status
    ):
        setattr(inbox, where, answer)
        receipt = at.sender.send([outgoing(1)])[0]
        assert (receipt.outcome, receipt.reply, receipt.status) == (outcome, reply, status)
        setattr(inbox, where, "250 OK")
        assert at.sender.send([outgoing(2)])[0].outcome is Outcome.ACCEPTED
        assert "user" not in repr(receipt)

    def test_one_refused_recipient_does_not_stop_the_rest(self, at, inbox):
        answers = iter(["550 5.1.1 no", "250 OK", "250 OK"])

        async def one_by_one(server, session, envelope, address, options):
            answer = next(answers)
            if answer.startswith("250"):
                envelope.rcpt_tos.append(address)
            return answer

        inbox.handle_RCPT = one_by_one
        outcomes = [r.outcome for r in at.sender.send([outgoing(k) for k in range(3)])]
        assert outcomes == [Outcome.FAILED, Outcome.ACCEPTED, Outcome.ACCEPTED]

    def test_nothing_begins_after_the_callers_deadline(self, at, inbox):
        receipt = at.sender.send([outgoing(1, deadline=time.monotonic() - 1)])[0]
        assert (receipt.outcome, receipt.reply) == (Outcome.DEFERRED, ReplyClass.LATE)
        assert inbox.got == []

    def test_nobody_listening_means_certainly_not_sent(self):
        receipt = SmtpSender(host="127.0.0.1", port=free_port(), timeout=2).send([outgoing(1)])[0]
        assert (receipt.outcome, receipt.reply) == (Outcome.DEFERRED, ReplyClass.CONNECTION)

    @pytest.mark.parametrize(
        ("last_words", "outcome"),
        [(b"220 hi\r\n", Outcome.DEFERRED), (None, Outcome.UNCERTAIN)],
    )
    def test_a_line_that_breaks_is_in_doubt_only_once_content_was_on_it(self, last_words, outcome):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=_break_off, args=(server, last_words))
            thread.start()
            made = SmtpSender(host="127.0.0.1", port=server.getsockname()[1], timeout=5)
            assert made.send([outgoing(1)])[0].outcome is outcome
            thread.join()

    def test_a_wrong_password_is_a_matter_of_set_up_and_nothing_is_sent(self):
        handler = Inbox()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            port = free_port()
            controller = Controller(
                handler,
                hostname="127.0.0.1",
                port=port,
                auth_require_tls=False,
                authenticator=lambda *a: AuthResult(
                    success=a[-1].password == b"right", handled=False
                ),
            )
            controller.start()
            made = SmtpSender(host="127.0.0.1", port=port, user="u", password="wrong", timeout=5)
            receipt = made.send([outgoing(1)])[0]
            right = SmtpSender(host="127.0.0.1", port=port, user="u", password="right", timeout=5)
            good = right.send([outgoing(1)])[0]
            controller.stop()
        assert (receipt.outcome, receipt.reply) == (Outcome.DEFERRED, ReplyClass.POLICY)
        assert good.outcome is Outcome.ACCEPTED
        assert len(handler.got) == 1

    def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(self, inbox):
        made = SmtpSender(host="127.0.0.1", port=inbox.port, starttls=True, timeout=5)
        assert made.send([outgoing(1)])[0].outcome is Outcome.DEFERRED
        assert inbox.got == []


def _break_off(server: socket.socket, last_words: bytes | None) -> None:
    """Says hello and leaves; or takes a message's content and leaves without an answer."""
    line, _ = server.accept()
    with line:
        line.sendall(last_words or b"220 hi\r\n")
        if last_words:
            return
        with line.makefile("rb") as read:
            for said in read:
                if said.upper().startswith(b"DATA"):
                    line.sendall(b"354 go\r\n")
                elif said == b".\r\n":
                    return
                elif said[:4].upper() in (b"EHLO", b"MAIL", b"RCPT"):
                    line.sendall(b"250 ok\r\n")


@pytest.mark.parametrize(
    ("code", "status", "outcome", "reply"),
    [
        (250, "2.0.0", Outcome.ACCEPTED, ReplyClass.FINE),
        (421, "", Outcome.DEFERRED, ReplyClass.SLOW_DOWN),
        (550, "", Outcome.FAILED, ReplyClass.RECIPIENT),
        (550, "5.2.1", Outcome.FAILED, ReplyClass.RECIPIENT),
        (554, "", Outcome.DEFERRED, ReplyClass.POLICY),
        (552, "", Outcome.FAILED, ReplyClass.MAILBOX_FULL),
    ],
)
def test_replies_mean_the_same_with_and_without_an_enhanced_code(code, status, outcome, reply):
    assert classify(code, status) == (outcome, reply)
