"""The catalogue's screens: what there is, one template looked at, and beginning with it."""

from __future__ import annotations

import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.models import CampaignTemplatePage
from cms.policy import Who, who
from partner_spaces import access, catalogue, compose, offers
from partner_spaces.desk_mail import VIEWS, look, mail_response
from partner_spaces.errors import AlreadyUsed
from partner_spaces.models import Campaign, Decline
from partner_spaces.rendering import rendered

PAGE = 12


@who(Who.VIEWER)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The templates of the partner's network, each with its mail as it would look here."""
    partner, today = access.partner_of(request), timezone.localdate()
    q = request.GET.get("q", "").strip()[:80]
    occasion = request.GET.get("occasion", "")[:60]
    waiting = [] if q or occasion else offers.standing(partner, on=today)
    offers.seen(waiting, partner=partner)
    found = catalogue.search(partner, on=today, q=q)
    occasions, all_of_them = catalogue.occasions(found), found.count()
    if occasion:
        found = found.filter(occasion=occasion)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "catalogue",
        "page": page,
        "cards": catalogue.cards(list(page), partner=partner, on=today),
        "offers": waiting,
        "reasons": Decline.choices,
        "q": q,
        "occasion": occasion,
        "occasions": occasions,
        "all": all_of_them,
        "link": "&" + urlencode({"q": q, "occasion": occasion}),
    }
    return render(request, "desk/catalogue.html", context)


def template_of(request: HttpRequest, uuid: uuids.UUID) -> CampaignTemplatePage:
    """A template of the partner's catalogue; one outside its window does not exist (404)."""
    partner = access.partner_of(request)
    mine = access.templates_for(partner, on=timezone.localdate())
    found = mine.filter(uuid=uuid).select_related("locale").first()
    if found is None:
        raise Http404
    return found


@who(Who.VIEWER)
@require_safe
def template(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One template: its mail with the partner's own data, what it is for, until when."""
    found = template_of(request, uuid)
    partner, today = access.partner_of(request), timezone.localdate()
    now = rendered(_unsaved(request, found))
    mine = Campaign.objects.filter(partner=partner, template=found).defer("overlay")
    context = {
        "section": "catalogue",
        "template": found,
        "card": catalogue.cards([found], partner=partner, on=today)[0],
        "mine": mine.order_by("-pk")[:5],
        "look": look(request, now.compiled, now.language, default="desktop"),
        "views": VIEWS.items(),
        "compiled": now.compiled,
    }
    return render(request, "desk/template.html", context)


@who(Who.VIEWER)
@require_safe
def template_html(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """A template's mail with the partner's own name in it."""
    now = rendered(_unsaved(request, template_of(request, uuid)))
    return mail_response(look(request, now.compiled, now.language))


def _unsaved(request: HttpRequest, found: CampaignTemplatePage) -> Campaign:
    return Campaign(partner=access.partner_of(request), template=found, overlay={"v": 1})


@who(Who.EDITOR)
@require_POST
def begin(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Makes a campaign of a template and opens it; one that is used up leads to its campaign."""
    try:
        campaign = compose.start(
            template_of(request, uuid),
            partner=access.partner_of(request),
            by=access.person(request),
        )
    except AlreadyUsed as refused:
        messages.error(request, refused.messages[0])
        return redirect("desk:preview", refused.campaign.uuid)
    return redirect("desk:compose", campaign.uuid)
