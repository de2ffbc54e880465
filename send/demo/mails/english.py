"""The tyre change in English: the same blocks under the same ids, other words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from send.demo.mails import wheels
from send.demo.mails.pieces import ASK, Block, Stock

WORDS: Mapping[str, str] = MappingProxyType(
    {
        ASK: "Nordring brand team, +49 431 000 100",
        # envelope, header, hero
        '{{ first_name | "Ihre Winterräder" }}, bereit für den Winter?': (
            '{{ first_name | "Your winter wheels" }}, ready for winter?'
        ),
        "Termin in zwei Minuten gebucht, Preis vorab bekannt.": (
            "Booked in two minutes, at a price you know beforehand."
        ),
        "Der Absender ist immer Ihr Betrieb.": "The sender is always your business.",
        "Das Logo steht in jeder Nordring-Mail an derselben Stelle.": (
            "The logo sits in the same place in every Nordring mail."
        ),
        "Auto auf einer Landstraße im Herbst": "Car on an autumn road",
        "Ein Ring. Ein Wort. Ihre Werkstatt.": "One ring. One word. Your garage.",
        "<p>Ihr Termin ist in zwei Minuten gebucht, der Preis steht vorher fest.</p>": (
            "<p>Book in two minutes, at a price that is fixed beforehand.</p>"
        ),
        "Sicher durch den Winter": "Safely through the winter",
        "Die Dachzeile ist der Claim der Marke, der Grund ihre Farbe.": (
            "The kicker is the brand's claim, the ground its colour."
        ),
        # letter
        '<p>Guten Tag{% if last_name %} {{ salutation | "Familie" }} {{ last_name | "Kunde" }}'
        "{% endif %},</p><p>der erste Frost kommt meist über Nacht. Wir wechseln Ihre Räder, "
        "prüfen Profil und Luftdruck und lagern die Sommerräder bis zum Frühjahr bei uns ein. "
        "Nach <b>40 Minuten</b> fahren Sie sicher weiter.</p>": (
            '<p>Hello{% if first_name %} {{ first_name | "there" }}{% endif %},</p><p>the first '
            "frost usually comes overnight. We change your wheels, check tread and pressure, and "
            "store your summer set until spring. <b>40 minutes</b> later you are safely on your "
            "way.</p>"
        ),
        "40 Minuten": "40 minutes",
        "<p>mit Termin, der Kaffee ist fertig</p>": "<p>by appointment, coffee is ready</p>",
        "Fester Preis": "Fixed price",
        "<p>er steht fest, bevor Sie kommen</p>": "<p>you know it before you come</p>",
        "Mit Garantie": "Guaranteed",
        "<p>Radmuttern nach 50 km nachgezogen</p>": "<p>wheel nuts rechecked after 50 km</p>",
        # offers
        "Werkstatt mit Hebebühne": "Workshop with a lift",
        "<p>Was ist dabei?</p>": "<p>What is included?</p>",
        "Preis inkl. MwSt.": "Price includes VAT.",
        "Ihr Angebot": "Your offer",
        "je Satz\nje Rad\nje Saison\npauschal\nzzgl. Material": (
            "per set\nper wheel\nper season\nflat rate\nplus material"
        ),
        "pauschal": "flat rate",
        "je Satz": "per set",
        "je Saison": "per season",
        "<p>Ihr Hinweis</p>": "<p>Your note</p>",
        "Winterrad im Schnee": "Winter wheel in the snow",
        "<p>Wechsel, Wuchten und Prüfung von Profil und Luftdruck.</p>": (
            "<p>Change, balancing, tread and pressure check.</p>"
        ),
        "Räderwechsel buchen": "Book a wheel change",
        "Räderwechsel mit Sicherheits-Check": "Wheel change with safety check",
        "Der Räderwechsel ist in allen Betrieben gleich; der Preis gehört Ihnen.": (
            "The wheel change is the same everywhere; the price is yours."
        ),
        "Regal mit eingelagerten Rädern": "Rack with stored wheels",
        "<p>Gereinigt, geprüft und trocken gelagert. Wir erinnern Sie an den nächsten "
        "Wechsel.</p>": "<p>Cleaned, checked and kept dry. We remind you of the next change.</p>",
        "Einlagern bis zum Frühjahr": "Storage until spring",
        "Höchstens drei Angebote, damit die Mail lesbar bleibt.": (
            "Three offers at most, so that the mail stays readable."
        ),
        # the coin
        "Der Test mit der Münze": "The coin test",
        "Reicht Ihr Profil noch?": "Is your tread still enough?",
        "Der Münztest gehört zur Aufklärung, die wir versprochen haben.": (
            "The coin test is part of the information we promised to give."
        ),
        "Ein-Euro-Münze in der Profilrille eines Reifens": "One-euro coin in the tread of a tyre",
        "<p>Stecken Sie eine Ein-Euro-Münze in die Rille. Ist der goldene Rand ganz verschwunden, "
        "hat Ihr Winterreifen mindestens <b>drei Millimeter</b>. Vier raten wir: Auf Schnee ist "
        "der Bremsweg dann deutlich kürzer.</p>": (
            "<p>Put a one-euro coin into the groove. If its golden rim is gone altogether, your "
            "winter tyre has at least <b>three millimetres</b>. We advise four: on snow you stop "
            "much sooner.</p>"
        ),
        # the end
        "Termin online buchen": "Book online",
        "Der Knopf führt zur Terminbuchung.": "The button leads to the booking page.",
        "Anschrift und Zeiten stehen in Ihren Stammdaten.": (
            "Address and hours come from your company details."
        ),
        "Alle Preise inkl. MwSt. Angebote gelten bei {{ partner.name }}.": (
            "All prices include VAT. Offers are valid at {{ partner.name }}."
        ),
        "Impressum und Abmeldung verlangt das Gesetz in jeder Mail.": (
            "The law asks for imprint and unsubscribe link in every mail."
        ),
    }
)
TITLE = "Wheel change for winter"
SUMMARY = "Your offer before the first frost, with price and booking."
OCCASION = "Season"


def body(stock: Stock) -> list[Block]:
    found: list[Block] = _said(wheels.body(stock))
    return found


def _said(raw: Any) -> Any:
    """The same values with every German sentence in English."""
    if isinstance(raw, dict):
        return {name: _said(value) for name, value in raw.items()}
    if isinstance(raw, list):
        return [_said(value) for value in raw]
    return WORDS.get(raw, raw) if isinstance(raw, str) else raw
