"""Where reviewers decide on one screen: the mail, what the partner changed, what is against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from blocks.catalogue import CATALOGUE
from blocks.resolution import flat
from blocks.structure import everything
from cms.policy import Who, who
from cms.templates_of import live_body
from partner_spaces import access, approval
from partner_spaces.checks import check, errors
from partner_spaces.desk_campaigns import mail_response, words_of
from partner_spaces.errors import NotAllowed, NotReady, Refused
from partner_spaces.models import Review, ReviewState
from partner_spaces.rendering import Rendered
from partner_spaces.trust_centre.samples import SAMPLES

_TABS = {"": ReviewState.SUBMITTED, "approved": ReviewState.APPROVED}


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
    user: Any = request.user
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
    after = access.for_reviewer(request.user).filter(state=ReviewState.SUBMITTED).order_by("pk")
    following = after.first()
    return redirect("review:decide", following.pk) if following else redirect("review:list")


def _screen(request: HttpRequest, review: Review) -> HttpResponse:
    now = approval.rendered_review(review)
    standing = check(now, review.campaign.partner)
    own = request.user.pk in (
        review.submitted_by_id,
        review.revision.user_id,
        review.campaign.created_by_id,
    )
    newer = review.campaign.latest_revision_id != review.revision_id
    open_ = review.state == ReviewState.SUBMITTED
    waiting = access.for_reviewer(request.user).filter(state=ReviewState.SUBMITTED)
    context = {
        "review": review,
        "campaign": review.campaign,
        "changes": list(changes(now, review)),
        "findings": words_of(standing),
        "blocking": bool(errors(standing)),
        "own": own,
        "newer": newer,
        "decidable": open_ and not own and not newer and not errors(standing),
        "open": open_,
        "mail": now.mail,
        "compiled": now.compiled,
        "subject": now.compiled.subject_line(SAMPLES[0].values) if now.compiled else "",
        "sender": now.compiled.sender_name() if now.compiled else "",
        "waiting": waiting.order_by("pk")[:20],
        "carries": review.carries.order_by("-pk")[:5],
    }
    return render(request, "review/decide.html", context)


def changes(now: Rendered, review: Review) -> Iterator[dict[str, Any]]:
    """What the partner wrote, against what headquarters had written there."""
    language = translation.get_language() or "de"
    body, _revision = live_body(review.campaign.template)
    texts = {block["id"]: block for block in everything(body)}
    for block in flat(now.resolution.blocks):
        kind, raw = CATALOGUE.get(block["type"]), texts.get(block["from"])
        if kind is None or raw is None:  # what a shared block says is headquarters' alone
            continue
        before = {} if block["by"] == "partner" else raw["value"]
        pairs = [
            {
                "field": field.label.to(language),
                "old": before.get(field.name) or "",
                "new": block["value"].get(field.name) or "",
                "rich": field.type.value == "rich",
            }
            for field in kind.fields
            if (block["value"].get(field.name) or "") != (before.get(field.name) or "")
        ]
        if pairs or block["by"] == "partner":
            yield {"kind": kind.label.to(language), "new": block["by"] == "partner", "pairs": pairs}
    for gone in now.resolution.accepted.get("hidden", []):
        kind = CATALOGUE.get(texts.get(gone.split("/")[-1], {}).get("type", ""))
        if kind:
            yield {"kind": kind.label.to(language), "gone": True, "pairs": []}


@who(Who.REVIEWER)
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail that would go out, for an invented person."""
    return mail_response(approval.rendered_review(_review(request, pk)).compiled, SAMPLES[0].values)


def _review(request: HttpRequest, pk: int) -> Review:
    found = access.for_reviewer(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
