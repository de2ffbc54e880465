"""The Studio's look ahead: what publishing a brand kit's draft would change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Revision

from brand_kits import kit_sources, kit_words
from brand_kits.models import BrandKit
from cms.policy import Who, who
from partner_spaces import access, impact
from partner_spaces.errors import NotAllowed

MOST = 1000  # campaigns of one batch
SHOWN = 200  # campaigns in the list without a script
_BIGGEST = 2**63 - 1


@who(Who.HQ)
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts first, then the templates; the campaigns come in batches, with a way to stop."""
    kit = _kit(request, pk)
    draft = impact.draft_of(kit)
    context: dict[str, Any] = {"kit": kit, "draft": draft}
    if draft is not None:
        changed = impact.changed_templates(kit, draft)
        per_template = impact.campaigns_by_template(kit)
        context |= {
            "counts": impact.Counts(len(changed), sum(per_template.values())),
            "values": _values(kit, draft),
            "templates": [(page, yes, per_template.get(page.pk, 0)) for page, yes in changed],
            "batch": impact.BATCH,
        }
        if "all" in request.GET:
            context |= _everything(kit, draft)
    return render(request, "partner_spaces/studio_impact.html", context)


@who(Who.HQ)
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The next campaigns as JSON. 409 when there is a newer draft than the one looked at."""
    kit = _kit(request, pk)
    draft = impact.draft_of(kit)
    if draft is None or request.GET.get("draft") != str(draft):
        said = _("This draft has changed meanwhile. Look again.")
        return JsonResponse({"detail": said}, status=409)
    after, limit = _place(request.GET.get("after", "")), request.GET.get("limit", "")
    if after is None:
        return JsonResponse({"detail": _("There is no such place.")}, status=400)
    size = min(int(limit), MOST) if limit.isdecimal() and len(limit) < 10 else impact.BATCH
    found = impact.batch(kit, draft, after=after, limit=max(1, size))
    return JsonResponse(
        {
            "looked": found.looked,
            "changed": [
                {"id": c.id, "title": c.title, "partner": c.partner, "template": c.template}
                for c in found.changed
            ],
            "after": None if found.last is None else f"{found.last[0]}.{found.last[1]}",
        }
    )


def _kit(request: HttpRequest, pk: int) -> BrandKit:
    user = access.person(request)
    if not access.is_hq(user) or not user.has_perm("brand_kits.change_brandkit"):
        raise NotAllowed
    return get_object_or_404(BrandKit, pk=pk)


def _place(said: str) -> impact.Place | None:
    """Where a batch begins; None for what is no place."""
    if not said:
        return impact.BEGIN
    template, dot, campaign = said.partition(".")
    if not dot or not (template.isascii() and campaign.isascii()):
        return None
    if not (template.isdecimal() and campaign.isdecimal()):
        return None
    found = (int(template[:20]), int(campaign[:20]))
    return found if max(found) <= _BIGGEST else None


def _values(kit: BrandKit, draft: int) -> list[tuple[str, str, str]]:
    """(value, as it is, as it would be) of everything that differs in the kit itself."""
    then: BrandKit = Revision.objects.get(pk=draft).as_object()
    one, other = kit.merged().values, then.merged().values
    rows = [(_("name"), kit.name, then.name)] if kit.name != then.name else []
    for key in sorted(one.keys() | other.keys()):
        if one.get(key) != other.get(key):
            group = key.partition("/")[0]
            before, after = (
                kit_sources.shown(group, raw) if raw is not None else ""
                for raw in (one.get(key), other.get(key))
            )
            rows.append((kit_words.value_word(key), before, after))
    before, after = (
        ", ".join(sorted(kit_words.value_word(name) for name in side.layer().opens))
        for side in (kit, then)
    )
    if before != after:
        rows.append((_("open to kits below"), before, after))
    return rows


def _everything(kit: BrandKit, draft: int) -> dict[str, Any]:
    """All of it in one answer, for whoever has no script: the first names, and how many more."""
    shown: list[impact.Changed] = []
    count, after = 0, impact.BEGIN
    while True:
        found = impact.batch(kit, draft, after=after, limit=MOST)
        count += len(found.changed)
        shown += found.changed[: SHOWN - len(shown)]
        if found.last is None:
            return {"changed": shown, "changed_count": count, "more": count - len(shown)}
        after = found.last
