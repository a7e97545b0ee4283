"""File import through the pages: what is chosen is remembered, hostile files get a sentence, races leave no trace."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from portal.db.audit import AuditEvent
from portal.db.imports import ImportFile
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.csv_tables import write_csv
from portal.files.reading import read_workbook
from portal.files.xlsx_tables import Table, write_xlsx
from tests import factories
from tests.people import DANA, VERA
from tests.web.importers import Importer


@pytest.fixture
def person(sqlite_app, world):
    return Importer(sqlite_app, world)


WIDE = [
    ["Halden & Rowe Builders", "", "", "", "", "", ""],
    ["Harbor Point, estimate 4", None, None, None, None, None, None],
    ["Code", "Scope", "Labor", "Material", "Equipment", "Subcontract", "Total"],
    ["03-100", "Footings", 30250.5, 45500, 0, 0, 75750.5],
    ["03-300", "Slab on grade", 12000, 18000.25, 900, None, 30900.25],
    ["", "Subtotal concrete", 42250.5, 63500.25, 900, 0, 106650.75],
    ["06-100", "Rough framing", 0, 0, 0, 120000, 120000],
    ["", "Grand total", 42250.5, 63500.25, 900, 120000, 226650.75],
]


def test_a_contractors_wide_sheet_needs_no_choice_at_all(person):
    data = write_xlsx([Table("Budget", WIDE[0], [[_cell(cell) for cell in row] for row in WIDE[1:]])])
    where, page = person.check("HarborPoint.xlsx", data)
    assert "6 new, 0 changed, 0 the same, 2 skipped." in page
    assert "2 rows hold several amounts and become several lines." in page
    assert 'data-action="import_file">Import 6 amounts' in page
    answer = person.confirm(where, page)
    assert answer.status_code == 303
    assert person.total() == 22_665_075
    budget = person.client.get(answer.location).text
    assert "226,650.75" in budget
    history = person.client.get(f"/projects/{person.project}/budget/history").text
    assert "6 new and 0 changed lines from HarborPoint.xlsx" in history
    _, again = person.check("HarborPoint.xlsx", data)
    assert "0 new, 0 changed, 6 the same" in again
    assert "There is nothing to import." in again


def _cell(value):
    return Decimal(str(value)) if isinstance(value, float) else value


def test_the_columns_are_remembered_for_the_next_file_like_it(person):
    heads = ["Nr", "Words", "Kind", "Sum"]
    where, page = person.check("a.csv", write_csv([heads, ["03-100", "Footings", "M", "10.00"]]))
    assert "Choose the column that holds the cost code" in page
    chosen = {
        "column-0": "cost_code",
        "column-1": "description",
        "column-2": "cost_type",
        "column-3": "amount",
    }
    page = person.choose(where, **chosen)
    assert person.confirm(where, page).status_code == 303
    _, page = person.check("b.csv", write_csv([heads, ["03-100", "Footings", "M", "12.00"]]))
    assert "0 new, 1 changed, 0 the same." in page
    assert "+2.00" in page


def test_one_error_closes_the_import_and_names_row_and_column(person):
    rows = [["Code", "Type", "Amount"], ["03-100", "M", "10"], ["99-1", "M", "8,760.00"]]
    where, page = person.check("a.csv", write_csv(rows))
    assert "1 row needs your attention. Nothing has been written." in page
    assert "Row 3, column A Code: the code 99-1 is not in the company&#39;s list." in page
    assert 'aria-disabled="true"' in page
    assert "Correct row 3 first. A file is imported whole or not at all." in page
    answer = person.confirm(where, page)
    assert answer.status_code == 422
    assert "Correct row 3 first" in answer.text
    assert person.total() == 0


def test_a_lock_between_check_and_confirm_answers_409_and_writes_nothing(person):
    with person.app.app_context():
        factories.add_lines(person.world, person.project, DANA, ("01-100", "L", 5_00))
    where, page = person.check("a.csv", write_csv([["Code", "Type", "Amount"], ["03-100", "M", "10"]]))
    with person.app.app_context():
        factories.act(person.world, person.project, DANA, Action.LOCK)
    answer = person.confirm(where, page)
    assert answer.status_code == 409
    assert "locked" in answer.text
    assert person.total() == 5_00


def test_lines_changed_between_check_and_confirm_answer_409(person):
    where, page = person.check("a.csv", write_csv([["Code", "Type", "Amount"], ["03-100", "M", "10"]]))
    with person.app.app_context():
        factories.add_lines(person.world, person.project, DANA, ("01-100", "L", 5_00))
    answer = person.confirm(where, page)
    assert answer.status_code == 409
    assert "Somebody changed this budget" in answer.text
    assert person.total() == 5_00


def test_check_again_returns_the_fragment_to_htmx(person):
    where, _ = person.check("a.csv", write_csv([["Code", "Type", "Amount"], ["03-900", "M", "10"]]))
    answer = person.client.post(
        f"{where}/columns",
        data={"missing_codes": "create"},
        headers={"HX-Request": "true", "X-CSRF-Token": person.client.csrf},
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="imports-check">')
    assert "1 cost code will be created." in answer.text


def test_another_heading_row_or_sheet_begins_with_its_own_columns(person):
    first = Table("Cover", ["Code", "Type", "Amount"], [["03-100", "M", 5]])
    second = Table("Prices", ["Code", "Type", "Budget Amount", "Words"], [["03-100", "M", 7, "x"]])
    where, page = person.check("a.xlsx", write_xlsx([first, second]))
    assert "Sheet “Cover”" in page
    page = person.choose(where, sheet="Prices")
    assert "Sheet “Prices”" in page
    assert "7.00" in page
    assert (
        person.client.post(
            f"{where}/columns", data={"csrf_token": person.client.csrf, "sheet": "No such"}
        ).status_code
        == 404
    )


def test_long_files_show_a_part_and_the_way_to_the_rest(person):
    rows = [[f"07-{number:03}", "M", "1.00"] for number in range(250)]
    where, _ = person.check("a.csv", write_csv([["Code", "Type", "Amount"], *rows]))
    page = person.choose(where, missing_codes="create")
    assert page.count('class="num second c-row"') == 100
    assert "Rows 1 to 100 of 250." in page
    second = person.client.get(f"{where}?from=100").text
    assert "Rows 101 to 200 of 250." in second
    assert second.count('class="num second c-row"') == 100
    assert person.client.get(f"{where}?whole=1").text.count('class="num second c-row"') == 250
    assert person.client.get(f"{where}?show=errors").text.count('class="num second c-row"') == 0


HOSTILE = {
    "empty.csv": (b"", "empty"),
    "pages.xlsx": (b"PK\x03\x04" + b"\0" * 400, "damaged"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, ""),
    "page.csv": (b"<!doctype html><script>alert(1)</script>", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_price_file_is_refused_with_a_sentence(person, name):
    data, word = HOSTILE[name]
    answer = person.upload(name, data)
    assert answer.status_code == 422
    assert "The file was not read. Nothing has been written." in answer.text
    assert word in answer.text
    with person.app.app_context():
        assert reader().scalar(select(func.count()).select_from(ImportFile)) == 0


def test_no_file_chosen_and_a_file_too_large(person):
    answer = person.client.post(person.path, data={"csrf_token": person.client.csrf})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text
    answer = person.upload("big.csv", b"a,b\n" * (6 * 1024 * 1024))
    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_cells_are_text_in_the_page_whatever_they_say(person):
    rows = [["Code", "Description", "Type", "Amount"], ["03-100", "<script>alert(1)</script>", "M", "1"]]
    rows.append(['"><img src=x>', "=cmd()", "M", "2"])
    _, page = person.check("<b>a.csv", write_csv(rows))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>a.csv" not in page


def test_the_upload_page_says_what_to_do_and_when_it_is_closed(person):
    page = person.client.get(person.path).text
    assert "Any price file will do" in page
    assert "No file waits here" in page
    person.check("a.csv", write_csv([["Code", "Type", "Amount"], ["03-100", "M", "10"]]))
    assert "a.csv</a>" in person.client.get(person.path).text
    with person.app.app_context():
        factories.add_lines(person.world, person.project, DANA, ("01-100", "L", 5_00))
        factories.act(person.world, person.project, DANA, Action.LOCK)
    page = person.client.get(person.path).text
    assert 'type="file"' not in page
    assert "aria-disabled" in page
    assert "unlock" in page.lower()


def test_whoever_may_not_import_gets_no_page(sqlite_app, world, person):
    stranger = factories.client_for(sqlite_app, VERA)
    assert stranger.get(person.path).status_code in {403, 404}


def test_an_upload_of_another_project_is_not_found(person):
    where, _ = person.check("a.csv", write_csv([["Code", "Type", "Amount"], ["03-100", "M", "10"]]))
    with person.app.app_context():
        other = factories.make_project(person.world, "Elm St 4", "2026002", linked=False)
    elsewhere = where.replace(f"/projects/{person.project}/", f"/projects/{other}/")
    assert person.client.get(elsewhere).status_code == 404
    assert person.client.get(f"{person.path}/999").status_code == 404


def test_an_import_stands_in_the_audit(person):
    where, page = person.check("a.csv", write_csv([["Code", "Type", "Amount"], ["03-100", "M", "10"]]))
    person.confirm(where, page)
    with person.app.app_context():
        event = reader().scalars(select(AuditEvent).where(AuditEvent.action == "import_file")).one()
        assert (event.actor_name, event.detail["file"], event.detail["total"]) == (
            DANA.name,
            "a.csv",
            "10.00",
        )
    answer = person.client.get(where)
    assert answer.status_code == 404
    assert "imported already" in answer.text


def test_the_template_comes_back_as_it_went_out(person):
    answer = person.client.get(f"{person.path}/template.xlsx")
    assert answer.status_code == 200
    book = read_workbook(answer.data, "template.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["Budget Line Items", "Importer Data Fields"]
    lines, fields = (sheet.rows for sheet in book.sheets)
    assert lines[0][:3] == ["Cost Code", "Cost Type", "Description"]
    assert fields[1][:3] == ["01-100", "Site office", "E Equipment"]
    row = ["03-100", "M Materials", "Footings", "False", 3, "CY", 10, None]
    data = write_xlsx(
        [Table(book.sheets[0].name, lines[0], [row]), Table("Importer Data Fields", fields[0], fields[1:])]
    )
    where, page = person.check("filled.xlsx", data)
    assert "1 new, 0 changed" in page
    assert person.confirm(where, page).status_code == 303
    assert person.total() == 3_000
