"""Tests that wait for a later milestone: exactly these, and no other reason to skip in the commission."""

import ast

from tests.shape.sources import modules, tree_of

LATER = {
    "tests/commission/test_sage.py::test_after_posting_the_data_will_sync_back_according_to_the_set_schedule",
    "tests/commission/test_sage.py::test_to_expedite_the_sync_back_you_may_use_the_on_demand_sync",
    "tests/commission/test_sage.py::test_once_accepted_the_system_exports_the_data_and_syncs_it_to_sage",
}


def _marked(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            marks = [ast.unparse(each) for each in node.decorator_list]
            yield from (f"{path}::{node.name}" for mark in marks if mark.startswith("pytest.mark.later("))


def test_exactly_these_wait():
    assert {name for path in modules("tests") for name in _marked(path)} == LATER


def test_nothing_else_in_the_commission_is_skipped():
    sources = [
        ast.unparse(tree_of(path)) for path in modules("tests/commission") if not path.endswith("conftest.py")
    ]
    assert not any("skip" in source or "xfail" in source for source in sources)
