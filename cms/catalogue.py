"""Which templates stand in the partners' catalogue on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from cms.models import CampaignTemplatePage


def available(*, on: date) -> QuerySet[CampaignTemplatePage]:
    """Published templates, not retired, whose window is open on that day (both ends included)."""
    begun = Q(available_from=None) | Q(available_from__lte=on)
    lasts = Q(available_until=None) | Q(available_until__gte=on)
    found: QuerySet[CampaignTemplatePage] = CampaignTemplatePage.objects.live()
    return found.filter(begun, lasts, retired_at=None)
