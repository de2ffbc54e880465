"""The one question of scheduling: when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import CampaignTemplatePage

FURTHEST = timedelta(days=366)


def proposal(template: CampaignTemplatePage) -> dict[str, str]:
    """What the form begins with: headquarters' proposed time, as long as it lies ahead."""
    at = template.new_send_at
    if at is None or at <= timezone.now():
        return {}
    local = timezone.localtime(at)
    return {"when": "later", "date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}


class ScheduleForm(forms.Form):
    """Now, or a date and a time in the partner's time zone."""

    when = forms.ChoiceField(
        choices=[("now", _("Now")), ("later", _("At a time of your choice"))], initial="now"
    )
    date = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    moment: datetime

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.moment = timezone.now()
        if data.get("when") == "later" and not self.errors:
            if not data.get("date") or not data.get("time"):
                self.add_error(None, _("Choose a date and a time."))
                return data
            local = datetime.combine(data["date"], data["time"])
            self.moment = timezone.make_aware(local)
            if self.moment < timezone.now():
                self.add_error(None, _("This time is over. Choose a later one, or send now."))
            elif self.moment > timezone.now() + FURTHEST:
                self.add_error(None, _("A year ahead is the furthest. Choose an earlier date."))
        return data
