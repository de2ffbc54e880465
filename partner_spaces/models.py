"""The partner's rooms as tables: partners, memberships, campaigns, reviews and what was carried."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition
from wagtail.models import PreviewableMixin, RevisionMixin

from blocks.fields import OverlayField
from partner_spaces import country as countries
from partner_spaces.one_line import (
    LOCAL_PART,
    local_part,
    mail_address,
    one_line,
    tidy,
    web_address,
)


def _fact(label: Any, length: int, *, blank: bool = True) -> models.CharField[str, str]:
    return models.CharField(label, max_length=length, blank=blank, validators=[one_line])


def _slug(label: Any, **more: Any) -> models.SlugField[str, str]:
    return models.SlugField(label, max_length=40, error_messages=LOCAL_PART, **more)


class Partner(models.Model):
    """An independent company in a network: its master data, sender identity and legal fields.

    Whoever saves a row, its facts are checked: any of them may end in the header of a mail.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.ForeignKey(
        "brand_kits.Network", verbose_name=_("network"), on_delete=models.PROTECT, related_name="+"
    )
    name = _fact(_("name"), 80, blank=False)
    slug = _slug(_("short name"), unique=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="de"
    )
    country = models.CharField(_("country"), max_length=2, default="DE")
    street = _fact(_("street and number"), 120)
    postcode = _fact(_("postcode"), 12)
    city = _fact(_("city"), 80)
    phone = _fact(_("phone"), 40)
    email = models.EmailField(_("e-mail"), blank=True, validators=[mail_address])
    website = models.URLField(_("website"), blank=True, validators=[web_address])
    hours = _fact(_("opening hours"), 200)
    logo = models.ForeignKey(
        "assets.BrandImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # sender identity
    from_name = _fact(_("sender name"), 60)
    from_local = _slug(_("sender address before the @"), default="info")
    reply_to = models.EmailField(_("answers go to"), blank=True, validators=[mail_address])
    # legal fields, shown in the imprint
    legal_name = _fact(_("company name"), 120)
    represented_by = _fact(_("represented by"), 120)
    register_court = _fact(_("register court"), 80)
    register_number = _fact(_("register number"), 40)
    vat_id = _fact(_("VAT number"), 20)
    requires_approval = models.BooleanField(_("every campaign is reviewed"), default=False)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # set when the first member came in, never reset: from then on headquarters invites nobody
    opened_at = models.DateTimeField(null=True, editable=False)
    facts_version = models.PositiveBigIntegerField(default=1, editable=False)
    facts_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """ValidationError for a fact that cannot stand: the last wall, whoever saves.

        With update_fields only for those: nobody answers for what stood before.
        """
        every = {field.name for field in self._meta.fields}
        fields = every if kwargs.get("update_fields") is None else set(kwargs["update_fields"])
        self.clean_fields(exclude=every - fields)
        if fields & {"country", "network", "slug", "from_local"}:
            self.clean()
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(field, models.CharField) and isinstance(value, str):
                setattr(self, field.attname, tidy(value))
        super().clean_fields(exclude)

    def clean(self) -> None:
        """What no field can say alone: a country with an imprint, an address that is not too long.

        A country that stands already stays, though headquarters' kits lost its imprint.
        """
        try:
            local_part(self.from_local, self.slug)
        except ValidationError as refused:
            raise ValidationError({"from_local": refused}) from None
        stands = Partner.objects.filter(
            pk=self.pk or 0, country=self.country, network_id=self.network_id
        )
        if stands.exists():
            return
        try:
            countries.require(self.country, self.network_id)
        except ValidationError as refused:
            raise ValidationError({"country": refused}) from None


class PartnerRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")


class Membership(models.Model):
    """A person in a partner's space. Written by the partner's owner or the command line alone."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=PartnerRole.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "partner"], name="membership_once")]


class Invitation(models.Model):
    """A way into a space, by mail, valid for seven days; only the token's hash is kept."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=PartnerRole.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    from_headquarters = models.BooleanField(default=False)  # ends when the space is opened
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


# What a revision never brings back.
ROWS_OWN = (
    *("uuid", "partner_id", "template_id", "rev", "created_by_id", "archived_at"),
    *("saved_at", "saved_by_id", "template_version"),
)


class Campaign(PreviewableMixin, RevisionMixin, models.Model):
    """A template made local: template plus the partner's overlay. The row is the working copy."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="campaigns")
    template = models.ForeignKey(
        "cms.CampaignTemplatePage", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=120)
    overlay = OverlayField(default=dict, blank=True)  # written by compose.py alone
    rev = models.PositiveBigIntegerField(default=1)  # counts saves, never goes back
    saved_at = models.DateTimeField(null=True, editable=False)  # the overlay, by whom
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    # the template's version when this was last saved or checked, 0 = unknown
    template_version = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        indexes = [
            models.Index(fields=["partner", "-id"], name="campaign_by_partner"),
            models.Index(fields=["template", "partner"], name="campaign_by_template"),
        ]

    def __str__(self) -> str:
        return self.title

    def with_content_json(self, content: dict[str, Any]) -> Campaign:
        """A revision as an object: whose it is and how often it was saved stay the row's."""
        campaign: Campaign = super().with_content_json(content)
        for name in ROWS_OWN:
            setattr(campaign, name, getattr(self, name))
        return campaign


class Decline(models.TextChoices):
    """Why a partner does not take an offer; headquarters sees how often each was said."""

    FIT = "fit", _("It does not fit our customers.")
    TIME = "time", _("We have no time for it now.")
    OWN = "own", _("We do something of our own.")
    STOCK = "stock", _("We do not have what it offers.")
    OTHER = "other", _("Another reason.")


class OfferAnswer(models.Model):
    """What one partner made of one offer of headquarters'. Made when the partner first sees it."""

    offering = models.ForeignKey("cms.Offering", on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.SET_NULL, related_name="offer_answers"
    )
    declined_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=10, choices=Decline.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offering", "partner"], name="offer_answered_once")
        ]
        indexes = [models.Index(fields=["partner", "offering"], name="offer_by_partner")]


class ReviewState(models.TextChoices):
    SUBMITTED = "submitted", _("in review")
    APPROVED = "approved", _("approved")
    CHANGES_REQUESTED = "changes_requested", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("superseded")


class Review(ConcurrentTransitionMixin, models.Model):
    """A decision about one revision: what the partner said, which mail came of it, who decided.

    States move through the methods below alone, and `approval.py` and `recheck.py` alone call
    them; a second move from the same state raises ConcurrentTransition.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reviews")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    state = FSMField(default=ReviewState.SUBMITTED, choices=ReviewState.choices, protected=True)
    rev = models.PositiveBigIntegerField(default=0)  # the campaign's when it was handed in
    said = models.CharField(max_length=64)
    mail = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict)  # versions of headquarters' inputs, numbers only
    rule = models.CharField(max_length=60, blank=True)  # the rule that approved, "" = a person did
    submitted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    # what headquarters' inputs and the partner's facts were when this was last compared
    checked = models.CharField(max_length=120, blank=True)
    held = models.CharField(max_length=20, blank=True)  # why an approval does not count now
    template_version = models.PositiveBigIntegerField(default=0)  # it was last compared with
    sent_at = models.DateTimeField(null=True, blank=True)  # sending began; said from above

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        default_permissions = ()
        permissions = [("decide_review", "Can decide reviews")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=models.Q(state="submitted"),
                name="one_submitted_review",
            )
        ]
        indexes = [
            models.Index(fields=["campaign", "-id"], name="review_latest"),
            models.Index(fields=["state", "campaign"], name="review_by_state"),
        ]

    @transition(field=state, source=ReviewState.SUBMITTED, target=ReviewState.APPROVED)
    def approve(self) -> None:
        """What was submitted may go out."""

    @transition(field=state, source=ReviewState.SUBMITTED, target=ReviewState.CHANGES_REQUESTED)
    def request_changes(self) -> None:
        """Back to the partner, with the reason."""

    @transition(field=state, source=ReviewState.SUBMITTED, target=ReviewState.WITHDRAWN)
    def withdraw(self) -> None:
        """The partner takes it back to go on editing."""

    @transition(field=state, source=ReviewState.APPROVED, target=ReviewState.SUPERSEDED)
    def supersede(self) -> None:
        """What was approved is no longer what would be sent."""


class Carry(models.Model):
    """Headquarters changed its own bytes and the approval went along. Append-only."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="carries")
    old_mail = models.CharField(max_length=64)
    new_mail = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict)
    cause = models.JSONField(default=dict)  # {input: [old version, new version]}
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "carries"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """TypeError for a row that is there already."""
        if not self._state.adding:
            raise TypeError("a carry is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a carry is never deleted")
