"""Tests that wait for a later milestone are skipped with its name; tests/shape holds their exact list."""

import pytest

pytest.register_assert_rewrite("tests.commission.assertions")


def pytest_collection_modifyitems(items):
    for item in items:
        marker = item.get_closest_marker("later")
        if marker:
            item.add_marker(pytest.mark.skip(reason=f"later: {marker.args[0]}"))
