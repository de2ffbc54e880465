"""The Studio as a browser drives it: the fields of a form, from the values of a stream."""

from __future__ import annotations

from typing import Any

from django.test import Client
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from brand_kits.models import BrandKit
from cms.models import CampaignTemplatePage, SharedBlock
from tests import factories

PARTS = ("colours", "styles", "logos", "cobrand", "imprints", "tone", "pictures")


def fields(block: Any, value: Any, name: str) -> dict[str, Any]:
    """What the inputs of this block hold, by their names."""
    if isinstance(block, blocks.StreamBlock):
        children = value or []
        found = {f"{name}-count": str(len(children))}
        for place, child in enumerate(children):
            at = f"{name}-{place}"
            found |= {
                f"{at}-deleted": "",
                f"{at}-order": str(place),
                f"{at}-type": child["type"],
                f"{at}-id": child["id"],
            }
            found |= fields(block.child_blocks[child["type"]], child["value"], f"{at}-value")
        return found
    if isinstance(block, blocks.ListBlock):
        children = value or []
        found = {f"{name}-count": str(len(children))}
        for place, child in enumerate(children):
            at = f"{name}-{place}"
            found |= {f"{at}-deleted": "", f"{at}-order": str(place), f"{at}-id": child["id"]}
            found |= fields(block.child_block, child["value"], f"{at}-value")
        return found
    if isinstance(block, blocks.StructBlock):
        value = value or {}
        found = {}
        for child, inner in block.child_blocks.items():
            given = value.get(child, getattr(inner.meta, "default", None))
            found |= fields(inner, given, f"{name}-{child}")
        return found
    if isinstance(block, blocks.BooleanBlock):
        return {name: "on"} if value else {}
    if isinstance(block, blocks.RichTextBlock):
        return {name: block.field.widget.format_value(value or "")}
    if isinstance(block, ImageChooserBlock | SnippetChooserBlock):
        return {name: str(value or "")}
    if isinstance(block, blocks.MultipleChoiceBlock):
        return {name: list(value or [])}
    return {name: "" if value is None else str(value).replace("\n", "\r\n")}  # as browsers do


def stream(owner: Any, field: str, raw: list[dict[str, Any]]) -> dict[str, Any]:
    return fields(owner._meta.get_field(field).stream_block, raw, field)


class Studio:
    """Headquarters' browser."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client()
        self.client.force_login(user or factories.hq())

    def edit(
        self, page: CampaignTemplatePage, body: list[dict[str, Any]], *, publish: bool, **more: Any
    ) -> Any:
        data = {
            "title": page.title,
            "slug": page.slug,
            "kit": str(page.kit_id),
            "approval": page.approval,
            "uses": page.uses,
            "summary": page.summary,
            "occasion": page.occasion,
            **stream(page, "body", body),
            **more,
        }
        if publish:
            data["action-publish"] = "action-publish"
        return self.client.post(f"/studio/pages/{page.pk}/edit/", data)

    def edit_shared(
        self, shared: SharedBlock, body: list[dict[str, Any]], *, publish: bool, **more: Any
    ) -> Any:
        data = {
            "name": shared.name,
            "kit": str(shared.kit_id),
            "language": shared.language,
            **stream(shared, "body", body),
            **more,
        }
        if publish:
            data["action-publish"] = "action-publish"
        return self.client.post(f"/studio/snippets/cms/sharedblock/edit/{shared.pk}/", data)

    def edit_kit(self, kit: BrandKit, *, publish: bool, **parts: Any) -> Any:
        data: dict[str, Any] = {
            "name": kit.name,
            "corner": "" if kit.corner is None else str(kit.corner),
            "parent": str(kit.parent_id or ""),
            "opens": list(kit.opens),
            "networks": [str(n.pk) for n in kit.networks.all()],
        }
        for part in PARTS:
            raw = parts.pop(part, None)
            data |= stream(kit, part, getattr(kit, part).get_prep_value() if raw is None else raw)
        data |= parts
        if publish:
            data["action-publish"] = "action-publish"
        return self.client.post(f"/studio/snippets/brand_kits/brandkit/edit/{kit.pk}/", data)


def text(response: Any) -> str:
    """The page, with the words that its scripts hold readable."""
    page = response.content.decode()
    return page.replace("\\u201e", "„").replace("\\u201c", "“").replace("\\u00e4", "ä")
