"""Cleans what people write: plain text of what hides in it, rich text down to an allow-list.

nh3 (ammonia) decides what HTML means; bleach is not used, its last release ended all fixes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

import nh3

RICH_TAGS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "bold": frozenset({"b", "strong"}),
        "italic": frozenset({"i", "em"}),
        "link": frozenset({"a"}),
        "ul": frozenset({"ul", "li"}),
        "ol": frozenset({"ol", "li"}),
    }
)
ALL_FEATURES = tuple(RICH_TAGS)
_ALWAYS = frozenset({"p", "br"})
# What is not text but machinery goes with its content; `a` may hold text only.
_WITH_CONTENT = frozenset({"script", "style", "template", "noscript", "title", "textarea", "xmp"})
_MAX_ROUNDS = 8
MAX_DEPTH = 30  # tags in tags; a list in a list in a link in bold is six
_NESTING = re.compile(r"<(/?)[a-z][a-z0-9]*[^<>]*?(/?)>")

# A link as a whole. No blanks, quotes, angles, braces or backslashes: what is not a plain URL is
# refused, not repaired (browsers repair differently).
_URL_SHAPE = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]{0,252})(?::[0-9]{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]{0,2000})?"
    r"|mailto:[!#-;=?-\[\]_a-z~]{1,64}@[a-z0-9.-]{1,253}(?:\?[!#-;=?-\[\]_a-z~]{0,1000})?"
    r"|tel:\+?[0-9()./-]{2,32}",
    re.IGNORECASE | re.ASCII,
)

# Controls but tab and line feed; soft hyphen stays. Zero width and bidi controls hide or turn text;
# private use holds our own tokens; tags (E00xx) and noncharacters say nothing to anyone.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    "\U000e0000-\U000fffff\U00100000-\U0010ffff]"
)
# A combining mark right behind a tag would swallow its `>` when the text is normalised (U+226F).
_GLUED = re.compile(r">([\u0300-\U0010ffff]+)")


def _visible(text: str) -> str:
    if text.isprintable():  # none of what is hidden is; most text ends here
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return _HIDDEN.sub("", text)
    return _HIDDEN.sub("", unicodedata.normalize("NFC", text))


def clean_text(text: object) -> str:
    """One line of plain text: NFC, no controls, no bidi or zero-width tricks, no private use."""
    return _clean_text(text) if isinstance(text, str) and text else ""


@lru_cache(maxsize=4096)
def _clean_text(text: str) -> str:
    return " ".join(_visible(text).split())


def clean_lines(text: object) -> str:
    """Plain text of several lines; blanks at their ends and empty lines at the edges are gone."""
    return _clean_lines(text) if isinstance(text, str) and text else ""


@lru_cache(maxsize=4096)
def _clean_lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in _visible(text).split("\n"))
    return "\n".join(lines).strip("\n")


def safe_url(url: object) -> str:
    """The URL when it is https, mailto or tel through and through, else "". Blanks in tel go."""
    return _safe_url(url) if isinstance(url, str) and url else ""


@lru_cache(maxsize=1024)
def _safe_url(url: str) -> str:
    url = url.strip()
    if url[:4].lower() == "tel:":
        url = url.replace(" ", "").replace("\u00a0", "")
    return url if _URL_SHAPE.fullmatch(url) else ""


def _only_safe_links(tag: str, name: str, value: str) -> str | None:
    return (safe_url(value) or None) if (tag, name) == ("a", "href") else None


def _cleaner(tags: frozenset[str]) -> Callable[[str], str]:
    cleaner = nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={"a": {"href"}} if "a" in tags else {},
        attribute_filter=_only_safe_links,
        url_schemes={"https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )
    return cleaner.clean


def _tags(features: Iterable[str]) -> frozenset[str]:
    return _ALWAYS.union(*(RICH_TAGS.get(feature, frozenset()) for feature in features))


_CLEANERS = {tags: _cleaner(tags) for tags in {_tags(ALL_FEATURES), _tags(())}}
_VOID = re.compile(r"<br\s*/?>")
_NO_TARGET = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_EMPTY = re.compile(r"<(p|b|strong|i|em|a|ul|ol|li)(?: href=\"[^\"]*\")?>\s*</\1>")


def clean_rich(html: object, features: Iterable[str] = ALL_FEATURES) -> str:
    """Rich text on the allow-list, as well-formed XML; a fixed point of itself.

    Tags: p, br and those of the features. The only attribute is an `a`'s href, https, mailto or
    tel by full match. A link that leads nowhere (as Wagtail's links to pages do outside a site) is
    its text. Never raises.
    """
    return _clean_rich(html, tuple(features)) if isinstance(html, str) and html else ""


@lru_cache(maxsize=1024)
def _clean_rich(html: str, features: tuple[str, ...]) -> str:
    tags = _tags(features)
    clean = _CLEANERS.get(tags) or _cleaner(tags)
    text = _HIDDEN.sub("", html)
    for _round in range(_MAX_ROUNDS):
        cleaned = _tidy(clean(text))
        if depth(cleaned) > MAX_DEPTH:
            # MRML walks tags on its stack: a few thousand of them would end the process.
            return f"<p>{' '.join(_NESTING.sub(' ', cleaned).split())}</p>"
        if cleaned == text:
            return cleaned
        text = cleaned
    return clean_text(nh3.clean_text(text))  # never seen: what will not settle is plain text


def depth(html: str) -> int:
    """How deep the tags of well-formed rich text stand in one another."""
    deepest = level = 0
    for end, empty in _NESTING.findall(html):
        if empty:
            continue
        level += -1 if end else 1
        deepest = max(deepest, level)
    return deepest


def _tidy(html: str) -> str:
    """The same as XML: closed br, no named entity, no link without target, no empty element."""
    html = _HIDDEN.sub("", html.replace("&nbsp;", "\u00a0"))
    if not html.isascii():
        html = unicodedata.normalize("NFC", _GLUED.sub(_unglued, html))
    html = _VOID.sub("<br/>", html)
    html = _NO_TARGET.sub(r"\1", html)
    return _EMPTY.sub("", html).strip()


def _unglued(match: re.Match[str]) -> str:
    text = match[1]
    while text and unicodedata.combining(text[0]):
        text = text[1:]
    return ">" + text
