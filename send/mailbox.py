"""The mailbox page of the demo: what the session's partner has "sent", as it arrived."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cms.policy import Who, who
from partner_spaces import access
from send.desk import framed
from send.senders import mailbox

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail of the mailbox, as far as a list shows it."""

    name: str
    to: str
    subject: str
    at: datetime


@who(Who.VIEWER)
@require_GET
def index(request: HttpRequest, name: str = "") -> HttpResponse:
    """The list, and one mail beside it."""
    slug = _slug(request)
    files = list(mailbox.newest(slug, _SHOWN))
    shown = [_arrived(path) for path in files]
    chosen = name or (shown[0].name if shown else "")
    message = _message(slug, chosen) if chosen else None
    context = {
        "section": "send",
        "mails": shown,
        "chosen": chosen,
        "message": message,
        "text": _body(message, "plain") if message else "",
        "headers": [(k, str(v)) for k, v in message.items()] if message else [],
    }
    return render(request, "send/mailbox.html", context)


@who(Who.VIEWER)
@require_GET
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part of one mail, for a sandboxed frame."""
    body = _body(_message(_slug(request), name), "html")
    # The links of a mail shall work from here: that is what the demo is for.
    response = framed(body.replace("<head>", '<head><base target="_blank">', 1))
    response["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    return response


def _slug(request: HttpRequest) -> str:
    if not settings.DEMO:
        raise Http404
    return access.partner_of(request).slug


def _message(slug: str, name: str) -> EmailMessage:
    content = mailbox.read(slug, name)
    if content is None:
        raise Http404
    return email.message_from_bytes(content, policy=email.policy.default)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _arrived(path: Path) -> Arrived:
    with path.open("rb") as file:
        head = file.read(8000).partition(b"\r\n\r\n")[0]
    message = email.message_from_bytes(head + b"\r\n\r\n", policy=email.policy.default)
    return Arrived(
        name=path.name,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()),
    )
