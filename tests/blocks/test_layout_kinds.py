"""Heading, picture beside text, divider and spacer: what gives a mail its order."""

import pytest

from tests.blocks.sample import PICTURES, Reader, block, compiled, mail, part


def shown(kind, **values):
    made = compiled(mail(block(kind, **values)), marks=True)
    return made, part(made.preview_html(), f"id-{kind}")


def images(html):
    return [a for tag, a in Reader(html).tags if tag == "img"]


@pytest.mark.parametrize(("size", "line"), [("large", "="), ("small", "-")])
def test_a_heading_is_underlined_in_the_text_part(size, line):
    made, _html = shown("heading", size=size, kicker="")
    assert f"Gut durch den Kieler Winter\n{line * 27}\n" in made.preview_text()


def test_a_heading_without_words_is_not_there():
    made, html = shown("heading", text="  ")
    assert html == ""
    assert "Im November" not in made.preview_text()


def test_the_first_heading_of_a_mail_without_a_hero_is_its_title():
    tags = [t for t, _a in Reader(compiled(mail(block("heading"))).preview_html()).tags]
    assert "h1" in tags
    under = compiled(mail(block("hero"), block("heading"), block("heading", size="small")))
    ranks = [t for t, _a in Reader(under.preview_html()).tags if t in ("h1", "h2", "h3", "h4")]
    assert ranks == ["h1", "h2", "h3"]


@pytest.mark.parametrize("side", ["before", "after"])
def test_the_picture_comes_first_for_whoever_reads_aloud_or_on_a_phone(side):
    _made, html = shown("beside", side=side)
    assert html.index("<img") < html.index("Ihre Räder")
    assert ("direction:rtl" in html) is (side == "after")


@pytest.mark.parametrize(("share", "width"), [("smaller", 214), ("equal", 268)])
def test_the_picture_beside_text_takes_its_share(share, width):
    _made, html = shown("beside", share=share)
    assert [image["width"] for image in images(html)] == [str(width)]


def test_a_picture_that_is_gone_leaves_its_text_over_the_whole_width():
    made, html = shown("beside", image=99)
    assert "picture.gone" in {f.code for f in made.findings}
    assert "Ihre Räder" in html
    assert "mj-column-per-100" in html


def test_a_picture_without_text_takes_the_whole_width():
    _made, html = shown("beside", title="", text="", button_label="")
    assert [image["width"] for image in images(html)] == ["536"]
    assert PICTURES[3].url in html


def test_a_button_without_a_target_is_not_drawn():
    made, html = shown("beside", button_url="")
    assert "Mehr erfahren" not in html + made.preview_text()


def test_a_divider_is_a_line_and_three_stars():
    made, html = shown("divider", line="fine")
    assert "solid 1px" in html
    assert "* * *" in made.preview_text()
    _made, short = shown("divider", line="short")
    assert "width:72px" in short


def test_a_spacer_is_air_and_says_nothing():
    made, html = shown("spacer", height="plenty")
    assert "height:52px" in html
    assert Reader(html).text.strip() == ""
    assert made.preview_text() == compiled(mail(block("spacer", height="little"))).preview_text()


def test_an_option_nobody_knows_is_the_default():
    _made, html = shown("spacer", height="1000", background="nowhere")
    assert "height:28px" in html
