"""Tests that wait for a later milestone: exactly these, and no other reason to skip in the commission."""

import ast

from tests.shape.sources import modules, tree_of

LATER: frozenset[str] = frozenset()
"""Every sentence of both documents is kept; a test that is to wait must be named here."""
WAITING = """
class TestSteps:
    @pytest.mark.slow
    @pytest.mark.later("C: the reports")
    def test_waits(self): ...

    def test_runs(self): ...
"""


def _marked(path, tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            marks = [ast.unparse(each) for each in node.decorator_list]
            yield from (f"{path}::{node.name}" for mark in marks if mark.startswith("pytest.mark.later("))


def test_exactly_these_wait():
    assert {name for path in modules("tests") for name in _marked(path, tree_of(path))} == LATER


def test_a_test_that_waits_is_seen():
    assert list(_marked("sample.py", ast.parse(WAITING))) == ["sample.py::test_waits"]


def test_nothing_else_in_the_commission_is_skipped():
    sources = [
        ast.unparse(tree_of(path)) for path in modules("tests/commission") if not path.endswith("conftest.py")
    ]
    assert not any("skip" in source or "xfail" in source for source in sources)
