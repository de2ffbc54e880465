"""The dispatcher's round: look after holds, start what is due, select, send, settle. Repeatable."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from partner_spaces.recheck import recheck_due
from send import ledger
from send.dispatch import in_doubt, pause, watch
from send.fan_out import fan_out
from send.hand_over import Worker, finish_if_done, running
from send.models import Dispatch, Reason
from send.start import due, start

logger = logging.getLogger(__name__)
_LOOK = 5.0  # seconds between two looks after holds and dead workers


@dataclass
class Drained:
    """What a run did."""

    started: int = 0
    selected: int = 0
    handled: int = 0
    finished: int = 0
    uncertain: int = 0
    rounds: int = 0


@dataclass
class Drain:
    """Rounds until somebody says stop. `stopped` is asked between groups, never inside one."""

    worker: Worker = field(default_factory=Worker)
    stopped: Callable[[], bool] = lambda: False
    done: Drained = field(default_factory=Drained)
    _looked: float = field(default=-math.inf)

    def run(
        self, *, seconds: float | None = None, until_empty: bool = False, rest: float = 1.0
    ) -> Drained:
        """For that many seconds, until nothing is due, or for ever.

        rest: seconds between two rounds without work.
        """
        end = None if seconds is None else time.monotonic() + seconds
        while not self._over(end):
            if self.round():
                continue
            if until_empty:
                break
            time.sleep(rest)
        return self.done

    def round(self) -> bool:
        """One group of every dispatch that is sending; whether there was anything to do."""
        self.done.rounds += 1
        now = timezone.now()
        if time.monotonic() - self._looked >= _LOOK:
            self._look(now)
        worked = False
        for dispatch in due(now):
            self.done.started += start(dispatch)
            worked = True
        for dispatch in running():
            if self.stopped():
                break
            try:
                worked |= self._one(dispatch)
            except Exception:
                # One partner's trouble must not keep the others waiting. What had begun becomes
                # uncertain when its lease is over; nothing of it is sent again by itself.
                logger.exception("Dispatch %s is paused by a fault.", dispatch.pk)
                pause(dispatch, by=None, reason=Reason.FAULT)
        return worked

    def _look(self, now: datetime) -> None:
        """What need not be asked before every group: dead workers, approvals, holds."""
        for dispatch_id, count in ledger.reap(now).uncertain.items():
            in_doubt(dispatch_id, count)
            self.done.uncertain += count
        recheck_due()
        watch(now)
        self._looked = time.monotonic()

    def _one(self, dispatch: Dispatch) -> bool:
        if not dispatch.fanned_out:
            self.done.selected += fan_out(dispatch)
        handled = self.worker.group(dispatch)
        self.done.handled += handled
        if handled or not dispatch.fanned_out:
            return True
        finished = finish_if_done(dispatch)
        self.done.finished += finished
        return finished

    def _over(self, end: float | None) -> bool:
        return self.stopped() or (end is not None and time.monotonic() >= end)
