"""The brand page: one link for all who work under a brand, made from the values checked."""

from __future__ import annotations

import uuid as uuids
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brand_kits import claims_of, kit_page, theme_of
from brand_kits.claims import Claim, Testimonial, refusal
from brand_kits.models import BrandKit, Network
from cms.policy import Who, who
from partner_spaces import access


@who(Who.INSIDE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The brands one works under; the page itself where there is only one."""
    kits = [kit for kit in BrandKit.objects.filter(live=True) if access.sees(request.user, kit)]
    if len(kits) == 1:
        return redirect("brand:page", kits[0].uuid)
    member = access.membership_of(request) is not None
    frame = "einklang/desk_base.html" if member else "einklang/review_base.html"
    context = {"kits": kits, "section": "brand", "frame": frame}
    return render(request, "desk/brands.html", context)


@who(Who.INSIDE)
@require_safe
def page(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """A brand as it holds now. Nothing (404) for a draft, and for those of other networks."""
    kit = BrandKit.objects.filter(uuid=uuid, live=True).first()
    if kit is None or not access.sees(request.user, kit):
        raise Http404
    language = (get_language() or "de")[:2]
    around = _around(request, kit)
    context = kit_page.page(theme_of.live_theme(kit.pk), (), around, language=language)
    return render(request, "brand_kits/kit_page.html", context)


def _around(request: HttpRequest, kit: BrandKit) -> kit_page.Around:
    """Headquarters sees every claim that is published, a partner those it may use today."""
    kits, user = theme_of.kit_ids(kit.pk), request.user
    claims: list[Claim] = list(claims_of.claims(kits).values())
    voices: list[Testimonial] = list(claims_of.testimonials(kits).values())
    inside = access.is_hq(user) or access.is_reviewer(user)
    if not inside:
        scopes = frozenset(m.partner.network.slug for m in access.memberships(user))
        claims = [one for one in claims if _usable(one, one.texts, scopes)]
        voices = [one for one in voices if _usable(one, one.quotes, scopes)]
    may_edit = access.is_hq(user) and user.has_perm("brand_kits.change_brandkit")
    edit = reverse("wagtailsnippets_brand_kits_brandkit:edit", args=[kit.pk]) if may_edit else ""
    above = [(one.name, _address(one) if access.sees(user, one) else "") for one in kit.above()]
    return kit_page.Around(
        names=kit.names(),
        claims=tuple(claims),
        voices=tuple(voices),
        networks=dict(Network.objects.values_list("slug", "name")) if inside else {},
        above=tuple(above),
        since=kit.last_published_at,
        today=timezone.localdate(),
        live=True,
        address=request.build_absolute_uri(_address(kit)),
        editor=edit,
    )


def _usable(one: Claim | Testimonial, texts: Any, scopes: frozenset[str]) -> bool:
    """In whatever language it has; the page shows that one."""
    language = next(iter(texts), "")
    return refusal(one, language=language, on=timezone.localdate(), scopes=scopes) is None


def _address(kit: BrandKit) -> str:
    return reverse("brand:page", args=[kit.uuid])
