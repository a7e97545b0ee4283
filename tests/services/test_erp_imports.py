"""Importing a job's budget from the ERP: keep or override, nothing guessed, one system of record, closed for ever."""

import pytest

from portal.db.audit import AuditEvent
from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import CostCodeLink
from portal.db.projects import CostCode, CostType, SubJob
from portal.db.staging import StagedRecord
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action, State
from portal.services.budget_facts import read_state
from portal.services.exchange import code_acceptance, type_ties
from portal.services.exchange.code_acceptance import Choice
from portal.services.exchange.list_refreshes import existing
from portal.services.imports import erp_import_page
from portal.services.imports.erp_import_plans import plan
from portal.services.imports.erp_imports import ErpImportInput
from portal.services.intentions import ChangedMeanwhileError, InputError
from tests import factories, journeys, ledger_vendor
from tests.people import AKI, DANA, KAREN

JOB = "80000001-1"


@pytest.fixture
def vendor():
    with ledger_vendor.known(ledger_vendor.LedgerVendor()) as made:
        yield made


@pytest.fixture
def world(plain_sqlite_app, vendor):
    with plain_sqlite_app.app_context():
        on_bell(lambda _bell: None)
        made = ledger_vendor.furnish()
        types = made.types
        type_ties.map_types(
            made.actor(AKI), made.connection, {types["M"]: "1", types["L"]: "2", types["S"]: "4"}
        )
        footings = made.codes["03-100"]
        choice = Choice((footings,), {footings: "3100.000 Footings"})
        code_acceptance.accept(made.actor(AKI), made.connection, choice)
        yield made


@pytest.fixture
def project(world):
    return unlinked_codes(world)


def unlinked_codes(world):
    """A linked project; `make_project` links codes to records that no ledger has, so only ours stay."""
    project_id = factories.make_project(world)
    with transaction() as session:
        session.query(CostCodeLink).filter(CostCodeLink.erp_id.like("8000%")).delete()
    return project_id


def found(world, project):
    reader().rollback()
    budget = factories.budget_of(project)
    return plan(reader(), budget, existing(reader(), world.connection))


def do_import(world, project, choice="", person=KAREN, stamp=None):
    stamp = found(world, project).there.stamp if stamp is None else stamp
    return factories.act(world, project, person, Action.IMPORT_FROM_ERP, given=ErpImportInput(stamp, choice))


def lines(project):
    reader().rollback()
    rows = (
        reader()
        .query(BudgetLine, CostCode.code, CostType.code)
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .join(CostType, CostType.id == BudgetLine.cost_type_id)
        .filter(BudgetLine.budget_id == factories.budget_of(project).id)
        .order_by(BudgetLine.sort_key)
    )
    return [(code, kind, line.original_cents) for line, code, kind in rows]


def state(project):
    reader().rollback()
    return read_state(reader(), reader().get_one(Budget, factories.budget_of(project).id))


def test_an_empty_budget_takes_all_amounts_above_zero(world, project):
    ledger_vendor.stage(
        world, JOB, ("3100.000", "1", 4_550_000), ("3100.000", "2", 3_025_050), ("3100.000", "4", 0)
    )
    page = erp_import_page.read(reader(), world.actor(KAREN, project), project)
    assert (page.coming_count, page.asks, page.again) == (2, False, False)
    assert page.totals == (
        ("In Ledger now", "75,750.50"),
        ("In the portal now", "0.00"),
        ("In the portal after the import", "75,750.50"),
    )
    assert do_import(world, project) == (2, 0, 0)
    assert lines(project) == [("03-100", "L", 3_025_050), ("03-100", "M", 4_550_000)]
    assert state(project) is State.IMPORTED
    told = reader().query(AuditEvent).filter_by(action=Action.IMPORT_FROM_ERP.value).one()
    assert (told.before, told.after, told.detail["to"]) == ("draft", "imported", "75750.50")


def test_a_code_that_the_portal_lacks_is_named_first_then_created_and_linked(world, project):
    ledger_vendor.stage(world, JOB, ("6100.000", "2", 100))
    assert [(code.code, code.name) for code in found(world, project).new_codes] == [("6100.000", "6100.000")]
    do_import(world, project)
    code = reader().query(CostCode).filter_by(code="6100.000").one()
    link = reader().query(CostCodeLink).filter_by(cost_code_id=code.id).one()
    assert (link.erp_id, link.erp_name) == ("6100.000", "6100.000 Rough framing")
    assert lines(project) == [("6100.000", "L", 100)]


def test_what_nobody_has_mapped_closes_the_import_and_is_named(world, project):
    with transaction() as session:
        division = session.query(CostCode).first().division_id
        session.add(CostCode(code="1100", name="Office", division_id=division))
    ledger_vendor.stage(
        world, JOB, ("3100.000", "6", 150), ("3100.000", "6", 50, {"phase": "1"}), ("1100.000", "1", 7)
    )
    problems = found(world, project).problems
    assert problems[0].startswith("The cost type 6 Rentals of Ledger is not mapped (2 amounts, 2.00).")
    assert problems[1].startswith(
        "The cost code 1100.000 of Ledger is not mapped, and the portal has a code 1100."
    )
    with pytest.raises(InputError, match="6 Rentals"):
        do_import(world, project)
    assert (lines(project), state(project)) == ([], State.DRAFT)


def test_lines_that_exist_need_a_choice(world, project):
    factories.add_lines(world, project, DANA, ("03-100", "M", 100), ("01-100", "L", 50))
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900), ("3100.000", "2", 30))
    with pytest.raises(InputError, match="Choose what becomes of the lines") as refused:
        do_import(world, project, "whatever")
    assert refused.value.field == "existing"
    there = found(world, project)
    assert (there.portal_cents, there.kept_cents, there.replaced_cents) == (150, 180, 930)


def test_keeping_adds_what_is_missing(world, project):
    factories.add_lines(world, project, DANA, ("03-100", "M", 100), ("01-100", "L", 50))
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900), ("3100.000", "2", 30))
    assert do_import(world, project, "keep") == (1, 0, 0)
    assert lines(project) == [("01-100", "L", 50), ("03-100", "L", 30), ("03-100", "M", 100)]


def test_overriding_takes_over_amounts_and_removes_what_only_we_have(world, project):
    factories.add_lines(world, project, DANA, ("03-100", "M", 100), ("01-100", "L", 50))
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900), ("3100.000", "2", 30))
    assert do_import(world, project, "override") == (1, 1, 1)
    assert lines(project) == [("03-100", "L", 30), ("03-100", "M", 900)]


def test_a_line_with_a_modification_stays_empty(world, project):
    factories.add_lines(world, project, DANA, ("01-100", "L", 50_000), ("06-100", "L", 50_000))
    for step in (journeys._lock, journeys._modify, journeys._unlock):
        step(world, project)
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900))
    assert do_import(world, project, "override") == (1, 0, 2)
    assert lines(project) == [("01-100", "L", 0), ("03-100", "M", 900), ("06-100", "L", 0)]


def test_a_reimport_replaces_what_the_last_one_brought(world, project):
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900), ("6100.000", "2", 5))
    do_import(world, project)
    with transaction() as session:
        session.query(StagedRecord).delete()
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 950), version=2)
    page = erp_import_page.read(reader(), world.actor(KAREN, project), project)
    assert (page.verdict.label, page.again, page.asks) == ("Re-import from ERP", True, False)
    assert do_import(world, project) == (0, 1, 1)
    assert (lines(project), state(project)) == ([("03-100", "M", 950)], State.IMPORTED)


def test_phases_become_sub_jobs_once(world, project):
    with_phase = {"phase": "2", "phase_name": "Tower"}
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900, with_phase), ("3100.000", "2", 5, with_phase))
    assert [(each.code, each.name) for each in found(world, project).new_sub_jobs] == [("2", "Tower")]
    do_import(world, project)
    row = reader().query(SubJob).one()
    assert (row.code, row.name, row.erp_id) == ("2", "Tower", f"{JOB}|2")
    assert found(world, project).new_sub_jobs == ()
    assert do_import(world, project) == (0, 0, 0)


def test_the_erps_own_problem_refuses(world, project, vendor):
    vendor.problem = "Set Budget was not pressed."
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900))
    with pytest.raises(InputError, match="Set Budget was not pressed"):
        do_import(world, project)


def test_two_rows_for_one_code_refuse(world, project):
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900), ("3100.000", "1", 5))
    with pytest.raises(InputError, match=r"two rows for the cost code 3100\.000"):
        do_import(world, project)


def test_nothing_above_zero_is_nothing_to_import(world, project):
    with pytest.raises(InputError, match="no amount above zero"):
        do_import(world, project)


def test_other_amounts_than_the_page_showed_are_looked_at_first(world, project):
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900))
    with pytest.raises(ChangedMeanwhileError, match="sync has brought other amounts"):
        do_import(world, project, stamp="other")


def test_only_who_may_import_does(world, project):
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900))
    with pytest.raises(Denied):
        do_import(world, project, person=DANA)


def test_after_an_accepted_export_it_is_off_for_ever(world, project):
    ledger_vendor.stage(world, JOB, ("3100.000", "1", 900))
    factories.add_lines(world, project, DANA, ("03-100", "M", 100))
    journeys.bring(world, project, State.EXPORTING)
    with pytest.raises(Denied, match="Off for good"):
        do_import(world, project)


def test_quickbooks_has_no_budgets_to_import(plain_sqlite_app):
    with plain_sqlite_app.app_context():
        world = factories.furnish()
        project = factories.make_project(world)
        with pytest.raises(Denied, match="There are no budgets to import from QuickBooks"):
            erp_import_page.read(reader(), world.actor(KAREN, project), project)
