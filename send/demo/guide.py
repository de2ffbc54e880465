"""How the demo's brand speaks and which pictures it shows: rules with examples."""

from __future__ import annotations

from typing import Any

SLOT = {"width": 140, "height": 52, "smallest": 72, "clear": 24}
TONE: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "address",
        {
            "language": "de",
            "limit": "sie",
            "good": "Wir prüfen Ihre Bremsen in 20 Minuten.\n"
            "Ihr Termin ist in zwei Minuten gebucht.",
            "bad": "Du brauchst neue Bremsen? | Wir sagen Sie.",
        },
    ),
    (
        "words",
        {
            "language": "de",
            "limit": "Knaller = Angebot\ngratis = kostenlos\nbilligster Preis\n"
            "Schnäppchen = Angebot",
            "good": "24,90 € je Satz, gültig bis 14. November.",
            "bad": "Knaller-Preise nur jetzt | Superlativ, und die Frist fehlt.",
        },
    ),
    (
        "exclamations",
        {
            "language": "de",
            "limit": 1,
            "good": "Der Winter kann kommen!",
            "bad": "Sofort zugreifen!!! | Drei sind zwei zu viel.",
        },
    ),
    (
        "capitals",
        {
            "language": "de",
            "good": "Jetzt Termin sichern.",
            "bad": "JETZT TERMIN SICHERN | Wer laut schreibt, wird nicht gelesen.",
        },
    ),
    (
        "sentence",
        {
            "language": "de",
            "limit": 18,
            "good": "Wir wechseln Ihre Räder. Dabei prüfen wir Profil und Luftdruck.",
            "bad": "",
        },
    ),
    (
        "address",
        {
            "language": "en",
            "limit": "none",
            "good": "We check your brakes in 20 minutes.",
            "bad": "Hey there, need new brakes? | Friendly, not chummy.",
        },
    ),
)


def pictures(images: dict[str, int]) -> tuple[tuple[str, dict[str, Any]], ...]:
    return (
        (
            "ratio",
            {
                "limit": "3:2, 16:9",
                "good": _list(images["herbst"], images["winter"], images["rad"]),
                "bad": [],
                "why": "",
            },
        ),
        ("width", {"limit": 1200, "good": [], "bad": [], "why": ""}),
        (
            "people",
            {"limit": "consent", "good": _list(images["werkstatt"]), "bad": [], "why": ""},
        ),
        (
            "advice",
            {
                "text": "Querformat, ruhig, ein Gegenstand. Tageslicht statt Blitz.",
                "good": _list(images["batterie"], images["bremse"]),
                "bad": _list(images["regen"]),
                "why": "Zu unruhig: Auge und Text finden keinen Halt.",
            },
        ),
    )


def _list(*ids: int) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": one, "id": f"00000000-0000-4000-8000-{one:012d}"} for one in ids
    ]
