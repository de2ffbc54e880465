"""Headquarters' offers in the Studio: making one, what became of it in numbers, withdrawing it."""

from __future__ import annotations

import uuid as uuids
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brand_kits.models import Network
from cms import offering as offers
from cms.models import CampaignTemplatePage, Offering
from cms.policy import Who, who
from cms.studio_frame import person, screen, template_of
from partner_spaces.offers import adoptions
from send.adoption import funnel

PAGE = 25


class OfferForm(forms.Form):
    """Which networks, by when, and in which words."""

    networks = forms.ModelMultipleChoiceField(
        Network.objects.none(),
        label=gettext_lazy("Networks"),
        widget=forms.CheckboxSelectMultiple,
    )
    due = forms.DateField(
        label=gettext_lazy("Due by"), widget=forms.DateInput(attrs={"type": "date"})
    )
    title = forms.CharField(
        label=gettext_lazy("Name of the campaign"), max_length=120, required=False
    )
    message = forms.CharField(
        label=gettext_lazy("A word to the partners"),
        max_length=offers.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, template: CampaignTemplatePage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = template.networks.all()
        networks = own if own.exists() else Network.objects.all()
        field: Any = self.fields["networks"]
        field.queryset = networks


@who(Who.HQ)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every offer, the newest first, with how many partners were asked, began and declined."""
    found = Offering.objects.select_related("template").prefetch_related("networks")
    page = Paginator(found, PAGE).get_page(request.GET.get("p"))
    counts = adoptions(list(page))
    rows = [(one, counts[one.pk]) for one in page]
    context = {"rows": rows, "offers": page, "today": timezone.localdate()}
    return screen(request, "send/studio/offers.html", title=_("Offers"), context=context)


@who(Who.HQ)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Offers a published template."""
    page = template_of(request, pk, may="can_publish")
    soon = timezone.localdate() + timedelta(days=14)
    due = page.send_by or min(soon, page.available_until or soon)
    initial = {"title": page.new_title or page.title, "due": due.isoformat()}
    form = OfferForm(page, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = offers.offer(
                page, by=person(request), today=timezone.localdate(), **form.cleaned_data
            )
        except ValidationError as refused:
            for field, errors in refused.message_dict.items():
                form.add_error(field if field in form.fields else None, errors)
        else:
            messages.success(request, _("Offered. It stands in every Desk of these networks."))
            return redirect("studio_offer", made.uuid)
    return screen(
        request,
        "send/studio/offer_form.html",
        title=_("Offer to networks"),
        page=page,
        context={"form": form},
        status=422 if form.errors else 200,
    )


@who(Who.HQ)
@require_safe
def show(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One offer: what became of it, in numbers of partners."""
    offering = _offering(uuid)
    template_of(request, offering.template_id)
    context = {
        "offering": offering,
        "funnel": funnel(offering),
        "over": offering.due < timezone.localdate(),
    }
    path = ((reverse("studio_offers"), _("Offers")),)
    title = str(offering)
    return screen(request, "send/studio/offer.html", title=title, path=path, context=context)


@who(Who.HQ)
@require_POST
def withdraw(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Out of every Desk; what was begun stays."""
    offering = _offering(uuid)
    page = template_of(request, offering.template_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if offers.withdraw(offering):
        messages.success(request, _("Withdrawn. Campaigns begun from it stay."))
    return redirect("studio_offer", offering.uuid)


def _offering(uuid: uuids.UUID) -> Offering:
    found = Offering.objects.select_related("template", "created_by")
    one = found.prefetch_related("networks").filter(uuid=uuid).first()
    if one is None:
        raise Http404
    return one
