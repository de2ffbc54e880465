"""Three campaign templates of the demo, with the locks headquarters would set."""

from __future__ import annotations

import uuid
from typing import Any

from brand_kits.models import BrandKit, Network
from cms.first_pages import folder
from cms.models import Approval, CampaignTemplatePage

ASK = "Markenteam Nordring, 0431 000 100"
_SPACE = uuid.UUID("6f6b1c1e-0d2f-4c55-9a7e-3a4d5e6f7a80")
BOOK = "https://www.nordring.example/termin"


def block_id(name: str) -> str:
    """The same id for the same block, whenever the demo is made (a version-4 shaped uuid)."""
    raw = bytearray(uuid.uuid5(_SPACE, name).bytes)
    raw[6] = (raw[6] & 0x0F) | 0x40
    return str(uuid.UUID(bytes=bytes(raw)))


def _locks(
    fields: dict[str, dict[str, Any]] | None = None, *, why: str = "", **rights: Any
) -> dict[str, Any]:
    return {
        "rights": {"move": False, "remove": False, "repeat": None, **rights},
        "fields": fields or {},
        "why": why,
        "ask": ASK,
    }


def _free(**limits: Any) -> dict[str, Any]:
    return {"mode": "editable", **limits}


def _must(**limits: Any) -> dict[str, Any]:
    return {"mode": "must_change", **limits}


def _choice(*options: str) -> dict[str, Any]:
    return {"mode": "choice", "options": "\n".join(options)}


def _block(name: str, kind: str, locks: dict[str, Any], **value: Any) -> dict[str, Any]:
    return {"type": kind, "id": block_id(name), "value": {**value, "locks": locks}}


def _envelope(key: str, subject: str, preheader: str, *, must: bool = False) -> dict[str, Any]:
    ask = _must if must else _free
    opened = {"subject": ask(max_length=70), "preheader": _free(max_length=100)}
    return _block(
        f"{key}/envelope",
        "envelope",
        _locks(opened, why="Der Absender ist immer Ihr Betrieb."),
        subject=subject,
        preheader=preheader,
        from_name="{{ partner.from_name }}",
        reply_to="",
    )


def _header(key: str, ground: str = "background") -> dict[str, Any]:
    return _block(
        f"{key}/header",
        "header",
        _locks(why="Das Logo steht in jeder Nordring-Mail an derselben Stelle."),
        align="left",
        logo="dark" if ground == "brand" else "light",
        background=ground,
        link="",
    )


def _legal(key: str, note: str) -> dict[str, Any]:
    return _block(
        f"{key}/legal",
        "legal",
        {"why": "Impressum und Abmeldung verlangt das Gesetz in jeder Mail.", "ask": ASK},
        note=note,
    )


def _offer(name: str, locks: dict[str, Any], **value: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        (
            "alt",
            "text",
            "price",
            "old_price",
            "unit",
            "valid_from",
            "valid_until",
            "terms",
            "button_label",
            "button_url",
        ),
        "",
    )
    return _block(name, "offer", locks, **{**empty, "image": None, **value})


def _offer_fields() -> dict[str, dict[str, Any]]:
    return {
        "title": _free(max_length=60),
        "text": _free(max_length=260, features="bold,italic,ul"),
        "price": _must(format="price", minimum="5", maximum="999"),
        "old_price": _free(format="price"),
        "unit": _choice("je Satz", "je Rad", "je Saison", "pauschal", "zzgl. Material"),
        "valid_from": _free(format="date"),
        "valid_until": _free(format="date"),
        "image": _free(min_px=600),
        "alt": _free(max_length=120),
        "button_label": _free(max_length=28),
        "button_url": _free(),
    }


def wheels(images: dict[str, int]) -> list[dict[str, Any]]:
    """Wheel change before winter: a local offer."""
    key = "raeder"
    return [
        _envelope(
            key,
            '{{ first_name | "Ihre Winterräder" }}, bereit für den Winter?',
            "Termin in zwei Minuten gebucht, Preis vorab bekannt.",
        ),
        _header(key),
        _block(
            f"{key}/hero",
            "hero",
            _locks(
                {
                    "headline": _must(max_length=48),
                    "text": _free(max_length=240, features="bold,italic"),
                    "image": _free(min_px=1000),
                    "alt": _free(max_length=120),
                },
                why="Die Dachzeile ist der Claim der Marke, der Grund ihre Farbe.",
            ),
            image=images["herbst"],
            alt="Auto auf einer Landstraße im Herbst",
            claim="Ein Ring. Ein Wort. Ihre Werkstatt.",
            headline="Sicher durch den Winter",
            text="<p>Ihr Termin ist in zwei Minuten gebucht.</p>",
            align="left",
            background="brand",
        ),
        _block(
            f"{key}/text",
            "text",
            _locks({"text": _free(max_length=900)}, move=True),
            text='<p>Guten Tag{% if last_name %} {{ salutation | "Familie" }} '
            '{{ last_name | "Kunde" }}{% endif %},</p><p>der erste Frost kommt meist über Nacht. '
            "Wir wechseln Ihre Räder, prüfen Profil und Luftdruck und lagern die Sommerräder bis "
            "zum Frühjahr bei uns ein. Nach <b>40 Minuten</b> fahren Sie sicher weiter.</p>",
            colour="text",
            align="left",
        ),
        _block(
            f"{key}/angebote",
            "region",
            _locks(why="Höchstens drei Angebote, damit die Mail lesbar bleibt."),
            key="angebote",
            min=1,
            max=3,
            order="free",
            prototypes=[
                _offer(
                    f"{key}/angebote/neu",
                    _locks(_offer_fields(), move=True, remove=True, repeat=2),
                    title="Ihr Angebot",
                    text="<p>Was ist dabei?</p>",
                    price="0,00",
                    unit="pauschal",
                    terms="Preis inkl. MwSt.",
                    image=images["werkstatt"],
                    alt="Werkstatt mit Hebebühne",
                ),
                _block(
                    f"{key}/angebote/hinweis",
                    "text",
                    _locks({"text": _must(max_length=300)}, move=True, remove=True, repeat=1),
                    text="<p>Ihr Hinweis</p>",
                    colour="text",
                    align="left",
                ),
            ],
            defaults=[
                _offer(
                    f"{key}/angebote/wechsel",
                    _locks(
                        {
                            "price": _free(format="price", minimum="15", maximum="49,90"),
                            "valid_until": _free(format="date"),
                        },
                        why="Der Räderwechsel ist in allen Betrieben gleich; der Preis gehört "
                        "Ihnen.",
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
                    image=images["rad"],
                    alt="Rad mit Herbstlaub",
                    button_label="Termin buchen",
                    button_url=BOOK,
                ),
                _offer(
                    f"{key}/angebote/lager",
                    _locks(
                        {"price": _free(format="price", minimum="25", maximum="89")},
                        move=True,
                        remove=True,
                    ),
                    title="Einlagern bis zum Frühjahr",
                    text="<p>Gereinigt, geprüft und trocken gelagert. Wir erinnern Sie an den "
                    "nächsten Wechsel.</p>",
                    price="39,00",
                    unit="je Saison",
                    terms="Preis inkl. MwSt.",
                    image=images["lager"],
                    alt="Regal mit eingelagerten Rädern",
                ),
            ],
        ),
        _block(
            f"{key}/knopf",
            "button",
            _locks({"label": _free(max_length=28)}, why="Der Knopf führt zur Terminbuchung."),
            label="Termin online buchen",
            url=BOOK,
            colour="accent",
            align="center",
        ),
        _legal(key, "Alle Preise inkl. MwSt. Angebote gelten bei {{ partner.name }}."),
    ]


def newsletter(images: dict[str, int]) -> list[dict[str, Any]]:
    """The monthly letter of the workshop; a reviewer looks at it."""
    key = "brief"
    return [
        _envelope(
            key,
            "Neues aus Ihrer Werkstatt in {{ partner.city }}",
            "Drei Minuten lesen, sicher durch den Monat.",
            must=True,
        ),
        _header(key, "brand"),
        _block(
            f"{key}/bild",
            "picture",
            _locks(
                {
                    "image": _free(min_px=1000),
                    "alt": _free(max_length=120),
                    "caption": _free(max_length=90),
                }
            ),
            image=images["team"],
            alt="Das Team der Werkstatt",
            caption="Ihr Team von {{ partner.name }}",
            link="",
            width="full",
        ),
        _block(
            f"{key}/gruss",
            "text",
            _locks({"text": _must(max_length=1200)}),
            text='<p>Guten Tag {{ first_name | "und willkommen" }},</p><p>hier steht, was in '
            "Ihrem Betrieb im nächsten Monat wichtig ist.</p>",
            colour="text",
            align="left",
        ),
        _block(
            f"{key}/themen",
            "region",
            _locks(why="Ein bis vier Themen, jedes mit eigenem Bild."),
            key="themen",
            min=1,
            max=4,
            order="free",
            prototypes=[
                _block(
                    f"{key}/themen/hero",
                    "hero",
                    _locks(
                        {
                            "headline": _must(max_length=60),
                            "text": _free(max_length=400, features="bold,italic,link"),
                            "image": _free(min_px=600),
                            "alt": _free(max_length=120),
                            "background": _choice("surface", "background"),
                        },
                        move=True,
                        remove=True,
                        repeat=3,
                    ),
                    image=images["kaffee"],
                    alt="Eine Tasse Kaffee",
                    claim="",
                    headline="Ihr Thema",
                    text="<p>Zwei, drei Sätze dazu.</p>",
                    align="left",
                    background="surface",
                ),
                _offer(
                    f"{key}/themen/angebot",
                    _locks(_offer_fields(), move=True, remove=True, repeat=2),
                    title="Ihr Angebot",
                    text="<p>Was ist dabei?</p>",
                    price="0,00",
                    unit="pauschal",
                    terms="Preis inkl. MwSt.",
                    image=images["oel"],
                    alt="Ölkanne",
                ),
            ],
            defaults=[
                _block(
                    f"{key}/themen/licht",
                    "hero",
                    _locks({"text": _free(max_length=300)}, move=True, remove=True),
                    image=images["licht"],
                    alt="Auto mit Scheinwerfern bei Nacht",
                    claim="Sehen und gesehen werden",
                    headline="Kostenloser Lichttest",
                    text="<p>Fünf Minuten, ohne Termin: Wir prüfen Scheinwerfer, Blinker und "
                    "Bremslicht.</p>",
                    align="left",
                    background="surface",
                )
            ],
        ),
        _block(
            f"{key}/knopf",
            "button",
            _locks({"label": _free(max_length=28)}, remove=True),
            label="Termin vereinbaren",
            url=BOOK,
            colour="accent",
            align="center",
        ),
        _legal(key, "Sie lesen die Werkstattpost von {{ partner.name }}."),
    ]


def evening(images: dict[str, int]) -> list[dict[str, Any]]:
    """An invitation to an evening in the workshop."""
    key = "abend"
    return [
        _envelope(
            key,
            "Einladung: ein Abend in unserer Werkstatt",
            "Blick hinter die Bühne, mit Kaffee und Kuchen.",
        ),
        _header(key),
        _block(
            f"{key}/hero",
            "hero",
            _locks(
                {
                    "headline": _free(max_length=60),
                    "text": _must(max_length=240),
                    "image": _free(min_px=1000),
                    "alt": _free(max_length=120),
                }
            ),
            image=images["winter"],
            alt="Auto auf verschneiter Straße",
            claim="Sie sind eingeladen",
            headline="Ein Abend hinter der Hebebühne",
            text="<p>Am Freitag, 18 Uhr.</p>",
            align="center",
            background="brand",
        ),
        _block(
            f"{key}/text",
            "text",
            _locks({"text": _free(max_length=900)}),
            text='<p>Guten Tag {{ first_name | "und herzlich willkommen" }},</p><p>kommen Sie '
            "vorbei: Wir zeigen, was unter Ihrem Auto passiert, beantworten Fragen und prüfen "
            "gern Ihr Licht. <b>{{ partner.name }}</b>, {{ partner.street }}, "
            "{{ partner.city }}.</p>",
            colour="text",
            align="left",
        ),
        _block(
            f"{key}/bild",
            "picture",
            _locks({"image": _free(min_px=600), "alt": _free(max_length=120)}, remove=True),
            image=images["haus"],
            alt="Das Autohaus von außen",
            caption="",
            link="",
            width="inset",
        ),
        _block(
            f"{key}/knopf",
            "button",
            _locks({"label": _free(max_length=28)}),
            label="Ich komme",
            url=BOOK,
            colour="brand",
            align="center",
        ),
        _legal(key, "Der Eintritt ist frei."),
    ]


ALL = (
    ("raederwechsel", "Räderwechsel im Winter", "Saison", Approval.AUTO, wheels,
     "Ihr Angebot vor dem ersten Frost, mit Preis und Termin."),
    ("werkstattpost", "Werkstattpost", "Newsletter", Approval.REVIEW, newsletter,
     "Der Monatsbrief Ihres Betriebs, mit eigenen Themen."),
    ("werkstattabend", "Einladung: Werkstatt-Abend", "Einladung", Approval.AUTO, evening,
     "Laden Sie Ihre Kunden ins Haus ein."),
)  # fmt: skip


def templates(
    kit: BrandKit, network: Network, images: dict[str, int], *, by: Any
) -> dict[str, CampaignTemplatePage]:
    """The three templates, published. Safe to repeat."""
    parent = folder()
    made = {}
    for slug, title, occasion, approval, body, summary in ALL:
        page = CampaignTemplatePage.objects.filter(slug=slug).first()
        if page is None:
            page = CampaignTemplatePage(
                title=title,
                slug=slug,
                kit=kit,
                occasion=occasion,
                summary=summary,
                approval=approval,
                body=body(images),
                locale=parent.locale,
            )
            parent.add_child(instance=page)
            page.networks = [network]
            page.save()
            page.save_revision(user=by).publish(user=by)
        made[slug] = CampaignTemplatePage.objects.get(slug=slug)
    return made
