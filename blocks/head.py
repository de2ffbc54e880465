"""The frame of every mail: head, the style sheet for phones and for the dark scheme, and the body.

Everything a mail needs to be read stands inline; the sheet only improves it where it is understood.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from blocks.colours import ink_on, readable
from blocks.node import Node, spared
from blocks.setting import WIDTH, Setting

BREAKPOINT = 480  # px
DARK_PAPER, DARK_SURFACE, DARK_CARD = "#14181d", "#1b2129", "#262e38"
DARK_LINE = "#3a4451"
DARK_TEXT, DARK_MUTED = "#e6eaee", "#aeb7c2"

# Fills the preview in the inbox so that it does not run on into the mail.
_FILLER = "&#847;&#8199;&#65279;" * 24
_SCHEMES = Node(
    "mj-raw",
    content=(
        '<meta name="color-scheme" content="light dark"/>'
        '<meta name="supported-color-schemes" content="light dark"/>'
        '<meta name="format-detection" content="telephone=no,date=no,address=no,email=no"/>'
    ),
)


def document(setting: Setting, *, title: str, preheader: str, body: Iterable[Node]) -> Node:
    """The whole mail. title and preheader are XML text as `setting` hands it out."""
    style = setting.style("body")
    children = [
        Node("mj-title", content=spared(title)),
        Node("mj-breakpoint", {"width": f"{BREAKPOINT}px"}),
        Node("mj-attributes", {}, [Node("mj-all", {"font-family": style.stack})]),
        Node("mj-style", content=_sheet(setting)),
        _SCHEMES,
    ]
    if preheader:
        children.insert(1, Node("mj-preview", content=preheader + _FILLER))
    ground = setting.colour("surface")
    paper = Node(
        "mj-body",
        {"width": f"{WIDTH}px", "background-color": ground, "css-class": "e-surface"},
        body,
    )
    return Node("mjml", {"lang": setting.language}, [Node("mj-head", {}, children), paper])


_IF_DARK, _SCHEME = "@media (prefers-color-scheme:dark){", ":root{color-scheme:light dark;"


def in_the_dark(html: str) -> str:
    """A mail as a reader with the dark scheme sees it, whatever scheme the viewer has.

    For looking at alone: a frame prefers what the whole screen prefers, whatever is said about it,
    so the condition is decided in the mail.
    """
    return _decided(html, "all", "dark")


def in_the_light(html: str) -> str:
    """The same for a reader with the light scheme."""
    return _decided(html, "not all", "light")


def _decided(html: str, media: str, scheme: str) -> str:
    decided = html.replace(_IF_DARK, f"@media {media}{{", 1)
    return decided.replace(_SCHEME, f":root{{color-scheme:{scheme};", 1)


def _sheet(setting: Setting) -> str:
    heading = max(round(setting.style("heading").size * 0.83), 22)
    return _rules(readable(setting.colour("brand"), DARK_CARD), heading)


@lru_cache(maxsize=64)
def _rules(brand: str, heading: int) -> str:
    """The sheet of a kit: its brand colour as dark grounds allow it, its heading on phones, px."""
    return (
        f"{_SCHEME}supported-color-schemes:light dark}}"
        ".e-b a{min-width:44px}"
        f"@media only screen and (max-width:{BREAKPOINT - 1}px){{"
        ".e-s>table>tbody>tr>td{padding-left:20px!important;padding-right:20px!important}"
        ".e-w>table>tbody>tr>td{padding-left:12px!important;padding-right:12px!important}"
        "td.e-i,td.e-c{padding-left:20px!important;padding-right:20px!important}"
        f"td.e-h>div{{font-size:{heading}px!important}}"
        "td.e-p{padding:20px 20px 0!important}"
        ".e-n>table>tbody>tr>td{padding:18px 0 0!important}"
        ".e-day{width:58px!important}.e-when{width:calc(100% - 58px)!important}"
        "td.e-k,td.e-v{display:block!important;width:auto!important}"
        "td.e-k{padding-bottom:0!important}"
        "td.e-v{padding-top:0!important;border:0!important}"
        "td.e-b>table{width:100%!important}}"
        f"@media only screen and (min-width:{BREAKPOINT}px){{"
        ".e-even>table>tbody>tr>td{display:flex}"
        ".e-even>table>tbody>tr>td>div>table{height:100%}}"
        f"{_IF_DARK}"
        f"body,.e-surface,.e-surface>table{{background:{DARK_SURFACE}!important}}"
        f".e-background,.e-background>table{{background:{DARK_PAPER}!important}}"
        f".e-card,.e-card>table{{background:{DARK_CARD}!important}}"
        f".e-tile>table>tbody>tr>td{{background:{DARK_CARD}!important;"
        f"border-color:{DARK_LINE}!important}}"
        f".e-t-text>div{{color:{DARK_TEXT}!important}}"
        f".e-code{{background:{DARK_SURFACE}!important;color:{DARK_TEXT}!important}}"
        f".e-cut>table>tbody>tr>td{{border-color:{brand}!important}}"
        f".e-v,.e-pill{{color:{brand}!important}}.e-pill{{border-color:{brand}!important}}"
        f".e-k,.e-v{{border-color:{DARK_LINE}!important}}"
        f".e-t-muted>div,.e-k,.e-old{{color:{DARK_MUTED}!important}}"
        f".e-line>p{{border-top-color:{DARK_LINE}!important}}"
        f".e-t-brand>div,.e-t-text a,.e-t-muted a{{color:{brand}!important}}"
        f".e-b-brand td,.e-b-brand a{{background:{brand}!important}}"
        f".e-b-brand a{{color:{ink_on(brand)}!important}}"
        "}"
    )
