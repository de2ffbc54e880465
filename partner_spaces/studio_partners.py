"""Headquarters' partner screens: master data and the first invitation, never a customer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.images.widgets import AdminImageChooser
from wagtail.permission_policies import ModelPermissionPolicy

from brand_kits.assets.models import BrandImage
from brand_kits.kit_words import COUNTRIES
from cms.models import User
from partner_spaces import access, invitations, members, partners
from partner_spaces.errors import NotAllowed, Refused
from partner_spaces.forms import CountryField
from partner_spaces.models import Partner
from partner_spaces.one_line import LOCAL_PART

FIELDS = (
    "name",
    "network",
    "slug",
    "language",
    "country",
    "active",
    "requires_approval",
    *("street", "postcode", "city", "phone", "email", "website", "hours"),
    *("from_name", "from_local", "reply_to"),
    *partners.LEGAL,
    "logo",
)


class PartnerPolicy(ModelPermissionPolicy):
    """A partner is switched off, never deleted: its space and its campaigns hang on it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action != "delete" and bool(
            super().user_has_permission_for_instance(user, action, instance)
        )


class PartnerForm(ModelForm[Partner]):
    website = forms.URLField(
        label=gettext_lazy("website"), required=False, assume_scheme="https", max_length=200
    )
    country = CountryField(
        help_text=gettext_lazy("The network's brand kits need an imprint for it.")
    )

    logo = forms.ModelChoiceField(
        BrandImage.objects.filter(owner_key=""),
        label=gettext_lazy("logo"),
        required=False,
        widget=AdminImageChooser,
        help_text=gettext_lazy("Stands beside the brand’s, where the brand has a place for it."),
    )

    class Meta:
        model = Partner
        fields = FIELDS
        error_messages = {"from_local": LOCAL_PART, "slug": LOCAL_PART}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.offer(COUNTRIES, stands=self.instance.country)


class NewPartnerForm(PartnerForm):
    owner_email = forms.EmailField(
        label=gettext_lazy("E-mail address of the first owner"),
        help_text=gettext_lazy("Gets an invitation, valid for 7 days."),
    )


class CreateView(generic.CreateView):
    def save_instance(self) -> Partner:
        values = dict(self.form.cleaned_data)
        email = values.pop("owner_email")
        partner = partners.create(by=self.request.user, **values)
        invitations.invite_owner(partner, email=email, by=self.request.user)
        return partner


class EditView(generic.EditView):
    def save_instance(self) -> Partner:
        changes = {name: self.form.cleaned_data[name] for name in self.form.changed_data}
        return partners.update(self.object, changes, by=self.request.user)


class PartnerViewSet(ModelViewSet):
    model = Partner
    icon = "group"
    menu_label = gettext_lazy("Partners")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = CreateView
    edit_view_class = EditView
    exclude_form_fields: tuple[str, ...] = ()
    search_fields = ("name", "slug", "city", "email")
    list_filter = ("network", "active")

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("name", label=_("Name"), get_url=self._edit_url),
            Column("network", label=_("network")),
            Column("city", label=_("city")),
            BooleanColumn("active", label=_("active")),
            TitleColumn(
                "people",
                label=_("People"),
                accessor=lambda partner: _("People"),
                get_url=self._people_url,
            ),
        ]

    def _edit_url(self, partner: Partner) -> str:
        return reverse(self.get_url_name("edit"), args=[partner.pk])

    def _people_url(self, partner: Partner) -> str:
        return reverse(self.get_url_name("people"), args=[partner.pk])

    def get_form_class(self, for_update: bool = False) -> type[PartnerForm]:
        return PartnerForm if for_update else NewPartnerForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("people/<int:pk>/", people, name="people")]


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in a space; headquarters may switch an account off, and invite the first owner."""
    user = request.user
    if not isinstance(user, User) or not access.is_hq(user):
        raise NotAllowed
    if not user.has_perm("partner_spaces.change_partner"):
        raise NotAllowed
    partner = get_object_or_404(Partner, pk=pk)
    if request.method == "POST":
        try:
            messages.success(request, _act(request, partner, by=user))
        except (Refused, ValidationError) as error:
            messages.error(request, " ".join(error.messages))
        return redirect(request.path)
    context = {
        "partner": partner,
        "members": members.members(partner),
        "invitations": partner.invitations.filter(accepted_at=None, withdrawn_at=None),
    }
    return render(request, "partner_spaces/studio_people.html", context)


def _act(request: HttpRequest, partner: Partner, *, by: User) -> str:
    if "invite" in request.POST:
        email = forms.EmailField().clean(request.POST["invite"])
        invitations.invite_owner(partner, email=email, by=by)
        return _("The invitation is on its way.")
    membership = get_object_or_404(
        partner.memberships.select_related("user"), pk=request.POST.get("membership", "0")
    )
    active = request.POST.get("active") == "1"
    members.deactivate(membership.user, by=by, active=active)
    return _("The account is on again.") if active else _("The account is switched off.")
