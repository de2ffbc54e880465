"""The brand of the demo: pictures, colours, type, logos, imprints."""

from __future__ import annotations

import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from wagtail.models import Collection

from brand_kits.assets.models import BrandImage
from brand_kits.models import BrandKit, Network

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
}
COLOURS = (
    ("brand", "#0b3d5c", "Nordblau"),
    ("on_brand", "#ffffff", "Weiß"),
    ("text", "#1c2830", "Tinte"),
    ("background", "#ffffff", "Papier"),
    ("surface", "#eef3f6", "Nebel"),
    ("accent", "#b8420f", "Signal"),
    ("on_accent", "#ffffff", "Weiß"),
    ("muted", "#54646f", "Asphalt"),
    ("line", "#d3dde3", "Linie"),
)
STYLES = (
    ("heading", "Trebuchet MS", 30, "700", "1.2"),
    ("subheading", "Trebuchet MS", 20, "700", "1.3"),
    ("body", "Arial", 16, "400", "1.55"),
    ("small", "Arial", 13, "400", "1.5"),
    ("price", "Trebuchet MS", 30, "700", "1.1"),
    ("button", "Arial", 16, "700", "1.2"),
)
REQUIRED = (
    "partner.legal_name",
    "partner.represented_by",
    "partner.street",
    "partner.postcode",
    "partner.city",
    "partner.phone",
    "partner.email",
    "partner.register_court",
    "partner.register_number",
    "partner.vat_id",
)
IMPRINT_DE = (
    "{{ partner.legal_name }}, vertreten durch {{ partner.represented_by }}\n"
    "{{ partner.street }}, {{ partner.postcode }} {{ partner.city }}\n"
    "Telefon {{ partner.phone }}, {{ partner.email }}\n"
    "{{ partner.register_court }}, {{ partner.register_number }}, USt-IdNr. {{ partner.vat_id }}"
)
IMPRINT_EN = (
    "{{ partner.legal_name }}, represented by {{ partner.represented_by }}\n"
    "{{ partner.street }}, {{ partner.postcode }} {{ partner.city }}\n"
    "Phone {{ partner.phone }}, {{ partner.email }}\n"
    "{{ partner.register_court }}, {{ partner.register_number }}, VAT {{ partner.vat_id }}"
)
IMPRINTS = tuple(
    (country, language, text)
    for country in ("DE", "AT")
    for language, text in (("de", IMPRINT_DE), ("en", IMPRINT_EN))
)


def block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def pictures(*, by: Any) -> dict[str, int]:
    """The demo's pictures, by file name without its ending. Safe to repeat."""
    collection = Collection.get_first_root_node()
    found = {}
    for name, (title, german, english) in PICTURES.items():
        image = BrandImage.objects.filter(title=title, owner_key="").first()
        if image is None:
            image = BrandImage(
                title=title,
                alt_de=german,
                alt_en=english,
                collection=collection,
                uploaded_by_user=by,
                file=ImageFile(BytesIO((FOLDER / name).read_bytes()), name=name),
            )
            image.save()
        found[name.partition(".")[0]] = image.pk
    return found


def network() -> Network:
    made, _new = Network.objects.get_or_create(
        slug="nordring", defaults={"name": "Nordring Autoservice"}
    )
    return made


def kit(images: dict[str, int], *, by: Any) -> BrandKit:
    """The published brand kit. Safe to repeat."""
    found: BrandKit | None = BrandKit.objects.filter(name="Nordring").first()
    if found is not None:
        return found
    made = BrandKit(
        name="Nordring",
        corner=6,
        colours=[
            block("colour", {"role": role, "value": value, "name": name})
            for role, value, name in COLOURS
        ],
        styles=[
            block(
                "style",
                {
                    "style": style,
                    "font": "",
                    "fallback": font,
                    "size": size,
                    "weight": weight,
                    "line_height": height,
                },
            )
            for style, font, size, weight, height in STYLES
        ],
        logos=[
            block(
                "logo",
                {"variant": variant, "picture": images[name], "alt": "Nordring", "width": 168},
            )
            for variant, name in (("light", "nordring"), ("dark", "nordring-hell"))
        ],
        imprints=[
            block(
                "imprint",
                {
                    "country": country,
                    "language": language,
                    "text": text,
                    "required": list(REQUIRED),
                },
            )
            for country, language, text in IMPRINTS
        ],
    )
    made.save()
    made.save_revision(user=by).publish(user=by)
    made.refresh_from_db()
    return made
