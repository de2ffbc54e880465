"""The monthly letter of the workshop, with the partner's own subjects; a reviewer looks at it."""

from __future__ import annotations

from send.demo.mails.pieces import (
    Block,
    Stock,
    beside,
    block,
    button,
    choice,
    envelope,
    free,
    grid,
    header,
    heading,
    hero,
    legal,
    locks,
    must,
    offer,
    own_offer,
    own_picture,
    region,
    shared,
    social,
    voice,
    words,
)

KEY = "brief"


def body(stock: Stock) -> list[Block]:
    return [
        envelope(
            KEY,
            "Neues aus Ihrer Werkstatt in {{ partner.city }}",
            "Drei Minuten lesen, sicher durch den Monat.",
            mode=must,
        ),
        header(KEY, "brand"),
        block(
            f"{KEY}/bild",
            "picture",
            locks({**own_picture(1000), "caption": free(max_length=90)}),
            image=stock.images["team"],
            alt="Das Team der Werkstatt",
            caption="Ihr Team von {{ partner.name }}",
            link="",
            width="full",
        ),
        heading(
            f"{KEY}/titel",
            "Werkstattpost",
            locks(why="Die Werkstattpost heißt in allen Betrieben gleich."),
            kicker="Winter 2026",
        ),
        words(
            f"{KEY}/gruss",
            '<p>Guten Tag {{ first_name | "und willkommen" }},</p><p>hier steht, was in '
            "Ihrem Betrieb im nächsten Monat wichtig ist.</p>",
            locks({"text": must(max_length=1200)}),
        ),
        _subjects(stock),
        heading(
            f"{KEY}/angebote-titel",
            "Im Dezember günstiger",
            locks({"text": free(max_length=60)}, remove=True),
            kicker="Zwei Angebote",
            background="surface",
        ),
        _grid(stock),
        voice(f"{KEY}/stimme", stock.voices["petra"]),
        button(f"{KEY}/knopf", "Termin vereinbaren", remove=True),
        shared(f"{KEY}/panne", stock.shared["panne"]),
        social(KEY),
        legal(KEY, "Sie lesen die Werkstattpost von {{ partner.name }}."),
    ]


def _grid(stock: Stock) -> Block:
    name = f"{KEY}/angebote"
    price = {"price": free(format="price", minimum="5", maximum="199")}
    until = {"valid_until": free(format="date")}
    return grid(
        name,
        [
            offer(
                f"{name}/neu",
                locks(own_offer(), move=True, remove=True, repeat=4),
                title="Ihr Angebot",
                text="<p>Was ist dabei?</p>",
                price="0,00",
                unit="pauschal",
                terms="Preis inkl. MwSt.",
                image=stock.images["werkstatt"],
                alt="Werkstatt mit Hebebühne",
            )
        ],
        [
            offer(
                f"{name}/batterie",
                locks({**price, **until}, move=True, remove=True),
                title="Batterie-Check",
                text="<p>Messen, laden, Pole fetten: startet auch bei minus 15 Grad.</p>",
                price="9,90",
                unit="pauschal",
                valid_until="2026-12-31",
                terms="Preis inkl. MwSt.",
                image=stock.images["batterie"],
                alt="Autobatterie",
            ),
            offer(
                f"{name}/bremsen",
                locks({**price, **until}, move=True, remove=True),
                title="Bremsen-Prüfstand",
                text="<p>Wirkung links und rechts, schwarz auf weiß zum Mitnehmen.</p>",
                price="19,00",
                unit="pauschal",
                valid_until="2026-12-31",
                terms="Preis inkl. MwSt.",
                image=stock.images["bremse"],
                alt="Bremsscheibe mit Sattel",
            ),
        ],
        why="Vier Angebote passen; Titel und Bedingungen gelten überall.",
    )


def _subjects(stock: Stock) -> Block:
    name = f"{KEY}/themen"
    article = {
        "headline": must(max_length=60),
        "text": free(max_length=400, features="bold,italic,link"),
        **own_picture(600),
        "background": choice("surface", "background"),
    }
    short = {
        "title": must(max_length=60),
        "text": must(max_length=320, features="bold,italic,link"),
        **own_picture(600),
        "side": choice("before", "after"),
    }
    return region(
        name,
        [
            hero(
                f"{name}/hero",
                locks(article, move=True, remove=True, repeat=3),
                image=stock.images["kaffee"],
                alt="Eine Tasse Kaffee",
                headline="Ihr Thema",
                text="<p>Zwei, drei Sätze dazu.</p>",
                background="surface",
            ),
            beside(
                f"{name}/kurz",
                locks(short, move=True, remove=True, repeat=3),
                image=stock.images["schluessel"],
                alt="Autoschlüssel",
                title="Ihre kurze Meldung",
                text="<p>Zwei, drei Sätze dazu.</p>",
            ),
            offer(
                f"{name}/angebot",
                locks(own_offer(), move=True, remove=True, repeat=2),
                title="Ihr Angebot",
                text="<p>Was ist dabei?</p>",
                price="0,00",
                unit="pauschal",
                terms="Preis inkl. MwSt.",
                image=stock.images["oel"],
                alt="Ölkanne",
            ),
        ],
        [
            hero(
                f"{name}/licht",
                locks({"text": free(max_length=300)}, move=True, remove=True),
                image=stock.images["licht"],
                alt="Auto mit Scheinwerfern bei Nacht",
                claim="Sehen und gesehen werden",
                headline="Kostenloser Lichttest",
                text="<p>Fünf Minuten, ohne Termin: Wir prüfen Scheinwerfer, Blinker und "
                "Bremslicht und stellen ein, was blendet.</p>",
                background="surface",
            ),
            beside(
                f"{name}/wischer",
                locks({"text": free(max_length=300)}, move=True, remove=True),
                image=stock.images["wischer"],
                alt="Scheibenwischer",
                title="Klare Sicht bei Matsch und Salz",
                text="<p>Neue Wischer, Frostschutz bis minus 25 Grad und ein Blick auf die "
                "Scheibe: zehn Minuten, die man jeden Morgen merkt.</p>",
                share="equal",
            ),
        ],
        max=4,
        why="Ein bis vier Themen, jedes mit eigenem Bild.",
    )
