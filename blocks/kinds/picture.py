"""A picture with caption, across the mail or inset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.kinds import parts
from blocks.node import Node
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting

FIELDS = (
    parts.picture(required=True),
    parts.alt(),
    Field(
        "caption",
        FieldType.TEXT,
        Label("Bildunterschrift", "Caption"),
        max_length=200,
        merge=True,
    ),
    parts.link("link", Label("Link", "Link")),
    Field(
        "width",
        FieldType.OPTION,
        Label("Breite", "Width"),
        options={
            "full": Label("Volle Breite", "Full width"),
            "inset": Label("Eingerückt", "Inset"),
        },
        default="full",
    ),
)


WIDTH = FIELDS[-1]


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    return _nodes(values, setting, room=setting.room)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    inset = parts.choice(values, WIDTH) == "inset"
    nodes = _nodes(values, setting, room=setting.room if inset else parts.FULL)
    if not nodes:
        return None
    padding, css = ("12px 32px", "") if inset else ("0", "e-background")
    return parts.section("background", setting, nodes, padding=padding, css=css)


def _nodes(values: Mapping[str, Any], setting: Setting, *, room: int) -> Sequence[Node]:
    """The picture with its caption; across the whole mail it has no corners and leaves a margin."""
    picture = setting.picture(values.get("image"), "image")
    if picture is None:
        return ()
    full = room == parts.FULL
    look = {
        "href": setting.url(values.get("link"), "link"),
        "border-radius": "" if full else f"{setting.theme.corner}px",
    }
    shown = parts.image(picture, look, alt=setting.alt(picture, values.get("alt")), room=room)
    caption = setting.text(values.get("caption"))
    if not caption:
        return (shown,)
    style = setting.type("small", setting.muted(setting.ground))
    padding, css = ("10px 32px 8px", "e-i e-t-muted") if full else ("10px 0 8px", "e-t-muted")
    return (shown, parts.words(caption, style, padding=padding, css=css))


def text(values: Mapping[str, Any], setting: Setting) -> str:
    caption = setting.plain(values.get("caption"))
    href = setting.url(values.get("link"), "link")
    return "\n".join(line for line in (caption, href) if line)


KIND = Kind(
    name="picture",
    label=Label("Bild", "Picture"),
    icon="image",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    summary="alt",
    asks_partner=False,
)
