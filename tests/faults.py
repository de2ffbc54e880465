"""Plants one fault at a time into a copy of the grammar and expects the laws to go red.

Run: python -m tests.faults [part of a name]. Prints one JSON line; what it does goes to stderr.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAWS, MERGE, HASHES = "test_laws.py", "test_merge_overlay.py", "test_canonical.py"
INI = (
    "[pytest]\npythonpath = .\naddopts = -p no:cacheprovider -p no:django\nfilterwarnings = error\n"
)

# (what, module, old, new, the laws that must see it)
FAULTS = [
    ("a locked field accepts", "judge", 'OPEN = frozenset({Mode.EDITABLE,', 'OPEN = frozenset({Mode.LOCKED, Mode.EDITABLE,', LAWS),
    ("a missing lock is open", "locks", 'mode = lock.get("mode") if', 'mode = lock.get("mode", "editable") if', LAWS),
    ("legal and shared can be opened", "locks", 'SEALED = frozenset({"legal", "shared"})', 'SEALED = frozenset()', LAWS),
    ("pinned blocks follow lock data", "locks", 'if block["type"] in PINNED or kind is None or kind.pinned:', 'if kind is None:', LAWS),
    ("the policy is ignored for fields", "locks", 'if over else written', 'if False else written', LAWS),
    ("the policy is ignored for rights", "locks", 'found = {**own, **over} if over else own', 'found = own', LAWS),
    ("the choice list is ignored", "judge", 'return None if value in options else', 'return None if value else', LAWS),
    ("the kit cuts no colour", "locks", 'if field.type is FieldType.COLOUR and roles is not None:', 'if False:', LAWS),
    ("length is not limited", "judge", 'if size > most else None', 'if False else None', LAWS),
    ("length is off by one", "judge", 'return Refusal("field.length", most, size) if size > most', 'return Refusal("field.length", most, size) if size >= most', LAWS),
    ("rich text counts its tags", "judge", '_too_long(limits, words(value))', '_too_long(limits, value)', LAWS),
    ("features are not looked at", "judge", 'if feature and allowed is not None and feature not in allowed:', 'if False:', LAWS),
    ("a valid link is refused", "links", 'r"https://([A', 'r"https://w([A', LAWS),
    ("link hosts are ignored", "judge", '    if not hosts:\n', '    if True:\n', LAWS),
    ("bounds are ignored", "judge", 'if given < wanted if name == "minimum" else given > wanted:', 'if False:', LAWS),
    ("NUL is accepted", "judge", '    if UNSTORABLE.search(value):\n        return Refusal', '    if False:\n        return Refusal', LAWS),
    ("an unusable picture is accepted", "judge", 'if not picture.usable:', 'if False:', LAWS),
    ("a small picture is accepted", "judge", 'picture.width < limits["min_px"]', 'False', LAWS),
    ("hiding ignores the right", "resolve", 'if bid in self.hidden and part.rights.remove:', 'if bid in self.hidden:', LAWS),
    ("hiding never happens", "resolve", 'if bid in self.hidden and part.rights.remove:', 'if False:', LAWS),
    ("a hidden block loses its words", "resolve", 'self.emit(part, bid, prefix, None)  # its', 'pass  # its', LAWS),
    ("fixed blocks move in the root", "order", 'if bid in shown and bid in movable]', 'if bid in shown]', LAWS),
    ("movable blocks do not move", "order", 'for bid in deal(line, ranked):', 'for bid in line:', LAWS),
    ("copies lead their original", "order", '        if bid in shown:\n            order.append(bid)\n        order += copies.get(bid, ())\n', '        order += copies.get(bid, ())\n        if bid in shown:\n            order.append(bid)\n', LAWS),
    ("fixed defaults change their order", "order", 'return deal(order, fixed) if len(fixed) > 1 else order', 'return order', LAWS),
    ("a missing ref removes", "order", '        if bid not in here:\n', '        if False:\n', LAWS),
    ("unnamed defaults come back at the end", "order", 'order.insert(0 if before is None else order.index(before) + 1, bid)', 'order.append(bid)', LAWS),
    ("fixed order is ignored", "resolve", '        if frame.fixed:\n', '        if False:\n', LAWS),
    ("prototype order is ignored", "order", 'sorted(made, key=lambda bid: rank[maker_of[bid]])', 'made', LAWS),
    ("a refused order is not said", "resolve", 'bent = bool(named) and self.bends(', 'bent = False and self.bends(', LAWS),
    ("the maximum forgets defaults", "resolve", 'len(shown) + len(made)):', 'len(made)):', LAWS),
    ("the maximum is off by one", "resolve", 'count >= frame.most:', 'count > frame.most:', LAWS),
    ("repeat is not limited", "resolve", 'uses.get(maker.id, 0) >= maker.limit:', 'False:', LAWS),
    ("repeat is one too few", "resolve", 'uses.get(maker.id, 0) >= maker.limit:', 'uses.get(maker.id, 0) + 1 >= maker.limit:', LAWS),
    ("no repeat means any number of copies", "prepared", 'own.repeat or 0,', 'own.repeat,', LAWS),
    ("an own id may be headquarters'", "resolve", 'elif bid in self.template.ids or bid in self.own:', 'elif bid in self.own:', LAWS),
    ("an own id may stand twice", "resolve", 'elif bid in self.template.ids or bid in self.own:', 'elif bid in self.template.ids:', LAWS),
    ("a foreign prototype serves", "resolve", 'maker = frame.makers.get(proto) if isinstance(proto, str) else None', 'maker = frame.makers.get(proto) or next(iter(frame.makers.values()), None)', LAWS),
    ("the kind beside an entry is ignored", "resolve", 'if edit.get("kind") != part.type:', 'if False:', LAWS),
    ("too few are not said", "resolve", 'if len(order) < frame.least:', 'if False:', LAWS),
    ("must_change is silent", "wording", 'if _same(values[name], part.content[name]):', 'if False:', LAWS),
    ("a refused value is lost", "resolution", '        self.left.append(left)\n', '        if left.code != "field.option":\n            self.left.append(left)\n', LAWS),
    ("a gone block is lost", "resolve", 'word(edit.get("kind")))\n                self.report.leave(left)', 'word(edit.get("kind")))', LAWS),
    ("refusals are silent", "resolution", '        self.say(left.code, left.block_id, left.field, **measure)', '        return', LAWS),
    ("inner ids carry no prefix", "resolve", 'self.emit(maker, bid, bid + "/", given)', 'self.emit(maker, bid, "", given)', LAWS),
    ("refs to nothing are dropped", "resolve", 'kept += [{"ref": ref}] if ref is not None else []', 'kept += []', LAWS),
    ("the template is written to", "resolve", 'values = dict(part.content)', 'values = part.content', LAWS),
    ("an unhashable prototype raises", "resolve", ' if isinstance(proto, str) else None', '', LAWS),
    ("ids that cannot be stored are kept", "resolve", 'if isinstance(bid, str) and ID.fullmatch(bid):', 'if isinstance(bid, str):', LAWS),
    ("settling keeps idle refs", "overlay", 'if "ref" not in i or i["ref"] in container.defaults]', 'if True]', LAWS),
    ("settling keeps a refused order", "overlay", '        if container.bent:\n', '        if False:\n', LAWS),
    ("what is left out is not parked", "overlay", 'entry = _entry(left, at)', 'pass', LAWS),
    ("anything refused is parked", "overlay", 'if entry is None and _was_stored(stored, left):', 'if entry is None:', LAWS),
    ("said does not hear an emptied field", "canonical", 'if edit.get("values")}', 'if any(edit.get("values", {}).values())}', HASHES),
    ("said hears the Unicode form", "canonical", 'unicodedata.normalize("NFC", value.rep', 'str(value.rep', HASHES),
    ("said does not hear order", "canonical", 'for cid, items in (overlay.get("lists") or {}).items() if items}', 'for cid, items in (overlay.get("lists") or {}).items() if items.sort(key=str) or items}', HASHES),
    ("columns of a partner's block share headquarters' ids", "resolve", '"id": prefix + frame.id,', '"id": frame.id,', LAWS),
    ("columns of a partner's block read headquarters' lists", "resolve", '"blocks": self.fill(frame, prefix, prefix),', '"blocks": self.fill(frame, "", prefix),', LAWS),
    ("blocks in a partner's columns carry no prefix", "resolve", '"blocks": self.fill(frame, prefix, prefix),', '"blocks": self.fill(frame, prefix, ""),', LAWS),
    ("columns: only the first is read", "prepared", 'for c in value.get("columns") or ())', 'for c in (value.get("columns") or ())[:1])', LAWS),
    ("columns at the root only: a region takes none", "resolve", 'elif part.type == COLUMNS:', 'elif part.type == COLUMNS and part in self.template.root.defaults:', LAWS),
    ("an offer grid is no region", "prepared", 'REGIONS = frozenset({REGION, OFFERS})', 'REGIONS = frozenset({REGION})', LAWS),
    ("regions and grids are copied", "prepared", 'NEVER_COPIED = PINNED | REGIONS', 'NEVER_COPIED = PINNED', LAWS),
    ("an own id may be one of a block in a column", "prepared", 'CHILDREN = ("prototypes", "defaults", "columns")', 'CHILDREN = ("prototypes", "defaults")', LAWS),
    ("the policy ends at a container", "prepared", 'self.part(b, moves=free', '_Reader(None, self.catalogue, self.roles).part(b, moves=free', LAWS),
    ("a container of a prototype has no limits", "prepared", 'most=most,', 'most=None if prototypes and not defaults else most,', LAWS),
    ("a shared block's ids carry no use", "wording", """f"{bid}/{block['id']}\"""", """block["id"]""", LAWS),
    ("what a shared block says is shown as open", "wording", '{f.name: {"mode": "locked"} for f in kind.fields}', '{f.name: {"mode": "editable"} for f in kind.fields}', LAWS),
    ("a shared block that is missing is silent", "wording", 'report.say("shared.missing", bid)', 'pass', LAWS),
    ("only the first shared block's block is shown", "wording", 'for block in raw:', 'for block in raw[:1]:', LAWS),
    ("merge forgets columns", "spread", 'elif value.get("columns"):', 'elif False:', MERGE),
    ("merge forgets columns of a partner's block", "spread", 'if maker and maker["value"].get("columns"):', 'if False:', MERGE),
    ("merge forgets offer grids", "spread", 'if block["type"] in REGIONS:', 'if block["type"] == "region":', MERGE),
    ("merge forgets the prefix of inner blocks", "spread", '= [prefix + b["id"] for b in defaults]', '= [b["id"] for b in defaults]', MERGE),
    ("merge does not look into columns", "merge_overlay", '_inside(one, bid) == _inside(other, bid)', 'True', MERGE),
    ("merge takes apart what it keeps", "merge_overlay", 'held[bid] = side', 'pass', MERGE),
    ("merge keeps words of columns that are gone", "merge_overlay", 'if bid.split("/")[0] not in gone', 'if True', MERGE),
    ("merge leaves a moved block where it was", "merge_overlay", 'mine_alone = in_m and in_b and in_t and', 'mine_alone = False and', MERGE),
    ("merge takes mine on a clash", "merge_overlay", 'return (me, False) if them == old else (them, True)', 'return (me, False) if them == old else (me, True)', MERGE),
    ("merge is silent on a clash", "merge_overlay", 'if clash:', 'if False:', MERGE),
    ("merge forgets my new blocks", "merge_overlay", 'homes = {**t.home, **m.home}', 'homes = t.home', MERGE),
    ("merge revives what one side removed", "merge_overlay", '                if _equal(side, b, bid):\n                    continue\n', '', MERGE),
    ("merge forgets hiding", "spread", 'out.words.setdefault(bid, {})[HIDDEN] = True', 'pass', MERGE),
    ("merge keeps theirs' order", "merge_overlay", '    if t == b and set(mine) >= set(theirs):\n        return mine\n', '    if t == b:\n        return theirs + [x for x in mine if x not in theirs]\n', MERGE),
    ("merge deals hidden blocks a slot", "spread", 'if not words.get(bid, {}).get(HIDDEN)]', 'if True]', MERGE),
    ("merge drops fields taken back", "merge_overlay", 'for name in {**was, **theirs, **mine}:', 'for name in {**was, **mine}:', MERGE),
]  # fmt: skip


def plant(folder: Path, module: str, old: str, new: str) -> None:
    """A copy of the two lowest floors and their laws in folder, one line of it wrong."""
    for package in ("blocks", "brand_kits"):
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=lambda _d, names: [
                name
                for name in names
                if name == "__pycache__" or (Path(name).suffix and not name.endswith(".py"))
            ],
        )
    (folder / "tests" / "blocks").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "strategies.py", folder / "tests")
    for laws in (LAWS, MERGE, HASHES):
        shutil.copy(ROOT / "tests" / "blocks" / laws, folder / "tests" / "blocks")
    (folder / "pytest.ini").write_text(INI)
    path = folder / "blocks" / f"{module}.py"
    source = path.read_text()
    if source.count(old) != 1:
        raise SystemExit(f"{module}.py holds {source.count(old)} times: {old}")
    path.write_text(source.replace(old, new))


def caught(fault: tuple[str, str, str, str, str]) -> bool:
    name, module, old, new, laws = fault
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        plant(folder, module, old, new)
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "--tb=line", f"tests/blocks/{laws}"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "EXAMPLES": os.environ.get("EXAMPLES", "200"),
                "NO_SHRINK": "1",
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPATH": "",
            },
        )
    red = run.returncode == 1
    law = next((line for line in run.stdout.splitlines() if line.startswith("FAILED")), "")[7:110]
    print(
        "caught" if red else f"MISSED ({run.returncode})",
        "|",
        name,
        "|",
        law,
        file=sys.stderr,
        flush=True,
    )
    return red


def main() -> int:
    chosen = [f for f in FAULTS if len(sys.argv) < 2 or sys.argv[1] in f[0]]
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        figure = sum(pool.map(caught, chosen))
    ok = figure == len(chosen)
    print(
        json.dumps(
            {"proof": "overlay_faults_caught", "figure": figure, "goal": len(chosen), "ok": ok}
        )
    )
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
