"""What every sender is: it takes messages that are ready to go and says what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Outcome(StrEnum):
    """What became of one message."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # certainly not accepted; may go again
    FAILED = "failed"  # certainly not accepted; will not go again
    UNCERTAIN = "uncertain"  # may have been accepted; never sent again by itself


class ReplyClass(StrEnum):
    """Whose fault an answer is, and so what follows from it."""

    FINE = ""
    RECIPIENT = "recipient"  # the address does not exist: suppress it
    MAILBOX_FULL = "mailbox_full"  # soft
    POLICY = "policy"  # 5.7.x: the domain or the set-up; pause, never suppress
    SLOW_DOWN = "slow_down"  # 421, 4.7.x
    TEMPORARY = "temporary"  # any other 4xx
    REFUSED = "refused"  # any other 5xx
    CONNECTION = "connection"  # the line broke
    LATE = "late"  # our own lease would have run out


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of one recipient. key is the caller's; content is a whole RFC 5322 message.

    deadline (time.monotonic() seconds) is the caller's lease: nothing is begun after it.
    """

    key: int
    envelope_from: str
    recipient: str
    content: bytes
    space: str  # the partner's short name
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the message with this key. The server's text is never kept."""

    key: int
    outcome: Outcome
    reply: ReplyClass = ReplyClass.FINE
    code: int | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """idempotent: sending one key twice delivers once. leaves_house: real people get it."""

    idempotent: bool = False
    leaves_house: bool = True


class Sender(Protocol):
    """One door. All senders pass the same contract (tests/send/test_senders.py)."""

    capabilities: Capabilities

    def send(self, messages: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt a message, in order. Never raises for what a server or a line does."""
        ...


def sender(name: str) -> Sender:
    """A new sender as settings.SENDERS names it; an unknown name is a KeyError."""
    known: Mapping[str, Mapping[str, Any]] = settings.SENDERS
    entry = known[name]
    made: Sender = import_string(entry["BACKEND"])(**entry.get("OPTIONS", {}))
    return made


def classify(code: int, status: str) -> tuple[Outcome, ReplyClass]:
    """What an SMTP reply means: by enhanced code (RFC 3463) first, else by reply code."""
    if 200 <= code < 300:
        return Outcome.ACCEPTED, ReplyClass.FINE
    subject = status[1:]  # ".7.15" of 5.7.15
    if subject == ".2.2" or (not status and code in (452, 552)):
        return (Outcome.DEFERRED if code < 500 else Outcome.FAILED), ReplyClass.MAILBOX_FULL
    if code == 421 or (code < 500 and subject.startswith(".7.")):
        return Outcome.DEFERRED, ReplyClass.SLOW_DOWN
    if code < 500:
        return Outcome.DEFERRED, ReplyClass.TEMPORARY
    if subject.startswith(".7.") or (not status and code in (530, 535, 538, 554)):
        return Outcome.DEFERRED, ReplyClass.POLICY
    if subject.startswith(".1.") or subject == ".2.1" or (not status and code in (550, 551, 553)):
        return Outcome.FAILED, ReplyClass.RECIPIENT
    return Outcome.FAILED, ReplyClass.REFUSED
