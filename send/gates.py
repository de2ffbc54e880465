"""What every mail has to show before it may leave, whoever compiled it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from blocks.canonical import mail_hash
from blocks.compile import Compiled
from blocks.merge import Context, Segments, Slot, to_json
from send.errors import MayNotLeaveError

_BLANKS = re.compile(r"\s+")
_TAGS = re.compile(r"<[^<>]*>")


def may_leave(compiled: Compiled, *, imprint: Iterable[str]) -> None:
    """Raises MayNotLeaveError("opt_out" | "imprint" | "hash", ...) for a mail that must stay.

    imprint: what the sender's imprint owes, as values (§ 5 DDG); each stands in both parts, and so
    does the opt-out link, outside every condition (§ 7 UWG, RFC 8058). The hash is made again.
    """
    missing = []
    owed = [value for value in imprint if value.strip()]
    for segments, context in ((compiled.html, Context.URL), (compiled.text, Context.PLAIN)):
        if not _opts_out(segments, context):
            missing.append("opt_out")
        shown = _read(segments, html=context is Context.URL)
        if not owed or any(_flat(value) not in shown for value in owed):
            missing.append("imprint")
    if hash_of(compiled) != compiled.mail:
        missing.append("hash")
    if missing:
        raise MayNotLeaveError(sorted(set(missing)))


def hash_of(compiled: Compiled) -> str:
    """The hash of what is there, whatever the mail says its hash is."""
    return mail_hash(
        headers={
            "subject": to_json(compiled.subject),
            "preheader": to_json(compiled.preheader),
            "from_name": to_json(compiled.from_name),
            "reply_to": compiled.reply_to,
        },
        html=to_json(compiled.html),
        text=to_json(compiled.text),
    )


def _opts_out(segments: Segments, context: Context) -> bool:
    return any(
        isinstance(s, Slot) and s.field == "unsubscribe_url" and s.context is context
        for s in segments
    )


def _read(segments: Segments, *, html: bool) -> str:
    """What everybody reads: the literal parts, as text."""
    text = "\x00".join(s for s in segments if isinstance(s, str))
    return _flat(unescape(_TAGS.sub(" ", text)) if html else text)


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
