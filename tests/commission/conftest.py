"""Two projects on a real database: one of a QuickBooks company, one of a Sage company with its agent and accountant.

A test that waits for a later milestone would be skipped with its name; tests/shape holds their exact list.
"""

import pytest

pytest.register_assert_rewrite("tests.commission.assertions", "tests.commission.maple")

from tests import newtown as newtowns  # noqa: E402 - asserts are rewritten first
from tests.commission.maple import Maple  # noqa: E402 - likewise


def pytest_collection_modifyitems(items):
    for item in items:
        marker = item.get_closest_marker("later")
        if marker:
            item.add_marker(pytest.mark.skip(reason=f"later: {marker.args[0]}"))


@pytest.fixture
def maple(sqlite_app):
    with sqlite_app.app_context():
        yield Maple()


@pytest.fixture
def newtown(sqlite_app, serve, tmp_path):
    """The agent has brought the company's lists, and they are taken over."""
    with newtowns.opened(sqlite_app, serve, tmp_path) as made:
        made.office.agent()
        made.office.worker()
        yield made
