"""Quoted-printable in pieces: literals are encoded once, values per recipient, and they join.

Every piece starts at column 0 and ends with a line break, a soft one where the text had none; so
pieces may be put together in any order and still be valid (RFC 2045, section 6.7). A line never
begins with a dot or with "From ", so nothing on the way has a reason to touch it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from blocks.merge import Segment, Segments, fill

_SAFE = (set(range(33, 127)) - {ord("=")}) | {32, 9}
_BYTES = tuple(bytes([i]) if i in _SAFE else b"=%02X" % i for i in range(256))
_LINE = 73  # a blank at the end may grow by two, and 76 is the limit
_PLAIN = re.compile(r"[!-<>-~][ -<>-~]{0,69}(?<! )", re.ASCII)

Pieces = Callable[[Mapping[str, str]], bytes]


def quoted(text: str) -> bytes:
    """A text as one piece. A lone surrogate becomes a question mark."""
    if _PLAIN.fullmatch(text) and not text.startswith((".", "From ")):
        return text.encode() + b"=\r\n"
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    out = bytearray()
    column = 0
    for at, byte in enumerate(data):
        if byte == 10:
            if out and out[-1] in b" \t":
                out[-1:] = _hex(out[-1])
            out += b"\r\n"
            column = 0
            continue
        token = _BYTES[byte]
        if column + len(token) > _LINE:
            out += b"=\r\n"
            column = 0
        if column == 0 and (byte == ord(".") or data[at : at + 5] == b"From "):
            token = _hex(byte)
        out += token
        column += len(token)
    if column:
        out += b"=\r\n"
    return bytes(out)


def pieces(segments: Segments) -> Pieces:
    """A function from a recipient's values to their quoted text; literals are encoded once."""
    parts: list[bytes | Segment] = [quoted(s) if isinstance(s, str) else s for s in segments]
    open_parts = frozenset(p for p in parts if not isinstance(p, bytes))

    def join(values: Mapping[str, str]) -> bytes:
        said = {part: quoted(fill((part,), values)) for part in open_parts}
        return b"".join([p if isinstance(p, bytes) else said[p] for p in parts])

    return join


def _hex(byte: int) -> bytes:
    return b"=%02X" % byte
