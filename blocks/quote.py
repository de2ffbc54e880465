"""A claim or a customer's voice as a mail shows it: words in one language, who says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blocks.pictures import Picture
from blocks.sanitise import clean_text
from brand_kits.claims import Claim, Testimonial
from brand_kits.theme import tongue


@dataclass(frozen=True, slots=True)
class Quote:
    """words "" where the language has none: then it is not shown. author, role: of a voice."""

    id: int
    words: str
    author: str = ""
    role: str = ""
    portrait: Picture | None = None


def quote_of(one: Claim | Testimonial, *, language: str, pictures: Mapping[int, Picture]) -> Quote:
    """What a mail in this language sees of it, cleaned like all that people write."""
    if isinstance(one, Claim):
        return Quote(one.id, clean_text(one.texts.get(tongue(language))))
    portrait = pictures.get(one.picture) if one.picture is not None else None
    words, author, role = one.quotes.get(tongue(language)), one.author, one.role
    return Quote(one.id, clean_text(words), clean_text(author), clean_text(role), portrait)
