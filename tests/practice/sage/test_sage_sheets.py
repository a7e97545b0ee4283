"""What makes a sheet wrong: changed afterwards, malformed, or naming what the company has not."""

import pytest

from portal.practice.sage import budgets, cost_codes, jobs, sheets
from portal.practice.sage.amounts import shown
from portal.practice.sage.refusals import SageError
from tests.practice.sage.sheet_texts import CHANGES, EXAMPLE, HARBOR, HEADER, NEWTOWN, line, sheet


def test_the_worked_example_is_read():
    found = sheets.read("\ufeff" + sheet(*EXAMPLE))
    assert (found.kind, found.job, found.reference, found.operation) == ("6-2 Budget", NEWTOWN, "B7-1", "op1")
    assert [str(row.code) for row in found.rows] == ["2010.000", "3100.000", "1000.000"]
    assert shown(found.total) == "195750.50"
    assert sheets.read(sheet(line("3100.5"), kind=CHANGES)).rows[0].code.as_tuple().exponent == -3


def test_descriptions_may_hold_commas_and_quotes():
    assert sheets.read(sheet(line("2010.000", 'Earth, "wet"'))).rows[0].description == 'Earth, "wet"'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            sheet(*EXAMPLE).replace("45500.00", "55500.00"),
            "was changed after it was written: its rows do not",
        ),
        (sheet(*EXAMPLE, Rows=2), "was changed after it was written: it has 3 rows and its head says 2"),
        (sheet(*EXAMPLE, Hash=None), "the head lacks Hash"),
        (sheet(*EXAMPLE, kind="Payroll"), 'says "Payroll"'),
        (sheet(*EXAMPLE, header=HEADER + ",More"), "The columns of the sheet must be"),
        (sheet(), "The sheet has no rows"),
        ("", "This is no budget sheet"),
        (sheet("0,2010.000"), "In row 1 there are 2 cells instead of 13"),
        (sheet(line("2010.000", m="45500")), 'two decimals: row 1, Material, says "45500"'),
        (sheet(line("2010.000", total="1.00")), "In row 1 the amounts add up to 0.00, not 1.00"),
        (sheet(line("2010.000", m="99999999.99", l="0.01")), "the total 100000000.00 is too large"),
        (sheet(line("2010.000", m="100000000.00")), "two decimals: row 1, Material"),
        (
            sheet(line("2010.000"), line("2010")),
            "Expected only 1 result, found 2: cost code 2010.000, phase 0",
        ),
        (sheet(line("0100.000")), 'cannot begin with a zero, a space or a letter: "0100.000"'),
        (sheet(line("A100")), 'cannot begin with a zero, a space or a letter: "A100"'),
        (sheet(line(" 100")), "cannot begin with a zero"),
        (sheet(line("")), "cannot begin with a zero"),
        (sheet(line("03-300")), "cannot begin with a zero"),
        (sheet(line("1234567")), '"1234567" is no cost code'),
        (sheet(line("2010.0001")), '"2010.0001" is no cost code'),
        (sheet(line("2010.000", phase="x")), '"x" is no phase'),
        (sheet(*EXAMPLE, job="20-19"), '"20-19" is no job number'),
    ],
)
def test_a_wrong_sheet_is_refused_in_words(text, words):
    with pytest.raises(SageError) as refused:
        sheets.read(text)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (sheet(line("9999.000")), "Cost code 9999.000 is not on file"),
        (sheet(*EXAMPLE, job=77), "Job 77 is not on file"),
        (sheet(line("2010.000", phase=3), job=HARBOR), "Phase 3 has not been set up for job 2020014"),
        (sheet(line("2010.000", phase=1)), "Phase 1 has not been set up for job 2019001"),
    ],
)
def test_what_is_not_on_file_is_refused_and_nothing_is_on_the_screen(desk, grid, text, words):
    with pytest.raises(SageError, match=words):
        desk.import_sheet(text=text)
    assert grid()["windows"] == grid(HARBOR)["windows"] == []


def test_inactive_codes_and_locked_budgets_are_refused(desk, change):
    change(cost_codes.set_active, "3100", is_active=False)
    with pytest.raises(SageError, match=r"3100.000 is inactive"):
        desk.import_sheet(text=sheet(*EXAMPLE))
    change(budgets.lock, HARBOR, is_locked=True)
    with pytest.raises(SageError, match="budget of job 2020014 is locked for editing"):
        desk.import_sheet(text=sheet(line("2010.000", phase=1), job=HARBOR))
    change(budgets.lock, HARBOR, is_locked=False)
    assert desk.import_sheet(text=sheet(line("2010.000", phase=1), job=HARBOR))["rows"] == 1


def test_a_closed_job_takes_a_budget_like_any_other(desk):
    closed = 2017003
    desk.import_sheet(text=sheet(*EXAMPLE, job=closed))
    assert desk.post_entries(str(closed))["rows"] == 3
    assert jobs.STATUSES[6] == "Closed"


def test_sheets_in_the_folder(desk, client):
    folder = desk.folder
    (folder / "6-2 Budget 2019001 B7-1 op1.csv").write_text(sheet(*EXAMPLE), newline="")
    (folder / "6-2 Budget 2019001 B7-1 op1.xlsx").write_bytes(b"workbook")
    (folder / "~6-2 Budget half.csv.half").write_text("half")
    (folder / "3-5 Job 2026100 op3.xlsx").write_bytes(b"workbook")
    (folder / "broken.csv").write_bytes(b"Sheet,6-2 Budget\n")
    (folder / "latin.csv").write_bytes("Größe".encode("latin-1"))
    (folder / "withdrawn").mkdir()
    (folder / "withdrawn" / "6-2 old.csv").write_text(sheet(*EXAMPLE))
    found = client.get("/api/sheets").get_json()
    told = {one["name"]: (one["state"], one["problem"][:27], one["total"]) for one in found["sheets"]}
    assert told == {
        "6-2 Budget 2019001 B7-1 op1.csv": ("waiting", "", "195750.50"),
        "broken.csv": ("unreadable", "This is no budget sheet: th", ""),
    }
    assert found["forms"] == ["3-5 Job 2026100 op3.xlsx"]
    for name in ("../company.sqlite3", "withdrawn/6-2 old.csv", "gone.csv", ".hidden.csv"):
        with pytest.raises(SageError, match=r"no sheet in the folder|not there any more"):
            desk.import_sheet(name)
    with pytest.raises(SageError, match="not written in UTF-8"):
        desk.import_sheet("latin.csv")
