"""An event: when, where, and a file that puts it into the reader's calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from blocks import dates, formats
from blocks.colours import readable
from blocks.ics import Appointment, calendar_file
from blocks.kinds import parts
from blocks.node import Node, attribute
from blocks.sanitise import clean_text
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import OPEN, Setting, escaped

_TIME_HELP = Label("Zum Beispiel 18:30", "For example 18:30")
FIELDS = (
    parts.line("title", Label("Titel", "Title"), max_length=80, required=True),
    Field("day", FieldType.DATE, Label("Tag", "Day"), required=True),
    Field("start", FieldType.TIME, Label("Beginn", "Start"), help=_TIME_HELP),
    Field("end", FieldType.TIME, Label("Ende", "End")),
    Field(
        "last",
        FieldType.DATE,
        Label("Letzter Tag", "Last day"),
        help=Label("Nur wenn es mehrere Tage dauert.", "Only if it takes several days."),
    ),
    parts.line(
        "place",
        Label("Ort", "Place"),
        max_length=120,
        help=Label("Leer: die Adresse des Partners.", "Empty: the partner's address."),
    ),
    parts.rich(),
    *parts.button(),
    Field(
        "calendar",
        FieldType.OPTION,
        Label("Kalendereintrag", "Calendar entry"),
        options={
            "offered": Label("Anbieten", "Offer it"),
            "left_out": Label("Weglassen", "Leave it out"),
        },
        default="offered",
    ),
)


CALENDAR = FIELDS[-1]
CARD = parts.INSET  # px
TILE = 68  # px, of the day as a leaf of a calendar
SIDE = 22


@dataclass(frozen=True, slots=True)
class When:
    """The event's days and times, as far as they are written in a way that can be read."""

    day: date
    last: date | None
    start: time | None
    end: time | None


def _when(values: Mapping[str, Any], setting: Setting) -> When | None:
    """Says what cannot be read; without a day there is no event."""
    day, last = (_read(values, name, formats.as_date, setting) for name in ("day", "last"))
    start, end = (_read(values, name, formats.as_time, setting) for name in ("start", "end"))
    if day and last and last < day:
        setting.say("field.minimum", field="last", limit=day.isoformat(), value=last.isoformat())
        last = None
    return When(day, last if last != day else None, start, end if start else None) if day else None


def _read(values: Mapping[str, Any], name: str, reader: Any, setting: Setting) -> Any:
    written = clean_text(values.get(name))
    found = reader(written)
    if written and found is None:
        limit = "date" if reader is formats.as_date else "time"
        setting.say("field.format", field=name, value=written, limit=limit)
    return found


def _lines(when: When, setting: Setting) -> tuple[str, str]:
    """The days and the hours in words."""
    language = setting.language
    hours = dates.hours(when.start, when.end, language)
    if when.last:
        return dates.span(when.day, when.last, language), hours
    return dates.written(when.day, language), hours


def _place(values: Mapping[str, Any], setting: Setting) -> str:
    """Where it is, as a field's text: the written place, else the partner's address."""
    written = clean_text(values.get("place"))
    known = setting.partner.get
    if written or not (known("partner.street") and known("partner.city")):
        return written
    return "{{ partner.street }}, {{ partner.postcode }} {{ partner.city }}"


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    when = _when(values, setting)
    title = setting.text(values.get("title"))
    if when is None or not title:
        return None
    paper, corner = setting.colour("background"), setting.theme.corner + 2
    below = _below(values, when, setting)
    head = Node(
        "mj-section",
        {
            "css-class": "e-card",
            "background-color": paper,
            "border-radius": f"{corner}px {corner}px 0px 0px" if below else f"{corner}px",
            "padding": f"22px {SIDE}px {0 if below else 22}px",
        },
        [Node("mj-group", {}, [_tile(when, setting), _facts(values, title, when, setting)])],
    )
    sections = [head]
    if below:
        look = {
            "css-class": "e-card",
            "background-color": paper,
            "border-radius": f"0px 0px {corner}px {corner}px",
            "padding": f"14px {SIDE}px 22px",
        }
        sections.append(Node("mj-section", look, [Node("mj-column", {}, below)]))
    return parts.around("surface", setting, sections)


def _tile(when: When, setting: Setting) -> Node:
    """The day as a leaf of a calendar; the words beside it say the same to who cannot see it."""
    ink = setting.ink("brand")
    month = dates.month(when.day, setting.language)[:3]
    weekday = dates.weekday(when.day, setting.language)[: 2 if setting.language == "de" else 3]
    small = {**setting.type("small", ink), "font-weight": "700", "line-height": "1.2"}
    large = {**setting.type("heading", ink), "font-size": "30px", "line-height": "1.1"}
    rows = ((weekday, small, "9px 0 0"), (str(when.day.day), large, "0"), (month, small, "0 0 9px"))
    return Node(
        "mj-column",
        {
            "css-class": "e-day",
            "width": f"{TILE}px",
            "vertical-align": "top",
            "background-color": setting.colour("brand"),
            "border-radius": f"{setting.theme.corner}px",
        },
        [
            parts.words(
                f'<div aria-hidden="true">{escaped(row)}</div>',
                style,
                align="center",
                padding=padding,
            )
            for row, style, padding in rows
        ],
    )


def _facts(values: Mapping[str, Any], title: str, when: When, setting: Setting) -> Node:
    paper = setting.colour("background")
    brand, ink = (readable(setting.colour(c), paper) for c in ("brand", "text"))
    days, hours = _lines(when, setting)
    body = setting.type("body", ink)
    rows = [
        (setting.heading(title, 2), setting.type("subheading", brand), "brand", "0 0 6px"),
        (escaped(days), {**body, "font-weight": "700"}, "text", "0"),
        (escaped(hours), body, "text", "0"),
        (
            setting.text(_place(values, setting)),
            setting.type("body", setting.muted()),
            "muted",
            "0",
        ),
    ]
    return Node(
        "mj-column",
        {
            "css-class": "e-when",
            "width": f"{CARD - 2 * SIDE - TILE}px",
            "vertical-align": "top",
            "padding": "0 0 0 18px",
        },
        [
            parts.words(content, style, padding=padding, css=f"e-t-{css}")
            for content, style, css, padding in rows
            if content
        ],
    )


def _below(values: Mapping[str, Any], when: When, setting: Setting) -> list[Node]:
    """Words, button and calendar link over the whole width: whatever of them there is."""
    paper = setting.colour("background")
    brand = readable(setting.colour("brand"), paper)
    nodes = []
    rich = setting.rich(values.get("text"))
    if rich:
        look = setting.type("body", readable(setting.colour("text"), paper))
        nodes.append(parts.words(parts.dressed(rich, brand), look, css="e-t-text"))
    nodes += parts.action(values, setting)
    address = _calendar(values, when, setting)
    if address:
        css = f"color:{brand};text-decoration:underline;display:inline-block;padding:6px 0"
        link = f'<a style="{css}" href="{attribute(address)}">{escaped(_save(setting))}</a>'
        small, padding = setting.type("small", brand), "8px 0 0" if nodes else "0"
        nodes.append(parts.words(link, small, padding=padding, css="e-t-text"))
    return nodes


def _save(setting: Setting) -> str:
    return setting.words("In den Kalender eintragen", "Add to calendar")


def _calendar(values: Mapping[str, Any], when: When, setting: Setting) -> str:
    """The address of the calendar file: the same for all readers, so it says nobody's name."""
    if parts.choice(values, CALENDAR) == "left_out":
        return ""
    url = setting.url(values.get("button_url"), "button_url")
    appointment = Appointment(
        title=setting.for_all(setting.plain(values.get("title"))),
        day=when.day,
        last=when.last,
        start=when.start,
        end=when.end,
        place=setting.for_all(setting.plain(_where(values, setting))),
        text=setting.for_all(setting.plain_rich(values.get("text"))),
        url="" if OPEN in url else url,
        country=setting.partner.get("partner.country", ""),
    )
    return setting.publish(calendar_file(appointment), "ics")


def _where(values: Mapping[str, Any], setting: Setting) -> str:
    """In a calendar the partner's address needs the name before it."""
    place = _place(values, setting)
    named = setting.partner.get("partner.name") and not clean_text(values.get("place"))
    return f"{{{{ partner.name }}}}, {place}" if named and place else place


def _text(values: Mapping[str, Any], setting: Setting) -> Iterator[str]:
    when = _when(values, setting)
    title = setting.plain(values.get("title"))
    if when is None or not title:
        return
    address = _calendar(values, when, setting)
    yield title
    yield ", ".join(line for line in _lines(when, setting) if line)
    yield setting.plain(_place(values, setting))
    yield setting.plain_rich(values.get("text"))
    yield parts.action_line(values, setting)
    yield f"{_save(setting)}: {address}" if address else ""


def text(values: Mapping[str, Any], setting: Setting) -> str:
    return "\n".join(line for line in _text(values, setting) if line)


KIND = Kind(
    name="event",
    label=Label("Termin", "Event"),
    icon="calendar-alt",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    summary="title",
)
