"""The shared block's form in the Studio: a draft may be unfinished, what is published may not."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError

from cms.errors import NotPublishable


class SharedForm(WagtailAdminModelForm):
    """Says above the blocks what stands against publishing."""

    def _post_clean(self) -> None:
        """The instance has the posted values only after the form built it."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        try:
            self.instance.require_publishable()
        except NotPublishable as refusal:
            said = [ValidationError(sentence) for sentence in refusal.messages]
            self.add_error("body", StreamBlockValidationError(non_block_errors=said))
