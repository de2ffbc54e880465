"""The machine door: what a partner may write is written, what not is refused alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from partner_spaces.models import Campaign, PartnerRole
from tests import factories
from tests.spaces import bodies as b
from tests.spaces.conftest import Door

OWN = "5f0c1c9e-6a53-4d0e-9a55-0d5f5f6f7a0{}"


def codes(answer: Any) -> set[tuple[str, str]]:
    return {(f["code"], f["block_id"]) for f in answer.json()["findings"]}


def test_what_is_open_is_stored_and_comes_back_with_a_new_etag(campaign: Any, door: Door) -> None:
    first = door.get(campaign)
    assert first.status_code == 200
    assert first["ETag"] == '"1"'
    sent = b.overlay({b.HERO: ("hero", {"headline": "Winter in Oyten", "align": "center"})})
    answer = door.put(campaign, sent)
    assert answer.status_code == 200, answer.content
    assert answer.json()["findings"] == []
    assert answer.json()["rev"] == 2
    assert answer["ETag"] == '"2"'
    again = door.get(campaign).json()
    assert again["overlay"]["edits"][b.HERO]["values"]["headline"] == "Winter in Oyten"
    assert again["mail"] == answer.json()["mail"] != first.json()["mail"]
    assert len(again["mail"]) == 64


@pytest.mark.capability("TL1")
@pytest.mark.parametrize(("block", "kind", "field"), b.LOCKED)
def test_a_locked_field_is_refused_by_name_and_never_stored(
    campaign: Any, door: Door, block: str, kind: str, field: str
) -> None:
    before = door.get(campaign).json()["mail"]
    answer = door.put(campaign, b.overlay({block: (kind, {field: "Geschenkt"})}))
    assert answer.status_code == 200
    assert ("lock.field", block) in codes(answer)
    finding = answer.json()["findings"][0]
    assert finding["field"] == field
    assert finding["severity"] == "error"
    assert finding["message"]
    assert "Geschenkt" not in json.dumps(Campaign.objects.get(pk=campaign.pk).overlay)
    assert answer.json()["mail"] == before


def test_a_violation_is_refused_alone_and_the_rest_of_the_save_is_kept(
    campaign: Any, door: Door
) -> None:
    sent = b.overlay({b.HERO: ("hero", {"headline": "Bleibt", "claim": "Weg damit"})})
    answer = door.put(campaign, sent)
    assert answer.json()["overlay"]["edits"] == {
        b.HERO: {"kind": "hero", "values": {"headline": "Bleibt"}}
    }


def rooms(**lists: Any) -> dict[str, Any]:
    return b.overlay(lists=lists)


RIGHTS = {
    "edit": lambda block, kind, field: b.overlay({block: (kind, {field: "Neu"})}),
    # the two movable blocks change places; any other block is asked to stand before both
    "move": lambda block, kind, field: b.overlay(
        lists={
            "root": [{"ref": b.BUTTON}, {"ref": b.HERO}]
            if block in (b.HERO, b.BUTTON)
            else [{"ref": block}, {"ref": b.HERO}, {"ref": b.BUTTON}]
        }
    ),
    "remove": lambda block, kind, field: b.overlay(hidden=[block]),
    "repeat": lambda block, kind, field: b.overlay(
        lists={"root": [{"id": OWN.format(1), "proto": block, "kind": kind, "values": {}}]}
    ),
}
# what each block of the template allows; everything else is refused
ALLOWED = {
    (b.HERO, "hero", "headline"): {"edit", "move"},
    (b.TEXT, "text", "text"): {"edit", "remove"},
    (b.BUTTON, "button", "label"): {"edit", "move", "repeat"},
    (b.CLAIM, "text", "text"): set(),
    (b.LEGAL, "legal", "note"): set(),
    (b.ENVELOPE, "envelope", "subject"): {"edit"},
}


def mail_order(campaign: Any) -> list[tuple[str, str]]:
    from partner_spaces.compose import access_row
    from partner_spaces.rendering import resolved

    return [
        (one["id"], json.dumps(one["value"], sort_keys=True))
        for one in resolved(access_row(campaign.pk)).blocks
    ]


@pytest.mark.capability("TL4")
@pytest.mark.parametrize("right", RIGHTS)
@pytest.mark.parametrize("place", ALLOWED)
def test_each_right_stands_alone(
    campaign: Any, door: Door, place: tuple[str, str, str], right: str
) -> None:
    before = mail_order(campaign)
    answer = door.put(campaign, RIGHTS[right](*place))
    assert answer.status_code == 200
    changed = mail_order(campaign) != before
    if right in ALLOWED[place]:
        assert changed
        assert answer.json()["findings"] == []
    else:
        assert not changed
        if right != "move":  # asking for an order that is not allowed says nothing, it just stands
            assert codes(answer)


@pytest.mark.capability("TL7")
def test_a_region_takes_its_kinds_up_to_its_max_and_in_the_partners_order(
    campaign: Any, door: Door
) -> None:
    def own(number: int, proto: str = b.OFFER, kind: str = "offer") -> dict[str, Any]:
        values = {"title": f"Angebot {number}", "price": "49,00"} if kind == "offer" else {}
        return {"id": OWN.format(number), "proto": proto, "kind": kind, "values": values}

    def put(*items: Any) -> Any:
        return door.put(campaign, b.overlay(lists={b.REGION: list(items)}))

    fits = put(own(1), {"ref": b.FIRST}, own(2))
    assert fits.json()["findings"] == []
    region = [i.get("id") or i["ref"] for i in fits.json()["overlay"]["lists"][b.REGION]]
    assert region == [OWN.format(1), b.FIRST, OWN.format(2)]

    one_more = put(own(1), {"ref": b.FIRST}, own(2), own(3))
    assert codes(one_more) == {("region.max", OWN.format(3))}
    assert one_more.json()["findings"][0]["limit"] == 3

    foreign = put(own(1, proto=b.BUTTON, kind="button"), {"ref": b.FIRST})
    assert codes(foreign) == {("region.kind", OWN.format(1))}
    posing = put(own(1, proto=b.OFFER, kind="text"), {"ref": b.FIRST})
    assert codes(posing) == {("region.kind", OWN.format(1))}

    empty = door.put(campaign, b.overlay(hidden=[b.FIRST]))
    assert codes(empty) == {("region.min", b.REGION)}


FORGED = {
    "a locked field": b.overlay({b.CLAIM: ("text", {"text": "<p>Billig</p>"})}),
    "a foreign kind": b.overlay({b.HERO: ("offer", {"title": "x"})}),
    "an unknown field": b.overlay({b.HERO: ("hero", {"style": "color:red"})}),
    "an unknown block": b.overlay({OWN.format(9): ("hero", {"headline": "x"})}),
    "a ghost region": b.overlay(
        lists={
            OWN.format(8): [{"id": OWN.format(7), "proto": b.OFFER, "kind": "offer", "values": {}}]
        }
    ),
    "a removed legal block": b.overlay(hidden=[b.LEGAL]),
    "a copied legal block": b.overlay(
        lists={"root": [{"id": OWN.format(1), "proto": b.LEGAL, "kind": "legal", "values": {}}]}
    ),
    "a copied envelope": b.overlay(
        lists={
            "root": [{"id": OWN.format(1), "proto": b.ENVELOPE, "kind": "envelope", "values": {}}]
        }
    ),
    "an id of headquarters'": b.overlay(
        lists={b.REGION: [{"id": b.HERO, "proto": b.OFFER, "kind": "offer", "values": {}}]}
    ),
    "no uuid": b.overlay(
        lists={b.REGION: [{"id": "<script>", "proto": b.OFFER, "kind": "offer", "values": {}}]}
    ),
    "edits as a list": b.overlay() | {"edits": [1, 2]},
    "lists as text": b.overlay() | {"lists": "root"},
    "hidden as an object": b.overlay() | {"hidden": {"a": 1}},
    "a number for text": b.overlay({b.HERO: ("hero", {"headline": 5})}),
    "an object for text": b.overlay({b.HERO: ("hero", {"headline": {"x": "y"}})}),
    "text for a picture": b.overlay({b.FIRST: ("offer", {"image": "1"})}),
    "true for a picture": b.overlay({b.FIRST: ("offer", {"image": True})}),
    "a picture that is nowhere": b.overlay({b.FIRST: ("offer", {"image": 987654321})}),
    "values as a list": b.overlay() | {"edits": {b.HERO: {"kind": "hero", "values": ["headline"]}}},
    "an edit without a kind": b.overlay() | {"edits": {b.HERO: {"values": {"headline": "x"}}}},
    "null as an edit": b.overlay() | {"edits": {b.HERO: None}},
    "NUL": b.overlay({b.HERO: ("hero", {"headline": "a\x00b"})}),
    "a lone surrogate": b.overlay({b.HERO: ("hero", {"headline": "\ud800"})}),
    "a surrogate as an id": b.overlay({"\ud800": ("hero", {"headline": "x"})}),
    "a surrogate as a kind": b.overlay({b.HERO: ("\ud800", {"headline": "x"})}),
    "an option outside the list": b.overlay({b.HERO: ("hero", {"align": "right"})}),
    "too long": b.overlay({b.HERO: ("hero", {"headline": "W" * 41})}),
    "a price in words": b.overlay({b.FIRST: ("offer", {"price": "fast geschenkt"})}),
    "a list of text": b.overlay(lists={"root": ["hero", 5, None]}),
    "an item without anything": b.overlay(lists={b.REGION: [{}]}),
}


@pytest.mark.capability("TL1", "TL3")
@pytest.mark.parametrize("name", FORGED)
def test_a_forged_overlay_is_kept_out_with_a_finding(campaign: Any, door: Door, name: str) -> None:
    before = mail_order(campaign)
    answer = door.put(campaign, FORGED[name])
    assert answer.status_code == 200, answer.content
    assert answer.json()["findings"], name
    assert all(f["message"] for f in answer.json()["findings"])
    assert mail_order(campaign) == before
    stored = Campaign.objects.get(pk=campaign.pk).overlay
    assert {k: stored[k] for k in ("edits", "lists", "hidden")} == {
        "edits": {},
        "lists": {},
        "hidden": [],
    }


def test_the_legal_block_cannot_be_moved_from_the_end(campaign: Any, door: Door) -> None:
    order = [{"ref": i} for i in (b.LEGAL, b.BUTTON, b.ENVELOPE, b.HERO)]
    door.put(campaign, b.overlay(lists={"root": order}))
    stands = [block_id for block_id, _ in mail_order(campaign)]
    assert stands[0] == b.ENVELOPE
    assert stands[-1] == b.LEGAL


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


NO_OVERLAY = {
    "nothing": "",
    "no json": "{'overlay':",
    "no object": "[]",
    "no overlay in it": "{}",
    "another version": '{"overlay": {"v": 2}}',
    "version as text": '{"overlay": {"v": "1"}}',
    "version as truth": '{"overlay": {"v": true}}',
    "NaN": '{"overlay": {"v": 1, "edits": {"a": NaN}}}',
    "Infinity": '{"overlay": {"v": 1, "edits": {"a": -Infinity}}}',
    "a float": '{"overlay": {"v": 1, "edits": {"a": 1.5}}}',
    "a huge number": '{"overlay": {"v": 1, "edits": {"a": ' + "9" * 5000 + "}}}",
    "nine levels": '{"overlay": {"v": 1, "edits": {"a": ' + deep(8) + "}}}",
    "a hundred thousand levels": '{"overlay": {"v": 1, "edits": ' + deep(100_000) + "}}",
    "no utf-8": b'{"overlay": {"v": 1, "x": "\xff"}}',
    "257 kB": json.dumps({"overlay": {"v": 1, "edits": {"a": "x" * 263_168}}}),
    "10 MB": json.dumps({"overlay": {"v": 1, "edits": {"a": "x" * 10_000_000}}}),
}


@pytest.mark.parametrize("name", NO_OVERLAY)
def test_what_is_no_overlay_is_refused_whole(campaign: Any, door: Door, name: str) -> None:
    answer = door.raw(campaign, NO_OVERLAY[name])
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["findings"][0]["code"] == "overlay.shape"
    assert Campaign.objects.get(pk=campaign.pk).rev == 1


@pytest.mark.parametrize(
    ("link", "code", "named"),
    [
        ('https://meier.example/"angebot"', "link.sign", "Anführungszeichen"),
        ("https://meier.example/mein angebot", "link.sign", "Leerzeichen"),
        ("javascript:alert(1)", "link.scheme", "„javascript:“"),
        ("http://meier.example", "link.scheme", "„http:“"),
        ("meier.example", "link.start", "https://, mailto:, tel:"),
    ],
)
def test_a_link_that_cannot_be_is_refused_with_what_is_wrong_and_what_goes(
    space: Any, editor: Any, door: Door, link: str, code: str, named: str
) -> None:
    open_link = b.locks({"url": {"mode": "editable"}})
    campaign = factories.campaign(
        factories.template(b.changed(b.BUTTON, locks=open_link)), by=editor, partner=space
    )
    answer = door.put(campaign, b.overlay({b.BUTTON: ("button", {"url": link})}))
    assert answer.status_code == 200
    assert answer.json()["overlay"]["edits"] == {}
    (finding,) = [f for f in answer.json()["findings"] if f["block_id"] == b.BUTTON]
    assert (finding["code"], finding["field"]) == (code, "url")
    assert named in finding["message"]
    assert finding["limit"] == ["https://", "mailto:", "tel:"]


@pytest.mark.parametrize(
    ("body", "why", "told"),
    [
        (
            '{"overlay": {"v": 1,\n "edits": {"a": 1, "a": 2}}}',
            "keys",
            {"path": "/overlay/edits/a", "line": 2, "column": 20, "value": "a"},
        ),
        (
            '{"overlay": {"v": 1}, "have": {}, "overlay": {"v": 1}}',
            "keys",
            {"path": "/overlay", "line": 1, "column": 35, "value": "overlay"},
        ),
        (
            '{"overlay": {"v": 1, "edits": {"a": 1.5}}}',
            "number",
            {"path": "/overlay/edits/a", "line": 1, "column": 37, "value": "1.5", "limit": 18},
        ),
        ('{"overlay": {"v": 1,}}', "json", {"path": "/overlay", "line": 1, "column": 21}),
        (
            '{"overlay": {"v": 1, "x": ' + deep(8) + "}}",
            "depth",
            {"path": "/overlay/x/0/0/0/0/0/0/0", "line": 1, "column": 34, "limit": 9},
        ),
        ("{}", "body", {"path": "/overlay", "limit": "object"}),
        ("[]", "body", {"path": "", "limit": "object"}),
        ('{"overlay": []}', "body", {"path": "/overlay", "limit": "object"}),
        ('{"overlay": {"v": 2}}', "version", {"path": "/overlay/v", "value": "2", "limit": 1}),
        (NO_OVERLAY["257 kB"], "size", {"path": "/overlay", "limit": 262_144}),
        (NO_OVERLAY["10 MB"], "size", {"limit": 327_680, "value": 10_000_041}),
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_refusal_says_what_where_and_how_much_is_possible(
    campaign: Any, door: Door, body: str, why: str, told: dict[str, Any], language: str
) -> None:
    door.client.cookies["django_language"] = language
    answer = door.raw(campaign, body)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["why"] == why
    assert {name: problem[name] for name in told} == told
    for said in (told.get("path"), told.get("limit")):
        shown = str(said) if not isinstance(said, int) else f"{said:,}"
        shown = shown.replace(",", ".") if language == "de" else shown
        assert said in (None, "", "object") or shown in problem["detail"]
    if "line" in told:
        word = "Zeile" if language == "de" else "line"
        assert f"{word} {told['line']}" in problem["detail"]
    assert "overlay.shape" not in problem["detail"]


@pytest.mark.parametrize("given", ["null", "5", '"x"', "[]", "true"])
def test_an_edit_that_is_none_is_told_as_such_with_its_block(
    campaign: Any, door: Door, given: str
) -> None:
    unknown = OWN.format(9)
    body = f'{{"overlay": {{"v": 1, "edits": {{"{b.HERO}": {given}, "{unknown}": {given}}}}}}}'
    answer = door.raw(campaign, body)
    assert answer.status_code == 200
    assert codes(answer) >= {("overlay.shape", b.HERO), ("overlay.shape", unknown)}
    assert "block.gone" not in {code for code, _ in codes(answer)}
    assert answer.json()["overlay"]["edits"] == {}
    assert answer.json()["overlay"]["parked"] == []


def test_a_partner_writes_nothing_into_what_is_parked(campaign: Any, door: Door) -> None:
    entry = {"id": b.HERO, "kind": "hero", "value": "x", "code": "block.gone", "at": "2026"}
    assert door.put(campaign, b.overlay(parked=[entry])).json()["overlay"]["parked"] == []


def test_two_tabs_lose_nothing_the_second_gets_the_state_of_the_first(
    campaign: Any, door: Door
) -> None:
    mine = b.overlay({b.HERO: ("hero", {"headline": "Erster"})})
    yours = b.overlay({b.HERO: ("hero", {"headline": "Zweiter"})})
    assert door.put(campaign, mine, rev=1).status_code == 200
    late = door.put(campaign, yours, rev=1)
    assert late.status_code == 412
    assert late["ETag"] == '"2"'
    assert late.json()["overlay"]["edits"][b.HERO]["values"]["headline"] == "Erster"
    assert door.put(campaign, yours, rev=2).json()["rev"] == 3


@pytest.mark.capability("VE5")
def test_who_comes_second_hears_who_was_first_and_when(
    campaign: Any, space: Any, door: Door
) -> None:
    arne = factories.member(space, PartnerRole.EDITOR, first_name="Arne", last_name="Voss")
    assert Door(arne).put(campaign, b.overlay({b.HERO: ("hero", {"headline": "Eins"})})).json()
    late = door.put(campaign, b.overlay({b.HERO: ("hero", {"headline": "Zwei"})}), rev=1).json()
    assert late["saved"]["by"] == "Arne Voss"
    assert late["saved"]["you"] is False
    at = datetime.fromisoformat(late["saved"]["at"])
    assert abs((datetime.now(tz=UTC) - at).total_seconds()) < 60
    again = Door(arne).put(campaign, b.overlay(), rev=1).json()
    assert again["saved"]["you"] is True


def test_a_name_from_headquarters_is_never_told_to_a_partner(
    campaign: Any, space: Any, door: Door
) -> None:
    moved = factories.member(space, PartnerRole.EDITOR, first_name="Inga", last_name="Harms")
    Door(moved).put(campaign, b.overlay({b.HERO: ("hero", {"headline": "Eins"})}))
    moved.memberships.all().delete()
    moved.is_staff = moved.is_superuser = True
    moved.save()
    late = door.put(campaign, b.overlay(), rev=1)
    assert late.json()["saved"]["by"] in ("Headquarters", "Die Zentrale")
    assert "Inga" not in late.content.decode()


def test_saving_the_same_twice_is_one_save(campaign: Any, door: Door) -> None:
    sent = b.overlay({b.HERO: ("hero", {"headline": "Einmal"})})
    assert door.put(campaign, sent).json()["rev"] == 2
    assert door.put(campaign, sent).json()["rev"] == 2


def test_a_save_without_if_match_is_asked_for_one(campaign: Any, door: Door) -> None:
    answer = door.client.put(
        f"/api/v1/campaigns/{campaign.uuid}/overlay",
        json.dumps({"overlay": b.overlay()}),
        content_type="application/json",
    )
    assert answer.status_code == 428


@pytest.mark.capability("PS1")
def test_a_foreign_campaign_does_not_exist(campaign: Any) -> None:
    missing = Campaign(uuid="11111111-1111-4111-8111-111111111111", pk=campaign.pk)
    for stranger in (
        factories.member(role=PartnerRole.OWNER),
        factories.hq(),
        factories.reviewer(),
    ):
        door = Door(stranger)
        for one in (campaign, missing):
            assert door.get(one).status_code == 404
            assert door.put(one, b.overlay(), rev=1).status_code == 404
            assert door.raw(one, "{", rev=1).status_code == 404


def test_a_viewer_reads_and_writes_nothing(campaign: Any, space: Any) -> None:
    door = Door(factories.member(space, PartnerRole.VIEWER))
    assert door.get(campaign).status_code == 200
    assert door.put(campaign, b.overlay()).status_code == 404
    assert Campaign.objects.get(pk=campaign.pk).rev == 1


def test_a_stranger_is_asked_to_sign_in(campaign: Any) -> None:
    door = Door(None)
    assert door.get(campaign).status_code == 401
    assert door.put(campaign, b.overlay()).status_code == 401


def test_a_page_of_another_site_saves_nothing(campaign: Any, editor: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    answer = client.put(
        f"/api/v1/campaigns/{campaign.uuid}/overlay",
        json.dumps({"overlay": b.overlay()}),
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )
    assert answer.status_code == 403
    assert Campaign.objects.get(pk=campaign.pk).rev == 1


def test_only_the_blocks_a_client_does_not_have_come_back(campaign: Any, door: Door) -> None:
    import hashlib

    all_of_them = door.put(campaign, b.overlay(), have={}).json()["blocks"]
    assert b.HERO in all_of_them
    have = {key: hashlib.sha256(html.encode()).hexdigest() for key, html in all_of_them.items()}
    sent = b.overlay({b.HERO: ("hero", {"headline": "Nur dieser"})})
    some = door.put(campaign, sent, have=have).json()["blocks"]
    assert list(some) == [b.HERO]
    assert "Nur dieser" in some[b.HERO]


def test_markup_thousands_of_tags_deep_neither_breaks_the_mail_nor_the_server(
    campaign: Any, door: Door
) -> None:
    text = "<p>" + "<b>" * 3000 + "Wort</p>"
    answer = door.put(campaign, b.overlay({b.TEXT: ("text", {"text": text})}))
    assert answer.status_code == 200
    assert answer.json()["mail"]


def test_ten_thousand_ids_of_nothing_are_answered_in_the_time_of_one_pass(
    campaign: Any, door: Door
) -> None:
    ghosts = [f"ghost-{number}" for number in range(10_000)]
    answer = door.put(campaign, {**b.overlay(), "hidden": ghosts})
    assert answer.status_code == 200
    assert answer.json()["overlay"].get("hidden", []) == []
