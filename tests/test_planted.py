"""The table of planted faults stays true while the house changes; `make proof` plants them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from tests.house_faults import ROOT, gone
from tests.planted import PLANTED


@cache
def marks(file: Path) -> dict[str, frozenset[str]]:
    """The test functions of a file with the capabilities they are marked with."""
    return {
        one.name: frozenset(
            argument.value
            for mark in one.decorator_list
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.capability"
            for argument in mark.args
        )
        for one in ast.parse(file.read_text()).body
        if isinstance(one, ast.FunctionDef)
    }


def marked(test: str) -> frozenset[str]:
    """The capabilities of a test, named as pytest names it; of none that is not there."""
    file, _colons, name = test.partition("::")
    return marks(ROOT / file).get(name.partition("[")[0], frozenset({"there is no such test"}))


def test_every_fault_can_still_be_planted():
    assert gone(PLANTED) == []


def test_every_fault_names_a_test_and_a_capability_it_is_marked_with():
    for fault in PLANTED:
        if "::" in fault.test:
            known = marked(fault.test)
            assert "there is no such test" not in known, fault.test
            assert fault.capability in {"", *known}, fault.what


def test_every_capability_with_a_marked_test_has_a_fault_that_a_test_of_it_sees():
    proved = frozenset().union(*(marked(fault.test) for fault in PLANTED if "::" in fault.test))
    everywhere = {c for file in (ROOT / "tests").rglob("test_*.py") for c in marks(file).values()}
    assert frozenset().union(*everywhere) - proved == frozenset()
