"""Rows with a cost type, a sub job, a quantity and a unit cost: how each cell is read, and what the amount is."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.domain.imports.dry_runs import dry_run
from portal.domain.imports.mappings import Duplicates
from portal.domain.imports.outcomes import LineKey, LineNow, Outcome
from portal.domain.imports.shapes import propose
from tests.domain.dry_runs import NOW, SAGE, TYPED, typed


@pytest.mark.parametrize("text", ["2", 2.0, "Labor", "labor", "2 - Labor", "2 Labor", "Labor (2)"])
def test_a_cost_type_is_found_by_code_or_name(text):
    (line,) = typed(["1400", text, "East wing", None, None, None, None, 5.0]).lines
    assert line.key == LineKey("1400.000", "2", "01")


def test_unknown_types_and_sub_jobs_and_manual_words_are_errors():
    run = typed(
        ["1400", "Plumbing", None, None, None, None, None, 5.0],
        ["1400", None, None, None, None, None, None, 5.0],
        ["1400", "2", "West", None, None, None, None, 5.0],
        ["1400", "2", None, "perhaps", None, None, None, 5.0],
        ["1400", "2", None, None, "many", None, None, 5.0],
        ["1400", "2", None, "False", 2.0, None, None, 5.0],
        ["1400", "2", None, "True", 2.0, None, 3.0, None],
        ["1400", "2", None, "No", 2.0, None, 3.0, 7.0],
        ["1400", "2", None, None, 1e9, None, 1e9, None],
        ["1400", "\x00", None, None, None, None, None, 5.0],
        ["1400", "2", None, None, 1e24, None, 1.0, None],
    )
    sentences = [row.sentence for row in run.errors]
    assert [row.row for row in run.errors] == list(range(2, 13))
    assert "“Plumbing” is not a cost type of this company" in sentences[0]
    assert "the cost type is empty" in sentences[1]
    assert "“West” is not a sub job" in sentences[2]
    assert "neither True nor False" in sentences[3]
    assert "“many” is not a number. Correct it, or leave the column out." in sentences[4]
    assert "give a quantity and a unit cost" in sentences[5]
    assert "give the amount" in sentences[6]
    assert "quantity times unit cost is 6.00, but the amount says 7.00" in sentences[7]
    assert "too large" in sentences[8]
    assert "cannot be stored" in sentences[9]
    assert "the number is too large" in sentences[10]


def test_quantity_times_unit_cost_is_automatic_only_when_it_is_the_amount():
    run = typed(
        ["1400", "1", None, "False", 3.0, "EA", 2.5, None],
        ["1400", "2", None, None, 3.0, "EA", 2.5, 7.5],
        ["1400", "3", None, None, 3.0, "EA", 2.5, 8.0],
        ["1400", "4", None, "True", 3.0, "EA", 2.5, 9.0],
        ["1400", "5", None, None, 1 / 3, "EA", 300.0, None],
    )
    assert [(line.cents, line.manual) for line in run.lines] == [
        (750, False), (750, False), (800, True), (900, True), (10_000, True),
    ]  # fmt: skip
    assert run.lines[4].quantity == Decimal("0.3333")


def test_added_up_quantities_stay_only_with_one_unit_cost():
    same = [["1400", "1", None, None, 2.0, "EA", 2.5, 5.0], ["1400", "1", None, None, 4.0, "EA", 2.5, 10.0]]
    other = [["1400", "1", None, None, 2.0, "EA", 2.5, 5.0], ["1400", "1", None, None, 4.0, "EA", 3.0, 12.0]]
    adding = replace(TYPED, duplicates=Duplicates.ADD_UP)
    (line,) = dry_run([list("abcdefgh"), *same], adding, NOW).lines
    assert (line.quantity, line.unit_cost, line.cents, line.manual) == (6, Decimal("2.5"), 1500, False)
    (line,) = dry_run([list("abcdefgh"), *other], adding, NOW).lines
    assert (line.quantity, line.uom, line.unit_cost, line.cents, line.manual) == (
        None,
        "EA",
        None,
        1700,
        True,
    )


def test_what_else_changes_is_said():
    lines = {LineKey("1400.000", "2"): LineNow(750, "Old", Decimal(2), "EA", Decimal("3.75"), manual=False)}
    rows = [["Code", "Scope", "Qty", "UOM", "Unit Cost", "Amount"], ["1400", "New", 3.0, "HR", 2.5, 7.5]]
    mapping = replace(propose("s", rows, SAGE), default_cost_type="2")
    run = dry_run(rows, mapping, replace(NOW, lines=lines))
    assert run.rows[0].outcome is Outcome.CHANGED
    assert run.rows[0].sentence == "Same amount, other description, quantity, unit, unit cost."
    rows[1][5] = 8.0
    assert (
        dry_run(rows, mapping, replace(NOW, lines=lines))
        .rows[0]
        .sentence.startswith("Also changes: description")
    )


def test_quantity_and_unit_cost_alone_give_the_amounts():
    rows = [["Cost Code", "Qty", "Unit Cost"], ["1400", 3.0, 2.5], ["2200", None, 2.5]]
    run = dry_run(rows, replace(propose("s", rows, SAGE), default_cost_type="5"), NOW)
    assert [(line.cents, line.manual) for line in run.lines] == [(750, False)]
    assert run.totals.columns == "columns B Qty and C Unit Cost"
    assert run.rows[-1].sentence == "There is no amount in columns B Qty and C Unit Cost."


def test_an_added_up_product_beyond_the_limit_is_a_manual_amount():
    rows = [
        ["1400", "1", None, None, 1e5, "EA", 1000.0, 5.0],
        ["1400", "1", None, None, -1.0, "EA", 1000.0, -1000.0],
    ]
    rows[0][4] = 99_999.0
    more = ["1400", "1", None, None, 99_999.0, "EA", 1000.0, 5.0]
    (line,) = dry_run(
        [list("abcdefgh"), *rows, more], replace(TYPED, duplicates=Duplicates.ADD_UP), NOW
    ).lines
    assert (line.cents, line.manual) == (-99_000, True)
