"""A mail on a screen: how it is looked at, its line in the inbox, its findings in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy

from blocks.compile import Compiled
from blocks.head import in_the_dark, in_the_light
from blocks.merge import fill
from blocks.words import sentence
from brand_kits.findings import Finding
from cms.pictures import pictures_for
from cms.readers import Reader, chosen, readers
from partner_spaces.difference import Change

VIEWS: Mapping[str, Any] = {
    "desktop": gettext_lazy("Desktop"),
    "phone": gettext_lazy("Mobile"),
    "dark": gettext_lazy("Dark"),
    "text": gettext_lazy("Text"),
}


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


@dataclass(frozen=True, slots=True)
class Look:
    """A mail as one looks at it: in one view, as one of the invented readers it has.

    view: "" shows the bytes as they are: the scheme of the screen decides.
    """

    compiled: Compiled | None
    view: str
    reader: Reader
    readers: tuple[Reader, ...]

    @property
    def query(self) -> str:
        """What the frame is asked for; any other address of the same mail takes it too."""
        return urlencode({"view": self.view, "reader": self.reader.key})

    @property
    def inbox(self) -> Inbox | None:
        """The line for this reader; None without a mail."""
        if self.compiled is None:
            return None
        return Inbox(
            sender=self.compiled.sender_name(),
            subject=self.compiled.subject_line(self.reader.values),
            preheader=fill(self.compiled.preheader, self.reader.values),
        )

    @property
    def text(self) -> str:
        return self.compiled.preview_text(self.reader.values) if self.compiled else ""

    @property
    def html(self) -> str:
        """The mail in the scheme of the view, whatever scheme the screen has."""
        html = self.compiled.preview_html(self.reader.values) if self.compiled else ""
        if not self.view:
            return html
        return in_the_dark(html) if self.view == "dark" else in_the_light(html)


def look(
    request: HttpRequest, compiled: Compiled | None, language: str, *, default: str = ""
) -> Look:
    """As the address asks: `view` and `reader`; what it names wrongly is at its default."""
    people, view = readers(compiled, language), request.GET.get("view", "")
    return Look(
        compiled=compiled,
        view=view if view in VIEWS else default,
        reader=chosen(people, request.GET.get("reader", "")),
        readers=people,
    )


def mail_response(looked: Look) -> HttpResponse:
    """A mail in its own sandbox: no script, no form, pictures from here alone."""
    if looked.compiled is None:
        raise Http404
    response = HttpResponse(looked.html)
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
