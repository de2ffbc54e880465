"""Locks hold on every way in, and nothing that is open is refused: laws over drawn overlays."""

from __future__ import annotations

import ast
import json
import pathlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partner_spaces import compose
from partner_spaces.models import Campaign
from partner_spaces.rendering import resolved
from tests.spaces import bodies as b
from tests.spaces.conftest import Door

LAW = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.text("abcäöü ß ", min_size=1, max_size=30).map(str.strip).filter(bool)
ANYTHING = st.one_of(
    WORDS,
    st.sampled_from(["<p>Billig</p>", "#ff0000", "center", "accent", "https://evil.example/", ""]),
    st.integers(-5, 10**12),
    st.none(),
    st.booleans(),
    st.lists(WORDS, max_size=2),
    st.dictionaries(WORDS, WORDS, max_size=2),
)
LOCKED = st.dictionaries(st.sampled_from(b.LOCKED), ANYTHING, min_size=1, max_size=6)
OPEN = st.dictionaries(st.sampled_from(b.OPEN), WORDS, max_size=4)
UUID = st.uuids(version=4).map(str)
TROUBLE = st.fixed_dictionaries(
    {
        "hidden": st.lists(
            st.sampled_from([b.ENVELOPE, b.HERO, b.BUTTON, b.REGION, b.CLAIM, b.LEGAL]), max_size=3
        ),
        "copies": st.lists(
            st.tuples(UUID, st.sampled_from([b.HERO, b.CLAIM, b.LEGAL, b.ENVELOPE, b.REGION])),
            max_size=2,
        ),
    }
)


def wanted(
    locked: dict[tuple[str, str, str], Any], open_: dict[tuple[str, str, str, int], str]
) -> dict[str, Any]:
    sent = b.overlay()
    writes = [*locked.items(), *((key[:3], value) for key, value in open_.items())]
    for (block, kind, field), value in writes:
        entry = sent["edits"].setdefault(block, {"kind": kind, "values": {}})
        entry["values"][field] = value
    return sent


def kinds() -> dict[str, str]:
    return {block: kind for block, kind, _ in b.LOCKED}


def through_put(campaign: Any, sent: dict[str, Any], editor: Any) -> None:
    answer = Door(editor).put(campaign, sent)
    assert answer.status_code == 200, answer.content


def through_the_form(campaign: Any, sent: dict[str, Any], editor: Any) -> None:
    now = compose.access_row(campaign.pk)
    compose.save_overlay(campaign.pk, sent, if_match=now.rev, by=editor)


def through_a_revision(campaign: Any, sent: dict[str, Any], editor: Any) -> None:
    """A version kept when the locks were other ones, or one somebody wrote into the database."""
    kept = compose.save_version(campaign, by=editor)
    kept.content["overlay"] = sent
    kept.save(update_fields=["content"])
    now = compose.access_row(campaign.pk)
    compose.revert(campaign.pk, kept.pk, if_match=now.rev, by=editor)


PATHS = {"put": through_put, "form": through_the_form, "revert": through_a_revision}


def blocks_of(campaign: Any) -> dict[str, dict[str, Any]]:
    found = {}
    for block in resolved(compose.access_row(campaign.pk)).blocks:
        for one in [block, *(block.get("blocks") or [])]:
            found[one["id"]] = one
    return found


@pytest.mark.capability("TL2")
@pytest.mark.parametrize("path", PATHS)
def test_no_locked_path_gives_way_and_no_open_one_is_refused(
    campaign: Any, editor: Any, path: str
) -> None:
    before = blocks_of(campaign)

    @LAW
    @given(locked=LOCKED, open_=OPEN, trouble=TROUBLE)
    def law(locked: Any, open_: Any, trouble: Any) -> None:
        sent = wanted(locked, open_)
        sent["hidden"] = trouble["hidden"]
        sent["lists"]["root"] = [
            {"id": own, "proto": proto, "kind": kinds()[proto], "values": {}}
            for own, proto in trouble["copies"]
        ]
        PATHS[path](campaign, sent, editor)
        after = blocks_of(campaign)
        stored = Campaign.objects.get(pk=campaign.pk).overlay
        assert list(after) == list(before)
        for block, _kind, field in b.LOCKED:
            assert after[block]["value"].get(field) == before[block]["value"].get(field)
            assert field not in stored["edits"].get(block, {}).get("values", {})
        for (block, _kind, field, _most), value in open_.items():
            assert after[block]["value"][field] == value
            assert stored["edits"][block]["values"][field] == value
        assert stored["hidden"] == []

    law()


def test_one_function_writes_overlays_and_the_tree_knows_no_other() -> None:
    """By name in source: `x.overlay = ..`, `.update(overlay=..)`, `Campaign(overlay=..)`."""
    root = pathlib.Path(compose.__file__).parent.parent
    found = []
    for package in ("cms", "blocks", "brand_kits", "partner_spaces", "send"):
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            found += [
                (path.relative_to(root).as_posix(), node.lineno)
                for node in ast.walk(ast.parse(path.read_text()))
                if _writes(node)
            ]
    assert {path for path, _ in found} == {"partner_spaces/compose.py"}
    # _make makes a row, _write saves one, carried_into asks an unsaved one what would be kept
    assert len(found) == 3


WRITERS = ("update", "create", "Campaign", "update_or_create", "get_or_create", "bulk_update")


def _writes(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(t, ast.Attribute) and t.attr == "overlay" for t in targets)
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name == "setattr":
            return any(isinstance(a, ast.Constant) and a.value == "overlay" for a in node.args)
        if name == "bulk_update":
            return "'overlay'" in ast.dump(node)
        return name in WRITERS and any(
            k.arg == "overlay" and ast.unparse(k.value) != "{'v': 1}" for k in node.keywords
        )  # one that says nothing may stand in a row that is never saved: a preview
    return False


def test_the_writers_eye_sees_what_it_should() -> None:
    for code in (
        "campaign.overlay = {}",
        "Campaign.objects.filter(pk=1).update(overlay={})",
        "Campaign(overlay={})",
        "setattr(campaign, 'overlay', {})",
        "Campaign.objects.bulk_update(rows, ['overlay'])",
    ):
        assert any(_writes(node) for node in ast.walk(ast.parse(code))), code


def test_a_huge_overlay_of_small_parts_is_judged_part_by_part(campaign: Any, door: Door) -> None:
    sent = b.overlay()
    sent["edits"] = {f"x{n}": {"kind": "hero", "values": {"headline": "x"}} for n in range(3000)}
    sent["edits"][b.FIRST] = {"kind": "offer", "values": {"image": 3}}
    sent["lists"] = {
        b.REGION: [
            {
                "id": f"5f0c1c9e-6a53-4d0e-9a55-{n:012x}",
                "proto": b.OFFER,
                "kind": "offer",
                "values": {"image": n},
            }
            for n in range(600)
        ]
    }
    assert len(json.dumps(sent)) < 256 * 1024
    answer = door.put(campaign, sent)
    assert answer.status_code == 200
    assert answer.json()["overlay"]["edits"] == {}
