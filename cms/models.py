"""The site's tables: people, and campaign templates as pages."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from blocks.fields import TemplateBody


class User(AbstractUser):
    """A person who signs in. What they may do lives in groups (HQ) or memberships (partners)."""


class Approval(models.TextChoices):
    """Who decides before a campaign of this template may go out."""

    AUTO = "auto", _("none: approved by the template's rule")
    REVIEW = "review", _("a reviewer decides")


class CampaignTemplateIndexPage(Page):
    """The folder of campaign templates in the Studio."""

    subpage_types = ["cms.CampaignTemplatePage", "cms.CampaignTemplateIndexPage"]
    parent_page_types = ["wagtailcore.Page", "cms.CampaignTemplateIndexPage"]
    max_count = None


class CampaignTemplatePage(Page):
    """A campaign template: blocks with locks, from which partners make campaigns."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    kit = models.ForeignKey(
        "brand_kits.BrandKit",
        verbose_name=_("brand kit"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    networks = ParentalManyToManyField("brand_kits.Network", verbose_name=_("networks"), blank=True)
    occasion = models.CharField(_("occasion"), max_length=60, blank=True)
    summary = models.CharField(_("what it is for"), max_length=200, blank=True)
    approval = models.CharField(
        _("approval"), max_length=10, choices=Approval.choices, default=Approval.AUTO
    )
    body = StreamField(TemplateBody(), verbose_name=_("blocks"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("kit"),
        FieldPanel("networks"),
        FieldPanel("occasion"),
        FieldPanel("approval"),
        FieldPanel("body"),
    ]
    parent_page_types = ["cms.CampaignTemplateIndexPage"]
    subpage_types: list[str] = []
