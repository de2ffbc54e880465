"""What headquarters of the demo has ready: a shared block, claims and customers' voices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from brand_kits.models import BrandKit, Claim, Testimonial
from cms.models import SharedBlock
from send.demo.mails.pieces import Stock, block_id

CLAIMS: Mapping[str, Mapping[str, Any]] = {
    "sorgfalt": {
        "text_de": "Neun von zehn Kunden empfehlen ihren Nordring-Betrieb weiter.",
        "text_en": "Nine out of ten customers recommend their Nordring garage.",
        "evidence": "Kundenbefragung 2025, 4.120 Antworten, Institut Muster, abgelegt in M-25/07.",
        "valid_from": date(2025, 9, 1),
        "valid_until": date(2027, 8, 31),
    },
    "vorgabe": {
        "text_de": "Jede Inspektion nach Vorgabe des Herstellers.",
        "text_en": "Every service to the manufacturer's schedule.",
        "evidence": "Betriebshandbuch 2026, Kapitel 4, jährliches Audit aller Betriebe.",
        "products": "Inspektion",
    },
}
VOICES: Mapping[str, Mapping[str, Any]] = {
    "petra": {
        "author": "Petra B.",
        "role": "Kundin seit 2019",
        "quote_de": "Ich wusste vorher, was es kostet, und genau das stand auf der Rechnung.",
        "quote_en": "I knew the price beforehand, and that is what the bill said.",
        "consent": "Einwilligung vom 12. März 2026, abgelegt in M-26/02.",
    },
    "urs": {
        "author": "Urs K.",
        "role": "fährt jeden Tag über den Pass",
        "quote_de": "Seit dem Bergcheck denke ich in der Kurve nicht mehr an die Bremsen.",
        "quote_en": "Since the mountain check I no longer think of the brakes in a bend.",
        "consent": "Einwilligung vom 3. Februar 2026, abgelegt in M-26/01.",
    },
}
EMERGENCY = "Pannenhilfe"


def stock(images: Mapping[str, int], kits: Mapping[str, BrandKit], *, by: Any) -> Stock:
    """Everything published. Safe to repeat."""
    brand = kits["nordring"]
    claims = {
        name: _said(Claim, brand, {"text_de": values["text_de"]}, values, by=by)
        for name, values in CLAIMS.items()
    }
    pictures = {"petra": images["kundin"]}
    voices = {
        name: _said(
            Testimonial,
            brand,
            {"author": values["author"]},
            {**values, "picture_id": pictures.get(name)},
            by=by,
        )
        for name, values in VOICES.items()
    }
    return Stock(images, {"panne": _emergency(brand, by=by)}, claims, voices)


def _said(
    model: type[Claim | Testimonial],
    kit: BrandKit,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    by: Any,
) -> int:
    found: Any = model.objects.filter(kit=kit, **key).first()
    if found is None:
        found = model(kit=kit, live=False, **values)
        found.save()
        found.save_revision(user=by).publish(user=by)
    return int(found.pk)


def emergency() -> list[dict[str, Any]]:
    """The blocks of the shared block: whom to call when the car stands still."""
    words = {
        "type": "text",
        "id": block_id("panne/text"),
        "value": {
            "text": "<p><b>Liegen geblieben?</b> Die Pannenhilfe der Nordring-Betriebe kommt Tag "
            'und Nacht: <a href="tel:+49431000112">0431 000 112</a>.</p>',
            "colour": "text",
            "align": "left",
        },
    }
    rule = {"line": "fine", "align": "left", "background": "background"}
    return [{"type": "divider", "id": block_id("panne/linie"), "value": rule}, words]


def _emergency(kit: BrandKit, *, by: Any) -> int:
    found = SharedBlock.objects.filter(name=EMERGENCY).first()
    if found is None:
        found = SharedBlock(name=EMERGENCY, kit=kit, live=False, body=emergency())
        found.save()
        found.save_revision(user=by).publish(user=by)
    return int(found.pk)
