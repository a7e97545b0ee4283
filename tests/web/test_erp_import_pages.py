"""Importing from the ERP and moving to the portal: what the pages show, ask and refuse."""

import re

import pytest

from portal.db.audit import AuditEvent
from portal.db.budgets import Budget
from portal.db.exchange import CostCodeLink
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.services.exchange import code_acceptance, type_ties
from portal.services.exchange.code_acceptance import Choice
from tests import factories, ledger_vendor
from tests.people import AKI, DANA, KAREN, LUIS, RUTH
from tests.seen import plain, read

JOB = "80000001-1"


@pytest.fixture
def inside(sqlite_app):
    return sqlite_app.app_context


@pytest.fixture
def world(inside):
    with ledger_vendor.known(ledger_vendor.LedgerVendor()):
        with inside():
            made = ledger_vendor.furnish()
            aki, types, footings = made.actor(AKI), made.types, made.codes["03-100"]
            type_ties.map_types(aki, made.connection, {types["M"]: "1", types["L"]: "2"})
            choice = Choice((footings,), {footings: "3100.000 Footings"})
            code_acceptance.accept(aki, made.connection, choice)
        yield made


@pytest.fixture
def project(inside, world):
    """A linked project whose job has two amounts above zero, one of them on a code that the portal lacks."""
    with inside():
        project_id = factories.make_project(world)
        with transaction() as session:
            session.query(CostCodeLink).filter(CostCodeLink.erp_id.like("8000%")).delete()
        ledger_vendor.stage(world, JOB, ("3100.000", "1", 90_000), ("6100.000", "2", 1_050))
    return project_id


@pytest.fixture
def karen(sqlite_app, world):
    return factories.client_for(sqlite_app, KAREN)


def post(client, path, **given):
    return client.post(path, data={"csrf_token": client.csrf, **given})


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(version|stamp)" value="([^"]*)"', page))


def do_import(client, project, **given):
    path = f"/projects/{project}/budget/import-from-erp"
    return post(client, path, **{**hidden(client.get(path).text), **given})


def record_of(inside, project):
    with inside():
        return reader().query(Budget).filter_by(project_id=project).one()


def test_the_page_shows_what_would_come_and_imports_it(inside, project, karen):
    path = f"/projects/{project}/budget/import-from-erp"
    budget = karen.get(f"/projects/{project}/budget").text
    assert path in budget
    page = read(karen, path)
    assert "In Ledger now 910.50 In the portal now 0.00 In the portal after the import 910.50" in page
    assert "New cost codes 1" in page
    assert "6100.000" in page
    assert "Open the current budget as PDF" in page
    assert 'name="existing"' not in karen.get(path).text
    answer = do_import(karen, project)
    assert answer.status_code == 303
    assert record_of(inside, project).system_of_record == "erp"
    after = read(karen, f"/projects/{project}/budget")
    assert "Imported: 2 new, 0 changed." in after
    assert "Re-import from ERP" in after
    report = read(karen, f"/projects/{project}/job-costs")
    assert "Imported into the portal" in report
    assert "Exported by the portal" not in report
    assert "910.50" in report


def test_a_form_without_a_choice_comes_back_with_the_sentence(inside, world, project, karen):
    with inside():
        factories.add_lines(world, project, DANA, ("03-100", "M", 100), ("01-100", "L", 50))
    page = read(karen, f"/projects/{project}/budget/import-from-erp")
    assert "In the portal, keeping what is there 12.00" in page
    assert "In the portal, overriding it 910.50" in page
    assert "1 only here" in page
    answer = do_import(karen, project)
    assert answer.status_code == 422
    assert "Choose what becomes of the lines that this budget has already." in answer.text
    assert 'id="existing-error"' in answer.text
    assert do_import(karen, project, existing="keep").status_code == 303
    assert "1 new, 0 changed" in read(karen, f"/projects/{project}/budget")


def test_other_amounts_meanwhile_and_a_changed_budget_are_told(inside, world, project, karen):
    answer = do_import(karen, project, stamp="another")
    assert answer.status_code == 409
    assert "sync has brought other amounts" in answer.text
    path = f"/projects/{project}/budget/import-from-erp"
    seen = hidden(karen.get(path).text)
    with inside():
        factories.add_lines(world, project, DANA, ("03-100", "M", 100))
    assert post(karen, path, **seen).status_code == 409
    assert record_of(inside, project).system_of_record == "undecided"


def test_what_is_not_mapped_is_listed_without_a_button(inside, world, project, karen):
    with inside():
        ledger_vendor.stage(world, JOB, ("3100.000", "6", 100), version=2)
    page = karen.get(f"/projects/{project}/budget/import-from-erp").text
    assert "The cost type 6 Rentals of Ledger is not mapped (1 amount, 1.00)." in plain(page)
    assert 'type="submit" data-action="import_from_erp"' not in page


def test_a_locked_budget_says_unlock_first(inside, world, project, karen):
    with inside():
        factories.add_lines(world, project, DANA, ("03-100", "M", 100))
        factories.act(world, project, DANA, Action.LOCK)
    page = read(karen, f"/projects/{project}/budget/import-from-erp")
    assert "Import from ERP The budget is locked. Unlock it first." in page


def test_quickbooks_offers_no_import(inside, sqlite_app):
    with inside():
        world = factories.furnish()
        project = factories.make_project(world)
    karen = factories.client_for(sqlite_app, KAREN)
    assert "import-from-erp" not in karen.get(f"/projects/{project}/budget").text
    answer = karen.get(f"/projects/{project}/budget/import-from-erp")
    assert answer.status_code == 409
    assert "There are no budgets to import from QuickBooks" in answer.text
    assert "Ready to Import" not in karen.get("/erp/budgets").text


def test_ready_to_import_lists_budgets_that_may_be_imported(inside, world, project, karen):
    page = read(karen, "/erp/budgets?show=ready-to-import")
    assert "Ready to Import 1 budget" in page
    assert "Not imported 910.50 0.00 no lines Import" in page
    do_import(karen, project)
    assert "Imported 910.50 910.50 2 lines Re-import" in read(karen, "/erp/budgets?show=ready-to-import")
    with inside():
        factories.act(world, project, DANA, Action.LOCK)
    assert "Nothing is ready to import" in read(karen, "/erp/budgets?show=ready-to-import")


def test_only_people_with_can_import_see_the_button(sqlite_app, project):
    luis = factories.client_for(sqlite_app, LUIS)
    page = read(luis, "/erp/budgets?show=ready-to-import")
    assert "Importing needs ERP Integrations: Standard and Can Import for budgets." in page
    assert luis.get(f"/projects/{project}/budget/import-from-erp").status_code == 403


def test_can_import_is_given_and_taken_away_by_a_directory_admin(inside, sqlite_app, world, project):
    ruth = factories.client_for(sqlite_app, RUTH)
    luis = factories.client_for(sqlite_app, LUIS)
    person = world.id_of(LUIS)
    assert (
        post(ruth, f"/settings/people/{person}/boxes", box="import_budget", ticked="yes").status_code == 303
    )
    assert "Can import: Budgets: Yes" in read(ruth, f"/settings/people/{person}")
    assert luis.get(f"/projects/{project}/budget/import-from-erp").status_code == 200
    assert post(ruth, f"/settings/people/{person}/boxes", box="import_budget", ticked="no").status_code == 303
    assert luis.get(f"/projects/{project}/budget/import-from-erp").status_code == 403
    assert (
        post(luis, f"/settings/people/{person}/boxes", box="import_budget", ticked="yes").status_code == 403
    )
    with inside():
        told = reader().query(AuditEvent).filter_by(after="can import budgets").one()
        assert told.before == "cannot import budgets"


@pytest.fixture
def mover(inside, sqlite_app, world, project, karen):
    """Somebody who is Budget Admin and approver, and an imported budget."""
    do_import(karen, project)
    with inside(), transaction() as session:
        session.get_one(Person, world.id_of(DANA)).can_push = True
        session.get_one(Person, world.id_of(DANA)).erp_level = "standard"
    return factories.client_for(sqlite_app, DANA)


def test_moving_to_the_portal_needs_a_reason_and_is_for_good(inside, project, mover, karen):
    path = f"/projects/{project}/budget/move-to-portal"
    assert path in mover.get(f"/projects/{project}/budget").text
    page = mover.get(path).text
    assert "This can be done once and cannot be taken back." in page
    short = post(mover, path, **hidden(page), reason="x")
    assert short.status_code == 422
    assert "Write a reason of 3 to 500 characters" in short.text
    assert post(mover, path, **hidden(page), reason="Sage is no longer kept").status_code == 303
    assert record_of(inside, project).system_of_record == "portal"
    assert "Draft" in read(mover, f"/projects/{project}/budget")
    again = post(mover, path, version=str(record_of(inside, project).version), reason="once more")
    assert again.status_code == 409
    closed = read(karen, f"/projects/{project}/budget/import-from-erp")
    assert "This budget was moved to the portal for good." in closed


def test_only_a_budget_admin_who_is_an_approver_moves(project, mover, karen):
    assert karen.get(f"/projects/{project}/budget/move-to-portal").status_code == 403


def test_the_current_budget_opens_as_pdf(inside, world, project, karen):
    with inside():
        factories.add_lines(world, project, DANA, ("03-100", "M", 100), ("01-100", "L", 50))
    answer = karen.get(f"/projects/{project}/budget/export.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert "inline" in answer.headers["Content-Disposition"]
    assert "export.pdf" in karen.get(f"/projects/{project}/budget").text
