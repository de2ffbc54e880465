"""The monthly letter of the workshop, with the partner's own subjects; a reviewer looks at it."""

from __future__ import annotations

from send.demo.mails.pieces import (
    Block,
    Images,
    beside,
    block,
    button,
    choice,
    envelope,
    free,
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
    words,
)

KEY = "brief"


def body(images: Images) -> list[Block]:
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
            image=images["team"],
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
        _subjects(images),
        button(f"{KEY}/knopf", "Termin vereinbaren", remove=True),
        legal(KEY, "Sie lesen die Werkstattpost von {{ partner.name }}."),
    ]


def _subjects(images: Images) -> Block:
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
                image=images["kaffee"],
                alt="Eine Tasse Kaffee",
                headline="Ihr Thema",
                text="<p>Zwei, drei Sätze dazu.</p>",
                background="surface",
            ),
            beside(
                f"{name}/kurz",
                locks(short, move=True, remove=True, repeat=3),
                image=images["schluessel"],
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
                image=images["oel"],
                alt="Ölkanne",
            ),
        ],
        [
            hero(
                f"{name}/licht",
                locks({"text": free(max_length=300)}, move=True, remove=True),
                image=images["licht"],
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
                image=images["wischer"],
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
