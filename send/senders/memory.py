"""A sender that keeps messages in memory, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from send.senders.protocol import Capabilities, Outcome, Outgoing, Receipt


class MemorySender:
    """Everything is accepted and kept in `sent`."""

    capabilities = Capabilities(leaves_house=False)

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    def send(self, messages: Sequence[Outgoing]) -> list[Receipt]:
        self.sent += messages
        return [Receipt(m.key, Outcome.ACCEPTED, code=250) for m in messages]
