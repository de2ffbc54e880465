"""How strictly mails are checked for being readable by everybody: headquarters' choice by rule."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import register_setting

from blocks.access import OF_CAMPAIGNS, OF_TEMPLATES, RULES, Grade, Grades


class GradeWord(models.TextChoices):
    ERROR = "error", _("holds it up")
    WARNING = "warning", _("is pointed out")
    IGNORE = "ignore", _("is not checked")


def _grade(default: Grade, label: Any) -> models.CharField[str, str]:
    return models.CharField(label, max_length=10, choices=GradeWord.choices, default=default.value)


HEADINGS = {
    "alt": _("A picture without a description"),
    "contrast": _("Text with a contrast under 4.5 : 1"),
    "headings": _("Headings out of order"),
    "link_text": _("A link that does not say where it leads"),
}


@register_setting(icon="view", order=100)
class CheckRules(BaseGenericSetting):
    """One row: a grade for each rule, for templates and for partners' campaigns."""

    template_alt = _grade(OF_TEMPLATES.alt, _("in a template"))
    template_contrast = _grade(OF_TEMPLATES.contrast, _("in a template"))
    template_headings = _grade(OF_TEMPLATES.headings, _("in a template"))
    template_link_text = _grade(OF_TEMPLATES.link_text, _("in a template"))
    campaign_alt = _grade(OF_CAMPAIGNS.alt, _("in a campaign"))
    campaign_contrast = _grade(OF_CAMPAIGNS.contrast, _("in a campaign"))
    campaign_headings = _grade(OF_CAMPAIGNS.headings, _("in a campaign"))
    campaign_link_text = _grade(OF_CAMPAIGNS.link_text, _("in a campaign"))

    panels = [
        HelpPanel(template="cms/studio_checks.html", heading=_("What these checks do")),
        *(
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel(f"template_{rule}"), FieldPanel(f"campaign_{rule}")])],
                heading=HEADINGS[rule],
            )
            for rule in RULES
        ),
    ]

    class Meta:
        verbose_name = _("accessibility checks")

    def grades(self, of: str) -> Grades:
        return Grades(**{rule: Grade(getattr(self, f"{of}_{rule}")) for rule in RULES})


def of_templates() -> Grades:
    """What stands against publishing a template."""
    return _rules().grades("template")


def of_campaigns() -> Grades:
    """What a partner hears about a campaign."""
    return _rules().grades("campaign")


def _rules() -> CheckRules:
    return CheckRules.objects.first() or CheckRules()
