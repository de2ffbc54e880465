"""Every kind stands where npm mjml 5.4.1, the reference of MJML, puts it: to one px."""

import copy
import json

import pytest

from blocks.catalogue import CATALOGUE
from tests.oracle import layout

KEPT = json.loads(layout.BOXES.read_text())


@pytest.fixture(scope="module")
def sources():
    return layout.sources(CATALOGUE)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_kind_stands_where_the_reference_puts_it(chromium, sources, kind):
    assert kind in KEPT, f"{kind} was never laid out by the reference: run `make oracle`"
    same = layout.digest(sources[kind]) == KEPT[kind]["mjml"]
    assert same, f"the MJML of {kind} is another than the reference saw: run `make oracle`"
    html = layout.ours(sources[kind])
    for width in layout.WIDTHS:
        found = layout.boxes(chromium, html, width)
        assert layout.differences(KEPT[kind][str(width)], found) == [], f"at {width} px"
        assert found["boxes"], kind


def test_no_kind_stays_in_the_boxes_that_is_gone():
    assert list(KEPT) == list(CATALOGUE)


def test_nothing_runs_out_of_a_phone(chromium, sources):
    for kind, mjml in sources.items():
        for box in layout.boxes(chromium, layout.ours(mjml), 380)["boxes"]:
            left, right = box[1], box[1] + box[3]
            assert 0 <= left <= right <= 380, (kind, box)


def test_a_box_that_stands_two_px_off_is_seen():
    expected = KEPT["hero"]["640"]
    moved = copy.deepcopy(expected)
    moved["boxes"][-1][2] += 2
    assert layout.differences(expected, moved)
    gone = copy.deepcopy(expected)
    gone["boxes"].pop()
    assert layout.differences(expected, gone)
    assert layout.differences(expected, {**expected, "height": expected["height"] + 2})
    near = copy.deepcopy(expected)
    near["boxes"][-1][2] += 0.75
    assert layout.differences(expected, near) == []
