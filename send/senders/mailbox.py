"""A sender that puts every message into a Maildir of the partner: demo and tests only."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from send.senders.protocol import Capabilities, Outcome, Outgoing, Receipt

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
_NAME = re.compile(r"[0-9a-f]{32}\.eml", re.ASCII)


class MailboxSender:
    """Files below MAILBOX_DIR/<partner>/new/, one a message, written whole or not at all."""

    capabilities = Capabilities(leaves_house=False)

    def __init__(self) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured("The mailbox sender shows mails on a page: demo only.")

    def send(self, messages: Sequence[Outgoing]) -> list[Receipt]:
        for message in messages:
            box = folder(message.space)
            for part in ("tmp", "new", "cur"):
                (box / part).mkdir(parents=True, exist_ok=True, mode=0o700)
            name = f"{uuid4().hex}.eml"
            (box / "tmp" / name).write_bytes(message.content)
            (box / "tmp" / name).rename(box / "new" / name)
        return [Receipt(m.key, Outcome.ACCEPTED, code=250) for m in messages]


def folder(slug: str) -> Path:
    """Where the mails of a partner lie; raises ValueError for what is no short name."""
    if not _SLUG.fullmatch(slug):
        raise ValueError("Not a partner's short name.")
    return Path(settings.MAILBOX_DIR) / slug


def newest(slug: str, limit: int) -> Iterator[Path]:
    """The latest mails of one partner, newest first."""
    box = folder(slug) / "new"
    if not box.is_dir():
        return
    with os.scandir(box) as entries:
        files = sorted(
            ((e.stat().st_mtime_ns, e.name) for e in entries if _NAME.fullmatch(e.name)),
            reverse=True,
        )
    for _at, name in files[:limit]:
        yield box / name


def read(slug: str, name: str) -> bytes | None:
    """One mail of one partner, None when there is none of that name."""
    path = folder(slug) / "new" / name
    return path.read_bytes() if _NAME.fullmatch(name) and path.is_file() else None
