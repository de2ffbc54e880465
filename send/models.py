"""The ledger: what was scheduled, what exactly goes out, and what became of each message."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField


class DispatchState(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    HELD = "held", _("held")
    SENDING = "sending", _("sending")
    PAUSED = "paused", _("paused")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped")
    LAPSED = "lapsed", _("lapsed")


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
    reason = models.CharField(max_length=40, blank=True)  # why it is held or lapsed
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
        indexes = [
            models.Index(fields=["state", "send_at"], name="dispatch_due"),
            models.Index(fields=["partner", "-id"], name="dispatch_by_partner"),
        ]


class Snapshot(models.Model):
    """The freeze: resolved JSON, segments and hashes, compressed; written once, never changed."""

    dispatch = models.OneToOneField(Dispatch, on_delete=models.PROTECT, related_name="snapshot")
    blob = models.BinaryField()
    mail = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict)
    compiler = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)


class DeliveryState(models.TextChoices):
    READY = "ready", _("ready")
    CLAIMED = "claimed", _("claimed")
    SENDING = "sending", _("sending")
    ACCEPTED = "accepted", _("accepted")
    DEFERRED = "deferred", _("deferred")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("uncertain")
    SKIPPED = "skipped", _("skipped")


class Delivery(models.Model):
    """One recipient x dispatch x channel. Ids and the keyed index only; nothing personal."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, default="email")
    customer = models.UUIDField()
    address_index = models.BinaryField()
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.READY
    )
    reason = models.CharField(max_length=30, blank=True)
    message_id = models.CharField(max_length=120, blank=True)
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
