"""Service is due: a short letter about one thing."""

from __future__ import annotations

from send.demo.mails.pieces import (
    BOOK,
    Block,
    Stock,
    air,
    beside,
    branch,
    claim,
    columns,
    envelope,
    free,
    header,
    hero,
    legal,
    locks,
    must,
    occasion,
    offer,
    shared,
    sign,
    words,
)

KEY = "service"


def body(stock: Stock) -> list[Block]:
    return [
        envelope(
            KEY,
            "Ihr Service ist bald fällig",
            "Ein Anruf oder ein Klick, und der Termin steht.",
        ),
        header(KEY),
        hero(
            f"{KEY}/hero",
            locks(
                {"headline": free(max_length=48), "text": free(max_length=200)},
                why="Eine Erinnerung ist sachlich: kein eigenes Bild, keine Werbung darin.",
            ),
            image=stock.images["inspektion"],
            alt="Auto auf der Hebebühne, daneben eine Prüfliste",
            claim="Ihr Servicetermin",
            headline="Zeit für die Inspektion",
            text="<p>Damit Ihr Auto bleibt, wie Sie es kennen.</p>",
        ),
        words(
            f"{KEY}/text",
            '<p>Guten Tag{% if last_name %} {{ salutation | "Familie" }} '
            '{{ last_name | "Kunde" }}{% endif %},</p><p>nach unseren Unterlagen steht die '
            "nächste Inspektion an. Wir arbeiten nach Vorgabe des Herstellers und tragen sie in "
            "das digitale Serviceheft ein: Garantie und Kulanz bleiben erhalten.</p>",
            locks({"text": free(max_length=700)}),
        ),
        occasion(
            f"{KEY}/anlass",
            locks(
                {"button_label": free(max_length=28)},
                why="Fahrzeug und Termin kommen aus Ihrer Kundenkartei.",
            ),
            title="Ihr nächster Service",
            due_label="Inspektion bis",
            button_label="Termin online buchen",
            button_url=BOOK,
        ),
        columns(
            f"{KEY}/umfang",
            "three",
            sign(
                f"{KEY}/umfang/zeit",
                stock.images["zeichen-uhr"],
                "Am selben Tag",
                "morgens gebracht, abends fertig",
            ),
            sign(
                f"{KEY}/umfang/preis",
                stock.images["zeichen-preis"],
                "Vorher der Preis",
                "keine Arbeit ohne Ihr Ja",
            ),
            sign(
                f"{KEY}/umfang/heft",
                stock.images["zeichen-haken"],
                "Serviceheft",
                "digital eingetragen, Garantie bleibt",
            ),
        ),
        claim(
            f"{KEY}/aussage",
            stock.claims["vorgabe"],
            "Betriebshandbuch 2026, jährlich geprüft in jedem Betrieb.",
        ),
        beside(
            f"{KEY}/ersatz",
            locks({"text": must(max_length=280, features="bold")}, remove=True),
            image=stock.images["schluessel"],
            alt="Autoschlüssel",
            title="Sie bleiben mobil",
            text="<p>Bringen Sie den Wagen am Vorabend, wir geben Ihnen ein Ersatzauto oder ein "
            "Rad mit.</p>",
        ),
        air(f"{KEY}/luft-oben", "little", "surface"),
        offer(
            f"{KEY}/oel",
            locks(
                {
                    "price": must(format="price", minimum="29", maximum="199"),
                    "valid_until": free(format="date"),
                },
                why="Was dazugehört, legt der Hersteller fest; der Preis gehört Ihnen.",
                remove=True,
            ),
            title="Ölwechsel gleich dabei",
            text="<p>Öl nach Herstellerfreigabe, Filter und Entsorgung inbegriffen.</p>",
            price="89,00",
            unit="zzgl. Material",
            valid_until="2027-03-31",
            terms="Preis inkl. MwSt.",
            image=stock.images["oel"],
            alt="Ölkanne",
            button_label="Mit Ölwechsel buchen",
            button_url=BOOK,
        ),
        air(f"{KEY}/luft-unten", "little", "surface"),
        branch(KEY, stock.images["haus"]),
        shared(f"{KEY}/panne", stock.shared["panne"]),
        legal(KEY, "Alle Preise inkl. MwSt. Angebote gelten bei {{ partner.name }}."),
    ]
