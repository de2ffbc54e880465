"""What a mail brings along stands at the public door as soon as anybody can see the mail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from brand_kits.assets.published import keep_files, place
from partner_spaces.rendering import rendered
from tests import factories
from tests.blocks.sample import VALUES
from tests.spaces import bodies as b

EVENT, COUPON = (f"e0000009-0000-4000-8000-00000000000{n}" for n in (1, 2))


@pytest.fixture
def invited(space: Any, editor: Any) -> Any:
    """A campaign with an event whose hours are the partner's, and a coupon."""
    body = b.body()
    event = b.block("event", EVENT, VALUES["event"], b.locks({"start": {"mode": "editable"}}))
    coupon = b.block("coupon", COUPON, VALUES["coupon"], b.locks())
    body[-1:-1] = [event, coupon]
    return factories.campaign(factories.template(body), by=editor, partner=space)


def addresses(html: str, ending: str) -> list[str]:
    found = re.findall(rf'"({re.escape(settings.BASE_URL)}/i/[0-9a-f]{{64}}\.{ending})"', html)
    return [address.removeprefix(settings.BASE_URL) for address in found]


def fetched(path: str) -> Any:
    answer = Client().get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content), answer


def test_the_calendar_file_and_the_barcode_are_there_for_whoever_has_the_mail(invited: Any) -> None:
    html = rendered(invited).compiled.preview_html()
    (calendar,), (bars,) = addresses(html, "ics"), addresses(html, "png")
    content, answer = fetched(calendar)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="event.ics"'
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"SUMMARY:Lichttest-Abend\r\n" in content
    assert not answer.cookies
    content, answer = fetched(bars)
    assert answer["Content-Type"] == "image/png"
    assert content.startswith(b"\x89PNG")


def test_other_hours_are_another_file_and_the_first_one_stays(invited: Any, door: Any) -> None:
    (before,) = addresses(rendered(invited).compiled.preview_html(), "ics")
    answer = door.put(invited, b.overlay({EVENT: ("event", {"start": "19:15"})}))
    assert answer.status_code == 200
    invited.refresh_from_db()
    (after,) = addresses(rendered(invited).compiled.preview_html(), "ics")
    assert b"T191500" in fetched(after)[0]
    assert b"T180000" in fetched(before)[0]


def test_hours_that_are_none_are_refused_with_the_nearest(invited: Any, door: Any) -> None:
    answer = door.put(invited, b.overlay({EVENT: ("event", {"start": "19.15 Uhr"})})).json()
    (finding,) = [f for f in answer["findings"] if f["block_id"] == EVENT]
    assert (finding["code"], finding["field"]) == ("field.format", "start")
    assert finding["suggestion"] == "19:15"
    assert "19:15" in finding["message"]
    assert EVENT not in answer["overlay"].get("edits", {})


def test_the_same_campaign_is_the_same_bytes_on_every_day(invited: Any) -> None:
    assert rendered(invited).mail == rendered(invited).mail


def test_a_file_is_kept_under_its_own_hash_only(db: None) -> None:
    with pytest.raises(ValueError, match="a" * 64):
        keep_files({"a" * 64 + ".ics": b"BEGIN:VCALENDAR"})
    assert not place().exists() or not list(place().glob("a*"))
