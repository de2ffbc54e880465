"""Shared blocks: written once by headquarters, live in every template that uses them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import (
    DraftStateMixin,
    ReferenceIndex,
    Revision,
    RevisionMixin,
)

from blocks.fields import BodyField, SharedBody
from blocks.pictures import EMPTY_SHELF, Shelf
from blocks.structure import everything, kind_name, value_of
from brand_kits.theme_of import live_theme
from cms import publishing
from cms.errors import StillUsed
from cms.shelf import shelf_for
from cms.studio_form import BodyForm
from cms.studio_preview import Previewed, mail_preview

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class SharedBlock(Previewed, DraftStateMixin, RevisionMixin, models.Model):
    """A few blocks under one name. Templates hold a use of it, never a copy."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    kit = models.ForeignKey(
        "brand_kits.BrandKit",
        verbose_name=_("brand kit"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="de")
    body = BodyField(SharedBody(), verbose_name=_("blocks"), blank=True)

    base_form_class = BodyForm
    panels = [
        FieldPanel("name", help_text=_("Seen at headquarters only.")),
        FieldPanel(
            "body",
            help_text=_(
                "Published, it changes in every mail that is not sent yet. No locks: no "
                "partner can change any of it."
            ),
        ),
        FieldPanel("kit"),
        FieldPanel("language"),
    ]

    class Meta:
        verbose_name = _("shared block")
        verbose_name_plural = _("shared blocks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is live may go out: the last wall, whoever saves it. Raises NotPublishable."""
        fields = kwargs.get("update_fields")
        if self.live and (fields is None or {"body", "live", "kit"} & set(fields)):
            self.require_publishable()
        super().save(*args, **kwargs)

    def raw_body(self) -> list[dict[str, Any]]:
        """The blocks this object holds, as raw JSON."""
        return [dict(block) for block in self.body.get_prep_value()]

    def as_template(self) -> list[dict[str, Any]]:
        """The blocks between an envelope and a legal notice: a mail to judge and to look at."""
        return [_alone("envelope"), *self.raw_body(), _alone("legal")]

    def shelf(self) -> Shelf:
        """Everything the blocks this object holds are made from, as it is live now."""
        theme = live_theme(self.kit_id)
        return shelf_for(
            self.as_template(), theme, kit=self.kit_id, language=self.language, shared={}
        )

    def require_publishable(self) -> None:
        """Raises NotPublishable with every reason in words."""
        body = self.as_template()
        found = publishing.findings(
            body, live_theme(self.kit_id), language=self.language, shelf=self.shelf()
        )
        publishing.require(found, body)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Raises StillUsed: every mail that uses it would have a hole."""
        self.require_unused()
        super().unpublish(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises StillUsed."""
        self.require_unused()
        return super().delete(*args, **kwargs)

    def require_unused(self) -> None:
        """Raises StillUsed with the names of what uses it."""
        users = ReferenceIndex.get_grouped_references_to(self)
        names = sorted({str(user) for user, _references in users})
        if names:
            raise StillUsed(names)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return mail_preview(
            self.as_template(),
            live_theme(self.kit_id) if self.kit_id else None,
            language=self.language,
            mode=mode_name,
            request=request,
            shelf=self.shelf() if self.kit_id else EMPTY_SHELF,
        )


def _alone(kind: str) -> dict[str, Any]:
    """An envelope or a legal notice that has nothing of its own to say."""
    values = {"subject": "–", "from_name": "–"} if kind == "envelope" else {}
    return {"type": kind, "id": kind, "value": values}


@dataclass(frozen=True, slots=True)
class Published:
    """The live blocks of a shared block, raw, and the number of their revision."""

    body: list[dict[str, Any]]
    revision: int


def uses_in(body: Iterable[dict[str, Any]]) -> set[int]:
    """The shared blocks that a raw body uses, at any depth."""
    chosen = (value_of(b).get("block") for b in everything(body) if kind_name(b) == "shared")
    return {pk for pk in chosen if type(pk) is int}


def published(ids: Iterable[int]) -> Mapping[int, Published]:
    """Those of them that are live. One query, and one for each body that is not known yet."""
    wanted = [pk for pk in ids if 0 < pk < 2**63]
    if not wanted:
        return {}
    rows = SharedBlock.objects.filter(pk__in=wanted, live=True, live_revision__isnull=False)
    return {
        pk: Published(body_at(revision), revision)
        for pk, revision in rows.values_list("pk", "live_revision_id")
    }


def shared_in(body: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """What the shared blocks that a raw body uses say now."""
    return {pk: one.body for pk, one in published(uses_in(body)).items()}


def forget() -> None:
    """After what was written was taken back: its numbers may come again with other blocks."""
    body_at.cache_clear()


@lru_cache(maxsize=1024)
def body_at(revision: int) -> list[dict[str, Any]]:
    """The raw body of a revision, of a template too. Shared: never change it."""
    body = json.loads(Revision.objects.get(pk=revision).content["body"])
    return [dict(block) for block in body]
