"""Public agencies' price files, imported to the totals that their publishers' figures add up to."""

from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from python_calamine import CalamineWorkbook

from portal.domain.imports.code_lists import RepeatedCodes, read_cost_codes
from portal.domain.imports.dry_runs import dry_run
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import Column, Duplicates, MissingCodes, Rounding, RowFilter
from portal.domain.imports.plans import BudgetNow
from portal.domain.imports.shapes import headings_at, likeliest_sheet, propose
from portal.files.reading import read_workbook
from portal.files.workbooks import FileKind

SAGE = {"1": "Material", "2": "Labor", "3": "Equipment", "4": "Subcontract", "5": "Other"}
NOW = BudgetNow(cost_types=SAGE)


@pytest.fixture
def opened(shared_dir):
    def read(name):
        return read_workbook((shared_dir / "budgets" / name).read_bytes(), name)

    return read


def decided(sheet, **changes):
    choices = {
        "default_cost_type": "4",
        "duplicates": Duplicates.ADD_UP,
        "missing_codes": MissingCodes.CREATE,
    }
    return replace(propose(sheet.name, sheet.rows, SAGE), **choices | changes)


def test_the_indiana_csv_adds_up_by_item(opened):
    (sheet,) = opened("indot-2026-05-07.csv").sheets
    run = dry_run(sheet.rows, decided(sheet), NOW)
    assert run.may_import
    assert run.totals.written == 10_154_775_020
    assert run.rows_read == 2_376
    assert len(run.lines) == len(run.new_codes) == 416
    by_item = defaultdict(Decimal)
    for row in sheet.rows[1:]:
        by_item[row[0]] += Decimal(row[13])
    assert {line.key.cost_code: Decimal(line.cents) / 100 for line in run.lines} == by_item


def test_the_indiana_csv_with_winning_bids_only(opened):
    (sheet,) = opened("indot-2026-05-07.csv").sheets
    position = sheet.rows[0].index("Pos")
    run = dry_run(sheet.rows, decided(sheet, row_filter=RowFilter(position, "1")), NOW)
    assert run.may_import
    assert run.totals.written == 3_439_780_669
    assert run.rows_read + run.rows_filtered_out == 2_376


def test_the_indiana_csv_is_refused_row_by_row_when_codes_may_not_repeat(opened):
    (sheet,) = opened("indot-2026-05-07.csv").sheets
    run = dry_run(sheet.rows, decided(sheet, duplicates=Duplicates.REFUSE), NOW)
    assert len(run.errors) == 2_376 - 416
    assert run.totals.read == 10_154_775_020


def test_the_old_xls_to_the_published_total_and_its_third_decimals_are_told(opened):
    workbook = opened("indot-2023-04-19.xls")
    assert workbook.kind is FileKind.XLS
    (sheet,) = workbook.sheets
    run = dry_run(sheet.rows, decided(sheet, rounding=Rounding.HALF_UP), NOW)
    assert run.may_import
    assert run.totals.written == 7_863_579_969
    assert run.rows_rounded == (623, 802, 1382, 1514)
    strict = dry_run(sheet.rows, decided(sheet), NOW)
    assert [error.row for error in strict.errors] == [623, 802, 1382, 1514]
    assert "more than two decimals" in strict.errors[0].sentence


BIDS = [
    ("pdx_bidtab_2024D045.xlsx", 13, ("C.R. Contracting", 68_110_710)),
    ("pdx_bidtab_2018D029_RON.xlsx", 80, ("Tapani", 1_083_456_295)),
]


@pytest.mark.parametrize(("name", "items", "bidder"), BIDS)
@pytest.mark.parametrize("whose", ["Engineer's Estimate", "bidder"])
def test_the_port_workbooks_to_the_printed_total_of_a_column(opened, shared_dir, name, items, bidder, whose):
    workbook = opened(name)
    sheet = workbook.sheets[likeliest_sheet([one.rows for one in workbook.sheets])]
    assert sheet.name == "Bid Tabulation"
    who, expected = bidder if whose == "bidder" else (whose, None)
    headings = headings_at(sheet.rows, 7)
    index = next(
        at for at, head in enumerate(headings) if head.startswith(who) and head.endswith("Total Price")
    )
    columns = (Column(0, Role.COST_CODE), Column(1, Role.DESCRIPTION), Column(index, Role.AMOUNT))
    run = dry_run(sheet.rows, decided(sheet, columns=columns, duplicates=Duplicates.REFUSE), NOW)
    raw = CalamineWorkbook.from_path(str(shared_dir / "budgets" / name)).get_sheet_by_name("Bid Tabulation")
    rows = raw.to_python(skip_empty_area=False)
    direct = sum(Decimal(repr(row[index])) for row in rows[7:] if row[0])
    printed = next(row[index] for row in rows if "Total Amount Bid" in str(row[1]))
    cents = int((direct * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert run.may_import
    assert len(run.lines) == items
    assert run.lines[0].key.cost_code == "0001"
    assert run.totals.written == cents == round(printed * 100)
    assert run.totals.printed_agrees is True
    assert expected in {None, run.totals.written}
    assert sum(row.outcome == "skipped" for row in run.rows) == 1


def test_the_catalogue_becomes_cost_codes_with_divisions(opened):
    (sheet,) = opened("pdx_estimate_item_catalog.csv").sheets
    mapping = propose(sheet.name, sheet.rows, {})
    found = read_cost_codes(sheet.rows, mapping, {}, repeated=RepeatedCodes.NUMBER)
    assert found.may_import
    assert len(found.codes) == len({code.code for code in found.codes}) == 114
    assert found.codes[0] == ("15000", "Mobilization & Demobilization", "LS", "01", "General Requirements")
    assert len(found.warnings) == 16
    assert found.divisions["31"] == "Earthwork"
    restored = read_cost_codes(sheet.rows, mapping, {}, repeated=RepeatedCodes.FIRST_NAME, restore_zeros=True)
    assert len(restored.codes) == 37
    assert restored.codes[0].code == "015000"
    assert {len(code.code) for code in restored.codes} == {6}
