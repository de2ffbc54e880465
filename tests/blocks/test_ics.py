"""The calendar file as RFC 5545 wants it, and the same bytes for the same appointment."""

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.ics import ZONES, Appointment, calendar_file

EVENING = Appointment(
    "Lichttest; Kaffee, Kuchen\\",
    date(2026, 11, 28),
    start=time(18),
    end=time(21, 30),
    place="Musterkai 18, 24103 Kiel",
    text="Zeile eins\nZeile zwei",
    url="https://a.example/dabei?x=1&y=2",
)


def lines(appointment):
    """The file's lines as a calendar reads them, unfolded."""
    return calendar_file(appointment).decode().replace("\r\n ", "").split("\r\n")[:-1]


def said(appointment, name):
    return [line for line in lines(appointment) if re.match(rf"{name}[;:]", line)]


def test_every_line_ends_in_cr_lf_and_nothing_else_does():
    made = calendar_file(EVENING)
    assert made.endswith(b"END:VCALENDAR\r\n")
    assert made.count(b"\n") == made.count(b"\r") == made.count(b"\r\n")


def test_a_calendar_holds_one_zone_and_one_event_in_order():
    marks = [line for line in lines(EVENING) if line.startswith(("BEGIN:", "END:"))]
    assert marks == [
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:DAYLIGHT",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    for name in ("VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "SUMMARY"):
        assert len([x for x in said(EVENING, name) if "1996" not in x]) == 1, name


def test_what_would_end_a_text_is_escaped():
    assert said(EVENING, "SUMMARY") == [r"SUMMARY:Lichttest\; Kaffee\, Kuchen\\"]
    assert said(EVENING, "LOCATION") == [r"LOCATION:Musterkai 18\, 24103 Kiel"]
    assert said(EVENING, "DESCRIPTION") == [r"DESCRIPTION:Zeile eins\nZeile zwei"]
    assert said(EVENING, "URL") == ["URL:https://a.example/dabei?x=1&y=2"]


def test_times_stand_in_the_zone_of_the_country():
    assert "DTSTART;TZID=Europe/Berlin:20261128T180000" in lines(EVENING)
    assert "DTEND;TZID=Europe/Berlin:20261128T213000" in lines(EVENING)


@pytest.mark.parametrize(
    ("country", "zone", "winter", "summer"),
    [
        ("CH", "Europe/Zurich", "+0100", "+0200"),
        ("FI", "Europe/Helsinki", "+0200", "+0300"),
        ("PT", "Europe/Lisbon", "+0000", "+0100"),
        ("", "Europe/Berlin", "+0100", "+0200"),
        ("XX", "Europe/Berlin", "+0100", "+0200"),
    ],
)
def test_the_zone_keeps_summer_time_as_the_union_does(country, zone, winter, summer):
    made = lines(Appointment("Tag", date(2026, 7, 1), start=time(9), country=country))
    assert f"TZID:{zone}" in made
    at = made.index("BEGIN:DAYLIGHT")
    assert made[at + 2 : at + 4] == [f"TZOFFSETFROM:{winter}", f"TZOFFSETTO:{summer}"]
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in made
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in made


def test_an_end_before_the_start_lies_behind_midnight():
    late = Appointment("Nacht", date(2026, 12, 31), start=time(20), end=time(2))
    assert "DTEND;TZID=Europe/Berlin:20270101T020000" in lines(late)


def test_without_a_start_it_takes_whole_days_and_no_zone():
    made = Appointment("Messe", date(2026, 2, 27), last=date(2026, 2, 28))
    assert "DTSTART;VALUE=DATE:20260227" in lines(made)
    assert "DTEND;VALUE=DATE:20260301" in lines(made)
    assert "BEGIN:VTIMEZONE" not in lines(made)


def test_an_open_end_says_no_end():
    assert not said(Appointment("Offen", date(2026, 2, 27), start=time(9)), "DTEND")


def test_the_same_appointment_is_the_same_file_and_another_has_another_uid():
    assert calendar_file(EVENING) == calendar_file(EVENING)
    other = Appointment("Anders", EVENING.day, start=EVENING.start)
    assert said(other, "UID") != said(EVENING, "UID")
    assert said(EVENING, "DTSTAMP") == ["DTSTAMP:19700101T000000Z"]


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=400)


@given(
    title=TEXT,
    place=TEXT,
    day=st.dates(),
    last=st.none() | st.dates(),
    start=st.none() | st.times(),
    end=st.none() | st.times(),
    country=st.sampled_from(["", *ZONES]),
)
def test_no_line_is_longer_than_75_octets_and_unfolded_all_words_are_there(
    title, place, day, last, start, end, country
):
    made = Appointment(title, day, last=last, start=start, end=end, place=place, country=country)
    for line in calendar_file(made).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    plain = title.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")
    assert f"SUMMARY:{plain}" in lines(made)
