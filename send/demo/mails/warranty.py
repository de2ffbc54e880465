"""The warranty ends: what to have looked at before, and how to go on covered."""

from __future__ import annotations

from send.demo.mails.pieces import (
    BOOK,
    Block,
    Stock,
    air,
    beside,
    branch,
    claim,
    envelope,
    free,
    header,
    heading,
    hero,
    legal,
    locks,
    must,
    occasion,
    offer,
    words,
)

KEY = "garantie"


def body(stock: Stock) -> list[Block]:
    return [
        envelope(
            KEY,
            "Ihre Garantie endet bald: lassen Sie vorher nachsehen",
            "Was jetzt auffällt, trägt noch der Hersteller.",
        ),
        header(KEY),
        hero(
            f"{KEY}/hero",
            locks(
                {"headline": free(max_length=48)},
                why="Was wir zur Garantie sagen, ist mit dem Recht abgestimmt.",
            ),
            image=stock.images["garantie"],
            alt="Auto unter einem großen Regenschirm",
            claim="Garantie und danach",
            headline="Gut geschützt weiterfahren",
            text="<p>Ein letzter Blick vor dem Ablauf, ein Schutz für danach.</p>",
        ),
        words(
            f"{KEY}/text",
            '<p>Guten Tag{% if last_name %} {{ salutation | "Familie" }} '
            '{{ last_name | "Kunde" }}{% endif %},</p><p>die Garantie Ihres Autos läuft in den '
            "nächsten Wochen ab. Kommen Sie vorher zum Garantie-Check: Was wir dabei finden, "
            "behebt der Hersteller noch auf seine Kosten.</p>",
            locks(why="Was wir zur Garantie sagen, ist mit dem Recht abgestimmt."),
        ),
        occasion(
            f"{KEY}/anlass",
            locks(
                {"button_label": free(max_length=28)},
                why="Fahrzeug und Termin kommen aus Ihrer Kundenkartei.",
            ),
            title="Ihre Herstellergarantie",
            due_label="Garantie bis",
            button_label="Garantie-Check buchen",
            button_url=BOOK,
        ),
        air(f"{KEY}/luft-davor", "little"),
        heading(
            f"{KEY}/check-titel",
            "Das sehen wir uns an",
            locks(),
            kicker="In 45 Minuten",
            background="surface",
        ),
        beside(
            f"{KEY}/check",
            locks({"text": free(max_length=400, features="bold,ul")}),
            image=stock.images["bremse"],
            alt="Bremsscheibe mit Sattel",
            title="",
            text="<ul><li>Motor, Getriebe und Elektronik auslesen</li><li>Bremsen, Achsen und "
            "Lenkung prüfen</li><li>Lack, Rost und Dichtungen ansehen</li></ul>",
            side="after",
            share="equal",
            background="surface",
        ),
        offer(
            f"{KEY}/schutz",
            locks(
                {
                    "price": must(format="price", minimum="9", maximum="59"),
                    "text": free(max_length=240, features="bold,ul"),
                },
                why="Die Bedingungen stehen im Vertrag; der Preis gehört Ihnen.",
                remove=True,
            ),
            title="Anschlussgarantie",
            text="<p>Motor, Getriebe, Lenkung und Elektrik, europaweit, ohne Selbstbeteiligung "
            "in unserem Betrieb.</p>",
            price="19,90",
            unit="je Monat",
            terms="Ein Jahr, danach monatlich kündbar. Preis inkl. Versicherungsteuer.",
            image=stock.images["garantie-schild"],
            alt="Schild mit Haken",
            button_label="Beratung vereinbaren",
            button_url=BOOK,
        ),
        air(f"{KEY}/luft-unten", "little", "surface"),
        claim(
            f"{KEY}/aussage",
            stock.claims["sorgfalt"],
            "Kundenbefragung 2025, 4.120 Antworten.",
        ),
        branch(KEY, stock.images["haus"]),
        legal(KEY, "Angebote gelten bei {{ partner.name }}."),
    ]
