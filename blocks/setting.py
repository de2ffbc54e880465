"""What a kind may ask while it builds its part of a mail, and the one way for text to get in.

User text never meets markup: it is cleaned, escaped, and its merge fields become opaque tokens of
private-use characters. Cleaning strips private use, so nobody can forge one. The compiler turns
the whole mail into HTML and `split` takes the tokens out again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from types import MappingProxyType

from blocks import links
from blocks.colours import ink_on, mix, readable
from blocks.errors import CompileError
from blocks.merge import (
    FIELDS,
    LINK_FIELDS,
    PARTNER_FIELDS,
    SYSTEM_FIELDS,
    Context,
    If,
    Literal,
    Part,
    Segment,
    Segments,
    Slot,
    fill,
    fold,
    joined,
    parse,
)
from blocks.pictures import EMPTY_SHELF, Picture
from blocks.quote import Quote
from blocks.sanitise import ALL_FEATURES, clean_lines, clean_rich, clean_text, safe_url
from brand_kits.findings import Finding, Severity
from brand_kits.theme import Imprint, Theme, TypeStyle, tongue

NO_VALUES: Mapping[str, str] = MappingProxyType({})
WIDTH = 600  # of the mail, px
SIDE = 32  # left and right of text, px; 20 on phones, by the class e-s

escaped = lru_cache(maxsize=4096)(escape)  # every word of a mail, more than once

OPEN, CLOSE = "\ue000", "\ue001"

DEFAULT_STYLES: Mapping[str, TypeStyle] = MappingProxyType(
    {
        "heading": TypeStyle(size=30, weight=700, line_height=1.2),
        "subheading": TypeStyle(size=20, weight=700, line_height=1.3),
        "body": TypeStyle(size=16, line_height=1.5),
        "small": TypeStyle(size=13, line_height=1.5),
        "price": TypeStyle(size=28, weight=700, line_height=1.1),
        "button": TypeStyle(size=16, weight=700, line_height=1.2),
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A partner's facts, cleaned: "partner.city" -> its value. Two are one only if they are the
    same object, so that a key that holds them costs nothing to compare.
    """

    values: Mapping[str, str]


@lru_cache(maxsize=1024)
def facts_of(said: tuple[tuple[str, str], ...]) -> Facts:
    return Facts(MappingProxyType({name: clean_text(value) for name, value in said}))


@dataclass(slots=True)
class Setting:
    """One mail in the making. `block_id` is the block now being built; findings gather here.

    room, ground: the width in px and the colour role behind what is now being built.
    rank: of the last heading, 0 before the first. files: what has to stand at `files_at` when the
    mail is read, by name.
    partner: "partner.city" -> its value; they are constants of the mail. Raises CompileError for a
    colour role that the kit does not have (never a silent black).
    """

    theme: Theme
    language: str = "de"
    pictures: Mapping[int, Picture] = field(default_factory=lambda: MappingProxyType({}))
    partner: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    imprint: Imprint | None = None
    findings: list[Finding] = field(default_factory=list)
    block_id: str = ""
    room: int = WIDTH - 2 * SIDE
    ground: str = "background"
    rank: int = 0
    files_at: str = EMPTY_SHELF.files_at
    files: dict[str, bytes] = field(default_factory=dict)
    quotes: Mapping[tuple[str, int], Quote] = field(default_factory=dict)
    types: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.partner = facts_of(tuple(self.partner.items())).values

    # --- text ------------------------------------------------------------------------------------

    def text(self, value: object, *, merge: bool = True) -> str:
        """One line as XML text."""
        return self._plain(clean_text(value), Context.TEXT, escaped, merge=merge)

    def lines(self, value: object, *, merge: bool = True) -> str:
        """Several lines as XML text, parted by <br/>."""
        text = self._plain(clean_lines(value), Context.TEXT, escaped, merge=merge)
        return text.replace("\n", "<br/>")

    def attr(self, value: object, *, merge: bool = False) -> str:
        """One line for an attribute; `Node` escapes it."""
        return self._plain(clean_text(value), Context.ATTR, str, merge=merge)

    def header(self, value: object) -> str:
        """One line for a mail header: not escaped."""
        return self._plain(clean_text(value), Context.SUBJECT, str)

    def plain(self, value: object, *, merge: bool = True) -> str:
        """Text for the text part: not escaped."""
        return self._plain(clean_lines(value), Context.PLAIN, str, merge=merge)

    def rich(self, value: object, features: Iterable[str] = ALL_FEATURES) -> str:
        """Rich text as well-formed XML."""
        html = clean_rich(value, features)
        if "{" not in html:
            return html
        return self._tokens(parse(html, html=True).parts, Context.TEXT, str, escaped)

    def plain_rich(self, value: object, features: Iterable[str] = ALL_FEATURES) -> str:
        """Rich text for the text part."""
        html = clean_rich(value, features)
        if "{" in html:
            html = self._tokens(parse(html, html=True).parts, Context.PLAIN, str, escaped)
        return _as_text(html)

    def for_all(self, plain: str) -> str:
        """Text as `plain` hands it out, for a file that all readers share: fields at fallback."""
        return fill(split(plain), NO_VALUES).strip()

    def url(self, value: object, name: str) -> str:
        """A link for an attribute, or "" and a finding. `name` is the field it stands in.

        A system link stands alone; partner fields may stand anywhere in it; the reader's own
        fields nowhere, a link would tell everyone on the way who reads.
        """
        source = clean_text(value)
        if not source:
            return ""
        parts = fold(parse(source, allowed=LINK_FIELDS).parts, self.partner)
        if len(parts) == 1 and isinstance(parts[0], Slot) and parts[0].field in SYSTEM_FIELDS:
            return self.token(Slot(parts[0].field, "", Context.URL))
        url = "".join(_constant(part) for part in parts)
        if "://" not in url and source.startswith("{{") and not url.startswith(("tel:", "mailto:")):
            url = f"https://{url}"
        found = safe_url(url)
        if not found:
            wrong = links.fault(url, merge=False) or links.Fault("link.format", links.SCHEMES)
            code = "link.merge" if "<" in url and "<" not in source else wrong.code
            self.say(code, field=name, value=wrong.value, limit=wrong.limit)
        return found

    def _plain(
        self, clean: str, context: Context, literal: Callable[[str], str], *, merge: bool = True
    ) -> str:
        if not merge or "{" not in clean:
            return literal(clean)
        return self._tokens(parse(clean).parts, context, literal, literal)

    def _tokens(
        self,
        parts: Iterable[Part],
        context: Context,
        literal: Callable[[str], str],
        constant: Callable[[str], str],
    ) -> str:
        out: list[str] = []
        for part in parts:
            if isinstance(part, Literal):
                out.append(literal(part.text))
            elif isinstance(part, If):
                inner = (
                    self._tokens(part.then, context, literal, constant)
                    if part.field not in PARTNER_FIELDS or self.partner.get(part.field)
                    else ""
                )
                if inner and part.field not in PARTNER_FIELDS:
                    out += (self.token(part.field), inner, self.token(None))
                else:
                    out.append(inner)
            elif part.field in PARTNER_FIELDS:
                out.append(constant(self.partner.get(part.field) or clean_text(part.fallback)))
            else:
                out.append(self.token(Slot(part.field, clean_text(part.fallback), context)))
        return "".join(out)

    def token(self, slot: Slot | str | None) -> str:
        """A place `split` finds again: a slot, the field a condition opens with, or its end."""
        return _token(slot)

    # --- the brand -------------------------------------------------------------------------------

    def colour(self, role: str) -> str:
        try:
            return self.theme.colour(role)
        except KeyError:
            raise CompileError(self.block_id, f"the kit has no colour {role!r}") from None

    def ink(self, ground: str) -> str:
        """The text colour that belongs to a ground role."""
        if ground in ("background", "surface"):
            return self.colour("text")
        return self.theme.colours.get(f"on_{ground}") or ink_on(self.colour(ground))

    def muted(self, ground: str = "background") -> str:
        chosen = self.theme.colours.get("muted") or mix(self.colour("text"), "#ffffff", 0.35)
        return readable(chosen, self.colour(ground))

    def line(self) -> str:
        return self.theme.colours.get("line") or mix(
            self.colour("background"), self.colour("text"), 0.15
        )

    def style(self, name: str) -> TypeStyle:
        return self.theme.styles.get(name) or DEFAULT_STYLES[name]

    def type(self, name: str, colour: str) -> Mapping[str, str]:
        """The attributes of a text in one of the kit's styles."""
        found = self.types.get((name, colour))
        if found is None:
            style = self.style(name)
            found = self.types[name, colour] = {
                "font-family": style.stack,
                "font-size": f"{style.size}px",
                "font-weight": str(style.weight),
                "line-height": f"{style.line_height:g}",
                "color": colour,
            }
        return found

    def heading(self, content: str, wanted: int) -> str:
        """Text as a heading of a rank, 1 to 6; none is skipped on the way down."""
        self.rank = min(wanted, max(self.rank, 1) + 1)
        style = "margin:0;font-size:inherit;font-weight:inherit"
        return f'<h{self.rank} style="{style}">{content}</h{self.rank}>'

    # --- pictures --------------------------------------------------------------------------------

    def picture(self, picture_id: object, name: str) -> Picture | None:
        """The picture, or None (with a finding, when one was asked for)."""
        if picture_id in (None, ""):
            return None
        found = self.pictures.get(picture_id) if isinstance(picture_id, int) else None
        if found is None or not found.url:
            self.say("picture.gone", field=name, value=str(picture_id)[:80])
            return None
        return found

    def quote(self, sort: str, chosen: object, name: str) -> Quote | None:
        """The claim or voice, or None (with a finding, when one was asked for).

        sort: `claim` or `testimonial`, as the type of the field is called.
        """
        if chosen in (None, ""):
            return None
        found = self.quotes.get((sort, chosen)) if isinstance(chosen, int) else None
        if found is None:
            self.say("claim.missing", field=name)
        return found if found and found.words else None

    def publish(self, content: bytes, extension: str) -> str:
        """The address of a file that comes with the mail, named by its content."""
        name = f"{hashlib.sha256(content).hexdigest()}.{extension}"
        self.files[name] = content
        return self.files_at + name

    def alt(self, picture: Picture, value: object) -> str:
        """What a reader hears: the block's own words, else the library's; both empty is said."""
        words = clean_text(value) or clean_text(picture.alt)
        if not words:
            self.say("access.alt", Severity.WARNING, field="alt")
        return words

    def say(
        self,
        code: str,
        severity: Severity = Severity.ERROR,
        *,
        field: str = "",
        value: object = None,
        limit: object = None,
    ) -> None:
        self.findings.append(
            Finding(code, severity, self.block_id, field, value=value, limit=limit)
        )

    def words(self, de: str, en: str) -> str:
        return de if tongue(self.language) == "de" else en


def _constant(part: Part) -> str:
    """A piece of a link. What may not stand there becomes `<`, with which no link passes."""
    if isinstance(part, Literal):
        return part.text
    if isinstance(part, Slot) and part.field in PARTNER_FIELDS:
        return part.fallback
    return "<"


_BREAK = re.compile(r"<br/>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_ITEM = re.compile(r"<li>")
_END = re.compile(r"</(?:p|ul|ol)>")
_NO_DIGIT = re.compile(r"[^0-9]")
_TAGS = re.compile(r"<[^>]*>")
_GAPS = re.compile(r"\n{3,}")


def _linked(match: re.Match[str]) -> str:
    target, words = match[1], match[2]
    shown = _TAGS.sub("", words).strip()
    bare = target.removeprefix("mailto:").removeprefix("https://")
    return words if shown in (target, bare) or _dials(shown, target) else f"{words} ({target})"


def _dials(shown: str, target: str) -> bool:
    """Whether the words are the number themselves, however they are written."""
    number = _NO_DIGIT.sub("", shown).lstrip("0")
    return target.startswith("tel:") and bool(number) and target.endswith(number)


@lru_cache(maxsize=1024)
def _as_text(html: str) -> str:
    """Cleaned rich text as lines: items with a star, links with their target behind them."""
    text = html.replace("\n", " ")
    text = _LINK.sub(_linked, text)
    text = _BREAK.sub("\n", text)
    text = _ITEM.sub("\n* ", text)
    text = _END.sub("\n\n", text)
    text = unescape(_TAGS.sub("", text))
    lines = (line.strip() for line in text.split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


# --- tokens --------------------------------------------------------------------------------------


_CONTEXTS = tuple(Context)
_NAMES = tuple(sorted(FIELDS))


@lru_cache(maxsize=2048)
def _token(slot: Slot | str | None) -> str:
    """A token says itself what it stands for, so that a piece of a mail can be kept and reused.

    In numbers, because a kind may write its lines in capitals.
    """
    if slot is None:
        return OPEN + CLOSE
    if isinstance(slot, str):
        return f"{OPEN}{_NAMES.index(slot)}{CLOSE}"
    place, name = _CONTEXTS.index(slot.context), _NAMES.index(slot.field)
    return f"{OPEN}{name},{place},{slot.fallback.encode().hex()}{CLOSE}"


@lru_cache(maxsize=2048)
def _meant(words: str) -> Slot | str | None:
    """The reverse of _token, for what stands between its brackets."""
    name, _, rest = words.partition(",")
    if not rest:
        return _NAMES[int(name)] if name else None
    place, _, fallback = rest.partition(",")
    return Slot(_NAMES[int(name)], bytes.fromhex(fallback).decode(), _CONTEXTS[int(place)])


_PLAIN = ((OPEN, CLOSE),)
_HTML = (*_PLAIN, ("&#xe000;", "&#xe001;"))


def split_html(rendered: str) -> Segments:
    """Rendered HTML with its tokens taken out. In attributes they stand as references.

    Only HTML: there a typed `&#xe000;` is escaped, in plain text it would pass for a token.
    """
    return _split(rendered, _HTML)


def split(rendered: str) -> Segments:
    """Plain text with its tokens taken out: literals, slots and conditions."""
    return _split(rendered, _PLAIN)


def _split(rendered: str, brackets: Iterable[tuple[str, str]]) -> Segments:
    stack: list[tuple[str, list[Segment]]] = [("", [])]
    end = 0
    for start, stop, words in sorted(_found(rendered, brackets)):
        stack[-1][1].append(rendered[end:start])
        end, slot = stop, _meant(words)
        if isinstance(slot, Slot):
            stack[-1][1].append(slot)
        elif slot is not None:
            stack.append((slot, []))
        else:
            condition, inner = stack.pop()
            stack[-1][1].append(If(condition, joined(inner)))
    stack[-1][1].append(rendered[end:])
    return joined(stack[0][1])


def _found(rendered: str, brackets: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """(start, end, what stands between) of every token."""
    for opening, closing in brackets:
        at = rendered.find(opening)
        while at >= 0:
            stop = rendered.index(closing, at)
            yield at, stop + len(closing), rendered[at + len(opening) : stop]
            at = rendered.find(opening, stop)
