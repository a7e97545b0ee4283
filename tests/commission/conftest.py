"""Tests that wait for a later milestone are skipped with its name; tests/shape holds their exact list."""

import pytest

pytest.register_assert_rewrite("tests.commission.assertions", "tests.commission.maple")

from tests.commission.maple import Maple  # noqa: E402 - its asserts are rewritten first


def pytest_collection_modifyitems(items):
    for item in items:
        marker = item.get_closest_marker("later")
        if marker:
            item.add_marker(pytest.mark.skip(reason=f"later: {marker.args[0]}"))


@pytest.fixture
def maple(sqlite_app):
    with sqlite_app.app_context():
        yield Maple()
