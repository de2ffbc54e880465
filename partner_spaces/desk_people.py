"""Who is in the space: members, invitations, and the first steps of somebody invited."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.policy import Who, who
from partner_spaces import access, invitations
from partner_spaces import members as people
from partner_spaces.errors import InvitationRefused, Refused
from partner_spaces.forms import AccountForm, InviteForm
from partner_spaces.models import Membership, PartnerRole

BACKEND = "django.contrib.auth.backends.ModelBackend"


@who(Who.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """Everybody in the space, open invitations, and inviting somebody."""
    partner = access.partner_of(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invite(partner, by=access.person(request), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Invited. The link is valid for seven days."))
            return redirect("desk:members")
    context = {
        "section": "members",
        "people": people.members(partner),
        "open": partner.invitations.filter(
            accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        ).order_by("-pk"),
        "roles": PartnerRole.choices,
        "form": form,
    }
    return render(request, "desk/members.html", context)


@who(Who.OWNER)
@require_POST
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role, or out of the space."""
    row = _membership(request, pk)
    role = request.POST.get("role", "")
    try:
        if request.POST.get("remove"):
            people.remove(row, by=access.person(request))
            messages.success(request, _("Removed from the space."))
        elif role in PartnerRole.values:
            people.change_role(row, role, by=access.person(request))
            messages.success(request, _("Role changed."))
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, refused.messages[0])
    return redirect("desk:members")


@who(Who.OWNER)
@require_POST
def uninvite(request: HttpRequest, pk: int) -> HttpResponse:
    """The link opens nothing any more."""
    found = access.partner_of(request).invitations.filter(pk=pk).first()
    if found is None:
        raise Http404
    invitations.withdraw(found, by=access.person(request))
    messages.success(request, _("Invitation withdrawn."))
    return redirect("desk:members")


def _membership(request: HttpRequest, pk: int) -> Membership:
    found = Membership.objects.filter(pk=pk, partner=access.partner_of(request)).first()
    if found is None:
        raise Http404
    return found


@who(Who.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opens the space to who was invited: one screen."""
    try:
        invited = invitations.find(token)
    except InvitationRefused as refused:
        said = {"refused": refused.messages[0]}
        return render(request, "desk/invitation.html", said, status=410)
    known = invitations.account_for(invited)
    mine = known is not None and request.user.is_authenticated and request.user.pk == known.pk
    form = AccountForm(request.POST if request.method == "POST" and known is None else None)
    if request.method == "POST" and (mine or (known is None and form.is_valid())):
        given = {} if known is not None else form.cleaned_data
        user = request.user if mine else None
        try:
            joined = invitations.accept(token, user=user, **given)  # type: ignore[arg-type]
        except ValidationError as refused:
            form.add_error("password" if known is None else None, refused.messages)
        else:
            if not mine:
                login(request, joined.user, backend=BACKEND)
            access.switch(request, joined.partner_id)
            return redirect("desk:start")
    context = {"invited": invited, "form": form, "known": known, "mine": mine}
    response = render(request, "desk/invitation.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
