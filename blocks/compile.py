"""From resolved blocks to a mail: MJML nodes, MRML, and the HTML and text cut into segments.

Pure: it reads no clock, no database and no file. The same blocks and the same brand give the same
bytes, and `mail` is their hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from mjml import mjml2html

from blocks import head, merge
from blocks.canonical import weighed
from blocks.errors import CompileError
from blocks.formats import is_email
from blocks.merge import RECIPIENT_FIELDS, If, Segments, Slot, fill
from blocks.node import Node, serialise
from blocks.pictures import EMPTY_SHELF, Shelf
from blocks.pieces import Ground
from blocks.resolution import flat
from blocks.sections import Sections
from blocks.setting import Setting, facts_of, split, split_html
from brand_kits.findings import Finding, Severity
from brand_kits.theme import Imprint, Theme

Block = Mapping[str, Any]

# Gmail cuts a mail at 102 kB of HTML; the opt-out link stands at its end.
SIZE_WARNING, SIZE_ERROR = 80_000, 100_000
# What a recipient's value may add, in bytes, where the fallback is shorter.
_LONG_NAME, _LONG_URL = 60, 160
_NO_VALUES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Compiled:
    """One mail before personalisation. `mail` is the hash of all that a reader may get to see.

    files: name -> content of what it points to by its hash, to be kept where `shelf.files_at` says.
    """

    subject: Segments
    preheader: Segments
    from_name: Segments
    reply_to: str
    html: Segments
    text: Segments
    mail: str
    size: int
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    files: Mapping[str, bytes] = field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )

    def preview_html(self, values: Mapping[str, str] = _NO_VALUES) -> str:
        """The HTML for one person, invented or none: then every field is at its fallback."""
        return fill(self.html, values)

    def preview_text(self, values: Mapping[str, str] = _NO_VALUES) -> str:
        return fill(self.text, values)

    def subject_line(self, values: Mapping[str, str] = _NO_VALUES) -> str:
        return fill(self.subject, values)

    def sender_name(self) -> str:
        """The name in the inbox, the same for everyone."""
        return fill(self.from_name, _NO_VALUES)

    def to_json(self) -> dict[str, Any]:
        """All but findings, which belong to the moment of the check, and files, which are kept."""
        return {
            "v": 1,
            "subject": merge.to_json(self.subject),
            "preheader": merge.to_json(self.preheader),
            "from_name": merge.to_json(self.from_name),
            "reply_to": self.reply_to,
            "html": merge.to_json(self.html),
            "text": merge.to_json(self.text),
            "mail": self.mail,
            "size": self.size,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Compiled:
        """The reverse of to_json. Raises MergeError or KeyError on anything else."""
        return cls(
            subject=merge.from_json(data["subject"]),
            preheader=merge.from_json(data["preheader"]),
            from_name=merge.from_json(data["from_name"]),
            reply_to=data["reply_to"],
            html=merge.from_json(data["html"]),
            text=merge.from_json(data["text"]),
            mail=data["mail"],
            size=data["size"],
        )


def compile(
    blocks: Iterable[Block],
    *,
    theme: Theme,
    language: str = "de",
    shelf: Shelf = EMPTY_SHELF,
    partner: Mapping[str, str] = MappingProxyType({}),
    imprint: Imprint | None = None,
    marks: bool = False,
) -> Compiled:
    """Compile resolved blocks: `value` holds plain values, containers `blocks` or `columns`.

    shelf: every picture, claim and voice that the blocks and the kit's logos name. partner:
    "partner.city" -> value, constants of this mail. marks: a comment `#id` before and `#/id` behind
    every block; taken out again they leave the same bytes. Raises CompileError with the block that
    cannot be built.
    """
    ground = Ground(theme, language, imprint, shelf.files_at)
    facts = facts_of(tuple(partner.items()))
    setting, blocks = ground.setting(facts, shelf.pictures), list(blocks)
    envelopes = (block["value"] for block in flat(blocks) if block["type"] == "envelope")
    envelope: Mapping[str, Any] = next(envelopes, {})
    headers = _headers(envelope, setting)
    sections = Sections(ground, facts, shelf, marks=marks)
    for block in blocks:
        sections.add(block)
    setting.findings += sections.findings
    setting.files.update(sections.files)
    mjml = head.document(
        setting,
        title=setting.text(envelope.get("subject")),
        preheader=setting.text(envelope.get("preheader")),
        body=sections.body,
    )
    html = split_html(_html(mjml, sections.alone, setting))
    text = split("\n\n".join(sections.lines) + "\n")
    return _compiled(headers, html, text, setting)


def _compiled(
    headers: dict[str, Any], html: Segments, text: Segments, setting: Setting
) -> Compiled:
    hashed = {
        name: value if isinstance(value, str) else merge.to_json(value)
        for name, value in headers.items()
    }
    mail, literal = weighed(headers=hashed, html=merge.to_json(html), text=merge.to_json(text))
    size = literal + room(html)
    if size >= SIZE_ERROR:
        setting.say("size.html", limit=SIZE_ERROR, value=size)
    elif size >= SIZE_WARNING:
        setting.say("size.html", Severity.WARNING, limit=SIZE_WARNING, value=size)
    return Compiled(
        **headers,
        html=html,
        text=text,
        mail=mail,
        size=size,
        findings=tuple(dict.fromkeys(setting.findings)),
        files=MappingProxyType(setting.files),
    )


def _headers(envelope: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Subject, preheader, sender's name and reply-to. Names of recipients in no From header."""

    def segments(name: str) -> Segments:
        return split(setting.header(envelope.get(name)))

    reply_to = fill(segments("reply_to"), _NO_VALUES) or setting.partner.get("partner.email", "")
    if reply_to and not is_email(reply_to):
        setting.say("field.format", field="reply_to", value=reply_to, limit="email")
        reply_to = ""
    return {
        "subject": segments("subject"),
        "preheader": segments("preheader"),
        "from_name": segments("from_name"),
        "reply_to": reply_to,
    }


def _html(mjml: Node, alone: Iterable[tuple[str, Node]], setting: Setting) -> str:
    """One run of MRML over the whole mail. If it fails, the block that fails alone is the cause."""
    try:
        return str(mjml2html(serialise(mjml)))
    except ValueError as error:
        for block_id, node in alone:
            try:
                mjml2html(serialise(head.document(setting, title="", preheader="", body=[node])))
            except ValueError as cause:
                raise CompileError(block_id, str(cause)) from cause
        raise CompileError("", str(error)) from error


def room(segments: Segments) -> int:
    """Bytes that the longest values add to the literals, with every condition met."""
    more = 0
    for segment in segments:
        if isinstance(segment, If):
            more += room(segment.then)
        elif isinstance(segment, Slot):
            most = _LONG_NAME if segment.field in RECIPIENT_FIELDS else _LONG_URL
            more += max(len(segment.fallback.encode()), most)
    return more
