"""Retiring a template: nobody begins with it any more, what is not sent waits; and back again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from blocks.sanitise import clean_text
from cms.models import CampaignTemplatePage, User

LONGEST = 300  # characters of a reason


def retire(page: CampaignTemplatePage, *, by: User, why: str) -> bool:
    """Takes it out of the catalogue; campaigns of it are held with the reason. False if it was.

    Floors above see it when they look: at once on their screens and before anything is sent.
    """
    with transaction.atomic():
        done = CampaignTemplatePage.objects.filter(pk=page.pk, retired_at=None).update(
            retired_at=timezone.now(), retired_by=by, retired_why=clean_text(why)[:LONGEST]
        )
        if done:
            log(page, "cms.retire", user=by, data={"why": clean_text(why)[:LONGEST]})
    return bool(done)


def bring_back(page: CampaignTemplatePage, *, by: User) -> bool:
    """Back into the catalogue; what was held is looked at anew. False if it was not retired."""
    with transaction.atomic():
        done = (
            CampaignTemplatePage.objects.filter(pk=page.pk)
            .exclude(retired_at=None)
            .update(retired_at=None, retired_by=None, retired_why="")
        )
        if done:
            log(page, "cms.bring_back", user=by)
    return bool(done)
