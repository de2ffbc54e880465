"""Headquarters' user screens: who belongs to a partner does not exist there.

So nobody at headquarters sets such a person's password, e-mail address, role or groups.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_list_or_404
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import usage as wagtail_usage
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users as wagtail_users
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)

from cms.models import User
from partner_spaces import access
from partner_spaces.models import Membership


def own_people(users: QuerySet[User] | None = None) -> QuerySet[User]:
    """Headquarters' own: everybody without a membership."""
    theirs = Exists(Membership.objects.filter(user=OuterRef("pk")))
    return (User.objects.all() if users is None else users).exclude(theirs)


class OwnPeople:
    """For a view of one person: a partner's is not found."""

    def get_object(self, *args: Any) -> User:
        person: User = super().get_object(*args)  # type: ignore[misc]
        if access.is_member(person):
            raise Http404
        return person


class AddressOnce:
    """For a form of one person: an e-mail address belongs to one account."""

    def clean_email(self) -> str:
        form: Any = self
        email = str(form.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=form.instance.pk).exists():
            raise ValidationError(_("There is an account with this address."))
        return email


class CreationForm(AddressOnce, UserCreationForm):
    pass


class EditForm(AddressOnce, UserEditForm):
    pass


class IndexView(wagtail_users.IndexView):
    def get_base_queryset(self) -> QuerySet[User]:
        return own_people(super().get_base_queryset())


class EditView(OwnPeople, wagtail_users.EditView):
    pass


class DeleteView(OwnPeople, wagtail_users.DeleteView):
    pass


class HistoryView(OwnPeople, wagtail_users.HistoryView):
    pass


class UsageView(OwnPeople, wagtail_usage.UsageView):
    pass


class PeopleViewSet(wagtail_users.UserViewSet):
    index_view_class = IndexView
    edit_view_class = EditView
    delete_view_class = DeleteView
    history_view_class = HistoryView
    usage_view_class = UsageView

    def get_form_class(self, for_update: bool = False) -> type:
        return EditForm if for_update else CreationForm


class OwnPeopleBulk:
    """For an action on many people: a partner's are not among them."""

    @classmethod
    def get_queryset(cls, model: type[User], object_ids: list[str]) -> list[User]:
        return get_list_or_404(own_people(), pk__in=object_ids)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        listed = super().get_all_objects_in_listing_query(parent_id)  # type: ignore[misc]
        return own_people().filter(pk__in=listed).values_list("pk", flat=True)


class AssignRole(OwnPeopleBulk, AssignRoleBulkAction):
    pass


class Delete(OwnPeopleBulk, DeleteBulkAction):
    pass


class SetActiveState(OwnPeopleBulk, SetActiveStateBulkAction):
    pass
