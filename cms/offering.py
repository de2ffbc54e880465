"""Headquarters offers a template to networks as a ready campaign. Nothing is sent by it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blocks.sanitise import clean_lines, clean_text
from brand_kits.models import Network

LONGEST = 500  # characters of a message


class Offering(models.Model):
    """A template offered to networks: one row, however many partners there are.

    It shows in a Desk from its making until `due`, both days included, unless withdrawn.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    template = models.ForeignKey(
        "cms.CampaignTemplatePage", on_delete=models.PROTECT, related_name="offerings"
    )
    networks = models.ManyToManyField(Network, related_name="+")
    title = models.CharField(gettext_lazy("name of the campaign"), max_length=120, blank=True)
    message = models.CharField(
        gettext_lazy("a word to the partners"), max_length=LONGEST, blank=True
    )
    due = models.DateField(gettext_lazy("due by"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = gettext_lazy("offer")
        verbose_name_plural = gettext_lazy("offers")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["withdrawn_at", "due"], name="offering_open")]

    def __str__(self) -> str:
        return self.title or str(self.template)


def offer(
    template: Any,
    *,
    networks: Collection[Network],
    due: date,
    by: Any,
    today: date,
    title: str = "",
    message: str = "",
) -> Offering:
    """Makes the offer. ValidationError, by field, for what no partner of a network could take."""
    wrong = _against(template, networks=networks, due=due, today=today)
    if wrong:
        raise ValidationError(wrong)
    with transaction.atomic():
        made = Offering.objects.create(
            template=template,
            title=clean_text(title)[:120],
            message=clean_lines(message)[:LONGEST],
            due=due,
            created_by=by,
        )
        made.networks.set(networks)
    return made


def _against(
    template: Any, *, networks: Collection[Network], due: date, today: date
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    own = set(template.networks.values_list("pk", flat=True))
    if not template.live or template.retired_at:
        found["template"] = [_("Only a published template can be offered.")]
    if not networks:
        found["networks"] = [_("Choose at least one network.")]
    strangers = [network.name for network in networks if own and network.pk not in own]
    if strangers:
        names = ", ".join(strangers)
        found["networks"] = [_("The template is not meant for %(names)s.") % {"names": names}]
    first, last = template.available_from, template.available_until
    if due < today:
        found["due"] = [_("This day is over. Choose a later one.")]
    elif (first and due < first) or (last and due > last):
        found["due"] = [_("On this day the template is not in the catalogue.")]
    return found


def withdraw(offering: Offering) -> bool:
    """Takes it out of every Desk; campaigns begun from it stay. False if it was withdrawn."""
    open_ = Offering.objects.filter(pk=offering.pk, withdrawn_at=None)
    return bool(open_.update(withdrawn_at=timezone.now()))
