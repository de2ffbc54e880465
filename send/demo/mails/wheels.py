"""Tyre change before winter: two fixed offers with the partner's prices, and room for own ones."""

from __future__ import annotations

from send.demo.mails.pieces import (
    BOOK,
    Block,
    Stock,
    air,
    beside,
    block,
    branch,
    button,
    columns,
    envelope,
    free,
    header,
    heading,
    hero,
    legal,
    line,
    locks,
    must,
    offer,
    own_offer,
    own_picture,
    region,
    sign,
    words,
)

KEY = "raeder"


def body(stock: Stock) -> list[Block]:
    return [
        envelope(
            KEY,
            '{{ first_name | "Ihre Winterräder" }}, bereit für den Winter?',
            "Termin in zwei Minuten gebucht, Preis vorab bekannt.",
        ),
        header(KEY),
        hero(
            f"{KEY}/hero",
            locks(
                {
                    "headline": must(max_length=48),
                    "text": free(max_length=240, features="bold,italic"),
                    **own_picture(1000),
                },
                why="Die Dachzeile ist der Claim der Marke, der Grund ihre Farbe.",
            ),
            image=stock.images["herbst"],
            alt="Auto auf einer Landstraße im Herbst",
            claim="Ein Ring. Ein Wort. Ihre Werkstatt.",
            headline="Sicher durch den Winter",
            text="<p>Ihr Termin ist in zwei Minuten gebucht, der Preis steht vorher fest.</p>",
        ),
        words(
            f"{KEY}/text",
            '<p>Guten Tag{% if last_name %} {{ salutation | "Familie" }} '
            '{{ last_name | "Kunde" }}{% endif %},</p><p>der erste Frost kommt meist über Nacht. '
            "Wir wechseln Ihre Räder, prüfen Profil und Luftdruck und lagern die Sommerräder bis "
            "zum Frühjahr bei uns ein. Nach <b>40 Minuten</b> fahren Sie sicher weiter.</p>",
            locks({"text": free(max_length=900)}, move=True),
        ),
        columns(
            f"{KEY}/ablauf",
            "three",
            sign(
                f"{KEY}/ablauf/zeit",
                stock.images["zeichen-uhr"],
                "40 Minuten",
                "mit Termin, der Kaffee ist fertig",
            ),
            sign(
                f"{KEY}/ablauf/preis",
                stock.images["zeichen-preis"],
                "Fester Preis",
                "er steht fest, bevor Sie kommen",
            ),
            sign(
                f"{KEY}/ablauf/sicher",
                stock.images["zeichen-haken"],
                "Mit Garantie",
                "Radmuttern nach 50 km nachgezogen",
            ),
        ),
        air(f"{KEY}/luft-oben", "little", "surface"),
        _offers(stock),
        air(f"{KEY}/luft-unten", "little", "surface"),
        heading(
            f"{KEY}/muenztest",
            "Reicht Ihr Profil noch?",
            locks(why="Der Münztest gehört zur Aufklärung, die wir versprochen haben."),
            kicker="Der Test mit der Münze",
        ),
        beside(
            f"{KEY}/muenze",
            locks({"text": free(max_length=320, features="bold")}),
            image=stock.images["muenze"],
            alt="Ein-Euro-Münze in der Profilrille eines Reifens",
            title="",
            text="<p>Stecken Sie eine Ein-Euro-Münze in die Rille. Ist der goldene Rand ganz "
            "verschwunden, hat Ihr Winterreifen mindestens <b>drei Millimeter</b>. Vier raten "
            "wir: Auf Schnee ist der Bremsweg dann deutlich kürzer.</p>",
        ),
        button(f"{KEY}/knopf", "Termin online buchen"),
        line(f"{KEY}/linie", "fine"),
        branch(KEY, stock.images["haus"]),
        legal(KEY, "Alle Preise inkl. MwSt. Angebote gelten bei {{ partner.name }}."),
    ]


def _offers(stock: Stock) -> Block:
    name = f"{KEY}/angebote"
    note = locks({"text": must(max_length=300)}, move=True, remove=True, repeat=1)
    return region(
        name,
        [
            offer(
                f"{name}/neu",
                locks(own_offer(), move=True, remove=True, repeat=2),
                title="Ihr Angebot",
                text="<p>Was ist dabei?</p>",
                price="0,00",
                unit="pauschal",
                terms="Preis inkl. MwSt.",
                image=stock.images["werkstatt"],
                alt="Werkstatt mit Hebebühne",
            ),
            block(
                f"{name}/hinweis",
                "text",
                note,
                text="<p>Ihr Hinweis</p>",
                colour="text",
                align="left",
            ),
        ],
        [
            offer(
                f"{name}/wechsel",
                locks(
                    {
                        "price": free(format="price", minimum="15", maximum="49,90"),
                        "valid_until": free(format="date"),
                    },
                    why="Der Räderwechsel ist in allen Betrieben gleich; der Preis gehört Ihnen.",
                    move=True,
                ),
                title="Räderwechsel mit Sicherheits-Check",
                text="<p>Wechsel, Wuchten und Prüfung von Profil und Luftdruck.</p>",
                price="24,90",
                old_price="32,00",
                unit="je Satz",
                valid_from="2026-11-01",
                valid_until="2026-12-20",
                terms="Preis inkl. MwSt.",
                image=stock.images["winterrad"],
                alt="Winterrad im Schnee",
                button_label="Räderwechsel buchen",
                button_url=BOOK,
            ),
            offer(
                f"{name}/lager",
                locks(
                    {"price": free(format="price", minimum="25", maximum="89")},
                    move=True,
                    remove=True,
                ),
                title="Einlagern bis zum Frühjahr",
                text="<p>Gereinigt, geprüft und trocken gelagert. Wir erinnern Sie an den "
                "nächsten Wechsel.</p>",
                price="39,00",
                unit="je Saison",
                terms="Preis inkl. MwSt.",
                image=stock.images["lager"],
                alt="Regal mit eingelagerten Rädern",
            ),
        ],
        why="Höchstens drei Angebote, damit die Mail lesbar bleibt.",
    )
