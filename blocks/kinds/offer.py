"""An offer: a card with picture, price and terms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from blocks import dates
from blocks.colours import readable
from blocks.kinds import parts
from blocks.node import Node
from blocks.sanitise import clean_text
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting, escaped

FIELDS = (
    parts.picture(),
    parts.alt(),
    Field(
        "title",
        FieldType.TEXT,
        Label("Titel", "Title"),
        required=True,
        max_length=80,
        merge=True,
    ),
    parts.rich(),
    Field(
        "price",
        FieldType.PRICE,
        Label("Preis", "Price"),
        max_length=20,
        help=Label("Zum Beispiel 24,90", "For example 24.90"),
    ),
    Field("old_price", FieldType.PRICE, Label("Bisheriger Preis", "Previous price"), max_length=20),
    Field(
        "unit",
        FieldType.TEXT,
        Label("Einheit", "Unit"),
        max_length=60,
        help=Label("Zum Beispiel: je Satz", "For example: per set"),
    ),
    Field("valid_from", FieldType.DATE, Label("Gültig ab", "Valid from")),
    Field("valid_until", FieldType.DATE, Label("Gültig bis", "Valid until")),
    Field("terms", FieldType.LONG, Label("Bedingungen", "Terms"), max_length=500, merge=True),
    *parts.button(),
)


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    """The offer without its card: the picture over the words."""
    body = _body(values, setting, side=0, first=0, last=0)
    picture = setting.picture(values.get("image"), "image")
    if not picture:
        return body
    alt = setting.alt(picture, values.get("alt"))
    look = {"padding": "0 0 16px" if body else "0", "border-radius": f"{setting.theme.corner}px"}
    return (parts.image(picture, look, alt=alt, room=setting.room), *body)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    body = _body(values, setting)
    picture = setting.picture(values.get("image"), "image")
    if not body and not picture:
        return None
    columns: list[Node] = []
    if picture:
        alt = setting.alt(picture, values.get("alt"))
        look = {
            "css-class": "e-p",
            "padding": "20px 0 20px 20px",
            "border-radius": f"{setting.theme.corner}px",
        }
        shown = parts.image(picture, look, alt=alt, room=194)
        columns.append(Node("mj-column", {"width": "40%", "vertical-align": "top"}, [shown]))
    width = "60%" if picture else "100%"
    columns.append(Node("mj-column", {"width": width, "vertical-align": "top"}, body))
    card = Node(
        "mj-section",
        {
            "css-class": "e-card",
            "background-color": setting.colour("background"),
            "border-radius": f"{setting.theme.corner + 2}px",
            "padding": "0",
        },
        columns,
    )
    return parts.around("surface", setting, [card])


Row = tuple[str, Mapping[str, str], str, int]  # text, style, dark class, gap above in px


def _body(
    values: Mapping[str, Any], setting: Setting, *, side: int = 22, first: int = 20, last: int = 22
) -> list[Node]:
    """Title, words, price, terms and button: whatever of them there is.

    side, first, last: px beside, above and below.
    """
    rows = _rows(values, setting)
    label = setting.text(values.get("button_label"))
    href = setting.url(values.get("button_url"), "button_url")
    button = bool(label and href)
    nodes = []
    for index, (content, style, css, gap) in enumerate(rows):
        above = gap if index else first
        below = last if index == len(rows) - 1 and not button else 0
        padding = f"{above}px {side}px {below}px"
        css = f"e-c e-t-{css}" if side else f"e-t-{css}"
        nodes.append(parts.words(content, style, padding=padding, css=css))
    if button:
        padding = f"{16 if rows else last}px {side}px {last}px"
        nodes.append(parts.press(label, href, "brand", setting, align="left", padding=padding))
    return nodes


def _rows(values: Mapping[str, Any], setting: Setting) -> list[Row]:
    ground = setting.colour(setting.ground)
    brand = readable(setting.colour("brand"), ground)
    rows: list[Row] = []
    title = setting.text(values.get("title"))
    if title:
        heading = setting.heading(title, 2)
        rows.append((heading, setting.type("subheading", brand), "brand", 0))
    rich = setting.rich(values.get("text"))
    if rich:
        size = f"{max(setting.style('body').size - 1, 14)}px"
        style = {
            **setting.type("body", readable(setting.colour("text"), ground)),
            "font-size": size,
        }
        rows.append((parts.dressed(rich, brand), style, "text", 8))
    price = _price(values, setting)
    if price:
        # Rich text ends in a margin of its own.
        rows.append((price, setting.type("price", brand), "brand", 2 if rich else 12))
    small = setting.type("small", setting.muted(setting.ground))
    rows.extend((line, small, "muted", 6) for line in _fine_print(values, setting))
    return rows


_BARE = re.compile(r"[0-9][0-9.,' ]*(?:,-|,–|\.-)?", re.ASCII)


def _money(value: object, setting: Setting) -> str:
    """A price with its currency, where only a number was written."""
    price = clean_text(value)
    if not _BARE.fullmatch(price):
        return price
    if setting.imprint is not None and setting.imprint.country == "CH":
        return f"CHF\u00a0{price}"
    return setting.words(f"{price}\u00a0€", f"€{price}")


def _price(values: Mapping[str, Any], setting: Setting) -> str:
    """The price, and the previous one struck out and said in words."""
    price = _money(values.get("price"), setting)
    old = _money(values.get("old_price"), setting)
    if not price:
        return ""
    shown = f'<span style="white-space:nowrap">{escaped(price)}</span>'
    if old:
        style = f"font-size:{setting.style('small').size + 1}px;font-weight:400"
        css = f"{style};color:{setting.muted(setting.ground)};white-space:nowrap"
        word = setting.words("bisher", "was")
        shown += f' <span class="e-old" style="{css}">{word} <s>{escaped(old)}</s></span>'
    return shown


def _day(value: object, setting: Setting) -> str:
    return dates.short(clean_text(value), setting.language)


def _validity(values: Mapping[str, Any], setting: Setting) -> str:
    start, end = (_day(values.get(name), setting) for name in ("valid_from", "valid_until"))
    if start and end:
        return setting.words(f"gültig vom {start} bis {end}", f"valid from {start} to {end}")
    if end:
        return setting.words(f"gültig bis {end}", f"valid until {end}")
    return setting.words(f"gültig ab {start}", f"valid from {start}") if start else ""


def _unit(values: Mapping[str, Any], setting: Setting) -> str:
    """Unit and dates in one line, for they belong to the price."""
    pieces = [clean_text(values.get("unit")), _validity(values, setting)]
    line = ", ".join(piece for piece in pieces if piece)
    return line[:1].upper() + line[1:]


def _fine_print(values: Mapping[str, Any], setting: Setting) -> list[str]:
    lines = (escaped(_unit(values, setting)), setting.lines(values.get("terms")))
    return [line for line in lines if line]


def text(values: Mapping[str, Any], setting: Setting) -> str:
    price, old = (_money(values.get(name), setting) for name in ("price", "old_price"))
    title = setting.plain(values.get("title"))
    if price and old:
        price = f"{price} ({setting.words('bisher', 'was')} {old})"
    lines = [
        ": ".join(piece for piece in (title, price) if piece),
        setting.plain_rich(values.get("text")),
        _unit(values, setting),
        setting.plain(values.get("terms")),
        parts.action_line(values, setting),
    ]
    return "\n".join(line for line in lines if line)


KIND = Kind(
    name="offer",
    label=Label("Angebot", "Offer"),
    icon="tag",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    summary="title",
    asks_partner=False,
)
