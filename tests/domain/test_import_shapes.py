"""Where the table starts, what the columns mean, and the shape a mapping is remembered for."""

import pytest

from portal.domain.imports.headings import Role, cost_type_of, role_of
from portal.domain.imports.mappings import (
    Column,
    Duplicates,
    ImportMapping,
    MappingError,
    MissingCodes,
    Rounding,
    RowFilter,
    problems,
)
from portal.domain.imports.shapes import (
    distinct_values,
    find_header_row,
    fingerprint,
    headings_at,
    likeliest_sheet,
    propose,
    sample_values,
    shape_of,
)

SAGE = {"1": "Material", "2": "Labor", "3": "Equipment", "4": "Subcontract", "5": "Other"}


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Cost Code", Role.COST_CODE),
        ("cost_code *", Role.COST_CODE),
        ("Pay Item", Role.COST_CODE),
        ("Item No.", Role.COST_CODE),
        ("UOM", Role.UOM),
        ("Unit of Measure", Role.UOM),
        ("Unit Qty", Role.QUANTITY),
        ("Unit Cost", Role.UNIT_COST),
        ("Budget Amount", Role.AMOUNT),
        ("Extension", Role.AMOUNT),
        ("Sub Job", Role.SUB_JOB),
        ("Manual Calculation", Role.MANUAL),
        ("Curve", None),
    ],
)
def test_headings_of_the_trade_are_known(heading, role):
    assert role_of(heading) is role


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Lab", "2"),
        ("Labour", "2"),
        ("Subcontractor", "4"),
        ("Mat", "1"),
        ("Equip $", "3"),
        ("4", "4"),
        ("Hours", None),
    ],
)
def test_a_wide_sheets_columns_name_cost_types(heading, code):
    assert cost_type_of(heading, SAGE) == code


def test_a_wide_sheet_is_proposed_with_its_types_and_its_control_total():
    rows = [
        ["Halden & Rowe"],
        [],
        ["Code", "Scope", "Hours", "Mat", "Lab", "Equip", "Subs", "Other", "Total", "Notes"],
        ["1000", "Owner allowances", 3.0, None, None, None, None, 0.0, 0.0],
    ]
    mapping = propose("Budget", rows, SAGE)
    assert mapping.header_row == 3
    assert [(column.index, column.role, column.cost_type) for column in mapping.columns] == [
        (0, Role.COST_CODE, ""),
        (1, Role.DESCRIPTION, ""),
        (3, Role.AMOUNT, "1"),
        (4, Role.AMOUNT, "2"),
        (5, Role.AMOUNT, "3"),
        (6, Role.AMOUNT, "4"),
        (7, Role.AMOUNT, "5"),
        (8, Role.CONTROL_TOTAL, ""),
    ]
    assert problems(mapping, has_cost_types=True) == ()


def test_the_fields_own_template_is_proposed_whole():
    heads = "Sub Job,Cost Code,Cost Type,Description,Manual Calculation,Unit Qty,UOM,Unit Cost,Budget Amount,Start Date"
    mapping = propose("Budget Line Items", [heads.split(",")], SAGE)
    roles = [column.role for column in mapping.columns]
    assert roles == [
        Role.SUB_JOB, Role.COST_CODE, Role.COST_TYPE, Role.DESCRIPTION, Role.MANUAL,
        Role.QUANTITY, Role.UOM, Role.UNIT_COST, Role.AMOUNT,
    ]  # fmt: skip


def test_combined_codes_and_decimal_commas_are_noticed():
    rows = [["Cost Code", "Amount"], ["01-3120 - Vice President", "1.234,50"], ["01-3130 - Clerk", "12,00"]]
    mapping = propose("x", rows, {})
    assert (mapping.code_separator, mapping.decimal_mark) == (" - ", ",")


def test_repeated_headings_are_told_apart_by_the_banner_above():
    rows = [
        ["", "", "Tapani, Inc.", "", "Engineer"],
        ["Item", "Units", "Unit Price", "Total Price", "Unit Price", "Total Price"],
    ]
    assert headings_at(rows, 2)[2:] == (
        "Tapani, Inc.: Unit Price",
        "Tapani, Inc.: Total Price",
        "Engineer: Unit Price",
        "Engineer: Total Price",
    )


def test_the_fingerprint_follows_the_headings_and_nothing_else():
    first = shape_of([["Cost Code", "Amount", ""], ["1", 5.0]])
    moved = shape_of([["Halden"], ["COST CODE", "Amount:"], ["9", 7.0]])
    assert first.fingerprint == moved.fingerprint
    assert moved.header_row == 2
    assert fingerprint(["Amount", "Cost Code"]) != first.fingerprint
    assert likeliest_sheet([[["Notes"]], [["Cost Code", "Amount"]]]) == 1


def test_a_sheet_without_known_headings_starts_at_its_first_row():
    assert find_header_row([[], ["alpha", "beta"], [1.0]]) == 2
    assert find_header_row([[], [None]]) == 0
    assert shape_of([]).headings == ()


def test_values_of_a_column_are_shown_for_choosing():
    rows = [["Pos"], ["1"], ["2"], ["1"], [None], []]
    assert sample_values(rows, 1, 0) == ("1", "2")
    assert sample_values(rows, 1, 0, count=1) == ("1",)
    assert distinct_values(rows, 1, 0) == ("1", "2")
    assert distinct_values(rows, 1, 0, most=1) == ()


def test_a_mapping_survives_the_round_trip_through_json():
    mapping = ImportMapping(
        "Budget", 3, (Column(0, Role.COST_CODE), Column(4, Role.AMOUNT, "2")), "5", RowFilter(12, "1"),
        Duplicates.ADD_UP, MissingCodes.CREATE, Rounding.HALF_UP, " - ", ",",
    )  # fmt: skip
    assert ImportMapping.from_json(mapping.to_json()) == mapping
    assert mapping.on("June", 7).header_row == 7


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"sheet":"a","header_row":-1,"columns":[]}', "null", '"x"']
)
def test_a_damaged_mapping_is_refused_with_a_sentence(text):
    with pytest.raises(MappingError, match="Choose the columns again"):
        ImportMapping.from_json(text)


def test_each_reason_why_columns_cannot_be_read_is_one_sentence():
    twice = ImportMapping(
        "s", 1, (Column(0, Role.COST_CODE), Column(1, Role.COST_CODE), Column(-1, Role.AMOUNT))
    )
    found = problems(twice, has_cost_types=True)
    assert "Only one column can be the cost code." in found
    assert any("not in the file" in one for one in found)
    assert any("one cost type for all rows" in one for one in found)
    mixed = ImportMapping(
        "s", 1, (Column(0, Role.COST_TYPE), Column(1, Role.AMOUNT, "1"), Column(2, Role.AMOUNT))
    )
    found = problems(mixed, has_cost_types=True)
    assert len(found) == 3
    assert any("not from both" in one for one in found)
    assert any("Give each amount column" in one for one in found)
    nothing = problems(ImportMapping("s", 1, (Column(0, Role.COST_CODE),)), has_cost_types=False)
    assert nothing == ("Choose at least one amount column, or quantity and unit cost.",)


def test_a_repeated_heading_without_a_banner_stays_plain():
    assert headings_at([["Item", "Total Price", "Total Price"]], 1) == ("Item", "Total Price", "Total Price")
    assert headings_at([], 3) == ()


def test_a_lone_total_column_is_the_amount():
    mapping = propose("s", [["Cost Code", "Total"], ["1", 2.0]], {})
    assert [column.role for column in mapping.columns] == [Role.COST_CODE, Role.AMOUNT]
    assert propose("s", [["Cost Code", "Name"]], {"1": "Labor"}).default_cost_type == "1"


def test_the_amount_beside_typed_columns_is_the_control_total():
    mapping = propose("s", [["Cost Code", "Labor", "Material", "Budget Amount"]], SAGE)
    assert mapping.columns[-1].role is Role.CONTROL_TOTAL
