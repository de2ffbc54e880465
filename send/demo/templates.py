"""The six campaign templates of the demo as pages of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from brand_kits.models import BrandKit, Network
from cms import languages
from cms.first_pages import folder
from cms.models import Approval, CampaignTemplatePage, Uses
from send.demo.mails import english, evening, inspection, mountain, newsletter, warranty, wheels
from send.demo.mails.pieces import Block, Stock
from send.demo.mails.pieces import block_id as block_id

NORTH, SOUTH = "nordring", "nordring-sued"


@dataclass(frozen=True, slots=True)
class Mail:
    """A template before it is a page. more: its further catalogue data."""

    slug: str
    title: str
    occasion: str
    summary: str
    body: Callable[[Stock], list[Block]]
    kit: str = "nordring"
    networks: tuple[str, ...] = (NORTH, SOUTH)
    approval: str = Approval.AUTO
    more: Mapping[str, Any] = field(default_factory=dict)


ALL = (
    Mail(
        slug="raederwechsel",
        title="Räderwechsel im Winter",
        occasion="Saison",
        summary="Ihr Angebot vor dem ersten Frost, mit Preis und Termin.",
        body=wheels.body,
        networks=(NORTH,),
    ),
    Mail(
        slug="werkstattpost",
        title="Werkstattpost",
        occasion="Newsletter",
        summary="Der Monatsbrief Ihres Betriebs, mit eigenen Themen.",
        body=newsletter.body,
        approval=Approval.REVIEW,
    ),
    Mail(
        slug="werkstattabend",
        title="Einladung: Werkstatt-Abend",
        occasion="Einladung",
        summary="Laden Sie Ihre Kunden ins Haus ein.",
        body=evening.body,
        more={"uses": Uses.ONCE, "send_by": date(2026, 12, 11)},
    ),
    Mail(
        slug="bergcheck",
        title="Bergcheck vor dem Pass",
        occasion="Angebot",
        summary="Der Wintercheck der Linie Alpin, mit Ihrem Preis und Gutschein.",
        body=mountain.body,
        kit="alpin",
        networks=(SOUTH,),
        more={"available_from": date(2026, 10, 1), "available_until": date(2027, 3, 31)},
    ),
    Mail(
        slug="service-faellig",
        title="Service fällig",
        occasion="Erinnerung",
        summary="Eine kurze, sachliche Erinnerung an die nächste Inspektion.",
        body=inspection.body,
    ),
    Mail(
        slug="garantie-ende",
        title="Die Garantie endet",
        occasion="Erinnerung",
        summary="Ein letzter Blick vor dem Ablauf, und ein Schutz für danach.",
        body=warranty.body,
    ),
)


def templates(
    kits: Mapping[str, BrandKit], networks: Mapping[str, Network], stock: Stock, *, by: Any
) -> dict[str, CampaignTemplatePage]:
    """All of them, published. Safe to repeat."""
    parent = folder()
    made = {}
    for mail in ALL:
        page = CampaignTemplatePage.objects.filter(slug=mail.slug).first()
        if page is None:
            page = CampaignTemplatePage(
                title=mail.title,
                slug=mail.slug,
                kit=kits[mail.kit],
                occasion=mail.occasion,
                summary=mail.summary,
                approval=mail.approval,
                body=mail.body(stock),
                locale=parent.locale,
                live=False,
                **mail.more,
            )
            page.networks = [networks[slug] for slug in mail.networks]
            parent.add_child(instance=page)
            page.save_revision(user=by).publish(user=by)
        made[mail.slug] = CampaignTemplatePage.objects.get(slug=mail.slug)
    _in_english(made["raederwechsel"], stock, by=by)
    return made


def _in_english(page: CampaignTemplatePage, stock: Stock, *, by: Any) -> None:
    """The variant in English, published. Safe to repeat."""
    if "en" not in dict(languages.missing(page)):
        return
    variant: Any = languages.add_variant(page, "en", by=by)
    variant.title = variant.draft_title = english.TITLE
    variant.summary, variant.occasion = english.SUMMARY, english.OCCASION
    variant.body = english.body(stock)
    variant.save_revision(user=by).publish(user=by)
