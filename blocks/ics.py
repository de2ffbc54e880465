"""An appointment as an iCalendar file (RFC 5545): the same appointment is always the same bytes.

No clock and no time zone data are read. Times stand in the zone of the country with the rules of
the European Union written out; a stamp of the epoch is allowed and says nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

MOST_OCTETS = 75  # of a line without its end, RFC 5545 section 3.1
EPOCH = "19700101T000000Z"
CENTRAL = "Europe/Berlin"
# country -> zone; a zone's hours before UTC in winter. Whoever is missing keeps central time.
ZONES = MappingProxyType(
    {
        "AT": "Europe/Vienna",
        "BE": "Europe/Brussels",
        "CH": "Europe/Zurich",
        "CZ": "Europe/Prague",
        "DE": CENTRAL,
        "DK": "Europe/Copenhagen",
        "ES": "Europe/Madrid",
        "FR": "Europe/Paris",
        "HR": "Europe/Zagreb",
        "HU": "Europe/Budapest",
        "IT": "Europe/Rome",
        "LI": "Europe/Vaduz",
        "LU": "Europe/Luxembourg",
        "MT": "Europe/Malta",
        "NL": "Europe/Amsterdam",
        "NO": "Europe/Oslo",
        "PL": "Europe/Warsaw",
        "SE": "Europe/Stockholm",
        "SI": "Europe/Ljubljana",
        "SK": "Europe/Bratislava",
        "BG": "Europe/Sofia",
        "CY": "Asia/Nicosia",
        "EE": "Europe/Tallinn",
        "FI": "Europe/Helsinki",
        "GR": "Europe/Athens",
        "LT": "Europe/Vilnius",
        "LV": "Europe/Riga",
        "RO": "Europe/Bucharest",
        "GB": "Europe/London",
        "IE": "Europe/Dublin",
        "PT": "Europe/Lisbon",
    }
)
EAST = frozenset({"BG", "CY", "EE", "FI", "GR", "LT", "LV", "RO"})
WEST = frozenset({"GB", "IE", "PT"})
_ESCAPED = re.compile(r"[\\;,]")


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where, as plain cleaned text. start None: whole days; last: the last day of several.

    An end before its start on the same day lies behind midnight.
    """

    title: str
    day: date
    last: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    country: str = "DE"


def calendar_file(appointment: Appointment) -> bytes:
    """The file, with CRLF and folded lines. Its UID is the hash of what it says."""
    said = list(_event(appointment))
    uid = hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Einklang//Mail//EN",
        "CALSCALE:GREGORIAN",
        *(_zone(appointment.country) if appointment.start else ()),
        "BEGIN:VEVENT",
        f"UID:{uid}@einklang",
        f"DTSTAMP:{EPOCH}",
        *said,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(appointment: Appointment) -> Iterator[str]:
    yield from _when(appointment)
    yield f"SUMMARY:{_text(appointment.title)}"
    if appointment.place:
        yield f"LOCATION:{_text(appointment.place)}"
    if appointment.text:
        yield f"DESCRIPTION:{_text(appointment.text)}"
    if appointment.url:
        yield f"URL:{appointment.url}"


def _when(appointment: Appointment) -> Iterator[str]:
    first, last = appointment.day, max(appointment.last or appointment.day, appointment.day)
    start, end = appointment.start, appointment.end
    if start is None:
        yield f"DTSTART;VALUE=DATE:{_day(first)}"
        if last < date.max:  # the end of whole days is the day after
            yield f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"
        return
    zone = ZONES.get(appointment.country, CENTRAL)
    begins = datetime.combine(first, start)
    yield f"DTSTART;TZID={zone}:{_moment(begins)}"
    if end is not None:
        ends = datetime.combine(last, end)
        if ends <= begins and last < date.max:
            ends += timedelta(days=1)
        yield f"DTEND;TZID={zone}:{_moment(ends)}"


def _zone(country: str) -> Iterator[str]:
    """Summer time as the European Union has kept it since 1996: both changes at 01:00 UTC."""
    winter = 2 if country in EAST else 0 if country in WEST else 1
    names = {0: ("WET", "WEST"), 1: ("CET", "CEST"), 2: ("EET", "EEST")}[winter]
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{ZONES.get(country, CENTRAL)}"
    for part, month, first, before, after, name in (
        ("DAYLIGHT", 3, f"19960331T0{winter + 1}0000", winter, winter + 1, names[1]),
        ("STANDARD", 10, f"19961027T0{winter + 2}0000", winter + 1, winter, names[0]),
    ):
        yield f"BEGIN:{part}"
        yield f"DTSTART:{first}"
        yield f"TZOFFSETFROM:+0{before}00"
        yield f"TZOFFSETTO:+0{after}00"
        yield f"TZNAME:{name}"
        yield f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU"
        yield f"END:{part}"
    yield "END:VTIMEZONE"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _moment(at: datetime) -> str:
    return f"{_day(at.date())}T{at.hour:02}{at.minute:02}00"


def _text(text: str) -> str:
    return _ESCAPED.sub(r"\\\g<0>", text).replace("\n", r"\n")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no character is cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode()
        # Every piece but the first begins with the blank that says it goes on.
        if len(piece) + len(octets) > MOST_OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
