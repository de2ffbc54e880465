"""A coupon: what it is worth, the code, and the code as bars for the till."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from blocks import barcode, dates, formats
from blocks.colours import readable
from blocks.errors import CodeError
from blocks.kinds import parts
from blocks.node import Node
from blocks.sanitise import clean_text
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting, escaped
from brand_kits.theme import MAIL_SAFE

FIELDS = (
    parts.line("title", Label("Titel", "Title"), max_length=80, required=True),
    parts.line(
        "value",
        Label("Wert", "Value"),
        max_length=20,
        required=True,
        help=Label("Zum Beispiel: 20 € oder 15 %", "For example: €20 or 15%"),
    ),
    Field(
        "code",
        FieldType.TEXT,
        Label("Code", "Code"),
        max_length=40,
        help=Label(
            "Für alle gleich. Leer: der Gutschein gilt, wenn man die Mail zeigt.",
            "The same for everyone. Empty: showing the mail is enough.",
        ),
    ),
    Field(
        "bars",
        FieldType.OPTION,
        Label("Strichcode", "Barcode"),
        options={
            "no_bars": Label("Keiner", "None"),
            "code128": Label("Code 128, für Buchstaben und Ziffern", "Code 128, any letters"),
            "ean13": Label("EAN-13, für 13 Ziffern", "EAN-13, for 13 digits"),
        },
        default="no_bars",
    ),
    Field("valid_until", FieldType.DATE, Label("Gültig bis", "Valid until")),
    Field("terms", FieldType.LONG, Label("Bedingungen", "Terms"), max_length=500, merge=True),
    *parts.button(),
)


BARS = FIELDS[3]
DRAWN: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"code128": barcode.code128, "ean13": barcode.ean13}
)
CARD = parts.INSET - 2 * 24  # px inside the card


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    nodes = list(_nodes(values, setting))
    if not nodes:
        return None
    paper = setting.colour("background")
    edge = readable(setting.colour("brand"), paper, 3.0)
    card = Node(
        "mj-section",
        {
            "css-class": "e-card e-cut",
            "background-color": paper,
            "border": f"2px dashed {edge}",
            "border-radius": f"{setting.theme.corner + 4}px",
            "padding": "26px 22px 24px",
        },
        [Node("mj-column", {}, nodes)],
    )
    return parts.around("surface", setting, [card])


def _nodes(values: Mapping[str, Any], setting: Setting) -> Iterator[Node]:
    paper = setting.colour("background")
    brand, ink = (readable(setting.colour(c), paper) for c in ("brand", "text"))
    title, value = (setting.text(values.get(name)) for name in ("title", "value"))
    if not (title and value):
        return
    heading = setting.heading(title, 2)
    yield _line(heading, setting.type("subheading", brand), "brand")
    price = setting.style("price")
    large = {**setting.type("price", brand), "font-size": f"{max(price.size, 28) + 16}px"}
    yield _line(value, large, "brand", above=6)
    code = clean_text(values.get("code"))
    if code:
        yield _code(code, ink, setting)
        yield from _bars(values, code, setting)
    small = setting.type("small", setting.muted())
    until = _until(values, setting)
    if until:
        yield _line(f"<b>{escaped(until)}</b>", small, "muted", above=14)
    terms = setting.lines(values.get("terms"))
    if terms:
        yield _line(terms, small, "muted", above=6 if until else 14)
    yield from parts.action(values, setting, align="center", padding="18px 0 0")


def _line(content: str, style: Mapping[str, str], css: str, *, above: int = 0) -> Node:
    padding = f"{above}px 0 0" if above else "0"
    return parts.words(content, style, align="center", padding=padding, css=f"e-t-{css}")


def _code(code: str, ink: str, setting: Setting) -> Node:
    """Letters of one width: nobody takes an O for a 0 at the till."""
    ground = setting.colour("surface")
    look = (
        f"display:inline-block;padding:10px 18px;background:{ground};"
        f"border-radius:{setting.theme.corner}px;color:{readable(ink, ground)}"
    )
    style = {
        **setting.type("body", ink),
        "font-family": MAIL_SAFE["Courier New"],
        "font-size": "20px",
        "font-weight": "700",
        "letter-spacing": "2px",
    }
    shown = f'<span class="e-code" style="{look}">{escaped(code)}</span>'
    return parts.words(shown, style, align="center", padding="14px 0 0", css="e-t-text")


def _bars(values: Mapping[str, Any], code: str, setting: Setting) -> Iterator[Node]:
    """The barcode, if the code can be one; else it is said what would fit."""
    draw = DRAWN.get(parts.choice(values, BARS))
    if draw is None:
        return
    try:
        modules = draw(code)
    except CodeError:
        chosen = parts.choice(values, BARS)
        setting.say("field.format", field="code", value=code, limit=chosen)
        return
    width = min(len(modules) * barcode.SCALE // 2, CARD)
    look = {
        "src": setting.publish(barcode.picture(modules), "png"),
        "alt": setting.attr(setting.words("Strichcode: ", "Barcode: ") + code),
        "width": f"{width}px",
        "padding": "14px 0 0",
        "align": "center",
    }
    yield Node("mj-image", look)


def _until(values: Mapping[str, Any], setting: Setting) -> str:
    written = clean_text(values.get("valid_until"))
    day = formats.as_date(written)
    if day is None:
        if written:
            setting.say("field.format", field="valid_until", value=written, limit="date")
        return ""
    shown = dates.short(written, setting.language)
    return setting.words(f"Gültig bis {shown}", f"Valid until {shown}")


def text(values: Mapping[str, Any], setting: Setting) -> str:
    title, value = (setting.plain(values.get(name)) for name in ("title", "value"))
    if not (title and value):
        return ""
    code = clean_text(values.get("code"))
    lines = (
        f"{title}: {value}",
        f"Code: {code}" if code else "",
        _until(values, setting),
        setting.plain(values.get("terms")),
        parts.action_line(values, setting),
    )
    return "\n".join(line for line in lines if line)


KIND = Kind(
    name="coupon",
    label=Label("Gutschein", "Coupon"),
    icon="cut",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    summary="title",
    asks_partner=False,
)
