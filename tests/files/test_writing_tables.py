"""What we write: no live formula, numbers that stay numbers, and amounts that come back to the cent."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.imports.cells import cents_of, text_of
from portal.files.csv_tables import write_csv
from portal.files.reading import read_workbook
from portal.files.xlsx_tables import Table, write_xlsx

DANGEROUS = [
    "=1+1",
    "+1",
    "-1+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "=HYPERLINK(1)",
    "\uff1d1",
    "'=1",
    "\uff20x",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_live_formula(text):
    shown = next(csv.reader(io.StringIO(write_csv([[text]]).decode("utf-8-sig"), newline="")))[0]
    assert shown == f"'{text}"
    book = write_xlsx([Table("T", ["h"], [[text]])])
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert b't="s"' in sheet


def test_negative_numbers_stay_numbers():
    row = [Decimal("-728.73"), -5, dt.date(2026, 11, 22), None, "-5"]
    assert write_csv([row]) == b"\xef\xbb\xbf-728.73,-5,2026-11-22,,'-5\r\n"
    (sheet,) = read_workbook(write_xlsx([Table("T", list("abcde"), [row])]), "t.xlsx").sheets
    assert sheet.rows[1] == [-728.73, -5.0, "2026-11-22", "", "-5"]


def test_sheet_names_and_texts_that_a_workbook_refuses_are_cleaned():
    book = write_xlsx(
        [Table("a/b:c*" * 9, ["h"], [["x\x00y\ud800"], ["z" * 40_000], [10**20]]), Table("''", [], [])]
    )
    sheets = read_workbook(book, "t.xlsx").sheets
    assert [len(sheet.name) <= 31 for sheet in sheets] == [True, True]
    assert sheets[0].rows[1] == ["x\ufffdy\ufffd"]
    assert len(sheets[0].rows[2][0]) == 32_767
    assert sheets[0].rows[3] == [str(10**20)]


AMOUNTS = st.lists(st.integers(-9_999_999_999, 9_999_999_999), min_size=1, max_size=60)


@given(AMOUNTS)
def test_sums_come_back_exactly_through_csv(cents):
    data = write_csv([["Code", "Amount"], *([f"{n:04}", Decimal(one) / 100] for n, one in enumerate(cents))])
    (sheet,) = read_workbook(data, "t.csv").sheets
    assert [cents_of(row[1]).cents for row in sheet.rows[1:]] == cents
    assert [text_of(row[0]) for row in sheet.rows[1:]] == [f"{n:04}" for n in range(len(cents))]


@settings(max_examples=20, deadline=None)
@given(AMOUNTS)
def test_sums_come_back_exactly_through_xlsx(cents):
    rows = [[f"{n:04}", Decimal(one) / 100] for n, one in enumerate(cents)]
    (sheet,) = read_workbook(write_xlsx([Table("T", ["Code", "Amount"], rows)]), "t.xlsx").sheets
    assert [cents_of(row[1]).cents for row in sheet.rows[1:]] == cents
    assert [text_of(row[0]) for row in sheet.rows[1:]] == [row[0] for row in rows]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=5))
def test_texts_come_back_exactly_through_our_own_csv(texts):
    (sheet,) = read_workbook(write_csv([["h"] * len(texts) + ["end"], [*texts, "end"]]), "t.csv").sheets
    assert sheet.rows[1] == [*texts, "end"]
