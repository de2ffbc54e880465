"""The form of claims and testimonials in the Studio: a draft may lack something."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm


class ClaimForm(WagtailAdminModelForm):
    """Says at each field what stands against publishing."""

    def _post_clean(self) -> None:
        """The instance has the posted values only after the form built it; networks never."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        self.instance.networks = self.cleaned_data["networks"]
        try:
            self.instance.require_publishable()
        except ValidationError as refusal:
            self.add_error(None, refusal)
