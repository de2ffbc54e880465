"""The kit's form in the Studio: a draft may lack something, what is published may not."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError

from brand_kits.errors import KitRefused


class KitForm(WagtailAdminModelForm):
    """Says at each field what stands against publishing."""

    def _post_clean(self) -> None:
        """The instance has the posted values only after the form built it."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        try:
            self.instance.require_publishable()
        except KitRefused as refusal:
            for field, said in refusal.message_dict.items():
                errors = [ValidationError(sentence) for sentence in said]
                self.add_error(field, StreamBlockValidationError(non_block_errors=errors))
