"""A list of cost codes through the import pages: what it creates and renames, and who may bring one."""

import io

import pytest
from sqlalchemy import select

from portal.db.projects import CostCode, Division
from portal.db.transactions import reader
from portal.files.csv_tables import write_csv
from tests import factories
from tests.people import VERA
from tests.web.importers import Importer, hidden


@pytest.fixture
def person(sqlite_app, world):
    return Importer(sqlite_app, world)


def upload_list(person, data, name="catalogue.csv"):
    given = {"csrf_token": person.client.csrf, "file": (io.BytesIO(data), name)}
    answer = person.client.post("/cost-codes/import", data=given, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    return answer


def write_list(person, where):
    stamp = hidden(person.client.get(where).text, "stamp")
    given = {"csrf_token": person.client.csrf, "stamp": stamp}
    return person.client.post(f"{where}/import", data=given, follow_redirects=False)


def test_the_catalogue_becomes_cost_codes_with_divisions_and_restored_zeros(person, shared_dir):
    name = "pdx_estimate_item_catalog.csv"
    answer = upload_list(person, (shared_dir / "budgets" / name).read_bytes(), name)
    assert answer.status_code == 303
    where = answer.location
    page = person.client.get(where).text
    assert "16 codes probably lost a leading zero" in page
    assert "Choose what repeated codes become." in page
    assert write_list(person, where).status_code == 422
    page = person.choose(where, repeated="first_name", restore_zeros="yes")
    assert "37 new" in page
    assert "had lost a leading zero" in page
    assert write_list(person, where).status_code == 303
    with person.app.app_context():
        rows = (
            reader()
            .execute(select(CostCode.code, CostCode.name, Division.code, Division.name).join(Division))
            .all()
        )
    found = {code: rest for code, *rest in rows}
    assert found["015000"] == ["Mobilization & Demobilization", "01", "General requirements"]
    assert {division: name for _, division, name in found.values()}["31"] == "Earthwork"
    assert len(found) == 5 + 37
    again = upload_list(person, (shared_dir / "budgets" / name).read_bytes(), name).location
    page = person.choose(again, repeated="first_name", restore_zeros="yes")
    assert "0 new, 0 with another name, 37 the same" in page
    assert write_list(person, again).status_code == 422


def test_a_list_renames_known_codes_and_removes_none(person):
    where = upload_list(
        person, write_csv([["Code", "Name"], ["03-100", "Spread footings"], ["08-100", "Doors"]])
    ).location
    assert "1 new, 1 with another name, 0 the same. 0 divisions." in person.client.get(where).text
    assert write_list(person, where).status_code == 303
    with person.app.app_context():
        found = dict(reader().execute(select(CostCode.code, CostCode.name)).all())
    assert (found["03-100"], found["08-100"], found["03-300"]) == (
        "Spread footings",
        "Doors",
        "Slab on grade",
    )
    assert person.client.get(where).status_code == 404


def test_lists_of_cost_codes_are_for_those_who_manage_them(sqlite_app, person):
    assert factories.client_for(sqlite_app, VERA).get("/cost-codes/import").status_code == 403
    assert upload_list(person, b"").status_code == 422
    assert "No file waits here" in person.client.get("/cost-codes/import").text
