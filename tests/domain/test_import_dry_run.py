"""The dry run: what each row would do, what closes the import, and totals that add up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.imports.cells import FORMULA_WITHOUT_RESULT
from portal.domain.imports.dry_runs import dry_run
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import Column, Duplicates, ImportMapping, MissingCodes, Rounding
from portal.domain.imports.outcomes import LineKey
from portal.domain.imports.plans import Plan
from portal.domain.imports.shapes import propose
from tests.domain.dry_runs import NARROW, NOW, SAGE, TYPED, TYPED_NOW, narrow, outcomes

HEADS = ["Code", "Scope", "Hours", "Mat", "Lab", "Equip", "Subs", "Other", "Total"]
WIDE = [
    HEADS,
    [1000.0, None, None, None, None, None, None, 0.0, 0.0],
    [1400.0, None, None, None, None, None, None, 33900.0, 33900.0],
    [2200.0, None, None, None, None, None, 246800.0, 0.0, 246800.0],
    [3100.0, None, 12.5, 41150.0, 49000.0, None, None, None, 90150.0],
]


def test_a_wide_sheet_becomes_one_line_per_amount_with_its_control_total():
    run = dry_run(WIDE, propose("Budget", WIDE, SAGE), NOW)
    assert outcomes(run) == [(2, "unchanged"), (3, "changed"), (4, "new"), (5, "changed"), (5, "changed")]
    assert [row.difference for row in run.rows] == [None, 265_000, 24_680_000, 255_000, -340_000]
    assert run.rows_with_several_lines == (5,)
    assert (run.totals.control, run.totals.read, run.totals.agrees) == (37_085_000, 37_085_000, True)
    assert run.totals.control_column == "column I Total"
    assert run.totals.columns == "columns D to H"
    assert (run.totals.budget_now, run.totals.budget_after) == (12_225_000, 37_085_000)
    assert run.may_import
    assert run.why_not == ""


def test_one_unknown_code_closes_the_whole_import():
    rows = [*WIDE, [9955.0, "Wall covering", None, 8760.0, None, None, None, None, 8760.0]]
    run = dry_run(rows, propose("Budget", rows, SAGE), NOW)
    assert not run.may_import
    (error,) = run.errors
    assert (error.row, error.cents_in_file, error.column) == (6, 876_000, "A Code")
    assert error.sentence == (
        "Row 6, column A Code: the code 9955 is not in the Sage list. "
        "Use another code, or ask Aki Sato to add it in Sage (menu 6-5) and check again."
    )
    totals = run.totals
    assert (totals.control, totals.read, totals.in_errors, totals.written) == (
        37_961_000,
        37_961_000,
        876_000,
        37_085_000,
    )
    assert run.why_not == "Correct row 6 first. A file is imported whole or not at all."


def test_a_control_total_that_disagrees_closes_the_import_and_names_the_row():
    rows = [list(row) for row in WIDE]
    rows[3][8] = 246801.0
    run = dry_run(rows, propose("Budget", rows, SAGE), NOW)
    assert not run.may_import
    assert run.totals.agrees is False
    assert run.totals.disagreeing_rows == (4,)
    assert "Look at row 4, or leave the control column out." in run.why_not


def test_a_broken_control_cell_is_an_error_of_its_row():
    rows = [list(row) for row in WIDE]
    rows[4][8] = "#REF!"
    run = dry_run(rows, propose("Budget", rows, SAGE), NOW)
    assert next(row.sentence for row in run.errors).startswith(
        "Row 5, column I Total: the formula in the file shows #REF!"
    )


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("abc", "“abc” is not an amount"),
        (0.125, "0.125 has more than two decimals"),
        ("100000000.00", "too large"),
        ("#REF!", "shows #REF!"),
        (FORMULA_WITHOUT_RESULT, "no saved result"),
        (True, "yes or no"),
        (float("nan"), "not finite"),
        (1e24, "too large"),
        (-1e24, "too large"),
    ],
)
def test_an_amount_that_cannot_be_read_names_row_and_column(cell, part):
    run = narrow(["1400", "Permits", 5.0], ["1000", "Owner", cell])
    (error,) = run.errors
    assert error.sentence.startswith("Row 3, column C Amount: ")
    assert part in error.sentence
    assert not run.may_import


def test_several_errors_are_all_listed():
    run = narrow(["1400", "", "x"], ["777", "", 1.0], ["1000", "", 5.0])
    assert [row.row for row in run.errors] == [2, 3]
    assert run.why_not == "Correct row 2 and 1 more first. A file is imported whole or not at all."


def test_the_same_code_twice_is_refused_unless_it_is_to_be_added_up():
    rows = [["1400", "Permits", 5.0], ["1000", "", 1.0], ["1400.000", "", 7.25]]
    refused = narrow(*rows)
    assert (
        refused.errors[0].sentence
        == "Row 4: 1400.000 5 stands already in row 2. Choose “add up”, or correct one."
    )
    added = narrow(*rows, duplicates=Duplicates.ADD_UP)
    assert added.may_import
    first = added.rows[0]
    assert (first.cents_in_file, first.rows) == (1225, (2, 4))
    assert "2 rows added up." in first.sentence
    assert added.totals.written == added.totals.read == 1325


def test_added_up_rows_may_not_outgrow_a_line():
    run = narrow(["1400", "", 99_999_999.99], ["1400", "", 0.01], duplicates=Duplicates.ADD_UP)
    assert "add up to 100,000,000.00. A line is at most 99,999,999.99." in run.errors[0].sentence


def test_missing_codes_are_created_once_in_one_spelling():
    run = narrow(
        ["ab-1", "Cranes", 5.0], ["AB-1", "", 1.0], ["15000", "Mob", 2.0],
        duplicates=Duplicates.ADD_UP, missing_codes=MissingCodes.CREATE,
    )  # fmt: skip
    assert [(new.code, new.name, new.row) for new in run.new_codes] == [
        ("ab-1", "Cranes", 2),
        ("15000", "Mob", 4),
    ]
    assert run.may_import
    assert "01 5000 exists and differs only in zeros or marks." in run.rows[1].sentence


def test_a_code_that_lost_its_zero_is_suggested_and_one_that_cannot_be_created_is_refused():
    assert "Did you mean 01 5000?" in narrow(["15000", "", 1.0]).errors[0].sentence
    strict = replace(NOW, code_problem=lambda code: f"{code} is no Sage cost code." if "x" in code else "")
    run = dry_run([["h"], ["x9", "", 1.0]], replace(NARROW, missing_codes=MissingCodes.CREATE), strict)
    assert run.errors[0].sentence == "Row 2, column A h: x9 is no Sage cost code."


def test_combined_cells_are_split_into_code_and_name():
    rows = [["Cost Code", "Amount"], ["01-3120 - Vice President", "$1,234.50"], ["1400.000", 1.0]]
    mapping = replace(propose("s", rows, {}), missing_codes=MissingCodes.CREATE, code_separator=" - ")
    run = dry_run(rows, mapping, replace(NOW, cost_types={}, lines={}))
    assert run.new_codes[0][:2] == ("01-3120", "Vice President")
    assert run.lines[0].key == LineKey("01-3120", "")
    assert run.rows[1].description == "Permits and fees"


def test_rounding_is_told_row_by_row():
    run = narrow(["1400", "", 0.125], rounding=Rounding.HALF_UP)
    assert run.rows_rounded == (2,)
    assert run.rows[0].cents_in_file == 13
    assert "Rounded to cents." in run.rows[0].sentence


def test_more_lines_than_the_limit_close_the_import():
    run = dry_run([["h"], ["1400", "", 1.0], ["1000", "", 1.0]], NARROW, replace(NOW, max_lines=1))
    assert run.why_not == "The file holds 2 lines; one import takes at most 1. Split the file."


def test_wrong_columns_and_empty_sheets_are_sentences():
    assert (
        "Choose the column that holds the cost code." in dry_run([], ImportMapping("s", 1, ()), NOW).problems
    )
    empty = dry_run([], NARROW, NOW)
    assert (
        empty.why_not == "No row of this sheet becomes a budget line. Choose other columns or another sheet."
    )
    beyond = replace(NARROW, columns=(Column(70, Role.COST_CODE), Column(80, Role.AMOUNT)))
    assert dry_run([["a"], ["1", 2.0]], beyond, NOW).lines == ()


cells = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["1400", "Total", "5.00"])
)


@given(
    st.lists(st.lists(cells, max_size=9), max_size=12),
    st.sampled_from([NARROW, TYPED]),
    st.sampled_from(list(Duplicates)),
)
def test_nothing_that_a_file_says_raises_and_totals_always_add_up(rows, mapping, duplicates):
    run = dry_run(rows, replace(mapping, duplicates=duplicates, missing_codes=MissingCodes.CREATE), TYPED_NOW)
    assert run.totals.written == sum(line.cents for line in run.lines)
    assert run.totals.read == run.totals.written + run.totals.in_errors
    assert len({line.key for line in run.lines}) == len(run.lines)
    assert sum(run.counts.values()) == len(run.rows)
    assert run.may_import == (not run.why_not)


def test_a_combined_cell_finds_a_code_that_exists():
    run = narrow(["1400.000 - Permits", "", 5.0], code_separator=" - ")
    assert (run.lines[0].key.cost_code, run.lines[0].description) == ("1400.000", "Permits")


def test_the_same_new_code_with_a_hint_in_two_types_is_created_once():
    rows = [
        ["Code", "Mat", "Lab", "Division"],
        ["15000", 1.0, 2.0, "01 General"],
        ["15000", None, None, "01 General"],
    ]
    run = dry_run(rows, replace(propose("s", rows, SAGE), missing_codes=MissingCodes.CREATE), NOW)
    assert [(new.code, new.division) for new in run.new_codes] == [("15000", "01 General")]


def test_a_column_that_was_not_chosen_has_no_label():
    plan = Plan(["Code"], NARROW, NOW)
    assert [plan.label(index) for index in (None, 0, 30)] == ["", "A Code", "AE"]
