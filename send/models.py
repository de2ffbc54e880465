"""The ledger: what was scheduled, what exactly goes out, and what became of each message."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from send.errors import FrozenError


class DispatchState(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    HELD = "held", _("held")
    SENDING = "sending", _("sending")
    PAUSED = "paused", _("paused")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped")
    LAPSED = "lapsed", _("lapsed")


class Reason(models.TextChoices):
    """Why a dispatch is held, paused, stopped or lapsed; empty when a person wanted it."""

    SUPERSEDED = "superseded", _("the approval no longer stands")
    UNEXPLAINED = "unexplained", _("the mail differs and nobody says why")
    RELEASE = "release", _("Einklang was updated and the mail differs")
    GRANT = "grant", _("the customers' keys cannot be reached")
    RETIRED = "retired", _("headquarters took the template back")
    ARCHIVED = "archived", _("the campaign is in the archive")
    IMPRINT = "imprint", _("the imprint is not complete")
    MAIL = "mail", _("the mail cannot be built")
    POLICY = "policy", _("mail servers refuse the sender's set-up")
    FAULT = "fault", _("something went wrong on our side")
    CLAIM = "claim", _("a claim or a customer's voice may not be used any more")
    REPLACED = "replaced", _("sent as planned with a new approval")


# What keeps a dispatch from starting. The last two may be mended within a day after send_at.
HOLDS = (
    Reason.SUPERSEDED,
    Reason.UNEXPLAINED,
    Reason.RETIRED,
    Reason.ARCHIVED,
    Reason.IMPRINT,
    Reason.MAIL,
    Reason.CLAIM,
)
LONG_HOLDS = (Reason.RELEASE, Reason.GRANT)


class Dispatch(models.Model):
    """An approved campaign on its way to an audience at a time."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(
        "partner_spaces.Review", on_delete=models.PROTECT, related_name="dispatches"
    )
    partner = models.ForeignKey(
        "partner_spaces.Partner", on_delete=models.PROTECT, related_name="dispatches"
    )
    state = FSMField(default=DispatchState.SCHEDULED, choices=DispatchState.choices, protected=True)
    reason = models.CharField(max_length=40, blank=True, choices=Reason.choices)
    hold_until = models.DateTimeField(null=True, blank=True)
    audience = models.JSONField(default=dict)  # {"segment": "everyone"}
    purpose = models.CharField(max_length=20, default="marketing")
    sender = models.CharField(max_length=20)
    send_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cursor = models.CharField(max_length=64, blank=True)  # fan-out resumes behind this customer
    fanned_out = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        indexes = [
            models.Index(fields=["state", "send_at"], name="dispatch_due"),
            models.Index(fields=["partner", "-id"], name="dispatch_by_partner"),
        ]

    @transition(field=state, source=DispatchState.SCHEDULED, target=DispatchState.SENDING)
    def begin(self, at: datetime) -> None:
        self.started_at = at

    @transition(field=state, source=DispatchState.SCHEDULED, target=DispatchState.HELD)
    def hold(self, reason: Reason, until: datetime) -> None:
        self.reason = reason
        self.hold_until = until

    @transition(field=state, source=DispatchState.HELD, target=DispatchState.LAPSED)
    def lapse(self, at: datetime) -> None:
        self.ended_at = at

    @transition(field=state, source=DispatchState.SENDING, target=DispatchState.PAUSED)
    def pause(self, reason: str) -> None:
        self.reason = reason

    @transition(field=state, source=DispatchState.PAUSED, target=DispatchState.SENDING)
    def resume(self) -> None:
        self.reason = ""

    @transition(
        field=state,
        source=[
            DispatchState.SCHEDULED,
            DispatchState.HELD,
            DispatchState.SENDING,
            DispatchState.PAUSED,
        ],
        target=DispatchState.STOPPED,
    )
    def stop(self, at: datetime, reason: str) -> None:
        self.reason = reason
        self.ended_at = at

    @transition(field=state, source=DispatchState.SENDING, target=DispatchState.FINISHED)
    def finish(self, at: datetime) -> None:
        self.ended_at = at

    @transition(
        field=state,
        source=[DispatchState.FINISHED, DispatchState.SENDING],
        target=DispatchState.SENDING,
    )
    def go_on(self) -> None:
        """A person wants uncertain mails sent once more."""
        self.ended_at = None


class DispatchStep(models.Model):
    """One line of a dispatch's history. Append-only; numbers, never persons."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    count = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-id"]


class Snapshot(models.Model):
    """The freeze: resolved JSON, segments and hashes, compressed; written once, never changed."""

    dispatch = models.OneToOneField(Dispatch, on_delete=models.PROTECT, related_name="snapshot")
    blob = models.BinaryField()
    mail = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict)
    compiler = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """FrozenError for a snapshot that is there already."""
        if not self._state.adding:
            raise FrozenError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError


class DeliveryState(models.TextChoices):
    READY = "ready", _("ready")
    CLAIMED = "claimed", _("claimed")
    SENDING = "sending", _("sending")
    ACCEPTED = "accepted", _("accepted")
    DEFERRED = "deferred", _("deferred")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("uncertain")
    SKIPPED = "skipped", _("skipped")


class Skip(models.TextChoices):
    """Why a person of the audience gets no mail."""

    CONSENT = "consent", _("no consent")
    SUPPRESSED = "suppressed", _("unsubscribed")
    DUPLICATE = "duplicate", _("same address as somebody else")
    ADDRESS = "address", _("no usable address")
    GONE = "gone", _("deleted meanwhile")
    STOPPED = "stopped", _("dispatch stopped")


class Delivery(models.Model):
    """One recipient x dispatch x channel. Ids and the keyed index only; nothing personal.

    The true address index belongs to the one row that may be sent: so one address gets one mail.
    A person who is left out from the start has a row too, for the sum, under an index of its own
    (see send.fan_out.own_index).
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, default="email")
    customer = models.UUIDField()
    address_index = models.BinaryField()
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.READY
    )
    reason = models.CharField(max_length=30, blank=True)  # a Skip or a ReplyClass
    message_id = models.CharField(max_length=120, blank=True)
    due_at = models.DateTimeField(null=True)  # a deferred one goes again from then on
    lease_until = models.DateTimeField(null=True)
    epoch = models.PositiveIntegerField(default=0)  # fences a worker that woke up too late
    worker = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reply_code = models.PositiveSmallIntegerField(null=True)
    reply_status = models.CharField(max_length=12, blank=True)  # enhanced status code, RFC 3463
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "channel", "address_index"], name="delivery_once"
            )
        ]
        indexes = [models.Index(fields=["dispatch", "state", "id"], name="delivery_work")]


class TestMail(models.Model):
    """That a member had a test mail sent to the own address: for the day's limit alone."""

    __test__ = False  # a name pytest would collect

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "at"], name="test_mail_by_user")]
