"""A partner's customers. Every table here is behind `space()`; no foreign key leads outside."""

from __future__ import annotations

import uuid

from django.db import models

from partner_spaces.trust_centre.rows import SpaceRow


class PartnerKey(SpaceRow):
    """A wrapped key of a partner: versions of the data key, and the one index key."""

    purpose = models.CharField(max_length=10)  # data | index
    version = models.PositiveIntegerField(default=1)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(SpaceRow.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["partner_id", "purpose", "version"], name="trust_key_once"
            )
        ]


class Customer(SpaceRow):
    """One AES-256-GCM blob; outside it only what must be found without a key."""

    uuid = models.UUIDField(default=uuid.uuid4)
    key_version = models.PositiveIntegerField()
    blob = models.BinaryField()
    email_index = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(SpaceRow.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["partner_id", "uuid"], name="trust_customer_uuid")
        ]
        indexes = [models.Index(fields=["partner_id", "email_index"], name="trust_customer_email")]


class Consent(SpaceRow):
    """The present state of one consent; its proof and the person are in the customer's blob."""

    customer = models.UUIDField()
    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10)  # given | withdrawn
    basis = models.CharField(max_length=20)  # double_opt_in ...
    changed_at = models.DateTimeField()

    class Meta(SpaceRow.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["partner_id", "customer", "purpose", "channel"], name="trust_consent_once"
            )
        ]


class Suppression(SpaceRow):
    """An address that must not be written to, by keyed index: no address is stored."""

    uuid = models.UUIDField(default=uuid.uuid4)
    address_index = models.BinaryField()
    channel = models.CharField(max_length=10)
    reason = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    class Meta(SpaceRow.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["partner_id", "address_index", "channel"], name="trust_suppression_once"
            )
        ]
