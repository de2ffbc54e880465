"""The site's tables: people, and campaign templates as pages."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Locale, Page, Revision
from wagtail.search import index

from blocks.fields import BodyField, TemplateBody
from blocks.pictures import EMPTY_SHELF, Shelf
from brand_kits.findings import Finding
from brand_kits.theme_of import live_theme
from cms import publishing
from cms.check_rules import CheckRules as CheckRules
from cms.errors import NotPublishable
from cms.offering import Offering as Offering
from cms.shared import SharedBlock as SharedBlock
from cms.shared import shared_in
from cms.shelf import shelf_for
from cms.studio_form import TemplateForm
from cms.studio_preview import Previewed, mail_preview


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person who signs in. What they may do lives in groups (HQ) or memberships (partners)."""


class Approval(models.TextChoices):
    """Who decides before a campaign of this template may go out."""

    AUTO = "auto", _("none: approved by the template's rule")
    REVIEW = "review", _("a reviewer decides")


class Uses(models.TextChoices):
    """How many campaigns one partner may make of a template."""

    MANY = "many", _("as often as they like")
    ONCE = "once", _("once")


class CampaignTemplateIndexPage(Page):
    """The folder of campaign templates in the Studio."""

    subpage_types = ["cms.CampaignTemplatePage", "cms.CampaignTemplateIndexPage"]
    parent_page_types = ["wagtailcore.Page", "cms.CampaignTemplateIndexPage"]
    max_count = None
    preview_modes: list[tuple[str, Any]] = []

    class Meta:
        verbose_name = _("template folder")
        verbose_name_plural = _("template folders")


# What belongs to a template itself, whichever of its versions is live; a copy has its own.
OF_THE_ROW = ("uuid", "retired_at", "retired_why", "retired_by")


class CampaignTemplatePage(Previewed, Page):
    """A campaign template: blocks with locks, from which partners make campaigns."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kit = models.ForeignKey(
        "brand_kits.BrandKit",
        verbose_name=_("brand kit"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    networks = ParentalManyToManyField(
        "brand_kits.Network",
        verbose_name=_("networks"),
        blank=True,
        help_text=_("Who may use it. None chosen: every partner."),
    )
    occasion = models.CharField(
        _("occasion"),
        max_length=60,
        blank=True,
        help_text=_("One or two words, such as newsletter or invitation; partners filter by it."),
    )
    summary = models.CharField(
        _("what it is for"),
        max_length=200,
        blank=True,
        help_text=_("One sentence; partners read it in the catalogue."),
    )
    approval = models.CharField(
        _("approval"), max_length=10, choices=Approval.choices, default=Approval.AUTO
    )
    available_from = models.DateField(
        _("first day"), null=True, blank=True, help_text=_("Before it no partner sees it.")
    )
    available_until = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("After it nobody begins a new campaign; those already begun stay."),
    )
    send_by = models.DateField(
        _("send by"), null=True, blank=True, help_text=_("The deadline partners see.")
    )
    uses = models.CharField(
        _("a partner uses it"), max_length=4, choices=Uses.choices, default=Uses.MANY
    )
    new_title = models.CharField(
        _("name of a new campaign"),
        max_length=120,
        blank=True,
        help_text=_("Empty: the template's. A partner may change it."),
    )
    new_send_at = models.DateTimeField(
        _("proposed time of sending"),
        null=True,
        blank=True,
        help_text=_("Stands in the form when a partner plans the sending; they may change it."),
    )
    # Retired: nobody begins with it, and what is not sent is held. No part of any version.
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_why = models.CharField(max_length=300, blank=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField(TemplateBody(), verbose_name=_("blocks"), blank=True)

    base_form_class = TemplateForm
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", help_text=_("Partners find it by this name.")),
                    HelpPanel(template="cms/studio_legend.html", heading=_("How locks work")),
                    FieldPanel("body"),
                ],
                heading=_("Blocks"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("summary"),
                            FieldPanel("occasion"),
                            FieldPanel("networks", widget=CheckboxSelectMultiple),
                        ],
                        heading=_("In the partners' catalogue"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [FieldPanel("available_from"), FieldPanel("available_until")]
                            ),
                            FieldPanel("send_by"),
                            FieldPanel("uses"),
                        ],
                        heading=_("When, and how often"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("new_title"), FieldPanel("new_send_at")],
                        heading=_("What a new campaign begins with"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("kit"), FieldPanel("approval"), FieldPanel("slug")],
                        heading=_("Brand and approval"),
                    ),
                ],
                heading=_("Catalogue"),
            ),
        ]
    )
    parent_page_types = ["cms.CampaignTemplateIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = list(OF_THE_ROW)

    class Meta:
        verbose_name = _("campaign template")
        verbose_name_plural = _("campaign templates")

    @property
    def language(self) -> str:
        """Two letters, the language of every campaign made from this template."""
        locale = self.locale if self.locale_id else Locale.get_default()
        return str(locale.language_code)[:2]

    def with_content_json(self, content: dict[str, Any]) -> CampaignTemplatePage:
        """A version as an object: which template it is, and whether retired, stay the row's."""
        page: CampaignTemplatePage = super().with_content_json(content)
        for name in OF_THE_ROW:
            setattr(page, name, getattr(self, name))
        return page

    def raw_body(self) -> list[dict[str, Any]]:
        """The body this object holds, as raw JSON."""
        return [dict(block) for block in self.body.get_prep_value()]

    def shelf(self) -> Shelf:
        """Everything the body this object holds is made from, as it is live now."""
        body, theme = self.raw_body(), live_theme(self.kit_id)
        shared = shared_in(body)
        return shelf_for(body, theme, kit=self.kit_id, language=self.language, shared=shared)

    def network_names(self) -> frozenset[str]:
        """The networks it is for, none for all."""
        return frozenset(network.slug for network in self.networks.all())

    def findings(self) -> tuple[Finding, ...]:
        """Everything there is to say about it as this object holds it, today."""
        return publishing.findings(
            self.raw_body(),
            live_theme(self.kit_id),
            language=self.language,
            shelf=self.shelf(),
            networks=self.network_names(),
        )

    def require_publishable(self) -> None:
        """Raises NotPublishable with every reason in words."""
        publishing.require(self.findings(), self.raw_body())

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """A row that is live holds a publishable body: the last wall, whoever saves it.

        Raises NotPublishable. Publishing by any way writes the live row through here.
        """
        fields = kwargs.get("update_fields")
        if self.live and (fields is None or {"body", "live", "kit"} & set(fields)):
            self.require_publishable()
        return super().save(*args, **kwargs)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Raises NotPublishable before anything is written; a schedule that fails ends with it."""
        try:
            revision.as_object().require_publishable()
        except NotPublishable:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            raise
        super().publish(revision, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return mail_preview(
            self.raw_body(),
            live_theme(self.kit_id) if self.kit_id else None,
            language=self.language,
            mode=mode_name,
            request=request,
            shelf=self.shelf() if self.kit_id else EMPTY_SHELF,
            networks=self.network_names(),
        )
