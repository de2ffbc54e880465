"""An invitation to an evening in the workshop: once a year, the day is the partner's."""

from __future__ import annotations

from send.demo.mails.pieces import (
    Block,
    Images,
    beside,
    block,
    button,
    envelope,
    free,
    header,
    hero,
    legal,
    locks,
    must,
    own_picture,
    words,
)

KEY = "abend"


def body(images: Images) -> list[Block]:
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
            image=images["abend"],
            alt="Gäste am Abend in einer hell erleuchteten Werkstatt",
            claim="Sie sind eingeladen",
            headline="Ein Abend hinter der Hebebühne",
            text="<p>Am Freitag, 18 Uhr.</p>",
            align="center",
        ),
        words(
            f"{KEY}/text",
            '<p>Guten Tag {{ first_name | "und herzlich willkommen" }},</p><p>kommen Sie '
            "vorbei: Wir zeigen, was unter Ihrem Auto passiert, beantworten Fragen und prüfen "
            "gern Ihr Licht. Bringen Sie mit, wen Sie mögen.</p>",
            locks({"text": free(max_length=900)}),
        ),
        beside(
            f"{KEY}/kuchen",
            locks({"text": free(max_length=300), **own_picture(600)}, remove=True),
            image=images["kuchen"],
            alt="Ein Stück Kuchen und eine Tasse Kaffee",
            title="Kuchen vom Nachbarn",
            text="<p>Der Bäcker um die Ecke backt, wir kochen den Kaffee. Für Kinder steht die "
            "kleine Hebebühne bereit.</p>",
            side="after",
            share="equal",
        ),
        block(
            f"{KEY}/bild",
            "picture",
            locks(own_picture(600), remove=True),
            image=images["haus"],
            alt="Das Autohaus von außen",
            caption="{{ partner.name }}, {{ partner.street }}, {{ partner.city }}",
            link="",
            width="inset",
        ),
        button(f"{KEY}/knopf", "Ich komme", colour="brand", why="Der Knopf führt zur Anmeldung."),
        legal(KEY, "Der Eintritt ist frei."),
    ]
