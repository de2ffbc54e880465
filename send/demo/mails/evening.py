"""An invitation to an evening in the workshop: once a year, the day is the partner's."""

from __future__ import annotations

from send.demo.mails.pieces import (
    BOOK,
    Block,
    Stock,
    air,
    beside,
    branch,
    envelope,
    event,
    free,
    header,
    hero,
    legal,
    locks,
    must,
    own_picture,
    social,
    words,
)

KEY = "abend"


def body(stock: Stock) -> list[Block]:
    return [
        envelope(
            KEY,
            "Einladung: ein Abend in unserer Werkstatt",
            "Blick hinter die Bühne, mit Kaffee und Kuchen.",
        ),
        header(KEY),
        hero(
            f"{KEY}/hero",
            locks(
                {
                    "headline": free(max_length=60),
                    "text": must(max_length=240),
                    **own_picture(1000),
                },
                why="Die Einladung sieht in allen Betrieben gleich aus.",
            ),
            image=stock.images["abend"],
            alt="Gäste am Abend in einer hell erleuchteten Werkstatt",
            claim="Sie sind eingeladen",
            headline="Ein Abend hinter der Hebebühne",
            text="<p>Am Freitag um 18 Uhr öffnen wir das Tor für Sie.</p>",
            align="center",
        ),
        words(
            f"{KEY}/text",
            '<p>Guten Tag {{ first_name | "und herzlich willkommen" }},</p><p>kommen Sie '
            "vorbei: Wir zeigen, was unter Ihrem Auto passiert, beantworten Fragen und prüfen "
            "gern Ihr Licht. Bringen Sie mit, wen Sie mögen.</p>",
            locks({"text": free(max_length=900)}),
        ),
        air(f"{KEY}/luft-oben", "little", "surface"),
        event(
            f"{KEY}/termin",
            locks(
                {
                    "day": must(format="date", minimum="2026-11-25", maximum="2027-03-31"),
                    "start": free(format="time"),
                    "end": free(format="time"),
                    "place": free(max_length=120),
                    "button_label": free(max_length=28),
                },
                why="Der Abend heißt überall gleich; Tag und Zeit gehören Ihnen.",
            ),
            title="Werkstatt-Abend",
            day="2026-12-11",
            start="18:00",
            end="21:00",
            text="<p>Rundgang um halb sieben, danach Kaffee, Kuchen und Ihre Fragen.</p>",
            button_label="Ich komme",
            button_url=BOOK,
        ),
        air(f"{KEY}/luft-unten", "little", "surface"),
        beside(
            f"{KEY}/kuchen",
            locks({"text": free(max_length=300), **own_picture(600)}, remove=True),
            image=stock.images["kuchen"],
            alt="Ein Stück Kuchen und eine Tasse Kaffee",
            title="Kuchen vom Nachbarn",
            text="<p>Der Bäcker um die Ecke backt, wir kochen den Kaffee. Für Kinder steht die "
            "kleine Hebebühne bereit.</p>",
            side="after",
            share="equal",
        ),
        branch(KEY, stock.images["haus"], ground="surface"),
        social(KEY),
        legal(KEY, "Der Eintritt ist frei."),
    ]
