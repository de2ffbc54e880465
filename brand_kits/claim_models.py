"""The tables of what partners may say: claims with evidence, and customers' voices."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from brand_kits.claim_form import ClaimForm

NOBODY = frozenset({""})  # no network is called so


class Sayable(DraftStateMixin, RevisionMixin, ClusterableModel):
    """What claims and voices share: the kit they belong to, when they hold, and where."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kit = models.ForeignKey(
        "brand_kits.BrandKit",
        verbose_name=_("brand kit"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day. Empty: no end.")
    )
    everywhere = models.BooleanField(
        _("in all networks"), default=True, help_text=_("Else choose the networks below.")
    )

    base_form_class = ClaimForm
    when_panel = FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")])

    class Meta:
        abstract = True

    def words(self) -> dict[str, str]:
        """The words by language, without empty ones."""
        raise NotImplementedError

    def scopes(self) -> frozenset[str]:
        """Network names, empty for all. One whose networks are gone belongs to nobody."""
        if self.everywhere:
            return frozenset()
        networks: Any = self.networks
        return frozenset(network.slug for network in networks.all()) or NOBODY

    def clean(self) -> None:
        """A draft may be unfinished in its words and networks; its days have to make sense."""
        super().clean()
        first, last = self.valid_from, self.valid_until
        if isinstance(first, date) and isinstance(last, date) and last < first:
            raise ValidationError({"valid_until": _("This day lies before the first one.")})

    def require_publishable(self) -> None:
        """Raises ValidationError with every reason in words."""
        self.clean()
        if not self.words():
            raise ValidationError(_("Write the words in at least one language."))
        if self.scopes() == NOBODY:
            raise ValidationError(_("Choose networks, or let it stand in all of them."))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is live may be said: the last wall, whoever saves it. Raises ValidationError."""
        if self.live and kwargs.get("update_fields") is None:
            self.require_publishable()
        super().save(*args, **kwargs)


class Claim(Sayable):
    """A sentence of the brand that can be proven, with its proof."""

    text_de = models.CharField(_("claim (German)"), max_length=200, blank=True)
    text_en = models.CharField(_("claim (English)"), max_length=200, blank=True)
    evidence = models.TextField(
        _("evidence"),
        help_text=_("What proves it: study, year, number of people asked, or where it is filed."),
    )
    products = models.TextField(
        _("products"), blank=True, help_text=_("One a line. Empty: for all products.")
    )
    networks = ParentalManyToManyField(
        "brand_kits.Network", verbose_name=_("networks"), blank=True, related_name="+"
    )

    panels = [
        FieldPanel("kit"),
        MultiFieldPanel([FieldPanel("text_de"), FieldPanel("text_en")], heading=_("Words")),
        FieldPanel("evidence"),
        MultiFieldPanel([Sayable.when_panel], heading=_("When")),
        MultiFieldPanel(
            [
                FieldPanel("everywhere"),
                FieldPanel("networks", widget=CheckboxSelectMultiple),
                FieldPanel("products"),
            ],
            heading=_("Where"),
        ),
    ]

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text_de or self.text_en

    def words(self) -> dict[str, str]:
        found = {"de": self.text_de.strip(), "en": self.text_en.strip()}
        return {language: words for language, words in found.items() if words}

    def require_publishable(self) -> None:
        super().require_publishable()
        if not self.evidence.strip():
            raise ValidationError({"evidence": _("A claim needs its evidence.")})


class Testimonial(Sayable):
    """What a customer said, with the person's yes to being quoted."""

    author = models.CharField(_("who said it"), max_length=80)
    role = models.CharField(
        _("role"), max_length=80, blank=True, help_text=_("For example: customer since 2019.")
    )
    quote_de = models.CharField(_("words (German)"), max_length=400, blank=True)
    quote_en = models.CharField(_("words (English)"), max_length=400, blank=True)
    consent = models.TextField(
        _("consent"),
        help_text=_("How and when the person agreed to be quoted, and where that is filed."),
    )
    picture = models.ForeignKey(
        "assets.BrandImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    networks = ParentalManyToManyField(
        "brand_kits.Network", verbose_name=_("networks"), blank=True, related_name="+"
    )

    panels = [
        FieldPanel("kit"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("author"), FieldPanel("role")]),
                FieldPanel("picture"),
                FieldPanel("consent"),
            ],
            heading=_("Who"),
        ),
        MultiFieldPanel([FieldPanel("quote_de"), FieldPanel("quote_en")], heading=_("Words")),
        MultiFieldPanel([Sayable.when_panel], heading=_("When")),
        MultiFieldPanel(
            [FieldPanel("everywhere"), FieldPanel("networks", widget=CheckboxSelectMultiple)],
            heading=_("Where"),
        ),
    ]

    class Meta:
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.author

    def words(self) -> dict[str, str]:
        found = {"de": self.quote_de.strip(), "en": self.quote_en.strip()}
        return {language: words for language, words in found.items() if words}

    def require_publishable(self) -> None:
        super().require_publishable()
        if not self.consent.strip():
            raise ValidationError({"consent": _("Nobody is quoted without having agreed to it.")})
