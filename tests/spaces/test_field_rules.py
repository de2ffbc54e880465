"""What a field asks of its value: said at the field, and never in the mail otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from partner_spaces import approval
from partner_spaces.errors import NotReady
from partner_spaces.models import Campaign
from tests import factories
from tests.brand_kits.test_logos import picture
from tests.spaces import bodies as b
from tests.spaces.conftest import Door

FREE = {"mode": "editable"}
# rule -> (lock, kind, block, field, what is refused, what stands, the finding's code)
RULES: dict[str, tuple[dict[str, Any], str, str, str, Any, Any, str]] = {
    "most signs": (FREE | {"max_length": 9}, "hero", b.HERO, "headline", "Zehn Zeich", "Neun Zei", "field.length"),
    "a list": ({"mode": "choice", "options": "left"}, "hero", b.HERO, "align", "center", "left", "field.option"),
    "a number": (FREE | {"format": "number"}, "button", b.BUTTON, "label", "viele", "12", "field.format"),
    "at least": (FREE | {"format": "number", "minimum": "10"}, "button", b.BUTTON, "label", "9", "10", "field.minimum"),
    "at most": (FREE | {"format": "price", "maximum": "99,00"}, "button", b.BUTTON, "label", "99,01", "99,00", "field.maximum"),
    "a day": (FREE | {"format": "date"}, "button", b.BUTTON, "label", "31.02.", "2026-12-24", "field.format"),
    "our site": (FREE | {"hosts": "nordring.example"}, "button", b.BUTTON, "url", "https://evil.example/", "https://nordring.example/a", "link.host"),
    "sides": (FREE | {"ratio": "16:9"}, "hero", b.HERO, "image", (1200, 900), (1600, 900), "picture.ratio"),
    "pixels": (FREE | {"min_px": 1200}, "hero", b.HERO, "image", (1199, 800), (1200, 800), "picture.small"),
}  # fmt: skip


def under(lock: dict[str, Any], block: str, field: str, space: Any, editor: Any) -> Campaign:
    body = b.body()
    b.find(body, block)["value"]["locks"]["fields"] = {field: lock}
    return factories.campaign(factories.template(body), by=editor, partner=space)


@pytest.mark.capability("TL5")
@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_refuses_is_said_at_its_field_and_what_it_allows_stands(
    rule: str, space: Any, editor: Any, door: Door
) -> None:
    lock, kind, block, field, wrong, right, code = RULES[rule]
    campaign = under(lock, block, field, space, editor)
    if isinstance(wrong, tuple):
        wrong, right = (picture(*size).pk for size in (wrong, right))
    refused = door.put(campaign, b.overlay({block: (kind, {field: wrong})})).json()
    at = [(f["code"], f["field"], f["severity"]) for f in refused["findings"]]
    assert (code, field, "error") in at
    assert refused["overlay"]["edits"] == {}
    taken = door.put(campaign, b.overlay({block: (kind, {field: right})})).json()
    assert [f["code"] for f in taken["findings"] if f["block_id"] == block] == []
    assert taken["overlay"]["edits"][block]["values"] == {field: right}


@pytest.mark.capability("TL5")
@pytest.mark.parametrize(
    ("lock", "value", "code"),
    [
        ({"mode": "must_change"}, "Winter? Kommt.", "field.must_change"),
        (FREE, "", "field.required"),
    ],
)
def test_what_has_to_be_written_keeps_the_campaign_back_until_it_is(
    lock: dict[str, Any], value: str, code: str, space: Any, editor: Any, door: Door
) -> None:
    campaign = under(lock, b.HERO, "headline", space, editor)
    for said in (value, "Winter in Oyten"):
        door.put(campaign, b.overlay({b.HERO: ("hero", {"headline": said})}))
        fresh = Campaign.objects.get(pk=campaign.pk)
        if said == value:
            with pytest.raises(NotReady) as refused:
                approval.submit(fresh, by=editor)
            assert (code, "headline") in {(f.code, f.field) for f in refused.value.findings}
        else:
            assert approval.submit(fresh, by=editor).state == "approved"
