"""Headquarters' offers in a partner's Desk: seeing, taking, declining; and the counts of it all.

A partner who never opens the Desk costs no row. What headquarters sees are numbers of partners.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import CampaignTemplatePage, Offering, User
from partner_spaces import access, compose
from partner_spaces.errors import AlreadyUsed, Refused
from partner_spaces.models import (
    Campaign,
    Decline,
    OfferAnswer,
    Partner,
    PartnerRole,
    Review,
    ReviewState,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as a partner sees it. template: in the partner's language, where there is one.

    days_left: until it is due; 0 is today, less is past. known: it was on a screen of this
    partner before.
    """

    offering: Offering
    template: CampaignTemplatePage
    days_left: int
    declined: bool
    known: bool

    @property
    def title(self) -> str:
        return self.offering.title or self.template.title


def _within(partner: Partner, *, on: date) -> QuerySet[Offering]:
    """Offers to the partner's network that run on that day."""
    found: QuerySet[Offering] = Offering.objects.filter(
        networks=partner.network_id, withdrawn_at=None, due__gte=on
    )
    return found


def standing(partner: Partner, *, on: date) -> list[Offer]:
    """Offers that wait for the partner's word, what is due first leads; declined ones last.

    What the partner began with is no offer any more, but a campaign. Four queries.
    """
    answers = {a.offering_id: a for a in OfferAnswer.objects.filter(partner=partner)}
    begun = {pk for pk, answer in answers.items() if answer.campaign_id}
    running = [o for o in _within(partner, on=on).order_by("due", "pk") if o.pk not in begun]
    templates = _templates(running, partner=partner, on=on)
    found = [
        Offer(
            offering,
            templates[offering.template_id],
            (offering.due - on).days,
            declined=bool(answers.get(offering.pk) and answers[offering.pk].declined_at),
            known=offering.pk in answers,
        )
        for offering in running
        if offering.template_id in templates
    ]
    return sorted(found, key=lambda offer: offer.declined)


def _templates(
    offerings: Iterable[Offering], *, partner: Partner, on: date
) -> dict[int, CampaignTemplatePage]:
    """Offered template -> what of it this partner may begin with, in its own language first."""
    wanted = {offering.template_id for offering in offerings}
    keys = dict(
        CampaignTemplatePage.objects.filter(pk__in=wanted).values_list("pk", "translation_key")
    )
    mine = access.templates_for(partner, on=on).filter(translation_key__in=keys.values())
    rows = list(mine.select_related("locale").defer("body"))
    found = {}
    for pk, key in keys.items():
        variants = [row for row in rows if row.translation_key == key]
        own = [row for row in variants if row.language == partner.language]
        offered = [row for row in variants if row.pk == pk]
        if best := (own or offered):
            found[pk] = best[0]
    return found


def seen(offers: Iterable[Offer], *, partner: Partner) -> None:
    """Remembers, once for each partner and offer, that it was on the screen."""
    now = timezone.now()
    new = [
        OfferAnswer(offering=one.offering, partner=partner, seen_at=now)
        for one in offers
        if not one.known
    ]
    if new:
        OfferAnswer.objects.bulk_create(new, ignore_conflicts=True)


def find(partner: Partner, uuid: UUID, *, on: date) -> Offer | None:
    """One of the standing offers, or what the partner began with, whatever became of it since."""
    answers = OfferAnswer.objects.filter(partner=partner, offering__uuid=uuid)
    begun = answers.select_related("offering", "campaign__template").first()
    if begun is not None and begun.campaign is not None:
        left = (begun.offering.due - on).days
        return Offer(begun.offering, begun.campaign.template, left, declined=False, known=True)
    return next((o for o in standing(partner, on=on) if o.offering.uuid == uuid), None)


def begin(offer: Offer, *, partner: Partner, by: User) -> Campaign:
    """The partner takes it: a campaign like any other, sent by the partner's own yes alone.

    The second time it is the same campaign. NotAllowed below editor. A template for one use that
    is used up leads to what was made of it.
    """
    access.require(by, partner, PartnerRole.EDITOR)
    with transaction.atomic():
        answer = _answer(offer, partner)
        if answer.campaign is not None:
            return answer.campaign
        try:
            campaign = compose.start(offer.template, partner=partner, by=by, title=offer.title)
        except AlreadyUsed as used:
            campaign = used.campaign
        answer.campaign, answer.declined_at, answer.reason, answer.by = campaign, None, "", by
        answer.save()
    return campaign


def decline(offer: Offer, *, partner: Partner, by: User, reason: str) -> None:
    """The partner does not want it, and says why. It can still be taken until it is due.

    NotAllowed below editor, Refused(begun) for what the partner has begun with.
    """
    access.require(by, partner, PartnerRole.EDITOR)
    with transaction.atomic():
        answer = _answer(offer, partner)
        if answer.campaign_id:
            raise Refused(_("You have begun with it. Archive the campaign instead."), code="begun")
        answer.declined_at = timezone.now()
        answer.reason, answer.by = Decline(reason).value, by
        answer.save()


def _answer(offer: Offer, partner: Partner) -> OfferAnswer:
    """The partner's row, locked until the transaction ends."""
    seen([offer], partner=partner)
    rows = OfferAnswer.objects.select_for_update()
    return rows.get(offering=offer.offering, partner=partner)


def due_of(campaigns: Iterable[Campaign]) -> dict[int, date]:
    """Campaign -> until when headquarters asked for it, of those that began as an offer."""
    rows = OfferAnswer.objects.filter(campaign__in=[c.pk for c in campaigns])
    return dict(rows.values_list("campaign_id", "offering__due"))


@dataclass(frozen=True, slots=True)
class Adoption:
    """Numbers of partners, no names: how far each came. declined: reason -> how many."""

    partners: int
    seen: int
    begun: int
    approved: int
    declined: dict[str, int]

    @property
    def refusals(self) -> int:
        return sum(self.declined.values())


def answers(offerings: Collection[Offering]) -> QuerySet[OfferAnswer]:
    """Of the active partners of their networks."""
    asked = Q(partner__active=True, partner__network=F("offering__networks"))
    return OfferAnswer.objects.filter(asked, offering__in=offerings).order_by()


def adoption(offering: Offering) -> Adoption:
    return adoptions([offering])[offering.pk]


def adoptions(offerings: Collection[Offering]) -> dict[int, Adoption]:
    """By offering. Three queries however many there are, beside their networks'."""
    rows = answers(offerings)
    stands = Q(held="") | Q(sent_at__isnull=False)  # edited since or not: it may be on its way
    approved = Review.objects.filter(
        stands, campaign=OuterRef("campaign"), state=ReviewState.APPROVED
    )
    counts = rows.values_list("offering").annotate(
        seen=Count("pk"),
        begun=Count("campaign"),
        approved=Count("pk", filter=Exists(approved)),
    )
    steps = {offering: came for offering, *came in counts}
    refused = rows.exclude(declined_at=None).values_list("offering", "reason")
    declined: dict[int, dict[str, int]] = defaultdict(dict)
    for offering, reason, count in refused.annotate(Count("pk")):
        declined[offering][reason] = count
    asked = Partner.objects.filter(active=True).order_by().values_list("network")
    partners = dict(asked.annotate(Count("pk")))
    found = {}
    for one in offerings:
        seen_, begun, taken = steps.get(one.pk, (0, 0, 0))
        found[one.pk] = Adoption(
            partners=sum(partners.get(network.pk, 0) for network in one.networks.all()),
            seen=seen_,
            begun=begun,
            approved=taken,
            declined=declined[one.pk],
        )
    return found
