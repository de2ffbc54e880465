"""What several kinds share: common fields, and the pieces of a mail they are built from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from blocks.node import Node
from blocks.pictures import Picture
from blocks.schema import Column, Field, FieldType, Label
from blocks.setting import SIDE as SIDE
from blocks.setting import WIDTH, Setting

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


def line(name: str, label: Label, *, max_length: int, **more: Any) -> Field:
    """One line that may hold merge fields."""
    return Field(name, FieldType.TEXT, label, max_length=max_length, merge=True, **more)


def button() -> tuple[Field, Field]:
    """A button that belongs to a larger block; drawn when both are filled."""
    return (
        line("button_label", Label("Knopf: Beschriftung", "Button: label"), max_length=40),
        link("button_url", Label("Knopf: Ziel", "Button: target")),
    )


# --- pieces --------------------------------------------------------------------------------------


def section(
    ground: str, setting: Setting, children: Iterable[Node], *, padding: str, css: str = ""
) -> Node:
    """One section over the whole width, of one column, on a ground of the kit.

    css: else its side padding narrows on phones and its ground turns dark in the dark scheme.
    """
    return band(ground, setting, [Node("mj-column", {}, children)], padding=padding, css=css)


def band(
    ground: str,
    setting: Setting,
    columns: Iterable[Node],
    *,
    padding: str,
    css: str = "",
    **more: str,
) -> Node:
    """One section of columns; more: further attributes of it."""
    look = {
        "css-class": css or f"e-s e-{ground}",
        "background-color": setting.colour(ground),
        "padding": padding,
    }
    return Node("mj-section", {**look, **more}, columns)


def around(ground: str, setting: Setting, sections: Iterable[Node]) -> Node:
    """Cards on a ground of the kit, with air around them."""
    return Node(
        "mj-wrapper",
        {
            "css-class": f"e-w e-{ground}",
            "background-color": setting.colour(ground),
            "padding": f"10px {SIDE}px",
        },
        sections,
    )


def words(
    content: str,
    style: Mapping[str, str],
    *,
    align: str = "left",
    padding: str = "0",
    css: str = "",
) -> Node:
    """A text. css: the classes its colour has in the dark scheme and its size on phones."""
    attributes = {**style, "padding": padding}
    if align != "left":
        attributes["align"] = align
    if css:
        attributes["css-class"] = css
    return Node("mj-text", attributes, content=content)


def kicker(colour: str, setting: Setting) -> dict[str, str]:
    """The look of a small line over a headline: in capitals, so that it stands apart from it."""
    return {
        **setting.type("small", colour),
        "font-size": f"{setting.style('small').size - 1}px",
        "font-weight": "700",
        "letter-spacing": "1px",
        "text-transform": "uppercase",
    }


def image(
    found: Picture, extra: Mapping[str, str], *, alt: str, room: int, fluid: bool = True
) -> Node:
    """A picture, never drawn larger than it is, at most `room` px wide.

    fluid: as wide as its column on phones.
    """
    small = 0 < found.width < room
    attributes = {"src": found.url, "alt": alt, "padding": "0"}
    attributes["width"] = f"{found.width if small else room}px"
    if fluid and not small:
        attributes["fluid-on-mobile"] = "true"
    attributes.update((name, value) for name, value in extra.items() if value)
    return Node("mj-image", attributes)


def press(
    label: str, href: str, role: str, setting: Setting, *, align: str, padding: str = "0"
) -> Node:
    """A button: at least 44 px high, as wide as the mail on phones."""
    style = setting.type("button", setting.ink(role))
    inset = padding.split()[1:2] not in ([], ["0"], ["0px"])  # narrows on phones with its card
    return Node(
        "mj-button",
        {
            **style,
            "css-class": f"e-b e-b-{role} e-c" if inset else f"e-b e-b-{role}",
            "href": href,
            "align": align,
            "padding": padding,
            "background-color": setting.colour(role),
            "border-radius": f"{setting.theme.corner}px",
            "inner-padding": "14px 28px",
        },
        content=label,
    )


def action(
    values: Mapping[str, Any], setting: Setting, *, align: str = "left", padding: str = "4px 0 0"
) -> list[Node]:
    """The button of a larger block, as `button` asks for it; none unless both are filled."""
    label = setting.text(values.get("button_label"))
    href = setting.url(values.get("button_url"), "button_url")
    shown = bool(label and href)
    return [press(label, href, "brand", setting, align=align, padding=padding)] if shown else []


def action_line(values: Mapping[str, Any], setting: Setting) -> str:
    """The same for the text part."""
    label = setting.plain(values.get("button_label"))
    href = setting.url(values.get("button_url"), "button_url")
    return f"{label}: {href}" if label and href else ""


@lru_cache(maxsize=1024)
def dressed(html: str, colour: str) -> str:
    """Rich text with the few inline styles that mail programs need."""
    return (
        html.replace("<p>", '<p style="margin:0 0 12px">')
        .replace("<ul>", '<ul style="margin:0 0 12px;padding:0 0 0 22px">')
        .replace("<ol>", '<ol style="margin:0 0 12px;padding:0 0 0 22px">')
        .replace("<li>", '<li style="margin:0 0 6px">')
        .replace("<a ", f'<a style="color:{colour};text-decoration:underline" ')
    )


def choice(values: Mapping[str, Any], field: Field) -> str:
    """The chosen option; what is none of them is the default."""
    value = values.get(field.name)
    return value if isinstance(value, str) and value in field.options else field.default


FULL = WIDTH
INSET = WIDTH - 2 * SIDE
GAP = 22  # px between columns
BETWEEN = 16  # px between the blocks of a column, and between columns on phones


def stacked(column: Column) -> list[Node]:
    """The blocks of one column, one below the other."""
    out: list[Node] = []
    for nodes in column:
        if nodes and out:
            out.append(Node("mj-spacer", {"height": f"{BETWEEN}px"}))
        out += nodes
    return out


def row(columns: Iterable[tuple[Mapping[str, str], Sequence[Node]]]) -> Iterator[Node]:
    """Columns side by side. The gap is a column too: on phones it parts them from above."""
    before: Sequence[Node] | None = None
    for style, nodes in columns:
        if before is not None:
            spacer = [Node("mj-spacer", {"height": f"{BETWEEN}px"})] if before and nodes else []
            yield Node("mj-column", {"width": f"{GAP}px"}, spacer)
        yield Node("mj-column", style, nodes)
        before = nodes
