"""The brand of the demo: pictures, colours, type, logos, imprints."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from wagtail.models import Collection

from brand_kits.assets.models import BrandImage
from brand_kits.imprints import MODELS
from brand_kits.models import BrandKit, Network
from send.demo import guide

FOLDER = Path(__file__).parent / "pictures"
# file -> title, description in German, in English
PICTURES = {
    "nordring.png": ("Nordring Logo", "Nordring Autoservice", "Nordring Autoservice"),
    "nordring-hell.png": ("Nordring Logo, hell", "Nordring Autoservice", "Nordring Autoservice"),
    "herbst.jpg": ("Herbst", "Auto auf einer Landstraße im Herbst", "Car on an autumn road"),
    "winter.jpg": ("Winter", "Auto auf verschneiter Straße", "Car on a snowy road"),
    "fruehling.jpg": ("Frühling", "Auto auf einer Straße im Frühling", "Car on a road in spring"),
    "licht.jpg": ("Licht", "Auto mit Scheinwerfern bei Nacht", "Car with headlights at night"),
    "regen.jpg": ("Regen", "Auto im Regen", "Car in the rain"),
    "rad.jpg": ("Rad", "Rad mit Herbstlaub", "Wheel with autumn leaves"),
    "lager.jpg": ("Räderlager", "Regal mit eingelagerten Rädern", "Rack with stored wheels"),
    "bremse.jpg": ("Bremse", "Bremsscheibe mit Sattel", "Brake disc with caliper"),
    "batterie.jpg": ("Batterie", "Autobatterie", "Car battery"),
    "oel.jpg": ("Öl", "Ölkanne", "Oil can"),
    "wischer.jpg": ("Wischer", "Scheibenwischer", "Windscreen wiper"),
    "werkstatt.jpg": ("Werkstatt", "Werkstatt mit Hebebühne", "Workshop with a lift"),
    "team.jpg": ("Team", "Das Team der Werkstatt", "The workshop's team"),
    "haus.jpg": ("Autohaus", "Das Autohaus von außen", "The car dealership"),
    "kaffee.jpg": ("Kaffee", "Eine Tasse Kaffee", "A cup of coffee"),
    "schluessel.jpg": ("Schlüssel", "Autoschlüssel", "Car key"),
    "alpin.png": ("Nordring Alpin Logo", "Nordring Alpin", "Nordring Alpin"),
    "alpin-hell.png": ("Nordring Alpin Logo, hell", "Nordring Alpin", "Nordring Alpin"),
    "zeichen-brueckner.png": ("Logo Brückner", "Autohaus Brückner", "Autohaus Brückner"),
    "zeichen-lechner.png": ("Logo Lechner", "Kfz Lechner", "Kfz Lechner"),
    "abend.jpg": (
        "Werkstattabend",
        "Gäste am Abend in einer hell erleuchteten Werkstatt",
        "Guests in a brightly lit workshop in the evening",
    ),
    "inspektion.jpg": (
        "Inspektion",
        "Auto auf der Hebebühne, daneben eine Prüfliste",
        "Car on a lift, a checklist beside it",
    ),
    "garantie.jpg": (
        "Garantie",
        "Auto unter einem großen Regenschirm",
        "Car under a large umbrella",
    ),
    "garantie-schild.jpg": ("Schutz", "Schild mit Haken", "Shield with a tick"),
    "pass.jpg": (
        "Pass",
        "Rotes Auto auf einer verschneiten Passstraße",
        "Red car on a snowy mountain pass",
    ),
    "winterrad.jpg": ("Winterrad", "Winterrad im Schnee", "Winter wheel in the snow"),
    "muenze.jpg": (
        "Münztest",
        "Ein-Euro-Münze in der Profilrille eines Reifens",
        "One-euro coin in the tread of a tyre",
    ),
    "kuchen.jpg": (
        "Kaffee und Kuchen",
        "Ein Stück Kuchen und eine Tasse Kaffee",
        "A slice of cake and a cup of coffee",
    ),
    "kundin.jpg": ("Kundin", "Kundin mit braunem Haar", "Customer with brown hair"),
    "zeichen-uhr.png": ("Zeichen: Uhr", "Uhr", "Clock"),
    "zeichen-preis.png": ("Zeichen: Preis", "Preisschild", "Price tag"),
    "zeichen-haken.png": ("Zeichen: geprüft", "Schild mit Haken", "Shield with a tick"),
}
COLOURS = (
    ("brand", "#12305a", "Nordblau"),
    ("on_brand", "#ffffff", "Weiß"),
    ("text", "#22303c", "Tinte"),
    ("background", "#ffffff", "Papier"),
    ("surface", "#eaf0f6", "Nebel"),
    ("accent", "#f2b705", "Signalgelb"),
    ("on_accent", "#12243f", "Nachtblau"),
    ("muted", "#54616f", "Asphalt"),
    ("line", "#d3dde7", "Linie"),
)
ALPINE = (
    ("accent", "#c8321f", "Alpenrot"),
    ("on_accent", "#ffffff", "Weiß"),
    ("surface", "#edf1f2", "Firn"),
)
STYLES = (
    ("heading", "Trebuchet MS", 33, "700", "1.15"),
    ("subheading", "Trebuchet MS", 20, "700", "1.3"),
    ("body", "Arial", 16, "400", "1.55"),
    ("small", "Arial", 13, "400", "1.5"),
    ("price", "Trebuchet MS", 30, "700", "1.1"),
    ("button", "Arial", 16, "700", "1.2"),
)
GROUNDS = {"light": ["background", "surface"], "dark": ["brand"]}
LOGOS = (("light", "nordring"), ("dark", "nordring-hell"))
ALPINE_LOGOS = (("light", "alpin"), ("dark", "alpin-hell"))
# What a country or a line below the brand may change.
OPENS = ("colours/accent", "colours/on_accent", "colours/surface", "logos", "imprints")
NETWORKS = (("nordring", "Nordring Nord"), ("nordring-sued", "Nordring Süd"))
REQUIRED = (
    "partner.street",
    "partner.postcode",
    "partner.city",
    "partner.phone",
    "partner.email",
    "partner.legal_name",
    "partner.represented_by",
    "partner.register_court",
    "partner.register_number",
    "partner.vat_id",
)
# The product's own texts to begin with; the network asks for more of its partners than the law.
IMPRINTS = tuple((*place, text) for place, text in MODELS.items() if place[0] != "EU")


def block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def pictures(*, by: Any) -> dict[str, int]:
    """The demo's pictures, by file name without its ending. Safe to repeat."""
    collection = Collection.get_first_root_node()
    known = dict(BrandImage.objects.filter(owner_key="").values_list("title", "pk"))
    found = {}
    for name, (title, german, english) in PICTURES.items():
        pk = known.get(title)
        if pk is None:
            image = BrandImage(
                title=title,
                alt_de=german,
                alt_en=english,
                collection=collection,
                uploaded_by_user=by,
                file=ImageFile(BytesIO((FOLDER / name).read_bytes()), name=name),
            )
            image.save()
            pk = image.pk
        found[name.partition(".")[0]] = pk
    return found


def networks() -> dict[str, Network]:
    """Both networks by short name. Safe to repeat."""
    return {
        slug: Network.objects.get_or_create(slug=slug, defaults={"name": name})[0]
        for slug, name in NETWORKS
    }


def kits(images: dict[str, int], *, by: Any) -> dict[str, BrandKit]:
    """The brand, and below it its alpine line, both published. Safe to repeat."""
    brand = BrandKit.objects.filter(name="Nordring").first() or _publish(
        BrandKit(
            name="Nordring",
            corner=6,
            opens=list(OPENS),
            colours=_colours(COLOURS),
            styles=[block("style", style) for style in _styles()],
            logos=_logos(LOGOS, images, "Nordring"),
            cobrand=[block("slot", guide.SLOT)],
            imprints=_imprints(),
            tone=[block(kind, value) for kind, value in guide.TONE],
            pictures=[block(kind, value) for kind, value in guide.pictures(images)],
        ),
        by=by,
    )
    alpine = BrandKit.objects.filter(name="Nordring Alpin").first() or _publish(
        BrandKit(
            name="Nordring Alpin",
            parent=brand,
            colours=_colours(ALPINE),
            logos=_logos(ALPINE_LOGOS, images, "Nordring Alpin"),
        ),
        by=by,
    )
    return {"nordring": brand, "alpin": alpine}


def _publish(kit: BrandKit, *, by: Any) -> BrandKit:
    kit.save()
    kit.save_revision(user=by).publish(user=by)
    kit.refresh_from_db()
    return kit


def _colours(colours: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    return [
        block("colour", {"role": role, "value": value, "name": name})
        for role, value, name in colours
    ]


def _styles() -> Iterator[dict[str, Any]]:
    for style, fallback, size, weight, height in STYLES:
        look = {"size": size, "weight": weight, "line_height": height}
        yield {"style": style, "font": "", "fallback": fallback, **look}


def _logos(
    logos: tuple[tuple[str, str], ...], images: dict[str, int], alt: str
) -> list[dict[str, Any]]:
    """A logo for light grounds and one for dark, each only where it can be seen."""
    return [
        block(
            "logo",
            {
                "variant": variant,
                "picture": images[name],
                "alt": alt,
                "width": 168,
                "smallest": 120,
                "clear": 20,
                "grounds": GROUNDS[variant],
            },
        )
        for variant, name in logos
    ]


def _imprints() -> list[dict[str, Any]]:
    return [
        block(
            "imprint",
            {"country": country, "language": language, "text": text, "required": list(REQUIRED)},
        )
        for country, language, text in IMPRINTS
    ]
