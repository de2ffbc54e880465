"""Making a template local: everything that writes a campaign. Nothing else writes an overlay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision

from blocks.overlay import empty, park, parse, settle
from blocks.sanitise import clean_text
from brand_kits.findings import Finding
from cms.models import CampaignTemplatePage, User, Uses
from partner_spaces import access
from partner_spaces.checks import check
from partner_spaces.errors import AlreadyUsed, InReview, NotAllowed, Refused, Stale
from partner_spaces.models import Campaign, Partner, PartnerRole, Review, ReviewState
from partner_spaces.rendering import Rendered, chosen_in, headquarters, rendered, resolved


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left: the overlay as stored, and everything there is to say about it.

    findings: first what this save refused, then what still stands against the campaign.
    """

    rev: int
    overlay: dict[str, Any]
    findings: tuple[Finding, ...]
    mail: str
    rendered: Rendered


def start(
    template: CampaignTemplatePage, *, partner: Partner, by: User, title: str = ""
) -> Campaign:
    """A new campaign that says nothing yet.

    NotAllowed below editor and for what is not in this partner's catalogue today; AlreadyUsed for
    a template that a partner uses once.
    """
    title = title or template.new_title or template.title
    return _make(template, partner=partner, by=by, title=title, overlay=empty())


def _make(
    template: CampaignTemplatePage,
    *,
    partner: Partner,
    by: User,
    title: str,
    overlay: Mapping[str, Any],
) -> Campaign:
    """The only way a campaign comes to be."""
    access.require(by, partner, PartnerRole.EDITOR)
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)  # two presses are one after another
        mine = access.templates_for(partner, on=timezone.localdate())
        row = CampaignTemplatePage.objects.filter(pk__in=mine.values("pk"), pk=template.pk).first()
        if row is None:
            raise NotAllowed
        earlier = used(row, partner=partner)
        if earlier is not None:
            raise AlreadyUsed(earlier)
        return Campaign.objects.create(
            partner=partner,
            template=row,
            title=clean_text(title)[:120],
            overlay=dict(overlay),
            created_by=by,
            template_version=row.live_revision_id or 0,
        )


def used(template: CampaignTemplatePage, *, partner: Partner) -> Campaign | None:
    """The campaign that used up a template for one use, in whichever language; None without."""
    if template.uses != Uses.ONCE:
        return None
    of_it = Campaign.objects.filter(template__translation_key=template.translation_key)
    return of_it.filter(partner=partner).order_by("-pk").first()


def state(campaign: Campaign) -> Saved:
    """The campaign as the editor sees it now.

    What headquarters' changes left out stands in `parked` already, though it is only written at
    the next save.
    """
    now = rendered(campaign)
    overlay = park(campaign.overlay, now.resolution, _now(), accepted=settle(now.resolution))
    return Saved(campaign.rev, overlay, check(now, campaign.partner), now.mail, now)


def save_overlay(campaign_id: int, overlay: Mapping[str, Any], *, if_match: int, by: User) -> Saved:
    """The only writer of a campaign's overlay. A violation is refused alone, the rest is kept.

    if_match: the rev the overlay was made from. Saving the same again changes nothing.
    Raises Campaign.DoesNotExist (foreign), NotAllowed (viewer), InReview, Stale (somebody saved),
    OverlayRefused for what is no overlay at all.
    """
    sent = parse(json.dumps(overlay, ensure_ascii=False))
    campaign = access.for_member(by).get(pk=campaign_id)
    access.require(by, campaign.partner, PartnerRole.EDITOR)
    hq = headquarters(campaign.template)
    known = park(campaign.overlay, resolved(campaign, hq=hq), _now())
    now = rendered(campaign, overlay=sent, hq=hq)
    store = park(known, now.resolution, _now(), sent=sent, accepted=settle(now.resolution))
    version = int(now.inputs["template"])
    rev = _write(campaign, store, if_match=if_match, by=by, version=version)
    findings = (*now.refused, *check(now, campaign.partner))
    return Saved(rev, store, findings, now.mail, now)


def _write(
    campaign: Campaign, overlay: dict[str, Any], *, if_match: int, by: User, version: int
) -> int:
    """The new rev. The row is locked: nothing is handed in between question and write.

    version: of the template it was checked with; recorded even where the words are the same.
    """
    with transaction.atomic():
        row = editable(campaign.pk)
        if row.rev != if_match or row.rev != campaign.rev:
            raise Stale(access_row(campaign.pk))
        if row.template_version != version:
            Campaign.objects.filter(pk=row.pk).update(template_version=version)
        if overlay == row.overlay:
            return if_match
        now = timezone.now()
        written = Campaign.objects.filter(pk=row.pk, rev=if_match).update(
            overlay=overlay, rev=if_match + 1, updated_at=now, saved_at=now, saved_by=by
        )
        if not written:
            raise Stale(access_row(campaign.pk))
        if chosen_in(overlay) != chosen_in(row.overlay):
            ReferenceIndex.create_or_update_for_object(Campaign.objects.get(pk=row.pk))
    return if_match + 1


def editable(campaign_id: int) -> Campaign:
    """The row, locked until the transaction ends. InReview, or Refused(archived)."""
    row = Campaign.objects.select_for_update().get(pk=campaign_id)
    if Review.objects.filter(campaign=row, state=ReviewState.SUBMITTED).exists():
        raise InReview
    if row.archived_at:
        raise Refused(_("This campaign is archived. Restore it to go on."), code="archived")
    return row


def access_row(campaign_id: int) -> Campaign:
    """The campaign as it is now, with whose it is and of which template."""
    return Campaign.objects.select_related("partner", "partner__network", "template").get(
        pk=campaign_id
    )


def save_version(campaign: Campaign, *, by: User, note: str = "") -> Revision:
    """Keeps the campaign as it is now, to come back to. note: what for, in the person's words.

    What is kept already is not kept twice.
    """
    access.require(by, campaign.partner, PartnerRole.EDITOR)
    with transaction.atomic():
        row = editable(campaign.pk)
        kept, new = _kept(row, by=by)
        note = clean_text(note)[:120]
        if new or note:
            log(row, "partner_spaces.keep", user=by, revision=kept, data={"note": note})
    return kept


def _kept(row: Campaign, *, by: User) -> tuple[Revision, bool]:
    """The newest version if it says the same as the row, else a new one."""
    newest = row.latest_revision
    if newest is not None and overlay_of(newest) == row.overlay:
        return newest, False
    return row.save_revision(user=by, clean=False), True


def revert(campaign_id: int, revision_id: int, *, if_match: int, by: User) -> Saved:
    """Back to a kept version, under today's locks: through save_overlay like everything else.

    What stood there is kept first, so that going back can be taken back. Raises as save_overlay
    does, and Revision.DoesNotExist for what is no version of this campaign.
    """
    campaign = access.for_member(by).get(pk=campaign_id)
    wanted = campaign.revisions.get(pk=revision_id)
    overlay = overlay_of(wanted)
    overlay.pop("parked", None)  # what is parked stays parked
    with transaction.atomic():
        access.require(by, campaign.partner, PartnerRole.EDITOR)
        row = editable(campaign_id)
        if row.rev != if_match:
            raise Stale(access_row(campaign_id))
        kept, new = _kept(row, by=by)
        saved = save_overlay(campaign_id, overlay, if_match=if_match, by=by)
        if new:
            told = {"before": wanted.pk}
            log(row, "partner_spaces.keep", user=by, revision=kept, data=told)
    return saved


def overlay_of(revision: Revision) -> dict[str, Any]:
    """The overlay a revision kept."""
    kept = revision.content["overlay"]
    return dict(json.loads(kept) if isinstance(kept, str) else kept)


def rename(campaign: Campaign, title: str, *, by: User) -> Campaign:
    """The title is the partner's own word for it; no recipient sees it."""
    access.require(by, campaign.partner, PartnerRole.EDITOR)
    campaign.title = clean_text(title)
    campaign.clean_fields(exclude=[f.name for f in campaign._meta.fields if f.name != "title"])
    Campaign.objects.filter(pk=campaign.pk).update(title=campaign.title, updated_at=timezone.now())
    return campaign


def copy(
    campaign: Campaign, *, by: User, into: CampaignTemplatePage | None = None, title: str = ""
) -> Campaign:
    """A new campaign with the same words, of the same template or another; never its reviews.

    Words that find no place there are parked, beside what was parked before: nothing is lost.
    Refused(closed) for a template that is not in the catalogue (any more), AlreadyUsed as `start`.
    """
    template = into or campaign.template
    mine = access.templates_for(campaign.partner, on=timezone.localdate())
    if not mine.filter(pk=template.pk).exists():
        raise Refused(_("The template of this campaign is not offered any more."), code="closed")
    return _make(
        template,
        partner=campaign.partner,
        by=by,
        title=title or _("%(title)s (copy)") % {"title": campaign.title},
        overlay=carried_into(campaign, template),
    )


def carried_into(campaign: Campaign, template: CampaignTemplatePage) -> dict[str, Any]:
    """The campaign's words as they would stand in a template, under its locks of today."""
    there = Campaign(partner=campaign.partner, template=template, overlay=campaign.overlay)
    resolution = resolved(there)
    return park(campaign.overlay, resolution, _now(), accepted=settle(resolution))


def archive(campaign: Campaign, *, by: User) -> Campaign:
    """Out of the list; nothing is deleted. InReview while it is being reviewed."""
    access.require(by, campaign.partner, PartnerRole.EDITOR)
    with transaction.atomic():
        row = editable(campaign.pk)
        Campaign.objects.filter(pk=row.pk).update(archived_at=timezone.now())
        log(row, "partner_spaces.archive", user=by)
    return access_row(campaign.pk)


def restore(campaign: Campaign, *, by: User) -> Campaign:
    """Back into the list."""
    access.require(by, campaign.partner, PartnerRole.EDITOR)
    Campaign.objects.filter(pk=campaign.pk).update(archived_at=None)
    log(campaign, "partner_spaces.restore", user=by)
    return access_row(campaign.pk)


def _now() -> str:
    return timezone.now().isoformat(timespec="seconds")
