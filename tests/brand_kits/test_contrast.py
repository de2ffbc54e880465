"""Contrast by WCAG 2.2, against figures worked out elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brand_kits import contrast

colour = st.from_regex(r"\A#[0-9a-f]{6}\Z")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.47),
        ("#767676", "#ffffff", 4.54),
        ("#12305a", "#f2b705", 7.22),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_known_ratios(one, other, ratio):
    assert contrast.ratio(one, other) == pytest.approx(ratio, abs=0.011)


@given(colour, colour)
def test_a_ratio_lies_between_1_and_21_and_does_not_care_for_order(one, other):
    assert 1 <= contrast.ratio(one, other) <= 21
    assert contrast.ratio(one, other) == contrast.ratio(other, one)


def test_a_pair_just_under_four_and_a_half_is_flagged_and_one_just_over_is_not():
    palette = {"text": "#777777", "background": "#ffffff", "surface": "#ffffff"}
    assert [(p.text, p.ground) for p in contrast.weak(palette)] == [
        ("text", "background"),
        ("text", "surface"),
    ]
    assert contrast.weak({**palette, "text": "#767676"}) == ()


@pytest.mark.parametrize("value", ["", "red", "#fff", "#ggg000", "#1234567"])
def test_what_is_no_colour_has_no_luminance(value):
    with pytest.raises(ValueError, match="rrggbb"):
        contrast.luminance(value)
