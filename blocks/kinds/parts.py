"""What several kinds share: the words and choices of their style fields."""

from __future__ import annotations

from blocks.schema import Field, FieldType, Label

ALIGN = {"left": Label("Links", "Left"), "center": Label("Mittig", "Centred")}

ROLE_WORDS = {
    "background": Label("Hintergrund", "Background"),
    "surface": Label("Fläche", "Surface"),
    "brand": Label("Marke", "Brand"),
    "accent": Label("Akzent", "Accent"),
    "text": Label("Textfarbe", "Text colour"),
    "muted": Label("Zurückhaltend", "Muted"),
}
RICH_FEATURES = ("bold", "italic", "link", "ul", "ol")
LINK_HELP = Label(
    "Beginnt mit https://, mailto: oder tel:, oder ist ein Feld wie {{ partner.website }}.",
    "Starts with https://, mailto: or tel:, or is a field such as {{ partner.website }}.",
)


def align(default: str = "left") -> Field:
    return Field(
        "align", FieldType.OPTION, Label("Ausrichtung", "Alignment"), options=ALIGN, default=default
    )


def colour(name: str, label: Label, roles: tuple[str, ...]) -> Field:
    """A choice among colour roles of the kit; the first one is the default."""
    words = {role: ROLE_WORDS[role] for role in roles}
    return Field(name, FieldType.COLOUR, label, options=words, default=roles[0])


def rich(*, required: bool = False) -> Field:
    return Field(
        "text",
        FieldType.RICH,
        Label("Text", "Text"),
        required=required,
        max_length=5000,
        merge=True,
        features=RICH_FEATURES,
    )


def picture(*, required: bool = False) -> Field:
    return Field("image", FieldType.PICTURE, Label("Bild", "Picture"), required=required)


def alt() -> Field:
    return Field(
        "alt",
        FieldType.TEXT,
        Label("Bildbeschreibung", "Picture description"),
        max_length=200,
        help=Label(
            "Für Menschen, die das Bild nicht sehen. Leer: die Beschreibung aus der Bibliothek.",
            "For people who do not see the picture. Empty: the description from the library.",
        ),
    )


def link(name: str, label: Label, *, required: bool = False) -> Field:
    return Field(
        name,
        FieldType.LINK,
        label,
        required=required,
        max_length=2000,
        merge=True,
        help=LINK_HELP,
    )
