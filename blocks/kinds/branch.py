"""The branch: who the reader's partner is, when it is open and how to get there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from blocks.colours import readable
from blocks.kinds import parts
from blocks.node import Node, attribute
from blocks.sanitise import clean_text, safe_url
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting, escaped

FIELDS = (
    parts.line(
        "title",
        Label("Name", "Name"),
        max_length=80,
        help=Label("Leer: der Name des Partners.", "Empty: the partner's name."),
    ),
    parts.picture(),
    parts.alt(),
    parts.rich(),
    Field(
        "way",
        FieldType.OPTION,
        Label("Weg zum Betrieb", "The way there"),
        options={
            "map": Label("Karte von OpenStreetMap", "Map by OpenStreetMap"),
            "route": Label("Route mit Google Maps", "Route by Google Maps"),
            "no_way": Label("Kein Link", "No link"),
        },
        default="map",
    ),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface")),
)


_TITLE, _IMAGE, _ALT, _TEXT, WAY, GROUND = FIELDS
SHARE, GAP = 40, 24  # of the width for the picture, per cent; px beside it
_NO_DIGIT = re.compile(r"[^0-9+]")


def _osm(address: str) -> str:
    return f"https://www.openstreetmap.org/search?query={quote(address, safe='')}"


def _google(address: str) -> str:
    return f"https://www.google.com/maps/dir/?api=1&destination={quote(address, safe='')}"


# The only hosts a way may lead to: a link, opened by the reader alone; no mail asks there.
MAPS: Mapping[str, tuple[Callable[[str], str], str, str]] = MappingProxyType(
    {
        "map": (_osm, "Auf der Karte zeigen", "Show on the map"),
        "route": (_google, "Route planen", "Get directions"),
    }
)
Way = tuple[str, str, str]  # what it is, the words, the address of the link


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    """The picture over the facts."""
    facts = _facts(values, setting, setting.ground)
    picture = setting.picture(values.get("image"), "image") if facts else None
    if picture is None:
        return facts
    look = {"padding": "0 0 16px", "border-radius": f"{setting.theme.corner}px"}
    alt = setting.alt(picture, values.get("alt"))
    return (parts.image(picture, look, alt=alt, room=setting.room), *facts)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = parts.choice(values, GROUND)
    facts = _facts(values, setting, ground)
    if not facts:
        return None
    picture = setting.picture(values.get("image"), "image")
    if picture is None:
        return parts.section(ground, setting, facts, padding="24px 32px")
    shown = parts.image(
        picture,
        {"border-radius": f"{setting.theme.corner}px"},
        alt=setting.alt(picture, values.get("alt")),
        room=setting.room * SHARE // 100,
    )
    beside = {
        "css-class": "e-n",
        "width": f"{100 - SHARE}%",
        "vertical-align": "top",
        "padding": f"0 0 0 {GAP}px",
    }
    columns = [
        Node("mj-column", {"width": f"{SHARE}%", "vertical-align": "top"}, [shown]),
        Node("mj-column", beside, facts),
    ]
    return parts.band(ground, setting, columns, padding="24px 32px")


def _name(values: Mapping[str, Any]) -> str:
    return clean_text(values.get("title")) or "{{ partner.name }}"


def _address(setting: Setting) -> list[str]:
    """Street, then postcode and place: lines that say something."""
    known = setting.partner.get
    town = f"{known('partner.postcode', '')} {known('partner.city', '')}".strip()
    return [line for line in (known("partner.street", ""), town) if line]


def _ways(values: Mapping[str, Any], setting: Setting) -> Iterator[Way]:
    """Telephone, e-mail, web site and map, as far as the partner has them."""
    phone, email, site = (
        setting.partner.get(f"partner.{name}", "") for name in ("phone", "email", "website")
    )
    if phone:
        yield setting.words("Telefon", "Phone"), phone, safe_url(f"tel:{_NO_DIGIT.sub('', phone)}")
    if email:
        yield setting.words("E-Mail", "E-mail"), email, safe_url(f"mailto:{email}")
    if site:
        url = site if "://" in site else f"https://{site}"
        yield "Web", site.partition("://")[2].rstrip("/") or site.rstrip("/"), safe_url(url)
    address = _address(setting)
    way = MAPS.get(parts.choice(values, WAY))
    if way and len(address) == 2:
        link, de, en = way
        yield "", setting.words(de, en), safe_url(link(", ".join(address)))


def _facts(values: Mapping[str, Any], setting: Setting, ground: str) -> list[Node]:
    """Name, address, hours, ways: whatever of them the partner's data hold."""
    address = _address(setting)
    hours = setting.partner.get("partner.hours", "")
    ways = list(_ways(values, setting))
    if not (address or hours or ways):
        return []
    paper = setting.colour(ground)
    brand = readable(setting.colour("brand"), paper)
    body = setting.type("body", readable(setting.colour("text"), paper))
    rows: list[tuple[str, Mapping[str, str], str]] = []
    name = setting.text(_name(values))
    if name:
        rows.append((setting.heading(name, 2), setting.type("subheading", brand), "brand"))
    rich = setting.rich(values.get("text"))
    if rich:
        rows.append((parts.dressed(rich, brand), body, "text"))
    if address:
        rows.append(("<br/>".join(escaped(line) for line in address), body, "text"))
    if hours:
        rows.append((escaped(hours), setting.type("body", setting.muted(ground)), "muted"))
    if ways:
        rows.append(("<br/>".join(_link(way, brand) for way in ways), body, "text"))
    return [
        parts.words(content, look, padding="8px 0 0" if at else "0", css=f"e-t-{css}")
        for at, (content, look, css) in enumerate(rows)
    ]


def _link(way: Way, colour: str) -> str:
    word, shown, url = way
    before = f"{escaped(word)}: " if word and word != "Web" else ""
    if not url:
        return before + escaped(shown)
    look = f"color:{colour};text-decoration:underline"
    return f'{before}<a style="{look}" href="{attribute(url)}">{escaped(shown)}</a>'


def text(values: Mapping[str, Any], setting: Setting) -> str:
    address = _address(setting)
    hours = setting.partner.get("partner.hours", "")
    ways = list(_ways(values, setting))
    if not (address or hours or ways):
        return ""
    lines = [
        setting.plain(_name(values)),
        setting.plain_rich(values.get("text")),
        ", ".join(address),
        hours,
        *(f"{word}: {shown}" if word else f"{shown}: {url}" for word, shown, url in ways),
    ]
    return "\n".join(line for line in lines if line)


KIND = Kind(
    name="branch",
    label=Label("Betrieb", "Branch"),
    icon="home",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    summary="title",
)
