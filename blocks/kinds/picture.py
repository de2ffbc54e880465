"""A picture with caption, across the mail or inset."""

from __future__ import annotations

from collections.abc import Mapping
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


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    picture = setting.picture(values.get("image"), "image")
    if picture is None:
        return None
    inset = parts.choice(values, WIDTH) == "inset"
    href = setting.url(values.get("link"), "link")
    radius = f"{setting.theme.corner}px" if inset else ""
    children = [
        parts.image(
            picture,
            {"href": href, "border-radius": radius},
            alt=setting.alt(picture, values.get("alt")),
            room=parts.INSET if inset else parts.FULL,
        )
    ]
    caption = setting.text(values.get("caption"))
    if caption:
        side = "0" if inset else "32px"
        children.append(
            parts.words(
                caption,
                setting.type("small", setting.muted()),
                padding=f"10px {side} 8px",
                css="e-t-muted" if inset else "e-i e-t-muted",
            )
        )
    padding, css = ("12px 32px", "") if inset else ("0", "e-background")
    return parts.section("background", setting, children, padding=padding, css=css)


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
    leaf=True,
    summary="alt",
)
