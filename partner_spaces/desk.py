"""The Desk's first rooms: start, company, customers. Views: parse, call one function, answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.policy import Who, who
from cms.templates_of import live, themes_of
from partner_spaces import access, approval, catalogue, offers, partners
from partner_spaces.approval import Status
from partner_spaces.country import word
from partner_spaces.desk_progress import steps
from partner_spaces.errors import NoSpace
from partner_spaces.forms import CompanyForm
from partner_spaces.models import Campaign, Decline, Partner, PartnerRole
from partner_spaces.rendering import resolved
from partner_spaces.start_parts import parts
from partner_spaces.trust_centre import audience
from partner_spaces.trust_centre import customers as trust
from partner_spaces.trust_centre.errors import KeyUnavailable

PAGE = 50
MINE = (Status.DRAFT, Status.RETURNED, Status.EDITED, Status.SUPERSEDED)


@who(Who.VIEWER)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What to do next, what is in review, what may be sent, what is new."""
    partner = access.partner_of(request)
    recent = list(
        Campaign.objects.filter(partner=partner, archived_at=None)
        .select_related("template")
        .order_by("-updated_at")[:12]
    )
    where = approval.statuses(recent)
    for campaign in recent:
        campaign.status = where[campaign.pk]
    known = catalogue.search(partner, on=timezone.localdate())
    templates = list(known.order_by("-first_published_at", "pk")[:3])
    upcoming = next((c for c in recent if where[c.pk] in MINE), None)
    todo = steps(resolved(upcoming), translation.get_language() or "de") if upcoming else []
    shown = list(parts(request))
    waiting = offers.standing(partner, on=timezone.localdate())
    offers.seen(waiting, partner=partner)
    told = frozenset[int]().union(*(part.campaigns for part in shown))
    context = {
        "section": "start",
        "today": timezone.localdate(),
        "parts": [part.html for part in shown if part.html],
        "offers": [offer for offer in waiting if not offer.declined],
        "reasons": Decline.choices,
        "due": offers.due_of([upcoming]).get(upcoming.pk) if upcoming else None,
        "next": upcoming,
        "steps": todo,
        "done": sum(step.done for step in todo),
        "in_review": [c for c in recent if where[c.pk] is Status.IN_REVIEW],
        "approved": [c for c in recent if where[c.pk] is Status.APPROVED and c.pk not in told][:4],
        "held": _held(recent, where, told),
        "templates": templates,
        **_owed(partner),
        "customers": trust.count(partner.pk),
        "first": not recent,
    }
    return render(request, "desk/start.html", context)


def _held(
    campaigns: list[Campaign], where: dict[int, Status], told: frozenset[int]
) -> list[tuple[Campaign, str | None]]:
    """What nothing of may go out now, with headquarters' words where it took the template back.

    told: campaigns whose hold another part of the page tells of; why a template went it does not.
    """
    gone = approval.withdrawn_among({c.template_id for c in campaigns})
    return [
        (c, live(c.template).withdrawn if c.template_id in gone else None)
        for c in campaigns
        if (where[c.pk] is not Status.SENT and c.template_id in gone)
        or (where[c.pk] is Status.HELD and c.pk not in told)
    ]


@who(Who.VIEWER)
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """What the menu of a phone has no room for."""
    return render(request, "desk/more.html", {"section": "more"})


@who(Who.VIEWER)
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work in another of one's own spaces."""
    try:
        access.switch(request, int(request.POST.get("partner", "")))
    except (NoSpace, ValueError):
        raise Http404 from None
    return redirect("desk:start")


@who(Who.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Master data, sender identity and legal fields; only an owner changes them."""
    partner = access.partner_of(request)
    owner = access.reaches(access.role_in(request.user, partner), PartnerRole.OWNER)
    form = CompanyForm(request.POST or None, instance=Partner.objects.get(pk=partner.pk))
    if request.method == "POST":
        if not owner:
            raise Http404
        if form.is_valid():
            try:
                partners.update(partner, form.changes(), by=access.person(request))
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, _("Saved. It stands in everything you send from now on."))
                return redirect("desk:company")
    context = {"section": "company", "form": form, "owner": owner, **_owed(partner)}
    return render(request, "desk/company.html", context)


@who(Who.VIEWER)
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """One's own customers, masked, page by page; one exact address can be looked up."""
    partner = access.partner_of(request)
    email = request.GET.get("q", "").strip()[:254]
    context: dict[str, Any] = {"section": "customers", "q": email, "purpose": "marketing"}
    try:
        rows = trust.page(partner.pk, after=_cursor(request), limit=PAGE + 1, email=email)
        context |= {
            "rows": rows[:PAGE],
            "unreadable": sum(row.state == "unreadable" for row in rows[:PAGE]),
            "after": rows[PAGE - 1].uuid if len(rows) > PAGE else None,
            "first": "after" not in request.GET,
            "counts": audience.counts(partner.pk, purpose="marketing", channel="email"),
        }
    except KeyUnavailable:
        context["unavailable"] = True
    response = render(request, "desk/customers.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _cursor(request: HttpRequest) -> uuid.UUID | None:
    asked = request.GET.get("after", "")
    try:
        return uuid.UUID(asked) if asked else None
    except ValueError:
        raise Http404 from None


def _owed(partner: Partner) -> dict[str, Any]:
    """What keeps the partner from sending: labels of legal fields, or a country without imprint."""
    themes = themes_of(partner.network_id)
    imprints = [theme.imprint(partner.country, partner.language) for theme in themes]
    found = [imprint for imprint in imprints if imprint is not None]
    labels = {f.name: str(f.verbose_name) for f in Partner._meta.concrete_fields}
    names = [name for imprint in found for name in partners.missing_legal(partner, imprint)]
    return {
        "missing": [labels[name.removeprefix("partner.")] for name in dict.fromkeys(names)],
        "no_imprint": word(partner.country) if themes and not found else "",
    }
