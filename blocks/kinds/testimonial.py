"""A customer's voice: what somebody said who agreed to be quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.colours import readable
from blocks.kinds import parts
from blocks.node import Node
from blocks.quote import Quote
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting, escaped

FIELDS = (
    Field("voice", FieldType.TESTIMONIAL, Label("Kundenstimme", "Customer's voice"), required=True),
    parts.colour("background", Label("Grund", "Ground"), ("surface", "background")),
)


GROUND = FIELDS[-1]
FACE = 84  # px, of the portrait


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    """The portrait over the words."""
    quote = setting.quote("testimonial", values.get("voice"), "voice")
    if quote is None:
        return ()
    face = _face(quote, setting, padding="0 0 12px")
    words = _words(quote, setting, setting.ground)
    return (face, *words) if face else words


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    quote = setting.quote("testimonial", values.get("voice"), "voice")
    if quote is None:
        return None
    ground = parts.choice(values, GROUND)
    words, face = _words(quote, setting, ground), _face(quote, setting, padding="2px 0 0")
    if face is None:
        return parts.section(ground, setting, words, padding="28px 32px 30px")
    columns = [
        Node(
            "mj-column",
            {"css-class": "e-day", "width": f"{FACE}px", "vertical-align": "top"},
            [face],
        ),
        Node(
            "mj-column",
            {
                "css-class": "e-when",
                "width": f"{parts.INSET - FACE}px",
                "vertical-align": "top",
                "padding": "0 0 0 20px",
            },
            words,
        ),
    ]
    return parts.band(ground, setting, [Node("mj-group", {}, columns)], padding="28px 32px 30px")


def _face(quote: Quote, setting: Setting, *, padding: str) -> Node | None:
    """A round portrait; the name stands beside it, so it says no more than that."""
    portrait = quote.portrait
    if portrait is None or not portrait.square:
        return None
    look = {
        "src": portrait.square,
        "alt": setting.attr(portrait.alt) or quote.author,
        "width": f"{FACE}px",
        "border-radius": f"{FACE // 2}px",
        "align": "left",
        "padding": padding,
    }
    return Node("mj-image", look)


def _words(quote: Quote, setting: Setting, ground: str) -> list[Node]:
    paper = setting.colour(ground)
    brand, ink = (readable(setting.colour(c), paper) for c in ("brand", "text"))
    size = setting.style("body").size
    large = {**setting.type("body", brand), "font-size": f"{size + 3}px", "line-height": "1.4"}
    said = setting.words(f"„{quote.words}“", f"“{quote.words}”")
    nodes = [parts.words(escaped(said), large, css="e-t-brand")]
    author = {**setting.type("body", ink), "font-weight": "700"}
    nodes.append(parts.words(escaped(quote.author), author, padding="10px 0 0", css="e-t-text"))
    if quote.role:
        small = setting.type("small", setting.muted(ground))
        nodes.append(parts.words(escaped(quote.role), small, css="e-t-muted"))
    return nodes


def text(values: Mapping[str, Any], setting: Setting) -> str:
    quote = setting.quote("testimonial", values.get("voice"), "voice")
    if quote is None:
        return ""
    said = setting.words(f"„{quote.words}“", f"“{quote.words}”")
    return f"{said}\n{', '.join(one for one in (quote.author, quote.role) if one)}"


KIND = Kind(
    name="testimonial",
    label=Label("Kundenstimme", "Testimonial"),
    icon="openquote",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    asks_partner=False,
)
