"""The kit's form in the Studio: a draft may lack something, what is published may not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError, StreamValue, StructBlockValidationError

from brand_kits import inherit, kit_words
from brand_kits.errors import KitRefused
from brand_kits.findings import Finding
from brand_kits.inherit import Layer


class Opens(forms.MultipleChoiceField):
    """Whole groups and single values, by group; `opens` of a kit is its list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **_kwargs: Any) -> None:
        super().__init__(
            choices=_openable,
            required=False,
            label=_("open to kits below"),
            help_text=_(
                "What a sub-brand or country may change. All the rest holds as it is here."
            ),
        )


def _openable() -> list[tuple[Any, Any]]:
    return [
        (
            kit_words.GROUPS[group],
            [
                (group, _("everything here")),
                *((f"{group}/{name}", kit_words.value_word(f"{group}/{name}")) for name in names),
            ],
        )
        for group, names in inherit.GROUPS.items()
    ]


class KitForm(WagtailAdminModelForm):
    """Says at each field what stands against saving or publishing."""

    opens = Opens()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self._offer_parents(self.fields["parent"])

    def _offer_parents(self, field: Any) -> None:
        """Never itself nor one of those below it."""
        below = {self.instance.pk}.union(*self.instance.below())
        field.queryset = type(self.instance).objects.exclude(pk__in=below)
        field.error_messages["invalid_choice"] = kit_words.SENTENCES["kit.circle"]

    @cached_property
    def layers(self) -> list[Layer]:
        """The chain of the kit as the form shows it: read once for all panels."""
        return [kit.layer() for kit in self.instance.chain()]

    def _post_clean(self) -> None:
        """The instance has the posted values only after the form built it."""
        super()._post_clean()
        if self.errors:
            return
        try:
            if self.is_deferred_validation:
                self.instance.require_open()
            else:
                self.instance.require_publishable()
        except KitRefused as refusal:
            self._say(refusal)

    def _say(self, refusal: KitRefused) -> None:
        closed = [f for f in refusal.findings if f.code == "kit.closed"]
        for field, said in kit_words.by_field(refusal.findings).items():
            if isinstance(self.cleaned_data.get(field), StreamValue):
                at = self._places(field, closed)
                general = [ValidationError(s) for s in said if s not in at.values()]
                blocks = {
                    place: StructBlockValidationError(non_block_errors=[ValidationError(sentence)])
                    for place, sentence in at.items()
                }
                error: ValidationError = StreamBlockValidationError(
                    block_errors=blocks, non_block_errors=general
                )
                self.add_error(field, error)
            else:
                self.add_error(field if field in self.fields else None, said)

    def _places(self, group: str, closed: list[Finding]) -> dict[int, str]:
        """{place of the block in the group: why it may not stand here}."""
        said = {f.value: kit_words.said(f) for f in closed}
        keys = [f"{group}/{inherit.name_of(group, raw)}" for raw in self.instance.raw(group)]
        return {place: said[key] for place, key in enumerate(keys) if key in said}
