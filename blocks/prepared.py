"""A template read once: what resolve asks of it, ready for any number of overlays.

Valid for one template version, policy, catalogue and set of colour roles. Read only: resolved
blocks share its dicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blocks.judge import OPEN
from blocks.locks import PINNED, Rights, effective, field_locks, rights
from blocks.schema import BY_ID, Field, Kind, Mode

Raw = Mapping[str, Any]
ROOT, REGION, OFFERS, COLUMNS, SHARED = "root", "region", "offers", "columns", "shared"
# One list of blocks under the block's own id: they stand in the root alone and are never copied.
REGIONS = frozenset({REGION, OFFERS})
NEVER_COPIED = PINNED | REGIONS
CHILDREN = ("prototypes", "defaults", "columns")


@dataclass(frozen=True, slots=True)
class Part:
    """One block of HQ's. content: its values, every field present. locks: effective.

    own_locks: the same for a partner's block made from it. limit: most uses or copies, None =
    as many as fit. must, need: open fields that the partner has to change, to fill.
    """

    id: str
    type: str
    fields: Mapping[str, Field]
    content: Mapping[str, Any]
    rights: Rights
    locks: dict[str, Any]
    own_locks: dict[str, Any]
    copyable: bool
    limit: int | None
    must: tuple[str, ...]
    need: tuple[str, ...]
    region: Frame | None = None
    columns: tuple[Frame, ...] = ()
    shared: Any = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One container of HQ's: the root, a region or a column. most None = no limit."""

    id: str
    least: int
    most: int | None
    fixed: bool
    defaults: tuple[Part, ...]
    makers: Mapping[str, Part]
    about: dict[str, Any]
    movable: frozenset[str]
    root: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """ids: every block id of the template at any depth; HQ's id always wins."""

    root: Frame
    ids: frozenset[str]
    catalogue: Mapping[str, Kind]


def prepare(
    body: Sequence[Raw],
    policy: Mapping[str, Any] | None,
    catalogue: Mapping[str, Kind],
    colour_roles: frozenset[str] | None = None,
) -> Template:
    """Reads a raw body (StreamField JSON). Keep the result as long as all four stay the same."""
    reader = _Reader(policy or None, catalogue, colour_roles)
    parts = tuple(reader.part(block, moves=True, own_moves=False) for block in body)
    root = reader.frame(ROOT, {}, parts, ())
    return Template(root, frozenset(ids(body)), catalogue)


def ids(blocks: Iterable[Raw]) -> Iterator[str]:
    """Every block id of a raw StreamField value, at any depth."""
    for block in blocks:
        yield block["id"]
        value = block["value"]
        for name in CHILDREN:
            if value.get(name):
                yield from ids(value[name])


def content(kind: Kind | None, value: Raw) -> dict[str, Any]:
    """HQ's values by field; an absent id is None, anything else absent its default."""
    if kind is None:
        return {}
    found = {}
    for field in kind.fields:
        given = value.get(field.name)
        if given is None and field.type not in BY_ID:
            given = field.default
        found[field.name] = given
    return found


def _count(given: Any, absent: int | None) -> int | None:
    if given is None or given == "":
        return absent
    return given if type(given) is int and given > 0 else 0


@dataclass(frozen=True, slots=True)
class _Reader:
    policy: Mapping[str, Any] | None
    catalogue: Mapping[str, Kind]
    roles: frozenset[str] | None

    def part(self, block: Raw, *, moves: bool, own_moves: bool, prototype: bool = False) -> Part:
        """moves, own_moves: whether order is open here to HQ's blocks, to the partner's."""
        kind, value = self.catalogue.get(block["type"]), block["value"]
        own = rights(block, self.policy, self.catalogue)
        locks = self.locks(block, kind, own._replace(move=own.move and moves))
        copyable = kind is not None and not kind.pinned and block["type"] not in NEVER_COPIED
        modes = {name: lock["mode"] for name, lock in locks["fields"].items()}
        open_fields = [f for f in kind.fields if modes[f.name] in OPEN] if kind else []
        return Part(
            id=block["id"],
            type=block["type"],
            fields={f.name: f for f in kind.fields} if kind else {},
            content=content(kind, value),
            rights=own,
            locks=locks,
            own_locks={**locks, "rights": {"move": own_moves, "remove": True, "repeat": 0}},
            copyable=copyable,
            limit=own.repeat if prototype else own.repeat or 0,
            must=tuple(f.name for f in open_fields if modes[f.name] == Mode.MUST_CHANGE),
            need=tuple(f.name for f in open_fields if f.required),
            region=self.container(block["id"], value) if block["type"] in REGIONS else None,
            columns=tuple(self.container(c["id"], c["value"]) for c in value.get("columns") or ())
            if block["type"] == COLUMNS
            else (),
            shared=value.get("block") if block["type"] == SHARED else None,
        )

    def locks(self, block: Raw, kind: Kind | None, own: Rights) -> dict[str, Any]:
        """The effective locks as the composer shows them: one why and one ask a block."""
        written = block["value"].get("locks") or {}
        locks = field_locks(block, self.policy)
        return {
            "rights": {"move": own.move, "remove": own.remove, "repeat": own.repeat or 0},
            "fields": {
                f.name: effective(f, locks.get(f.name) or {}, self.roles)
                for f in (kind.fields if kind else ())
            },
            "why": written.get("why") or "",
            "ask": written.get("ask") or "",
        }

    def container(self, cid: str, value: Raw) -> Frame:
        free = value.get("order") != "fixed"
        defaults, prototypes = (
            tuple(
                self.part(b, moves=free, own_moves=free, prototype=name == "prototypes")
                for b in value.get(name) or ()
            )
            for name in ("defaults", "prototypes")
        )
        return self.frame(cid, value, defaults, prototypes)

    def frame(
        self, cid: str, value: Raw, defaults: tuple[Part, ...], prototypes: tuple[Part, ...]
    ) -> Frame:
        least, most = _count(value.get("min"), 0) or 0, _count(value.get("max"), None)
        about = {
            "key": value.get("key") or "",
            "min": least,
            "max": most,
            "order": "fixed" if value.get("order") == "fixed" else "free",
            "prototypes": list(value.get("prototypes") or ()),
            "offers": {
                p.id: {"kind": p.type, "uses": p.limit, "locks": p.own_locks} for p in prototypes
            },
        }
        return Frame(
            id=cid,
            least=least,
            most=most,
            fixed=value.get("order") == "fixed",
            defaults=defaults,
            makers={p.id: p for p in (*prototypes, *(d for d in defaults if d.copyable))},
            about=about,
            movable=frozenset(p.id for p in defaults if p.rights.move),
            root=cid == ROOT,
        )
