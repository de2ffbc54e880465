"""What a brand kit's draft would change: templates and unsent campaigns, counted, then found.

A draft is a revision of the kit; nothing is written. Campaigns are gone through in batches, each
by itself, so that ten thousand need no more memory than five hundred and who watches can stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from blocks.differs import Side, differ
from blocks.overlay import EMPTY
from blocks.pictures import PARTNER_LOGO, Picture, Shelf
from blocks.resolve import resolve
from brand_kits import theme_of
from brand_kits.models import BrandKit
from cms.models import CampaignTemplatePage
from cms.publishing import country_of
from cms.studio_preview import SAMPLE_PARTNER
from cms.templates_of import pictures_for
from partner_spaces import partners
from partner_spaces.models import Campaign, Partner, Review, ReviewState
from partner_spaces.rendering import (
    MOST_PICTURES,
    Headquarters,
    answered,
    headquarters,
    own_logo,
    pictures_in,
    under,
)

BATCH = 500


@dataclass(frozen=True, slots=True)
class Counts:
    templates: int
    campaigns: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A campaign whose mail would be another one. No customer is near."""

    id: int
    title: str
    partner: str
    template: int


Place = tuple[int, int]  # template and campaign: one template after the other
BEGIN: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class Batch:
    """looked: how many campaigns were compared. last: where the next begins, None = the end."""

    looked: int
    changed: tuple[Changed, ...]
    last: Place | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A template's headquarters as it is and as it would be."""

    now: Headquarters
    then: Headquarters

    @property
    def same_roles(self) -> bool:
        return self.now.theme.colours.keys() == self.then.theme.colours.keys()


def draft_of(kit: BrandKit) -> int | None:
    """The revision that would be published next; None where nothing has changed since."""
    latest: int | None = kit.latest_revision_id
    return None if latest == kit.live_revision_id else latest


def templates_of(kit: BrandKit) -> QuerySet[CampaignTemplatePage]:
    """The templates of the kit and of those below it that are published or in campaigns."""
    rows = CampaignTemplatePage.objects.filter(kit__in={kit.pk}.union(*kit.below()))
    used: QuerySet[CampaignTemplatePage] = rows.filter(
        Q(live=True) | Q(pk__in=Campaign.objects.filter(archived_at=None).values("template"))
    )
    return used.order_by("title", "pk")


def unsent(templates: Iterable[int]) -> QuerySet[Campaign]:
    """Campaigns that are not archived and of which the last version is not on its way."""
    latest = Review.objects.filter(campaign=OuterRef("pk")).order_by("-pk")
    rows = Campaign.objects.filter(template__in=list(templates), archived_at=None).annotate(
        last_sent=Subquery(latest.values("sent_at")[:1]),
        last_rev=Subquery(latest.values("rev")[:1]),
        last_state=Subquery(latest.values("state")[:1]),
    )
    gone = Q(last_sent__isnull=False, last_rev=F("rev"), last_state=ReviewState.APPROVED)
    return rows.exclude(gone)


def campaigns_by_template(kit: BrandKit) -> dict[int, int]:
    """How many campaigns of each template are not sent. One query."""
    templates = list(templates_of(kit).values_list("pk", flat=True))
    rows = unsent(templates).order_by().values_list("template").annotate(n=Count("pk"))
    return dict(rows)


def changed_templates(kit: BrandKit, draft: int) -> list[tuple[CampaignTemplatePage, bool]]:
    """Every template, and whether the mail a partner begins with would be another one."""
    return [(page, _template_differs(_pair(page, draft))) for page in templates_of(kit)]


def batch(kit: BrandKit, draft: int, *, after: Place = BEGIN, limit: int = BATCH) -> Batch:
    """The next campaigns behind a place, template by template. A few queries for each template."""
    templates = {page.pk: page for page in templates_of(kit)}
    template, campaign = after
    behind = Q(template_id__gt=template) | Q(template_id=template, pk__gt=campaign)
    rows = list(
        unsent(templates)
        .filter(behind)
        .order_by("template_id", "pk")
        .select_related("partner")
        .only("pk", "title", "overlay", "rev", "template_id", *_PARTNER)[:limit]
    )
    pairs = {pk: _pair(templates[pk], draft) for pk in sorted({row.template_id for row in rows})}
    pictures = _pictures(rows, pairs)
    changed = tuple(
        Changed(row.pk, row.title, row.partner.name, row.template_id)
        for row in rows
        if _differs(row, pairs[row.template_id], pictures)
    )
    last = (rows[-1].template_id, rows[-1].pk) if len(rows) == limit else None
    return Batch(len(rows), changed, last)


_PARTNER = tuple(
    f"partner__{name}"
    for name in ("name", "country", "logo_id", *partners.BRANCH, *partners.LEGAL, *partners.WORDS)
)


def _pair(page: CampaignTemplatePage, draft: int) -> Pair:
    now = headquarters(page)
    return Pair(now, under(now, page, theme_of.theme_with(page.kit_id, draft)))


def _pictures(
    rows: list[Campaign], pairs: Mapping[int, Pair]
) -> Mapping[str, Mapping[int, Picture]]:
    """By language: everything the overlays of a batch name, and the partners' logos."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        pair = pairs[row.template_id]
        more = sorted(pictures_in(row.overlay) - pair.now.pictures.keys())[:MOST_PICTURES]
        wanted.setdefault(pair.now.language, set()).update(more)
        if row.partner.logo_id:
            wanted[pair.now.language].add(row.partner.logo_id)
    found = {lang: pictures_for(ids, language=lang) if ids else {} for lang, ids in wanted.items()}
    for pair in pairs.values():
        known = found.get(pair.now.language, {})
        pair.now.logos.update(known)
        pair.then.logos.update(known)
    return found


def _differs(campaign: Campaign, pair: Pair, pictures: Mapping[str, Mapping[int, Picture]]) -> bool:
    """Whether this campaign's mail would have another hash."""
    overlay, partner = campaign.overlay, campaign.partner
    known = pictures[pair.now.language]
    own = {one: known[one] for one in pictures_in(overlay) if one in known}
    now, then = pair.now.shelf(own), pair.then.shelf(own)
    blocks = resolve(pair.now.template, overlay, shelf=now).blocks
    others = blocks
    if not pair.same_roles:
        others = resolve(pair.then.template, overlay, shelf=then).blocks
    return differ(
        _side(pair.now, blocks, now, partner),
        _side(pair.then, others, then, partner),
        partners.facts(partner),
    )


def _side(hq: Headquarters, blocks: Any, shelf: Shelf, partner: Partner) -> Side:
    logo = own_logo(partner, hq)
    if logo:
        shelf = replace(shelf, pictures={**shelf.pictures, PARTNER_LOGO: logo})
    shown = [answered(block, partner) for block in blocks]
    imprint = hq.theme.imprint(partner.country, hq.language)
    return Side(shown, hq.theme, imprint, shelf, hq.language)


def _template_differs(pair: Pair) -> bool:
    """The mail as every partner begins, with an invented one."""
    return differ(_begun(pair.now), _begun(pair.then), SAMPLE_PARTNER)


def _begun(hq: Headquarters) -> Side:
    shelf = hq.shelf({})
    blocks = resolve(hq.template, EMPTY, shelf=shelf).blocks
    imprint = hq.theme.imprint(country_of(hq.theme, hq.language), hq.language)
    return Side(blocks, hq.theme, imprint, shelf, hq.language)
