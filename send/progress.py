"""What a dispatch's numbers say, so that they add up in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partner_spaces.templatetags.desk import grouped
from send.ledger import LEFT
from send.models import DeliveryState, Dispatch, DispatchState, Skip
from send.senders.protocol import ReplyClass

Counts = Mapping[tuple[str, str], int]
_DONE = (
    DeliveryState.ACCEPTED,
    DeliveryState.SKIPPED,
    DeliveryState.FAILED,
    DeliveryState.UNCERTAIN,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One state of the sum: key names its colour, detail says what it means."""

    key: str
    label: str
    count: int
    detail: str


@dataclass(frozen=True, slots=True)
class Progress:
    """lines sum to total. undecided: uncertain mails that wait for a person's decision."""

    lines: tuple[Line, ...]
    total: int
    done: int
    undecided: int
    sentence: str

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def waiting(self) -> int:
        return self.total - self.done

    @property
    def adds_up(self) -> bool:
        return sum(line.count for line in self.lines) == self.total


def progress(dispatch: Dispatch, counts: Counts, now: datetime) -> Progress:
    """The numbers of a dispatch as they are read. counts: ledger.counts."""
    by_state: dict[str, int] = {}
    for (state, _reason), n in counts.items():
        by_state[state] = by_state.get(state, 0) + n
    total = sum(counts.values())
    done = sum(by_state.get(state, 0) for state in _DONE)
    waiting = sum(
        by_state.get(state, 0)
        for state in (DeliveryState.READY, DeliveryState.CLAIMED, DeliveryState.SENDING)
    )
    lines = (
        Line(
            "acc",
            _("Accepted"),
            by_state.get(DeliveryState.ACCEPTED, 0),
            _("The recipient's server has taken the mail."),
        ),
        Line("def", _("Delayed"), by_state.get(DeliveryState.DEFERRED, 0), _deferred(by_state)),
        Line("skip", _("Skipped"), by_state.get(DeliveryState.SKIPPED, 0), _skipped(counts)),
        Line("fail", _("Failed"), by_state.get(DeliveryState.FAILED, 0), _failed(counts)),
        Line("unc", _("Uncertain"), by_state.get(DeliveryState.UNCERTAIN, 0), _uncertain(by_state)),
        Line("wait", _("Waiting"), waiting, ""),
    )
    undecided = sum(
        n
        for (state, reason), n in counts.items()
        if state == DeliveryState.UNCERTAIN and reason != LEFT
    )
    return Progress(lines, total, done, undecided, _sentence(dispatch, total, done, now))


def _sentence(dispatch: Dispatch, total: int, done: int, now: datetime) -> str:
    if not total or dispatch.started_at is None:
        return ""
    said = _("%(done)s of %(total)s done") % {"done": grouped(done), "total": grouped(total)}
    left = total - done
    if dispatch.state != DispatchState.SENDING or not left or not done:
        return f"{said}."
    seconds = (now - dispatch.started_at).total_seconds() * left / done
    minutes = max(1, round(seconds / 60))
    about = ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes)
    return f"{said}, {about % {'n': grouped(minutes)}}."


def _deferred(by_state: Mapping[str, int]) -> str:
    if not by_state.get(DeliveryState.DEFERRED):
        return ""
    return _("The server asks for patience. We try again by ourselves.")


def _skipped(counts: Counts) -> str:
    words = {
        Skip.SUPPRESSED: _("%(n)s unsubscribed"),
        Skip.CONSENT: _("%(n)s without consent"),
        Skip.DUPLICATE: _("%(n)s at an address that gets this mail already"),
        Skip.ADDRESS: _("%(n)s without a usable address"),
        Skip.GONE: _("%(n)s deleted meanwhile"),
        Skip.STOPPED: _("%(n)s not sent, because it was stopped"),
    }
    said = [
        text % {"n": grouped(counts[(DeliveryState.SKIPPED, skip)])}
        for skip, text in words.items()
        if counts.get((DeliveryState.SKIPPED, skip))
    ]
    return ", ".join(said) + "." if said else ""


def _failed(counts: Counts) -> str:
    words = {
        ReplyClass.RECIPIENT: _("%(n)s: there is no such address. It is not written to any more."),
        ReplyClass.MAILBOX_FULL: _("%(n)s: the mailbox is full."),
    }
    said = [
        text % {"n": grouped(counts[(DeliveryState.FAILED, reply)])}
        for reply, text in words.items()
        if counts.get((DeliveryState.FAILED, reply))
    ]
    other = sum(
        n for (state, reason), n in counts.items() if state == "failed" and reason not in words
    )
    if other:
        said.append(_("%(n)s: refused by the recipient's server.") % {"n": grouped(other)})
    return " ".join(said)


def _uncertain(by_state: Mapping[str, int]) -> str:
    if not by_state.get(DeliveryState.UNCERTAIN):
        return ""
    return _("The line broke in the middle of sending. We do not send again by ourselves.")
