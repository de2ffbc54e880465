"""The freeze: what goes out, taken when sending starts, never changed afterwards."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from blocks import sayable
from blocks.compile import Compiled
from partner_spaces.models import Partner
from partner_spaces.partners import facts
from partner_spaces.rendering import COMPILER, Rendered
from send.gates import may_leave
from send.models import Dispatch, Snapshot

OWED = ("partner.legal_name", "partner.street", "partner.postcode", "partner.city")


@dataclass(frozen=True, slots=True)
class Frozen:
    """A snapshot as it is read: the mail, its language, and what its imprint owes.

    until: the last day on which its claims and voices may be said, None without an end.
    """

    compiled: Compiled
    language: str
    imprint: tuple[str, ...]
    until: date | None = None


def owed_by(partner: Partner, rendered: Rendered) -> tuple[str, ...]:
    """The values that the imprint of this partner must show."""
    known = facts(partner)
    required = rendered.imprint.required if rendered.imprint else ()
    names = (n if n.startswith("partner.") else f"partner.{n}" for n in (*OWED, *required))
    return tuple(dict.fromkeys(known.get(name, "") for name in names))


def freeze(
    dispatch: Dispatch,
    rendered: Rendered,
    compiled: Compiled,
    *,
    language: str,
    imprint: tuple[str, ...],
) -> Snapshot:
    """Writes the one snapshot of a dispatch. The caller has compared the hash with the approval."""
    last_day = sayable.last_day(rendered.resolution.blocks, rendered.shelf)
    body: Mapping[str, Any] = {
        "v": 1,
        "language": language,
        "imprint": list(imprint),
        "until": last_day.isoformat() if last_day else "",
        "compiled": compiled.to_json(),
        "resolution": {
            "blocks": rendered.resolution.blocks,
            "accepted": rendered.resolution.accepted,
        },
    }
    return Snapshot.objects.create(
        dispatch=dispatch,
        blob=zlib.compress(json.dumps(body, ensure_ascii=False, default=str).encode(), 6),
        mail=compiled.mail,
        inputs=dict(rendered.inputs),
        compiler=COMPILER,
    )


def frozen(dispatch_id: int) -> Frozen:
    """The snapshot of a dispatch, checked again: MayNotLeaveError if it is not what was frozen."""
    row = Snapshot.objects.get(dispatch_id=dispatch_id)
    body = json.loads(zlib.decompress(bytes(row.blob)))
    compiled = Compiled.from_json(body["compiled"])
    until = date.fromisoformat(body["until"]) if body.get("until") else None
    found = Frozen(compiled, body["language"], tuple(body["imprint"]), until)
    may_leave(compiled, imprint=found.imprint)
    return found
