"""What is a link, and what is wrong with what is none.

Only https, mailto and tel, by full match: what is not plainly one is refused, never repaired
(browsers repair differently). Every expression here is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

SCHEMES = ("https://", "mailto:", "tel:")
WEB = SCHEMES[:1]
SLOT = re.compile(r"\{\{[^{}\n]*\}\}")
EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}){0,8}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z][A-Za-z0-9-]{1,62}",
    re.ASCII,
)
HTTPS = re.compile(
    r"https://([A-Za-z0-9][A-Za-z0-9.-]{0,252})(?:[/?#][!#-&(-;=?@A-Z\[\]_a-z~]{0,2000})?", re.ASCII
)
TEL = re.compile(r"tel:\+?[0-9][0-9\-]{2,28}", re.ASCII)
PHONE = re.compile(r"(?=(?:[^0-9]*[0-9]){6})\+?[0-9(][0-9 ()/.\-]{4,28}", re.ASCII)
_MAILTO = re.compile(r"[!#-&(-;=?@A-Z\[\]_a-z~']{1,64}@.*")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+-]*):")
_UNFIT = re.compile(r"[^!#-&(-;=?@A-Z\[\]_a-z~]")
_QUOTES = "\"'“”„‚‘’«»"
_FRAMES = _QUOTES + "<>"
_SAFE = "!#$%&()*+,-./:;=?@[]_~"
_NAKED_HOST = re.compile(r"(?:http://)?((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})((?:[/?#]\S*)?)")
_LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1


class Fault(NamedTuple):
    """The stable word for what is wrong, what is possible, and the sign or scheme it is about."""

    code: str
    limit: tuple[str, ...]
    value: str = ""


def is_email(text: str) -> bool:
    """One address of plain letters, as every mail server takes it."""
    if len(text) > 254 or text.find("@") > _LONGEST_LOCAL_PART:
        return False
    return EMAIL.fullmatch(text) is not None


def host(text: str) -> str | None:
    """The host of an https link in lower case, or None if it is not one.

    Merge fields may stand in path and query, never in the host.
    """
    link = HTTPS.fullmatch(SLOT.sub("%20", text))
    return link[1].lower() if link else None


def among(name: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of these; `*.` before a name is any below it."""
    return any(
        name == allowed or (allowed.startswith("*.") and name.endswith(allowed[1:]))
        for allowed in hosts
    )


def is_link(text: str) -> bool:
    """Whether a text is an https, mailto or tel link as a whole."""
    if text.startswith("mailto:"):
        return is_email(text[7:]) and _MAILTO.fullmatch(text[7:]) is not None
    return host(text) is not None or TEL.fullmatch(text) is not None


def fault(text: str, *, schemes: tuple[str, ...] = SCHEMES, merge: bool = True) -> Fault | None:
    """Why a text is no link with one of these schemes; None when it is one.

    merge: fields in braces may stand where `host` lets them.
    """
    bare = SLOT.sub("%20", text) if merge else text
    if "{{" in bare or "}}" in bare:
        return Fault("link.merge", schemes)
    if text.startswith(schemes) and is_link(text):
        return None
    scheme = _SCHEME.match(bare)
    unfit = _UNFIT.search(bare)
    if scheme and not bare.startswith(tuple(s.removesuffix("//") for s in schemes)):
        return Fault("link.scheme", schemes, scheme[0])
    if not scheme and not (unfit and any(s in bare for s in schemes)):
        return Fault("link.start", schemes)
    if unfit and scheme and scheme[1] != "tel":
        return _sign(unfit[0], schemes)
    if not scheme and unfit:
        return _sign(unfit[0], schemes)
    return _inside(bare, merged=bare != text, schemes=schemes)


def _sign(sign: str, schemes: tuple[str, ...]) -> Fault:
    if sign in "{}":
        return Fault("link.merge", schemes)
    if sign in _QUOTES:
        return Fault("link.sign", schemes, "quote")
    if sign.isspace():
        return Fault("link.sign", schemes, "blank")
    unseen = not sign.isprintable() or unicodedata.category(sign)[0] in "CZ"
    return Fault("link.sign", schemes, f"U+{ord(sign):04X}" if unseen else sign)


def _inside(bare: str, *, merged: bool, schemes: tuple[str, ...]) -> Fault:
    """A known scheme, nothing but fitting signs, and yet no link."""
    if bare.startswith("mailto:"):
        return Fault("link.address", schemes)
    if bare.startswith("tel:"):
        return Fault("link.number", schemes)
    name = re.split(r"[/?#]", bare.removeprefix("https://"), maxsplit=1)[0]
    if merged and "%20" in name:
        return Fault("link.merge", schemes)
    wrong = re.search(r"[^A-Za-z0-9.-]", name) if bare.startswith("https://") else None
    return Fault("link.sign", schemes, wrong[0]) if wrong else Fault("link.format", schemes)


def near(line: str) -> Iterator[str]:
    """Links that a person probably meant."""
    line = "".join(c for c in line if c.isprintable()).strip()
    if line[:1] in _FRAMES:  # pasted with its quotes
        line = line.strip(_FRAMES + " ")
    if is_email(line):
        yield "mailto:" + line
    naked = _NAKED_HOST.fullmatch(line.removeprefix("https://"))
    if naked:
        yield f"https://{naked[1]}{quote(naked[2], safe=_SAFE)}"
        try:
            ascii_name = naked[1].encode("idna").decode("ascii")
        except UnicodeError:
            return
        yield f"https://{ascii_name}{quote(naked[2], safe=_SAFE)}"
    if line.startswith("https://") and "{{" not in line:
        yield quote(line, safe=_SAFE)
    number = line.removeprefix("tel:")
    if PHONE.fullmatch(number.strip()):
        yield "tel:" + re.sub(r"[^0-9+]", "", number)
