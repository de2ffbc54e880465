"""The sender for mail servers and relays: SMTP by the standard library, every reply mapped."""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Sequence

from send.senders.protocol import Capabilities, Outcome, Outgoing, Receipt, ReplyClass, classify

_STATUS = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_LINE_DOT = re.compile(rb"(?m)^\.")
_BROKEN = (smtplib.SMTPException, OSError)


class SmtpSender:
    """One connection a group of messages. timeout in seconds, for each answer of the server."""

    capabilities = Capabilities()

    def __init__(
        self,
        *,
        host: str,
        port: int = 25,
        user: str = "",
        password: str = "",
        starttls: bool = False,
        timeout: float = 60,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.host, self.port = host, port
        self.user, self.password = user, password
        self.starttls = starttls
        self.timeout = timeout
        self.context = context

    def send(self, messages: Sequence[Outgoing]) -> list[Receipt]:
        receipts: list[Receipt] = []
        line: smtplib.SMTP | None = None
        for message in messages:
            if message.deadline is not None and time.monotonic() > message.deadline:
                receipts.append(Receipt(message.key, Outcome.DEFERRED, ReplyClass.LATE))
                continue
            try:
                line = line or self._connected()
            except smtplib.SMTPAuthenticationError as refused:
                receipts.append(_unsent(message.key, ReplyClass.POLICY, refused.smtp_code))
                continue
            except _BROKEN:
                receipts.append(_unsent(message.key, ReplyClass.CONNECTION))
                continue
            receipt = _one(line, message)
            receipts.append(receipt)
            if receipt.reply is ReplyClass.CONNECTION or receipt.code == 421:
                line.close()
                line = None
        if line is not None:
            _leave(line)
        return receipts

    def _connected(self) -> smtplib.SMTP:
        line = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.starttls:
                line.starttls(context=self.context or ssl.create_default_context())
            line.ehlo_or_helo_if_needed()
            if self.user:
                line.login(self.user, self.password)
        except _BROKEN:
            line.close()
            raise
        return line


def _one(line: smtplib.SMTP, message: Outgoing) -> Receipt:
    """One transaction. Before the first byte of content a broken line is safe; after, in doubt."""
    begun = False
    try:
        code, text = line.mail(message.envelope_from)
        if code == 250:
            code, text = line.rcpt(message.recipient)
        if code in (250, 251):
            code, text = line.docmd("DATA")
        if code == 354:
            begun = True
            line.send(_on_the_wire(message.content))
            code, text = line.getreply()
        elif code < 400:  # an answer out of turn
            return _unsent(message.key, ReplyClass.CONNECTION, code)
        else:
            line.rset()
    except _BROKEN:
        if begun:
            return Receipt(message.key, Outcome.UNCERTAIN, ReplyClass.CONNECTION)
        return _unsent(message.key, ReplyClass.CONNECTION)
    if begun and not 200 <= code < 600:
        return Receipt(message.key, Outcome.UNCERTAIN, ReplyClass.CONNECTION)
    found = _STATUS.match(text)
    status = found[1].decode() if found else ""
    outcome, reply = classify(code, status)
    return Receipt(message.key, outcome, reply, code, status)


def _on_the_wire(content: bytes) -> bytes:
    if b"\n." in content or content.startswith(b"."):
        content = _LINE_DOT.sub(b"..", content)
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")


def _unsent(key: int, reply: ReplyClass, code: int | None = None) -> Receipt:
    return Receipt(key, Outcome.DEFERRED, reply, code)


def _leave(line: smtplib.SMTP) -> None:
    try:
        line.quit()
    except _BROKEN:
        line.close()
