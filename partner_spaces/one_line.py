"""What a fact of a partner may hold: any of them can end in the header of a mail.

So each is one line of text that everybody sees as it is (RFC 5322 ends a header at a line break,
RFC 2047 reads `=?..?=` as code), and an address or a link is one that mails can carry. Validators
of the model's fields: every form and every way of writing hears them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from blocks.formats import is_email
from blocks.sanitise import safe_url

LONGEST_LOCAL_PART = 64  # characters before the @ (RFC 5321, 4.5.3.1.1)
# Django's own words speak of a "slug".
LOCAL_PART = {"invalid": _("Letters without accents, digits, hyphens and underscores only.")}
_BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
# Controls, formats (zero width, bidi, tags), private use, surrogates, unassigned, separators.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
# Letters and marks that show nothing.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def tidy(value: str) -> str:
    """The same text in one spelling (NFC), without blanks around it."""
    return unicodedata.normalize("NFC", value).strip(" \u00a0")


def one_line(value: str) -> None:
    """ValidationError for a line break, a character nobody sees, or what mails read as code."""
    if not _BREAKS.isdisjoint(value):
        raise ValidationError(_("This takes one line, without line breaks."), code="line")
    for place, sign in enumerate(value, 1):
        if sign in _BLANK or unicodedata.category(sign) in _UNSEEN:
            raise ValidationError(
                _("Character %(place)s is one that nobody sees (%(sign)s). Please type it anew."),
                code="unseen",
                params={"place": place, "sign": f"U+{ord(sign):04X}"},
            )
    if "=?" in value:
        raise ValidationError(
            _("“=?” cannot stand here: mail programs read it as code."), code="encoded"
        )


def mail_address(value: str) -> None:
    """ValidationError unless it is one address of plain letters, as mail servers take it."""
    if not _passes(validate_email, value):
        return  # said already, by the field's own validator
    one_line(value)
    if is_email(value):
        return
    local, _at, domain = value.rpartition("@")
    plain = f"{local}@{_ascii(domain)}"
    if plain != value and is_email(plain):
        raise ValidationError(
            _("Mail servers spell this address %(plain)s. Please write it like that."),
            code="ascii",
            params={"plain": plain},
        )
    raise ValidationError(
        _("Not every mail server takes this address. One like info@example.com goes."),
        code="address",
    )


def local_part(chosen: str, short_name: str) -> None:
    """ValidationError when `chosen.short_name` before the @ is longer than mail servers take."""
    most = LONGEST_LOCAL_PART - len(short_name) - 1
    if len(chosen) > most:
        raise ValidationError(
            _("At most %(most)s characters here: mail servers take %(limit)s before the @."),
            code="local_part",
            params={"most": most, "limit": LONGEST_LOCAL_PART},
        )


def web_address(value: str) -> None:
    """ValidationError unless a mail may link to it."""
    if not _passes(URLValidator(), value):
        return  # said already
    one_line(value)
    if not value.startswith("https://"):
        raise ValidationError(_("Mails link to https:// addresses only."), code="scheme")
    if safe_url(value) != value:
        raise ValidationError(
            _("Please write it without blanks, quotes and accents, as the browser copies it."),
            code="link",
        )


def _passes(validate: Callable[[str], object], value: str) -> bool:
    try:
        validate(value)
    except ValidationError:
        return False
    return True


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
