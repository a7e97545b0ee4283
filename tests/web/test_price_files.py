"""Real price files through the import pages, to the cent."""

import re

import pytest

from portal.files.reading import read_workbook
from tests.web.importers import Importer


@pytest.fixture
def person(sqlite_app, world):
    return Importer(sqlite_app, world)


def column_named(page, heading):
    """The name of the select of a heading, wherever it stands."""
    found = re.search(rf'name="(column-\d+)"[^>]*aria-label="Column \w+ {re.escape(heading)} becomes"', page)
    return (
        found or re.search(rf'</span> {re.escape(heading)}</span>\s*<select[^>]* name="(column-\d+)"', page)
    )[1]


CREATE = {"missing_codes": "create", "default_cost_type": "S", "duplicates": "add_up"}


def bring(person, shared_dir, name, **fields):
    where, page = person.check(name, (shared_dir / "budgets" / name).read_bytes())
    page = person.choose(where, **CREATE, **fields)
    answer = person.confirm(where, page)
    assert answer.status_code == 303, answer.text
    return page, person.client.get(answer.location).text


def test_the_indiana_csv_with_all_rows_added_up(person, shared_dir):
    page, budget = bring(person, shared_dir, "indot-2026-05-07.csv")
    assert "416 new, 0 changed, 0 the same." in page
    assert "416 cost codes will be created." in page
    assert person.total() == 10_154_775_020
    assert "101,547,750.20" in budget
    assert "Imported: 416 new" in budget


def test_the_indiana_csv_with_winning_bids_only(person, shared_dir):
    name = "indot-2026-05-07.csv"
    head = read_workbook((shared_dir / "budgets" / name).read_bytes(), name).sheets[0].rows[0]
    page, budget = bring(person, shared_dir, name, filter_column=str(head.index("Pos")), filter_value="1")
    assert "left out by the filter" in page
    assert person.total() == 3_439_780_669
    assert "34,397,806.69" in budget


def test_the_old_xls_when_the_person_lets_it_round(person, shared_dir):
    page, budget = bring(person, shared_dir, "indot-2023-04-19.xls", rounding="half_up")
    assert "4 amounts rounded to cents." in page
    assert person.total() == 7_863_579_969
    assert "78,635,799.69" in budget


@pytest.mark.parametrize(
    ("name", "bidder", "cents", "lines"),
    [
        ("pdx_bidtab_2024D045.xlsx", "C.R. Contracting", 68_110_710, 13),
        ("pdx_bidtab_2018D029_RON.xlsx", "Tapani", 1_083_456_295, 80),
    ],
)
def test_the_port_workbooks_to_the_printed_total_of_a_bidder(person, shared_dir, name, bidder, cents, lines):
    _, page = person.check(name, (shared_dir / "budgets" / name).read_bytes())
    assert "Sheet “Bid Tabulation”" in page
    found = re.search(rf"Column \w+ ({re.escape(bidder)}[^\"<]*: Total Price) becomes", page) or re.search(
        rf"</span> ({re.escape(bidder)}[^<]*: Total Price)</span>", page
    )
    others = dict.fromkeys(re.findall(r'name="(column-\d+)"', page), "left_out")
    code, text = column_named(page, "Item No."), column_named(page, "Item Description")
    fields = {**others, code: "cost_code", text: "description", column_named(page, found[1]): "amount"}
    page, budget = bring(person, shared_dir, name, **fields)
    assert f"{lines} new, 0 changed" in page
    assert "Agrees" in page
    assert person.total() == cents
    assert f"{cents // 100:,}.{cents % 100:02d}" in budget
