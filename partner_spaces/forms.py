"""What partners fill in. The rules stand in the models and in `partners.update`, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brand_kits.kit_words import COUNTRIES
from cms.templates_of import countries_of
from partner_spaces import country as countries
from partner_spaces.models import Partner, PartnerRole
from partner_spaces.one_line import LOCAL_PART

COMPANY = (
    (
        _("Your branch"),
        _("Stands in your mails by itself. A change shows in everything not yet sent."),
        ("name", "street", "postcode", "city", "country", "phone", "email", "website", "hours"),
    ),
    (
        _("Sender"),
        _("What your customers see in their inbox."),
        ("from_name", "from_local", "reply_to", "language"),
    ),
    (
        _("Imprint"),
        _("The law asks for these in every mail. A change opens approvals again."),
        ("legal_name", "represented_by", "register_court", "register_number", "vat_id"),
    ),
)


class CountryField(forms.ChoiceField):
    """A country that headquarters has an imprint for."""

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Country"), **more)
        self.offer(COUNTRIES)

    def offer(self, possible: Iterable[str], *, stands: str = "") -> None:
        """These and no others; stands: the one there is now, which may stay."""
        self.possible = tuple(possible)
        offered = dict.fromkeys((*self.possible, *filter(None, [stands])))
        self.choices = [(country, COUNTRIES.get(country, country)) for country in offered]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if not self.valid_value(value):
            raise countries.no_imprint(value, self.possible)


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Master data, sender identity and legal fields."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    country = CountryField()

    class Meta:
        model = Partner
        fields = [name for _title, _why, names in COMPANY for name in names]
        error_messages = {"from_local": LOCAL_PART}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.offer(countries_of(self.instance.network_id), stands=self.instance.country)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def groups(self) -> list[tuple[Any, Any, list[forms.BoundField]]]:
        return [(title, why, [self[n] for n in names]) for title, why, names in COMPANY]

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"class": "input"}))
    role = forms.ChoiceField(
        label=_("Role"), choices=PartnerRole.choices, widget=forms.Select({"class": "input"})
    )


class AccountForm(forms.Form):
    """The first steps of somebody who was invited."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "input", "autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "input", "autocomplete": "family-name"}),
    )
    password = forms.CharField(
        label=_("Password, at least 12 characters"),
        widget=forms.PasswordInput({"class": "input", "autocomplete": "new-password"}),
    )
