"""The local offer of the alpine line: a check before the pass, at the partner's price."""

from __future__ import annotations

from send.demo.mails.pieces import (
    Block,
    Stock,
    air,
    beside,
    branch,
    button,
    coupon,
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
    voice,
    words,
)

KEY = "berg"


def body(stock: Stock) -> list[Block]:
    return [
        envelope(
            KEY,
            "Bergcheck bei {{ partner.name }}: gut über jeden Pass",
            "Bremsen, Batterie, Licht und Ketten in einer Stunde geprüft.",
        ),
        header(KEY),
        hero(
            f"{KEY}/hero",
            locks(
                {
                    "headline": free(max_length=48),
                    "text": free(max_length=240, features="bold,italic"),
                    **own_picture(1000),
                },
                why="Das Bergbild ist das Gesicht der Linie Alpin.",
            ),
            image=stock.images["pass"],
            alt="Rotes Auto auf einer verschneiten Passstraße",
            claim="Der Nordring Bergcheck",
            headline="Gut hinauf, sicher hinunter",
            text="<p>Eine Stunde bei uns, ein Winter lang Ruhe am Berg.</p>",
        ),
        words(
            f"{KEY}/text",
            '<p>Grüß Gott {{ first_name | "und willkommen" }},</p><p>am Pass zählt, was man nicht '
            "sieht: Bremsflüssigkeit, Batterie, Frostschutz. Wir prüfen <b>32 Punkte</b> und "
            "sagen Ihnen vor jeder Arbeit, was sie kostet.</p>",
            locks({"text": must(max_length=700)}),
        ),
        air(f"{KEY}/luft-oben", "little", "surface"),
        _offers(stock),
        coupon(
            f"{KEY}/gutschein",
            locks(
                {
                    "value": must(max_length=8),
                    "code": free(max_length=16),
                    "valid_until": free(format="date"),
                },
                why="Für was er gilt, steht im Programm der Linie Alpin; den Wert setzen Sie.",
                remove=True,
            ),
            title="Ihr Gutschein für Schneeketten",
            value="15 %",
            code="BERG-26",
            bars="code128",
            valid_until="2027-02-28",
            terms="Auf alle Schneeketten am Lager, einmal je Kunde.",
        ),
        air(f"{KEY}/luft-unten", "little", "surface"),
        heading(f"{KEY}/ketten-titel", "Schneeketten, richtig angelegt", kicker="Gut zu wissen"),
        beside(
            f"{KEY}/ketten",
            locks({"text": free(max_length=320, features="bold,ul"), **own_picture(600)}),
            image=stock.images["winterrad"],
            alt="Winterrad im Schnee",
            title="",
            text="<p>Wir zeigen es Ihnen am eigenen Auto, in Ruhe und im Warmen. Nach dem "
            "dritten Mal sitzen sie in <b>fünf Minuten</b>.</p>",
        ),
        voice(f"{KEY}/stimme", stock.voices["urs"], ground="surface"),
        air(f"{KEY}/luft-knopf", "little"),
        button(f"{KEY}/knopf", "Bergcheck buchen"),
        line(f"{KEY}/linie", "fine"),
        branch(KEY, stock.images["haus"]),
        legal(KEY, "Alle Preise inkl. MwSt. Angebote gelten bei {{ partner.name }}."),
    ]


def _offers(stock: Stock) -> Block:
    name = f"{KEY}/angebote"
    price = {"price": must(format="price", minimum="39", maximum="149")}
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
            )
        ],
        [
            offer(
                f"{name}/check",
                locks(price, why="Der Bergcheck ist überall derselbe; der Preis gehört Ihnen."),
                title="Bergcheck mit 32 Punkten",
                text="<p>Bremsen, Licht, Batterie, Frostschutz, Reifen und Ketten, mit "
                "Prüfbericht zum Mitnehmen.</p>",
                price="69,00",
                unit="pauschal",
                valid_until="2027-02-28",
                terms="Preis inkl. MwSt.",
                image=stock.images["bremse"],
                alt="Bremsscheibe mit Sattel",
            )
        ],
        why="Höchstens drei Angebote, damit die Mail lesbar bleibt.",
    )
