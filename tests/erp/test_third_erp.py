"""A third ERP is one folder: put where connectors live, the portal offers it, and nothing else changes."""

import importlib
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.db.exchange import ErpConnection
from portal.db.transactions import reader
from portal.erp import connectors
from portal.erp.contract import Answer
from portal.erp.registry import all_connectors
from portal.services.exchange import exchange
from tests import factories
from tests.people import AKI, TOM
from tests.submitted import accept, send

FOLDER = "abacus_books"
ABACUS = Path(__file__).with_name("abacus.py")


@pytest.fixture
def _abacus(tmp_path):
    """The folder lies in a temporary place for the length of a test."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    shutil.copy(ABACUS, folder / "__init__.py")
    connectors.__path__.append(str(tmp_path))
    _look_again()
    yield
    connectors.__path__.remove(str(tmp_path))
    sys.modules.pop(f"{connectors.__name__}.{FOLDER}", None)
    vars(connectors).pop(FOLDER, None)
    _look_again()


def _look_again():
    importlib.invalidate_caches()
    all_connectors.cache_clear()


@pytest.fixture
def connection(sqlite_app, ruth, _abacus):
    answer = post(ruth, "/settings/connections/new", connector=FOLDER, name="The counting house")
    assert "Abacus courier" in answer.text
    with sqlite_app.app_context():
        return reader().scalars(select(ErpConnection.id).where(ErpConnection.connector == FOLDER)).one()


def post(client, path, **fields):
    return client.post(path, data={"csrf_token": client.csrf, **fields})


def test_the_portal_offers_it_as_soon_as_its_folder_is_there(ruth, request):
    assert "Abacus" not in ruth.get("/settings/connections/new").text
    request.getfixturevalue("_abacus")
    page = ruth.get("/settings/connections/new").text
    assert '<option value="abacus_books">Abacus Books</option>' in page
    assert set(all_connectors()) >= {"abacus_books", "quickbooks_desktop", "sage_100_contractor"}


def test_its_settings_form_is_drawn_and_kept_from_what_it_declares(sqlite_app, ruth, connection):
    home = f"/settings/connections/{connection}"
    page = ruth.get(home).text
    for field in all_connectors()[FOLDER].setting_fields:
        assert f'name="{field.name}"' in page
        assert field.label in page
    assert '<option value="wood" selected>Wooden</option>' in page
    given = {"name": "The counting house", "ledger": "Red", "copies": "3", "beads": "glass", "frame": ""}
    assert post(ruth, home, **given).status_code == 303
    with sqlite_app.app_context():
        row = reader().get_one(ErpConnection, connection, populate_existing=True)
        assert row.settings == {"ledger": "Red", "copies": "3", "beads": "glass", "frame": ""}
    assert '<option value="glass" selected>Made of glass</option>' in ruth.get(home).text
    assert "Made of glass" in factories.client_for(sqlite_app, TOM).get(home).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("ledger", "", "This is needed."),
        ("copies", "many", "Enter a whole number."),
        ("beads", "gold", "Choose one from the list."),
    ],
)
def test_what_its_fields_cannot_take_is_said_at_the_field(ruth, connection, field, typed, sentence):
    given = {"name": "The counting house", "ledger": "Red", "copies": "3", "beads": "wood", field: typed}
    answer = post(ruth, f"/settings/connections/{connection}", **given)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_its_file_can_be_had(ruth, connection):
    answer = ruth.get(f"/settings/connections/{connection}/file")
    assert answer.headers["Content-Disposition"] == "attachment; filename=slip.txt"


def test_a_budget_goes_through_it_with_its_own_words_on_the_pages(sqlite_app, world, connection):
    theirs = replace(world, connection=connection)
    with sqlite_app.app_context():
        project_id = send(theirs)
    aki = factories.client_for(sqlite_app, AKI)
    assert "Beads in Abacus" in aki.get(f"/erp/budgets/{project_id}/submissions/1").text
    with sqlite_app.app_context():
        accept(theirs, project_id)
    assert "Waiting for the Abacus courier" in aki.get(f"/projects/{project_id}/budget").text
    with sqlite_app.app_context():
        assert exchange.claim(connection, "courier").body.startswith(b"To the courier: {")
        assert exchange.record_answer(connection, "courier", Answer(b"moved")).state == "succeeded"
    with sqlite_app.app_context():
        budget = factories.budget_of(project_id)
        assert (budget.phase, budget.origin_id) == ("awaiting_sync", "rod-1")
    assert "The counting house" in aki.get("/erp/jobs").text


def test_it_is_gone_with_its_folder(ruth):
    assert FOLDER not in all_connectors()
    assert "Abacus" not in ruth.get("/settings/connections/new").text
