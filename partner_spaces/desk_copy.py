"""Copying a campaign: last year's words as this year's start, in the same template or another."""

from __future__ import annotations

import uuid as uuids

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cms.policy import Who, who
from partner_spaces import access, compose, copying
from partner_spaces.desk_campaigns import campaign_of
from partner_spaces.errors import AlreadyUsed, Refused
from partner_spaces.models import Campaign


@who(Who.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Asks for a name and a template, and says how many of the words find their place there."""
    campaign = campaign_of(request, uuid)
    if request.method == "POST":
        return _copied(request, campaign)
    places = copying.places(campaign, on=timezone.localdate())
    context = {
        "section": "campaigns",
        "campaign": campaign,
        "places": places,
        "chosen": next((p.template.pk for p in places if not p.used), None),
        "closed": not any(place.same for place in places),
        "title": _("%(title)s (copy)") % {"title": campaign.title},
    }
    return render(request, "desk/copy.html", context)


def _copied(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    place = copying.place(campaign, request.POST.get("template", ""), on=timezone.localdate())
    if place is None:
        messages.error(request, _("Choose a template for the copy."))
        return redirect("desk:copy", campaign.uuid)
    try:
        made = compose.copy(
            campaign,
            by=access.person(request),
            into=place.template,
            title=request.POST.get("title", "").strip(),
        )
    except AlreadyUsed as refused:
        messages.error(request, refused.messages[0])
        return redirect("desk:preview", refused.campaign.uuid)
    except Refused as refused:
        messages.error(request, refused.messages[0])
        return redirect("desk:copy", campaign.uuid)
    aside = len(made.overlay["parked"])
    if aside:
        said = ngettext(
            "Copied. %(n)d entry finds no place in the template: you find it under “Kept aside”.",
            "Copied. %(n)d entries find no place in the template: you find them under"
            " “Kept aside”.",
            aside,
        )
        messages.warning(request, said % {"n": aside})
    else:
        messages.success(request, _("Copied. All your words are in it."))
    return redirect("desk:compose", made.uuid)
