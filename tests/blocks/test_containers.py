"""Columns, offer grids and shared blocks as mails: what stands beside what, and how wide."""

import re

import pytest

from blocks.errors import CompileError, NodeError
from blocks.kinds import columns as columns_kind
from blocks.kinds import parts
from blocks.node import Node
from blocks.resolution import flat
from tests.blocks.sample import URLS, VALUES, Reader, block, compiled, mail, part


def inner(kind, block_id, **values):
    return {"type": kind, "id": block_id, "value": {**VALUES[kind], **values}}


def columns(*held, **values):
    made = block("columns", **values)
    return {**made, "columns": [{"blocks": list(blocks)} for blocks in held]}


def offers(count, **values):
    made = block("offers", **values)
    return {**made, "blocks": [inner("offer", f"o{n}", title=f"Angebot {n}") for n in range(count)]}


def html_of(block_):
    return part(compiled(mail(block_), marks=True).preview_html(URLS), block_["id"])


def widths(html):
    """The columns of a section in px, gaps left out."""
    found = re.findall(r"mj-column-px-([0-9]+)", html)
    return [int(width) for width in found if int(width) != parts.GAP]


TEXT, OTHER, THIRD = (inner("text", name) for name in ("t1", "t2", "t3"))


@pytest.mark.parametrize(
    ("layout", "held", "wide"),
    [
        ("two", 2, [257, 257]),
        ("three", 3, [164, 164, 164]),
        ("narrow_wide", 2, [164, 350]),
        ("wide_narrow", 2, [350, 164]),
        ("three", 2, [257, 257]),  # a layout meant for another number of columns makes them even
        ("wide_narrow", 3, [164, 164, 164]),
        ("of old", 2, [257, 257]),
    ],
)
def test_columns_share_the_room_as_their_layout_says(layout, held, wide):
    html = html_of(columns(*([t] for t in (TEXT, OTHER, THIRD)[:held]), layout=layout))
    assert widths(html) == wide
    assert sum(wide) + parts.GAP * (held - 1) == parts.INSET


def test_what_a_column_holds_is_no_wider_than_the_column():
    html = html_of(columns([inner("picture", "p")], [inner("offer", "o")], layout="narrow_wide"))
    images = [int(a["width"]) for tag, a in Reader(html).tags if tag == "img"]
    assert images == [164, 350]


def test_an_empty_column_keeps_its_place_and_empty_columns_are_nothing():
    assert widths(html_of(columns([], [TEXT]))) == [164, 350]
    assert html_of(columns([], [])) == ""
    assert compiled(mail(columns([], []))).mail == compiled(mail(block("region"))).mail
    empty = inner("text", "t9", text="")
    assert html_of(columns([empty], [])) == ""


@pytest.mark.parametrize("valign", ["top", "middle", "bottom"])
def test_columns_stand_at_the_height_they_are_given(valign):
    html = html_of(columns([TEXT], [OTHER], valign=valign))
    assert (
        html.count(f"vertical-align:{valign};width:") + html.count(f";vertical-align:{valign};")
        >= 2
    )


def test_on_phones_a_gap_parts_columns_that_both_hold_something():
    def gaps(html):
        return html.count(f'style="height:{parts.BETWEEN}px')

    assert gaps(html_of(columns([TEXT], [OTHER]))) == 1
    assert gaps(html_of(columns([TEXT], []))) == 0
    assert gaps(html_of(columns([TEXT, OTHER], []))) == 1
    assert gaps(html_of(columns([TEXT, inner("text", "t9", text=""), OTHER], []))) == 1


def test_the_text_part_reads_column_after_column():
    one, two = inner("button", "b1", label="Links"), inner("button", "b2", label="Rechts")
    three = inner("button", "b3", label="Darunter")
    text = compiled(mail(columns([one, three], [two]))).preview_text(URLS)
    assert text.index("Links") < text.index("Darunter") < text.index("Rechts")


@pytest.mark.parametrize("kind", ["hero", "header", "region", "columns"])
def test_only_leaf_kinds_stand_in_a_column(kind):
    wrong = inner(kind, "wrong")
    with pytest.raises(CompileError) as refused:
        compiled(mail(columns([wrong], [TEXT])))
    assert refused.value.block_id == "wrong"


def test_mjml_nests_no_further_than_section_column_block():
    column = Node("mj-column", {})
    section = Node("mj-section", {}, [column])
    wrapper = Node("mj-wrapper", {}, [section])
    for parent, child in (
        ("mj-column", section),
        ("mj-column", column),
        ("mj-section", section),
        ("mj-section", wrapper),
        ("mj-wrapper", wrapper),
        ("mj-wrapper", column),
        ("mj-body", column),
    ):
        with pytest.raises(NodeError):
            Node(parent, {}, [child])


def test_a_finding_and_a_failure_name_the_block_in_the_column():
    made = compiled(mail(columns([inner("button", "b1", url="javascript:x")], [TEXT])))
    assert [(f.code, f.block_id, f.field) for f in made.findings] == [("link.scheme", "b1", "url")]
    gone = compiled(mail(columns([inner("picture", "p1", image=99)], [TEXT])))
    assert ("picture.gone", "p1") in {(f.code, f.block_id) for f in gone.findings}


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (2, 1), (3, 2), (5, 3)])
def test_offers_stand_two_by_two_and_an_odd_one_alone(count, rows):
    html = html_of(offers(count))
    assert len(re.findall(r'class="e-even"', html)) == rows
    assert len(re.findall(r'\be-tile"', html)) == count
    assert widths(html) == [257] * 2 * rows
    order = [html.index(f"Angebot {n}") for n in range(count)]
    assert order == sorted(order)


def test_an_offer_grid_without_offers_is_nothing():
    assert html_of(offers(0)) == ""
    one = offers(2)
    one["blocks"][0]["value"] = {}
    assert len(re.findall(r'\be-tile"', html_of(one))) == 1


def test_a_shared_block_is_what_stands_in_it():
    use = {**block("shared"), "blocks": [TEXT, inner("button", "b1")]}
    assert compiled(mail(use)).mail == compiled(mail(TEXT, inner("button", "b1"))).mail


def test_marks_stand_around_every_block_at_any_depth_and_leave_the_same_bytes():
    blocks = mail(block("columns"), block("offers"), block("shared"))
    plain, marked = compiled(blocks), compiled(blocks, marks=True)
    html = marked.preview_html(URLS)
    assert re.sub(r"<!--#/?[\w-]+-->", "", html) == plain.preview_html(URLS)
    for b in flat(blocks):
        if b["type"] not in ("envelope", "shared"):
            assert part(html, b["id"]), b["id"]


def test_every_layout_has_its_number_of_columns():
    assert set(columns_kind.COUNTS) == set(columns_kind.LAYOUT.options)
