"""The template's form in the Studio: a draft may be unfinished, what is published may not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from blocks.structure import blocks_of, inner
from cms.errors import NotPublishable


class TemplateForm(WagtailAdminPageForm):
    """Says at the blocks what stands against publishing; saving a draft is never refused for it."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last, deadline = (
            data.get(name) for name in ("available_from", "available_until", "send_by")
        )
        if first and last and last < first:
            self.add_error("available_until", _("The last day lies before the first."))
        if first and deadline and deadline < first:
            self.add_error("send_by", _("The deadline lies before the first day."))
        return data

    def _post_clean(self) -> None:
        """The instance has the posted values only after the form built it."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        try:
            self.instance.require_publishable()
        except NotPublishable as refusal:
            self.add_error("body", self._at_the_blocks(refusal))

    def _at_the_blocks(self, refusal: NotPublishable) -> StreamBlockValidationError:
        """Each sentence at the block it is about; one inside a region stands at the region."""
        place: dict[str, int] = {}
        for index, block in enumerate(blocks_of(self.instance.raw_body())):
            place[str(block.get("id"))] = index
            place.update({str(child.get("id")): index for _stream, child in inner(block)})
        said: dict[int, list[ValidationError]] = {}
        general: list[ValidationError] = []
        for block_id, sentence in refusal.by_block:
            error = ValidationError(sentence)
            if block_id in place:
                said.setdefault(place[block_id], []).append(error)
            else:
                general.append(error)
        blocks = {
            index: StructBlockValidationError(non_block_errors=errors)
            for index, errors in said.items()
        }
        return StreamBlockValidationError(block_errors=blocks, non_block_errors=general)
