"""Files as people have them: encodings, delimiters, wrong endings, formulas, a contractor's wide sheet."""

import datetime as dt
import io
from dataclasses import replace

import pytest
import xlsxwriter

from portal.domain.imports.cells import FORMULA_WITHOUT_RESULT
from portal.domain.imports.dry_runs import dry_run
from portal.domain.imports.mappings import MissingCodes
from portal.domain.imports.outcomes import Outcome
from portal.domain.imports.plans import BudgetNow
from portal.domain.imports.shapes import propose
from portal.files.reading import read_workbook
from portal.files.workbooks import FileError, FileKind

SAGE = {"1": "Material", "2": "Labor", "3": "Equipment", "4": "Subcontract", "5": "Other"}
TABLE = "Cost Code{d}Description{d}Amount\r\n0001{d}Café – bar{d}5.00\r\n"


def workbook(write):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        write(book)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_tables_of_every_usual_make(encoding, delimiter):
    data = TABLE.format(d=delimiter).encode(encoding)
    (sheet,) = read_workbook(data, "C:\\tmp\\June.csv").sheets
    assert sheet.name == "June"
    assert sheet.rows == [["Cost Code", "Description", "Amount"], ["0001", "Café – bar", "5.00"]]


def test_quoted_cells_keep_delimiters_and_lines():
    (sheet,) = read_workbook(b'Code,Name\n1,"RIETH, INC.\nIndiana ""A"""\n\n2,x\n', "a.csv").sheets
    assert sheet.rows == [["Code", "Name"], ["1", 'RIETH, INC.\nIndiana "A"'], [], ["2", "x"]]


def test_a_delimiter_named_in_the_first_line_is_taken():
    (sheet,) = read_workbook(b"sep=;\r\nCode;Amount\r\n1;1,50\r\n", "a.csv").sheets
    assert sheet.rows == [[], ["Code", "Amount"], ["1", "1,50"]]


def test_the_content_decides_and_the_name_is_remarked_on():
    book = workbook(lambda one: one.add_worksheet("Budget").write(0, 0, "Code"))
    read = read_workbook(book, "budget.csv")
    assert read.kind is FileKind.XLSX
    assert read.notes == ("The file is named .csv but is XLSX, and was read as that.",)
    assert read_workbook(b"Code\n1\n", "budget.xls").notes == (
        "The file is named .xls but is CSV, and was read as that.",
    )
    with pytest.raises(FileError, match="no sheet named “June”"):
        read.sheet("June")


def test_formulas_show_their_saved_results_and_never_an_empty_cell():
    def write(book):
        sheet = book.add_worksheet("A")
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("B1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C1", "=X1", None, "")
        sheet.write_datetime("D1", dt.date(2026, 5, 7), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_formula("C3", "=Y1", None, "#REF!")
        book.add_worksheet("Hidden").hide()

    read = read_workbook(workbook(write), "a.xlsx")
    assert [sheet.is_hidden for sheet in read.sheets] == [False, True]
    assert read.sheet("A").rows == [
        [2.0, "#DIV/0!", FORMULA_WITHOUT_RESULT, "2026-05-07"],
        [],
        [None, None, "#REF!"],
    ]


ESTIMATE = {
    "01 General": [
        ("1000", "Owner allowances", 0, 0, 0, 0, 12500.0),
        ("1400", "Permits", 0, 0, 0, 0, 33900.5),
    ],
    "03 Concrete": [
        ("3100", "Formwork", 41150.25, 49000.1, 0, 0, 0),
        ("3300", "Cast-in-place", 0.1, 0.2, 8100.0, 298750.0, 0),
    ],
    "16 Electrical": [("16100", "Electrical", 0, 0, 0, 180500.0, -500.0)],
}


def estimate(book):
    """Write an estimate as contractors do: banner, division headings, subtotals, a grand total."""
    sheet = book.add_worksheet("Estimate")
    sheet.merge_range("A1:I1", "Harbor Point Medical Office")
    sheet.write_row(
        "A4",
        ["Cost Code", "Description", "Material", "Labor", "Equipment", "Subcontractor", "Other", "Total"],
    )
    at, whole = 4, [0.0] * 6
    for division, lines in ESTIMATE.items():
        sheet.write(at, 0, division)
        at, below = at + 1, [0.0] * 6
        for code, name, *amounts in lines:
            total = [*amounts, sum(amounts)]
            sheet.write_row(at, 0, [code, name, *(one or None for one in amounts)])
            sheet.write_formula(at, 7, f"=SUM(C{at + 1}:G{at + 1})", None, sum(amounts))
            below = [one + two for one, two in zip(below, total, strict=True)]
            at += 1
        sheet.write_row(at, 1, [f"{division} subtotal", *below])
        whole = [one + two for one, two in zip(whole, below, strict=True)]
        at += 2
    sheet.write_row(at, 0, ["Grand Total", None, *whole])


def test_a_contractors_wide_sheet_with_subtotals_and_a_grand_total():
    sheet = read_workbook(workbook(estimate), "HarborPoint.xlsx").sheets[0]
    mapping = replace(propose(sheet.name, sheet.rows, SAGE), missing_codes=MissingCodes.CREATE)
    run = dry_run(sheet.rows, mapping, BudgetNow(cost_types=SAGE))
    assert mapping.header_row == 4
    assert run.problems == ()
    assert run.may_import
    assert run.totals.written == run.totals.control == run.totals.printed == 62_340_115
    assert run.totals.agrees is run.totals.printed_agrees is True
    assert len(run.lines) == 10
    assert run.rows_with_several_lines == (11, 12, 16)
    skipped = [row for row in run.rows if row.outcome is Outcome.SKIPPED]
    assert [row.description for row in skipped] == [
        "01 General",
        "01 General subtotal",
        "03 Concrete",
        "03 Concrete subtotal",
        "16 Electrical",
        "16 Electrical subtotal",
        "Grand Total",
    ]
    assert sum("agrees with the rows above" in row.sentence for row in skipped) == 4
