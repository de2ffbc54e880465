"""A mail on a screen: its frame, its line in the inbox, its findings in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import translation

from blocks.compile import Compiled
from blocks.merge import fill
from blocks.words import sentence
from brand_kits.findings import Finding
from cms.pictures import pictures_for
from partner_spaces.difference import Change


@dataclass(frozen=True, slots=True)
class Inbox:
    """What somebody sees of a mail before opening it."""

    sender: str
    subject: str
    preheader: str

    @property
    def initials(self) -> str:
        words = self.sender.split()
        return "".join(word[0] for word in words[:2]).upper()


def inbox(compiled: Compiled | None, values: Mapping[str, str]) -> Inbox | None:
    """The line for one person; None without a mail."""
    if compiled is None:
        return None
    return Inbox(
        sender=compiled.sender_name(),
        subject=compiled.subject_line(values),
        preheader=fill(compiled.preheader, values),
    )


def mail_response(compiled: Compiled | None, values: Mapping[str, str]) -> HttpResponse:
    """A mail in its own sandbox: no script, no form, pictures from here alone."""
    if compiled is None:
        raise Http404
    response = HttpResponse(compiled.preview_html(values))
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(settings.BASE_URL))
    response["Content-Security-Policy"] = (
        f"default-src 'none'; img-src 'self' {origin}; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    )
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def words_of(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    """Findings as sentences in the reader's language, errors first."""
    language = translation.get_language() or "de"
    ranked = sorted(findings, key=lambda f: ("error", "warning", "info").index(f.severity.value))
    return [
        {
            "severity": f.severity.value,
            "words": sentence(f, language),
            "block": f.block_id,
            "code": f.code,
        }
        for f in ranked
    ]


def told(changes: Iterable[Change], language: str) -> list[dict[str, object]]:
    """Changes numbered as on the screen, with the pictures they name."""
    rows = list(changes)
    ids = {
        one
        for change in rows
        for value in change.values
        for one in (value.old_picture, value.new_picture)
        if one
    }
    known = pictures_for(ids, language=language)
    shown = {
        pk: {"url": p.url.removeprefix(settings.BASE_URL), "alt": p.alt} for pk, p in known.items()
    }
    return [
        {
            "n": number,
            "change": change,
            "values": [
                {
                    "value": value,
                    "old": shown.get(value.old_picture or 0),
                    "new": shown.get(value.new_picture or 0),
                }
                for value in change.values
            ],
        }
        for number, change in enumerate(rows, 1)
    ]


def marks(rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """What the script that sets the pins is told."""
    found = []
    for row in rows:
        change = row["change"]
        if isinstance(change, Change) and change.look:
            told = {"n": row["n"], "block": change.block, "look": change.look}
            found.append({**told, "words": list(change.words), "kind": change.kind})
    return found
