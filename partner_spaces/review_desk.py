"""Where reviewers decide on one screen: the mail, what the partner changed, what is against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from blocks import sayable
from cms import versions
from cms.policy import Who, who
from partner_spaces import access, approval
from partner_spaces.checks import check, errors
from partner_spaces.desk_mail import look, mail_response, marks, told, words_of
from partner_spaces.difference import changes
from partner_spaces.errors import NotAllowed, NotReady, Refused
from partner_spaces.models import Campaign, Review, ReviewState
from partner_spaces.rendering import marked, rendered, resolved

_TABS = {"": ReviewState.SUBMITTED, "approved": ReviewState.APPROVED}
NOTHING: Mapping[str, Any] = {"v": 1}  # the template as it is
# As it is sent, on what and in which scheme; each is a view of its own.
SENT: Mapping[str, Any] = {
    "sent": gettext_lazy("Desktop"),
    "phone": gettext_lazy("Mobile"),
    "dark": gettext_lazy("Dark"),
}
VIEWS: Mapping[str, Any] = {
    "changes": gettext_lazy("Changes"),
    "template": gettext_lazy("Beside the template"),
    "sent": gettext_lazy("As it is sent"),
    "text": gettext_lazy("Text only"),
}


@who(Who.REVIEWER)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first."""
    tab = request.GET.get("state", "")
    if tab not in _TABS:
        raise Http404
    found = access.for_reviewer(request.user).filter(state=_TABS[tab])
    found = found.order_by("pk" if not tab else "-pk")
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    return render(request, "review/list.html", {"page": page, "tab": tab})


@who(Who.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decides about what is on the screen: the hash of the mail shown goes along."""
    review = _review(request, pk)
    if request.method == "POST":
        return _decided(request, review)
    return _screen(request, review)


def _decided(request: HttpRequest, review: Review) -> HttpResponse:
    user = access.person(request)
    try:
        if request.POST.get("decision") == "approve":
            approval.approve(review, by=user, mail_shown=request.POST.get("mail", ""))
            messages.success(request, _("Approved: %s") % review.campaign.title)
        else:
            reason = request.POST.get("reason", "")
            if not reason.strip():
                messages.error(request, _("Say what should change, so that the partner can do it."))
                return redirect("review:decide", review.pk)
            approval.request_changes(review, by=user, reason=reason)
            messages.success(request, _("Returned: %s") % review.campaign.title)
    except NotReady as refused:
        for finding in words_of(errors(refused.findings)):
            messages.error(request, finding["words"])
        return redirect("review:decide", review.pk)
    except (Refused, NotAllowed) as refused:
        said = refused.messages[0] if isinstance(refused, Refused) else _("This is your own draft.")
        messages.error(request, said)
        return redirect("review:decide", review.pk)
    following = _waiting(request).first()
    if following is None:
        return redirect("review:list")
    return redirect(f"{reverse('review:decide', args=[following.pk])}?next")


def _screen(request: HttpRequest, review: Review) -> HttpResponse:
    now = approval.rendered_review(review)
    hq = now.hq
    standing = check(now, review.campaign.partner)
    own = request.user.pk in (
        review.submitted_by_id,
        review.revision.user_id,
        review.campaign.created_by_id,
    )
    newer = review.campaign.latest_revision_id != review.revision_id
    open_ = review.state == ReviewState.SUBMITTED
    language = translation.get_language() or "de"
    before, after = (
        sayable.spelled(one, hq.stock, language=hq.language)
        for one in (resolved(review.campaign, overlay=NOTHING, hq=hq), now.resolution)
    )
    rows = told(changes(before, after, template=hq.template, language=language), language)
    waiting = _waiting(request)
    view = view if (view := request.GET.get("view")) in {**VIEWS, **SENT} else "changes"
    context = {
        "review": review,
        "campaign": review.campaign,
        "view": view,
        "tab": "sent" if view in SENT else view,
        "views": VIEWS.items(),
        "sent": SENT.items(),
        "look": look(request, now.compiled, now.language, default="desktop"),
        "changes": rows,
        "marks": marks(rows),
        "findings": words_of(standing),
        "blocking": bool(errors(standing)),
        "own": own,
        "newer": newer,
        "decidable": open_ and not own and not newer and not errors(standing),
        "returnable": open_ and not own and not newer,
        "open": open_,
        "mail": now.mail,
        "compiled": now.compiled,
        "waiting": waiting[:20],
        "waiting_count": waiting.count(),
        "earlier": approval.reviews().filter(campaign=review.campaign, pk__lt=review.pk)[:5],
        "checked": versions.numbered(review.campaign.template, review.template_version),
        "carries": review.carries.order_by("-pk")[:5],
        "decided_before": "next" in request.GET,
    }
    response = render(request, "review/decide.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _waiting(request: HttpRequest) -> Any:
    found = access.for_reviewer(request.user).filter(state=ReviewState.SUBMITTED)
    return found.order_by("pk")


@who(Who.REVIEWER)
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail that would go out, for an invented person; `?marked` with its blocks' borders."""
    review = _review(request, pk)
    now = approval.rendered_review(review)
    compiled = marked(now, review.campaign) if "marked" in request.GET else now.compiled
    return mail_response(look(request, compiled, now.language))


@who(Who.REVIEWER)
@require_safe
def template_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The same partner's mail as headquarters wrote it, before anybody changed a word."""
    campaign: Campaign = _review(request, pk).campaign
    untouched = rendered(campaign, overlay=NOTHING)
    return mail_response(look(request, untouched.compiled, untouched.language))


@who(Who.REVIEWER)
@require_safe
def state(request: HttpRequest, pk: int) -> JsonResponse:
    """What a screen that is open asks: whether it still shows what would be decided about."""
    review = _review(request, pk)
    answer = {"state": review.state, "mail": approval.rendered_review(review).mail}
    response = JsonResponse(answer)
    response["Cache-Control"] = "no-store"
    return response


def _review(request: HttpRequest, pk: int) -> Review:
    found = access.for_reviewer(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
