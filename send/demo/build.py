"""Builds the whole demo; safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from brand_kits.models import Network
from cms.groups import set_up
from cms.models import CampaignTemplatePage, Offering, User
from cms.offering import offer
from partner_spaces import approval, compose
from partner_spaces.models import Campaign, Partner
from send.demo import brand, people, templates
from send.demo import stock as ready

HERO = templates.block_id("raeder/hero")
OFFER = templates.block_id("raeder/angebote/neu")
REGION = templates.block_id("raeder/angebote")
OFFERED_FOR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Demo:
    hq: User
    reviewer: User
    partners: dict[str, Partner]
    templates: dict[str, CampaignTemplatePage]
    images: dict[str, int]


def build(*, campaigns: bool = True) -> Demo:
    """Networks, kits, templates, partners, customers; campaigns: first ones, and one on offer."""
    set_up()
    hq = people.headquarters()
    reviewer = people.reviewer()
    with transaction.atomic():
        images = brand.pictures(by=hq)
        networks = brand.networks()
        kits = brand.kits(images, by=hq)
        stock = ready.stock(images, kits, by=hq)
        pages = templates.templates(kits, networks, stock, by=hq)
    made = people.partners(networks, images)
    demo = Demo(hq, reviewer, made, pages, images)
    if campaigns and not Campaign.objects.exists():
        _campaigns(demo)
    if campaigns and not Offering.objects.exists():
        _offer(demo)
    return demo


def local_words() -> dict[str, Any]:
    """What a partner would write into the wheel change."""
    return {
        "v": 1,
        "edits": {
            HERO: {"kind": "hero", "values": {"headline": "Sicher durch den Kieler Winter"}},
        },
        "lists": {
            REGION: [
                {"ref": templates.block_id("raeder/angebote/wechsel")},
                {
                    "id": "0f8d3c5a-7c1e-4b52-9d60-2f1d9c1f7a11",
                    "proto": OFFER,
                    "kind": "offer",
                    "values": {
                        "title": "Batterie-Check vor dem Frost",
                        "text": "<p>Test und Ladung, während Sie einen Kaffee trinken.</p>",
                        "price": "9,90",
                        "unit": "pauschal",
                        "valid_until": "2026-12-20",
                    },
                },
            ]
        },
        "hidden": [],
    }


def _campaigns(demo: Demo) -> None:
    partner = demo.partners["brueckner"]
    owner = User.objects.get(username="meike.tamm@brueckner.example")
    ready = compose.start(demo.templates["raederwechsel"], partner=partner, by=owner)
    compose.save_overlay(ready.pk, local_words(), if_match=ready.rev, by=owner)
    approval.submit(compose.access_row(ready.pk), by=owner)
    compose.start(demo.templates["werkstattabend"], partner=partner, by=owner)
    _letter(demo)


def _letter(demo: Demo) -> None:
    """Another partner's letter waits for the reviewer."""
    owner = User.objects.get(username="birte@ahrens.example")
    letter = compose.start(
        demo.templates["werkstattpost"], partner=demo.partners["ahrens"], by=owner
    )
    words = {
        templates.block_id("brief/envelope"): {
            "kind": "envelope",
            "values": {"subject": "November in Husum: Licht, Frost und Kaffee"},
        },
        templates.block_id("brief/gruss"): {
            "kind": "text",
            "values": {
                "text": '<p>Guten Tag {{ first_name | "und willkommen" }},</p><p>der November ist '
                "bei uns der Monat der kurzen Wege: Licht prüfen, Wischer tauschen, Batterie "
                "messen. Alles ohne Termin, dienstags und donnerstags.</p>"
            },
        },
    }
    compose.save_overlay(
        letter.pk,
        {"v": 1, "edits": words, "lists": {}, "hidden": []},
        if_match=letter.rev,
        by=owner,
    )
    approval.submit(compose.access_row(letter.pk), by=owner)


def _offer(demo: Demo) -> None:
    """A ready campaign stands in the Desks of one network, to be sent by a partner's yes alone."""
    today = timezone.localdate()
    offer(
        demo.templates["garantie-ende"],
        networks=[Network.objects.get(slug=templates.NORTH)],
        title="Garantie-Check vor dem Ablauf",
        message="Die Mail ist fertig bis auf Ihren Preis. Tragen Sie ihn ein und schicken Sie sie "
        "hinaus, solange der Hersteller noch zahlt.",
        due=today + OFFERED_FOR,
        by=demo.hq,
        today=today,
    )
