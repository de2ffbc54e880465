"""Taking and declining what headquarters offers."""

from __future__ import annotations

import uuid as uuids

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.policy import Who, who
from partner_spaces import access, offers
from partner_spaces.errors import Refused
from partner_spaces.models import Decline
from partner_spaces.offers import Offer


@who(Who.EDITOR)
@require_POST
def begin(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Opens the campaign that the offer is; the second press opens the same one."""
    partner = access.partner_of(request)
    campaign = offers.begin(_offer(request, uuid), partner=partner, by=access.person(request))
    return redirect("desk:compose", campaign.uuid)


@who(Who.EDITOR)
@require_POST
def decline(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Not for us, with one of the reasons."""
    reason = request.POST.get("reason", "")
    if reason not in Decline.values:
        messages.error(request, _("Please say why: one click is enough."))
        return redirect("desk:catalogue")
    partner, by = access.partner_of(request), access.person(request)
    try:
        offers.decline(_offer(request, uuid), partner=partner, by=by, reason=reason)
    except Refused as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Declined. Until it is due you find it in the catalogue."))
    return redirect("desk:catalogue")


def _offer(request: HttpRequest, uuid: uuids.UUID) -> Offer:
    """An offer of this Desk; any other does not exist (404)."""
    found = offers.find(access.partner_of(request), uuid, on=timezone.localdate())
    if found is None:
        raise Http404
    return found
