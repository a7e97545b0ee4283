"""Rows that are no lines: totals are compared and skipped, headings and notes are passed over."""

import pytest

from portal.domain.imports.mappings import RowFilter
from portal.domain.imports.outcomes import Outcome
from tests.domain.dry_runs import narrow, outcomes


@pytest.mark.parametrize(
    "row",
    [
        ["Grand Total", "", 12.0],
        ["", "Total Amount Bid (Basis of Award)", 12.0],
        ["", "SUBTOTAL", 12.0],
        ["Division 01 Total", "", 12.0],
        ["03", "Subtotal Concrete", 12.0],
        ["", "", 12.0],
        ["1000", "Concrete total", 12.0],
        ["Sub-total:", "", "$12.00"],
    ],
)
def test_total_rows_are_skipped_and_shown(row):
    run = narrow(["1400", "Permits", 5.0], ["2200", "Earth", 7.0], row)
    assert outcomes(run)[-1] == (4, "skipped")
    assert run.rows[-1].sentence == "A total row, not a line. 12.00 agrees with the rows above."
    assert (run.totals.read, run.may_import) == (1200, True)


def test_total_words_inside_a_real_line_skip_nothing():
    run = narrow(["1400", "Total station rental", 5.0], ["1000", "Sum insured", 2.0])
    assert [row.outcome for row in run.rows] == [Outcome.CHANGED, Outcome.CHANGED]


def test_a_printed_total_that_differs_is_told():
    run = narrow(["1400", "", 5.0], ["Grand total", "", 6.0])
    assert run.totals.printed == 600
    assert run.totals.printed_row == 3
    assert run.totals.printed_agrees is False
    assert "It says 6.00, but the rows above add up to 5.00." in run.rows[-1].sentence


def test_subtotals_count_from_the_last_one_and_the_last_is_the_whole():
    run = narrow(
        ["1400", "", 5.0], ["", "Subtotal", 5.0], ["2200", "", 7.0], ["", "Subtotal", 7.0], ["", "Total", 12.0]
    )  # fmt: skip
    assert all("agrees" in row.sentence for row in run.rows if row.outcome is Outcome.SKIPPED)
    assert run.totals.printed_agrees is True


def test_headings_notes_and_blank_rows_are_no_lines():
    run = narrow(
        [],
        ["", "CONCRETE", None],
        ["1400", "", None],
        ["Code", "Scope", "Amount"],
        ["", "", 0.0],
        ["1000", "", 1.0],
    )
    assert outcomes(run) == [(3, "skipped"), (4, "skipped"), (5, "skipped"), (7, "changed")]
    assert run.rows[1].sentence == "There is no amount in column C Amount."


def test_an_amount_without_a_code_is_an_error():
    run = narrow(["1400", "", 5.0], ["", "Contingency", 8760.0])
    assert run.errors[0].sentence == (
        "Row 3, column A Code: 8,760.00 stands here without a cost code. Give the row a code, or remove it."
    )
    assert run.totals.in_errors == 876_000


def test_a_filter_reads_only_its_rows():
    rows = [["1400", "", 5.0, "1"], ["2200", "", 7.0, 2.0], ["1000", "", 9.0, 1.0]]
    run = narrow(*rows, row_filter=RowFilter(3, " 1 "))
    assert (run.totals.read, run.rows_filtered_out, run.rows_read) == (1400, 1, 2)
