"""The versions of a template in the Studio: list, compare side by side, go back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Revision

from blocks.head import in_the_light
from brand_kits.theme_of import live_theme
from cms import languages, versions
from cms.difference_words import told
from cms.errors import NotPublishable
from cms.models import CampaignTemplatePage
from cms.policy import Who, who
from cms.readers import readers
from cms.studio_frame import person, screen, template_of
from cms.studio_preview import PREVIEW_CSP, compiled_of


@who(Who.HQ)
@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, two of them to compare; the languages this template is in."""
    page = template_of(request, pk)
    found = versions.versions(page)
    others = [one for one in languages.variants(page) if one.pk != page.pk]
    context = {
        "versions": found,
        "old": next((v.pk for v in found if v.live), found[-1].pk if found else None),
        "new": found[0].pk if found else None,
        "may_publish": page.permissions_for_user(request.user).can_publish(),
        "languages": others,
        "missing": languages.missing(page),
    }
    return screen(
        request, "cms/studio_versions.html", title=_("Versions"), page=page, context=context
    )


@who(Who.HQ)
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions as mails side by side, and what differs, block by block.

    ?old= and ?new= are versions of this template, or of it in another language.
    """
    page = template_of(request, pk)
    old, new = _revision(request, page, "old"), _revision(request, page, "new")
    before, after = versions.at(old), versions.at(new)
    blocks, data = versions.compare(before, after)
    numbers = {version.pk: version.number for version in versions.versions(page)}
    context = {
        "sides": [
            ("old", _side(old, before, numbers), before),
            ("new", _side(new, after, numbers), after),
        ],
        "blocks": told(blocks, old=before, new=after),
        "data": data,
        "gone": _("gone"),
        "may_publish": page.permissions_for_user(request.user).can_publish(),
    }
    path = ((reverse("studio_versions", args=[page.pk]), _("Versions")),)
    return screen(
        request,
        "cms/studio_compare.html",
        title=_("Compare"),
        page=page,
        path=path,
        context=context,
    )


@who(Who.HQ)
@require_safe
def mail(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """A version as partners would have got it, with today's brand kit and invented people."""
    page = template_of(request, pk)
    at = versions.at(_among(page, revision))
    theme = live_theme(at.kit_id)
    compiled = compiled_of(at.raw_body(), theme, language=at.language, shelf=at.shelf())
    if compiled is None:
        nothing = format_html("<p>{}</p>", _("No mail comes of this version."))
    response = HttpResponse(
        in_the_light(compiled.preview_html(readers(compiled, at.language)[0].values))
        if compiled
        else nothing
    )
    response["Content-Security-Policy"] = f"{PREVIEW_CSP}; sandbox"
    return response


@who(Who.HQ)
@require_POST
def roll_back(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """Makes a new version of an old one: a draft, or published at once."""
    publish = "publish" in request.POST
    page = template_of(request, pk, may="can_publish" if publish else "can_edit")
    earlier = versions.revisions(page).filter(pk=revision).first()
    if earlier is None:
        raise Http404
    made = versions.roll_back(page, earlier, by=person(request))
    here = redirect("studio_versions", page.pk)
    if not publish:
        messages.success(request, _("A new draft says what that version said."))
        return here
    try:
        made.publish(user=request.user, previous_revision=earlier)
    except NotPublishable as refused:
        said = _("The draft is there, but it was not published.")
        messages.error(request, " ".join([said, *refused.messages]))
        return redirect("wagtailadmin_pages:edit", page.pk)
    messages.success(request, _("Published. Unsent campaigns have it from now on."))
    return here


@who(Who.HQ)
@require_POST
def add_language(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of the template in another language, with the same blocks."""
    page = template_of(request, pk)
    parent = page.get_parent().permissions_for_user(request.user)
    if not parent.can_add_subpage():
        raise Http404
    try:
        made = languages.add_variant(page, request.POST.get("language", ""), by=person(request))
    except ValueError:
        raise Http404 from None
    messages.success(request, _("The words are still those of the first language."))
    return redirect("wagtailadmin_pages:edit", made.pk)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two versions. back: whether one can go back to it here."""

    at: Revision
    title: str
    back: bool


def _side(revision: Revision, at: CampaignTemplatePage, numbers: dict[int, int]) -> Side:
    number = numbers.get(revision.pk)
    title = _("Version %(n)s") % {"n": number} if number else at.locale.get_display_name()
    return Side(revision, title, back=number is not None and number != max(numbers.values()))


def _revision(request: HttpRequest, page: CampaignTemplatePage, name: str) -> Revision:
    asked = request.GET.get(name, "")
    if not asked.isdigit():
        raise Http404
    return _among(page, int(asked))


def _among(page: CampaignTemplatePage, revision: int) -> Revision:
    """A version of this template in any of its languages; 404 for any other."""
    wanted = Revision.objects.filter(pk=revision).first()
    ids = {str(one) for one in languages.variants(page).values_list("pk", flat=True)}
    if wanted is None or wanted.object_id not in ids or not _is_page(wanted):
        raise Http404
    return wanted


def _is_page(revision: Revision) -> bool:
    return revision.content_type.model_class() is CampaignTemplatePage
