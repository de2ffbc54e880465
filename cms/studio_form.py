"""Forms of what holds blocks: a draft may be unfinished, what is published may not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from blocks.structure import blocks_of
from cms.errors import NotPublishable


class BodyForm(WagtailAdminModelForm):
    """Says at the blocks what stands against publishing; saving a draft is never refused for it."""

    def _post_clean(self) -> None:
        """The instance has the posted values only after the form built it."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        try:
            self.instance.require_publishable()
        except NotPublishable as refusal:
            self.add_error("body", at_its_place(self.instance.raw_body(), refusal))


class TemplateForm(BodyForm, WagtailAdminPageForm):
    """The template's; its days have to be in order, in a draft too."""

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


def at_its_place(body: list[dict[str, Any]], refusal: NotPublishable) -> StreamBlockValidationError:
    """Each sentence at the field it is about, at any depth; else at its block, else above all."""
    said: dict[str, list[tuple[str, ValidationError]]] = {}
    for block_id, field, sentence in refusal.by_field:
        said.setdefault(block_id, []).append((field, ValidationError(sentence)))
    blocks = _in_stream(body, said)
    general = [error for errors in said.values() for _field, error in errors]
    return StreamBlockValidationError(block_errors=blocks, non_block_errors=general)


Said = dict[str, list[tuple[str, ValidationError]]]


def _in_stream(stream: list[dict[str, Any]], said: Said) -> dict[int, ValidationError]:
    """The errors of a stream by place; what finds one is taken out of `said`."""
    found = {}
    for index, block in enumerate(stream):
        wrong = _in_block(block, said)
        if wrong is not None:
            found[index] = wrong
    return found


def _in_block(block: dict[str, Any], said: Said) -> ValidationError | None:
    value = block.get("value")
    value = value if isinstance(value, dict) else {}
    fields: dict[str, list[ValidationError]] = {}
    whole: list[ValidationError] = []
    for field, error in said.pop(str(block.get("id") or ""), ()):
        if field in value:
            fields.setdefault(field, []).append(error)
        else:
            whole.append(error)
    errors: dict[str, ValidationError] = {
        name: ValidationError(found) for name, found in fields.items()
    }
    for name, inner in value.items():
        if isinstance(inner, list):
            inside = _in_stream(blocks_of(inner), said)
            if inside:
                errors[name] = StreamBlockValidationError(block_errors=inside)
    if not errors and not whole:
        return None
    both: ValidationError = StructBlockValidationError(block_errors=errors, non_block_errors=whole)
    return both
