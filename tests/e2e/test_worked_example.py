"""The worked example, both halves, over the pages and the wires of a fresh product: its numbers and its words.

Source: Export a Procore Budget to Sage 100; Export a Budget to QuickBooks.
"""

import pytest

pytest.register_assert_rewrite("tests.e2e.worked_newtown", "tests.e2e.worked_maple")

from tests.e2e import examples, worked_maple, worked_newtown  # noqa: E402 - their asserts are rewritten first

pytestmark = pytest.mark.slow


@pytest.fixture
def example(tmp_path):
    with examples.opened(tmp_path / "data") as made:
        yield made


def test_the_worked_example(example):
    """Sage 100 first, then QuickBooks, in the same company."""
    worked_newtown.set_up(example)
    worked_newtown.lock_and_send(example)
    worked_newtown.let_only_another_approver_decide(example)
    worked_newtown.accept_and_export(example)
    worked_newtown.sync_before_posting(example)
    worked_newtown.post_and_sync_in_two_steps(example)
    worked_newtown.modify_resend_and_sync(example)
    worked_newtown.repeat_the_export(example)

    worked_maple.refuse_what_quickbooks_refuses(example)
    worked_maple.wait_for_the_connector(example)
    worked_maple.sync_without_a_posting_step(example)
