"""Whether everybody can read a mail: contrast, headings, link texts, picture descriptions. Pure.

It looks at the compiled HTML, so it holds for every kind there is and will be. Compiled with
marks, each finding names its block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from html import unescape

from brand_kits.contrast import MINIMUM, ratio
from brand_kits.findings import Finding, Severity

# Words that say nothing of where a link leads, WCAG 2.2 SC 2.4.4; compared without case and dots.
VAGUE = frozenset(
    {
        *("hier", "hier klicken", "klick hier", "klicken sie hier", "mehr", "mehr dazu"),
        *("mehr erfahren", "mehr lesen", "weiter", "weiterlesen", "link", "dieser link"),
        *("here", "click here", "more", "read more", "learn more", "more info", "this link"),
        *("this", "go", "continue"),
    }
)


class Grade(StrEnum):
    """What a rule's findings count as."""

    ERROR = "error"
    WARNING = "warning"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Grades:
    """The grade of each rule, named as its code after `access.`."""

    alt: Grade = Grade.ERROR
    contrast: Grade = Grade.ERROR
    headings: Grade = Grade.WARNING
    link_text: Grade = Grade.WARNING


OF_TEMPLATES = Grades()
OF_CAMPAIGNS = Grades(alt=Grade.WARNING, contrast=Grade.WARNING)
RULES = tuple(f.name for f in fields(Grades))


def graded(findings: Iterable[Finding], grades: Grades) -> tuple[Finding, ...]:
    """The same findings, those of these rules at their grade, ignored ones left out."""
    out = []
    for finding in findings:
        family, _dot, rule = finding.code.partition(".")
        if family != "access" or rule not in RULES:
            out.append(finding)
            continue
        grade: Grade = getattr(grades, rule)
        if grade is not Grade.IGNORE:
            out.append(replace(finding, severity=Severity(grade)))
    return tuple(out)


@lru_cache(maxsize=128)
def look(html: str) -> tuple[Finding, ...]:
    """access.contrast, access.headings and access.link_text of a mail, in its order.

    html: of `compile(marks=True)`; without marks the findings name no block. Descriptions of
    pictures are judged where they are chosen, but a linked picture without one is a link without
    a text. Never raises.
    """
    reader = _Reader()
    reader.read(html)
    return tuple(dict.fromkeys(reader.found))


@dataclass(slots=True)
class _Open:
    """An element being read. text: what a reader hears of it, gathered for links alone."""

    tag: str
    colour: str
    ground: str
    hidden: bool
    text: list[str] = field(default_factory=list)


_TOKEN = re.compile(
    r"<!--#(?P<close>/?)(?P<mark>[A-Za-z0-9/-]*)-->|<!--.*?-->"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_STYLE = re.compile(r"""\bstyle=(?:"([^"]*)"|'([^']*)')""")
_ALT = re.compile(r"""\balt=(?:"([^"]*)"|'([^']*)')""")
_BGCOLOR = re.compile(r"""\bbgcolor=["']?(#[0-9a-fA-F]{6})""")
_COLOUR = re.compile(r"(?:^|;)\s*color:\s*(#[0-9a-fA-F]{6})")
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?:\s*(#[0-9a-fA-F]{6})")
_HIDDEN = re.compile(r"(?:^|;)\s*display:\s*none")
_VOID = frozenset({"img", "br", "hr", "meta", "link", "input", "col", "wbr"})
_SILENT = frozenset({"head", "style", "script", "title"})
_UNSEEN = re.compile(r"[\s\u034f\u200b-\u200d\u2060\ufeff]")  # spaces of any width, fillers
_HEADING = re.compile(r"h([1-6])")


class _Reader:
    """One pass over a mail's HTML with a stack of open elements."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self.stack = [_Open("", "#000000", "#ffffff", hidden=False)]
        self.blocks: list[str] = []
        self.level = 1  # the mail's own title is the subject; its first heading is h1 or h2
        self.first = False

    def read(self, html: str) -> None:
        at = 0
        for token in _TOKEN.finditer(html):
            if token.start() > at:
                self.words(html[at : token.start()])
            at = token.end()
            if token["tag"]:
                self.tag(token["tag"].lower(), token["rest"], ends=bool(token["end"]))
            elif token["mark"]:
                self.mark(token["mark"], closes=bool(token["close"]))

    def mark(self, block_id: str, *, closes: bool) -> None:
        if not closes:
            self.blocks.append(block_id)
        elif self.blocks:
            self.blocks.pop()

    def tag(self, tag: str, rest: str, *, ends: bool) -> None:
        if ends:
            self.end(tag)
            return
        above = self.stack[-1]
        if tag == "img":
            alt = _ALT.search(rest)
            self.hear(unescape((alt[1] or alt[2] or "") if alt else ""))
        if heading := _HEADING.fullmatch(tag):
            self.heading(int(heading[1]))
        if tag in _VOID or rest.endswith("/"):
            return
        style = _STYLE.search(rest)
        css = (style[1] or style[2] or "") if style else ""
        colour, ground = _COLOUR.search(css), _GROUND.search(css) or _BGCOLOR.search(rest)
        self.stack.append(
            _Open(
                tag,
                colour[1].lower() if colour else above.colour,
                ground[1].lower() if ground else above.ground,
                hidden=above.hidden or tag in _SILENT or bool(_HIDDEN.search(css)),
            )
        )

    def end(self, tag: str) -> None:
        """Closes the element; what was never opened closes nothing."""
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag == tag:
                closed = self.stack[depth]
                del self.stack[depth:]
                if tag == "a":
                    self.link(" ".join("".join(closed.text).split()))
                return

    def words(self, text: str) -> None:
        here = self.stack[-1]
        said = unescape(text)
        if here.hidden or not _UNSEEN.sub("", said):
            return
        self.hear(said)
        found = ratio(here.colour, here.ground)
        if found < MINIMUM:
            self.say("contrast", limit=MINIMUM, value=found)

    def hear(self, said: str) -> None:
        for one in reversed(self.stack):
            if one.tag == "a":
                one.text.append(said)
                return

    def heading(self, level: int) -> None:
        """One h1 at most, and no step down that skips a level."""
        if (level == 1 and self.first) or level > self.level + 1:
            self.say("headings", limit=min(self.level + 1, 6), value=level)
        self.first = self.first or level == 1
        self.level = level

    def link(self, text: str) -> None:
        plain = text.casefold().strip(" .:…!›»→>")
        if not plain or plain in VAGUE:
            self.say("link_text", value=text)

    def say(self, rule: str, *, value: object, limit: object = None) -> None:
        block = self.blocks[-1] if self.blocks else ""
        code = f"access.{rule}"
        self.found.append(Finding(code, Severity.WARNING, block, limit=limit, value=value))
