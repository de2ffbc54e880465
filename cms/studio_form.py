"""The template's form in the Studio: a draft may be unfinished, what is published may not."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm

from cms.errors import NotPublishable


class TemplateForm(WagtailAdminPageForm):
    """Says at the blocks what stands against publishing; saving a draft is never refused for it."""

    def _post_clean(self) -> None:
        """The instance has the posted values only after the form built it."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        try:
            self.instance.require_publishable()
        except NotPublishable as refusal:
            self.add_error("body" if "body" in self.fields else None, refusal.messages)
