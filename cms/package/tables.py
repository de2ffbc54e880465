"""What of each table a package holds: the fields of its own, found by looking at the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import DateField, Field, ForeignKey, ManyToManyField, Model
from wagtail.models import DraftStateMixin, RevisionMixin

from brand_kits.assets.models import BrandImage
from brand_kits.claim_models import Claim, Testimonial
from brand_kits.models import BrandKit, Network, TokenFile
from cms.models import OF_THE_ROW, CampaignTemplatePage
from cms.shared import SharedBlock

MODELS: Mapping[str, type[Model]] = {
    "network": Network,
    "tokens": TokenFile,
    "kit": BrandKit,
    "claim": Claim,
    "testimonial": Testimonial,
    "shared": SharedBlock,
    "template": CampaignTemplatePage,
}
KIND_OF = {model: kind for kind, model in MODELS.items()}
KEYS = {"network": "slug", "tokens": "sha256"}  # any other has a uuid
PAGE = ("title", "slug")  # what of Wagtail's own page fields is a template's
_STATE = frozenset(
    f.name for mixin in (RevisionMixin, DraftStateMixin) for f in mixin._meta.local_fields
)
_NEVER = _STATE | {"id", "uuid", "page_ptr", *OF_THE_ROW}


def key_of(kind: str, row: Any) -> str:
    return str(getattr(row, KEYS.get(kind, "uuid")))


def name_of(kind: str, row: Any) -> str:
    return f"{kind}:{key_of(kind, row)}"


def drafts(kind: str) -> bool:
    """Whether rows of this kind are published, and so have a draft."""
    return kind != "template" and issubclass(MODELS[kind], DraftStateMixin)


def fields_of(kind: str) -> dict[str, Field[Any, Any]]:
    """The fields that say what a row is, by name; people and the state of publishing are none."""
    model = MODELS[kind]
    meta = model._meta
    own: list[Any] = [*meta.local_fields, *meta.local_many_to_many]
    if kind == "template":
        own += [meta.get_field(name) for name in PAGE]
    return {f.name: f for f in own if f.name not in _NEVER and _tells(f)}


def _tells(f: Any) -> bool:
    if isinstance(f, ForeignKey | ManyToManyField):
        return f.related_model in KIND_OF or f.related_model is BrandImage
    return not (isinstance(f, DateField) and (f.auto_now or f.auto_now_add))
