"""One element of a mail as a value. MRML validates nothing, so this does: parents, attributes,
colours and units are checked when a node is made, and text reaches the mail through it alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from types import MappingProxyType

from blocks.errors import NodeError

Check = Callable[[str], object]
NONE: Mapping[str, str] = MappingProxyType({})


def _full(pattern: str) -> Check:
    return re.compile(pattern, re.ASCII).fullmatch


def _one_of(*words: str) -> Check:
    return frozenset(words).__contains__


_COLOUR = _full(r"#[0-9a-fA-F]{6}|transparent")
_PX = _full(r"[0-9]{1,4}px")
_LENGTH = _full(r"[0-9]{1,4}px|[0-9]{1,3}(?:\.[0-9]{1,4})?%")
_RADIUS = _full(r"[0-9]{1,4}px(?: [0-9]{1,4}px){3}|[0-9]{1,4}px")
_PADDING = _full(r"(?:0|[0-9]{1,3}px)(?: (?:0|[0-9]{1,3}px)){0,3}")
_NUMBER = _full(r"[0-9](?:\.[0-9]{1,3})?")
_WEIGHT = _full(r"[1-9]00")
_FONTS = _full(r"[A-Za-z0-9 ,'-]{1,200}")
_CLASS = _full(r"[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*")
_BORDER = _full(r"none|[0-9]{1,2}px (?:solid|dashed) #[0-9a-fA-F]{6}")
_ALIGN = _one_of("left", "center", "right")
_VERTICAL = _one_of("top", "middle", "bottom")
# Free values: any text without controls; they are escaped when written.
_TEXT = _full(r"[^\x00-\x1f\x7f]*")
_FREE = frozenset({"alt", "src", "href", "lang"})
# MRML writes attributes as Rust would debug-print them: a backslash doubles, and what is not
# printable alone (variation selectors, joiners, our own tokens) turns into `\\u{..}`. Character
# references pass untouched.
_FRAGILE = re.compile(r"[^ -\[\]-~\u00a1-\u00ac\u00ae-\u017f]")

_FONT: Mapping[str, Check] = {
    "font-family": _FONTS,
    "font-size": _PX,
    "font-weight": _WEIGHT,
    "line-height": _NUMBER,
    "color": _COLOUR,
}
_BOX: Mapping[str, Check] = {
    "css-class": _CLASS,
    "padding": _PADDING,
    "background-color": _COLOUR,
    "border-radius": _RADIUS,
}
_PLACED: Mapping[str, Check] = {"align": _ALIGN, "padding": _PADDING, "css-class": _CLASS}


@dataclass(frozen=True, slots=True)
class Tag:
    """What an element may hold: its children, or text; and its attributes."""

    attributes: Mapping[str, Check]
    children: frozenset[str] = frozenset()
    text: bool = False


_BLOCKS = frozenset({"mj-text", "mj-image", "mj-button", "mj-divider", "mj-spacer"})
_SECTIONS = frozenset({"mj-section", "mj-raw"})
SCHEMA: Mapping[str, Tag] = MappingProxyType(
    {
        "mjml": Tag({"lang": _TEXT}, frozenset({"mj-head", "mj-body"})),
        "mj-head": Tag(
            {},
            frozenset({"mj-title", "mj-preview", "mj-attributes", "mj-style", "mj-raw"})
            | {"mj-breakpoint"},
        ),
        "mj-breakpoint": Tag({"width": _PX}),
        "mj-title": Tag({}, text=True),
        "mj-preview": Tag({}, text=True),
        "mj-style": Tag({}, text=True),
        "mj-attributes": Tag({}, frozenset({"mj-all", "mj-text", "mj-section", "mj-button"})),
        "mj-all": Tag({**_FONT, "padding": _PADDING}),
        "mj-raw": Tag({}, text=True),
        "mj-body": Tag(
            {"width": _PX, "background-color": _COLOUR, "css-class": _CLASS},
            _SECTIONS | {"mj-wrapper"},
        ),
        "mj-wrapper": Tag(_BOX, _SECTIONS),
        "mj-section": Tag(
            {
                **_BOX,
                "text-align": _ALIGN,
                "border": _BORDER,
                "direction": _one_of("rtl"),  # columns from the right; on phones in their order
            },
            frozenset({"mj-column", "mj-group"}),
        ),
        # Columns that stay side by side on phones.
        "mj-group": Tag({"vertical-align": _VERTICAL}, frozenset({"mj-column"})),
        "mj-column": Tag(
            {**_BOX, "width": _LENGTH, "vertical-align": _VERTICAL, "border": _BORDER},
            _BLOCKS | {"mj-raw"},
        ),
        "mj-text": Tag(
            {
                **_FONT,
                **_PLACED,
                "letter-spacing": _PX,
                "text-transform": _one_of("uppercase"),
            },
            text=True,
        ),
        "mj-image": Tag(
            {
                **_PLACED,
                "src": _TEXT,
                "alt": _TEXT,
                "href": _TEXT,
                "width": _PX,
                "border-radius": _PX,
                "fluid-on-mobile": _one_of("true"),
            }
        ),
        "mj-button": Tag(
            {
                **_FONT,
                **_PLACED,
                "href": _TEXT,
                "background-color": _COLOUR,
                "border-radius": _PX,
                "border": _BORDER,
                "inner-padding": _PADDING,
                "width": _PX,
            },
            text=True,
        ),
        "mj-divider": Tag(
            {**_PLACED, "border-color": _COLOUR, "border-width": _PX, "width": _LENGTH}
        ),
        "mj-spacer": Tag({"height": _PX, "css-class": _CLASS}),
    }
)


def attribute(value: str) -> str:
    """A value as it may stand in a quoted attribute of MJML, and come out of MRML unharmed."""
    return spared(escape(value))


def spared(xml: str) -> str:
    """Escaped text with references for all that MRML would spoil in an attribute."""
    if xml.isascii() and "\\" not in xml:
        return xml
    return _FRAGILE.sub(lambda m: f"&#x{ord(m[0]):x};", xml)


@lru_cache(maxsize=4096)
def _start(tag: str, attributes: tuple[tuple[str, str], ...]) -> str:
    """The checked start of an element, without its brackets.

    Kept, because a mail says the same few hundred starts again and again.
    """
    schema = SCHEMA.get(tag)
    if schema is None:
        raise NodeError(f"<{tag}> is no tag of ours.")
    start = tag
    for name, value in attributes:
        check = schema.attributes.get(name)
        if check is None or not check(value):
            raise NodeError(f"<{tag}> does not take {name}={value!r}.")
        start += f' {name}="{attribute(value) if name in _FREE else value}"'
    if tag == "mj-image" and "alt" not in dict(attributes):
        raise NodeError("<mj-image> needs an alt, be it empty.")
    return start


class Node:
    """One element. `content` is text that is already XML, as `blocks.setting` hands it out.

    Raises NodeError for what the schema does not know; an image without alt is refused too.
    """

    __slots__ = ("tag", "xml")

    def __init__(
        self,
        tag: str,
        attributes: Mapping[str, str] = NONE,
        children: Iterable[Node] = (),
        content: str = "",
    ) -> None:
        self.tag = tag
        start, schema = _start(tag, tuple(attributes.items())), SCHEMA[tag]
        pieces: list[str] = []
        for child in children:
            if child.tag not in schema.children:
                raise NodeError(f"<{child.tag}> may not stand in <{tag}>.")
            pieces.append(child.xml)
        if content and not schema.text:
            raise NodeError(f"<{tag}> holds no text.")
        inner = "".join(pieces) if pieces else content
        self.xml: str = f"<{start}>{inner}</{tag}>" if inner else f"<{start}/>"


def serialise(node: Node) -> str:
    """The node as MJML."""
    return node.xml
