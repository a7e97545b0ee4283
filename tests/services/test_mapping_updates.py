"""Cost codes new to a job: listed under Ready to Update, confirmed by an approver or with the export."""

import pytest

from portal.db.audit import AuditEvent
from portal.db.projects import Project, ProjectCode, SubJob
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.erp.contract import Standing
from portal.services.budgets.lines import LineInput
from portal.services.erp_lists import ready_to_update
from portal.services.exchange import code_confirmations, exports, type_ties
from portal.services.exchange.list_refreshes import existing
from portal.services.intentions import InputError, NotFoundError
from tests import factories, ledger_vendor, submitted
from tests.people import AKI, DANA


@pytest.fixture
def world(plain_sqlite_app):
    with plain_sqlite_app.app_context(), ledger_vendor.known(ledger_vendor.LedgerVendor()):
        on_bell(lambda _bell: None)
        yield ledger_vendor.furnish()


@pytest.fixture
def project(world):
    project_id = factories.make_project(world)
    factories.add_lines(world, project_id, DANA, ("03-100", "L", 5), ("06-100", "M", 7), ("06-100", "L", 1))
    return project_id


def listed(world):
    reader().rollback()
    return ready_to_update.listed(reader(), existing(reader(), world.connection))


def test_projects_with_new_codes_are_listed_until_somebody_confirms_them(world, project):
    (row,) = listed(world)
    assert (row.project_id, row.codes) == (project, "2 codes")
    page = ready_to_update.read(reader(), world.actor(AKI), project)
    assert [code.code for code in page.rows] == ["03-100", "06-100"]
    seen = frozenset(code.id for code in page.rows)
    assert code_confirmations.update(world.actor(AKI), project, seen) == 2
    assert listed(world) == ()
    assert {row.confirmed_by for row in reader().query(ProjectCode)} == {world.id_of(AKI)}
    told = reader().query(AuditEvent).filter_by(action=Action.ACCEPT_COST_CODES.value).one()
    assert told.detail == {"codes": ["03-100", "06-100"]}


def test_what_was_added_meanwhile_is_looked_at_first(world, project):
    with pytest.raises(InputError, match="changed meanwhile"):
        code_confirmations.update(world.actor(AKI), project, frozenset({world.codes["03-100"]}))
    with pytest.raises(Denied):
        code_confirmations.update(world.actor(DANA), project, frozenset())


def test_a_project_without_a_job_has_nothing_to_update(world):
    other = factories.make_project(world, "Other", "2", linked=False)
    with pytest.raises(NotFoundError):
        ready_to_update.read(reader(), world.actor(AKI), other)


def test_accepting_an_export_confirms_its_codes_in_the_approvers_name(world):
    type_ties.map_types(world.actor(AKI), world.connection, {world.types["L"]: "2", world.types["M"]: "1"})
    project = submitted.send(world)
    before = exports.task_of(reader(), submitted.sent(project))
    assert before.codes_to_confirm == ("01-100", "03-100")
    assert [amount.erp_cost_type for amount in before.amounts] == ["2", "1"]
    submitted.accept(world, project)
    reader().rollback()
    assert exports.task_of(reader(), submitted.sent(project)).codes_to_confirm == ()
    assert {row.confirmed_by for row in reader().query(ProjectCode)} == {world.id_of(AKI)}
    told = reader().query(AuditEvent).filter_by(action=Action.ACCEPT.value).one()
    assert told.detail["codes_confirmed"] == ["01-100", "03-100"]


def test_what_stood_at_acceptance_travels_in_the_keys_of_the_erp(world):
    type_ties.map_types(world.actor(AKI), world.connection, {world.types["L"]: "2"})
    project = submitted.send(world)
    submitted.accept(world, project)
    code = world.codes["03-100"]
    with transaction() as session:
        submission = submitted.sent(project)
        submission = session.merge(submission)
        submission.baseline = {
            f"0|{code}|{world.types['L']}": 500,
            f"0|{code}|{world.types['M']}": 700,
            "0|4711|0": 9,
        }
    task = exports.task_of(reader(), submitted.sent(project))
    key = f"8000{code:04}-1"
    assert task.standing == (Standing(key, 700, "", ""), Standing(key, 500, "2", ""))


def test_quickbooks_knows_no_such_list(plain_sqlite_app):
    with plain_sqlite_app.app_context():
        on_bell(lambda _bell: None)
        world = factories.furnish()
        project = submitted.send(world)
        submitted.accept(world, project)
        assert listed(world) == ()
        assert reader().query(ProjectCode).count() == 0
        assert reader().get_one(Project, project).erp_job_awaited is None


def test_a_line_of_a_sub_job_goes_to_its_phase(world):
    project = factories.make_project(world)
    with transaction() as session:
        tower = SubJob(project_id=project, code="T", name="Tower", erp_id="2019001|2")
        annex = SubJob(project_id=project, code="3", name="Annex")
        session.add_all((tower, annex))
        session.flush()
        ids = (tower.id, annex.id, None)
    for number, sub_job in enumerate(ids):
        given = LineInput(world.codes["03-100"], world.types["L"], sub_job, cents=number)
        factories.act(world, project, DANA, Action.ADD_LINE, given=given)
    reader().rollback()
    task = exports.task_now(reader(), factories.budget_of(project))
    assert {amount.cents: (amount.sub_job, amount.phase) for amount in task.amounts} == {
        0: ("T", "2"),
        1: ("3", "3"),
        2: ("", ""),
    }


def test_quickbooks_gets_neither_types_nor_phases_nor_standing(plain_sqlite_app):
    with plain_sqlite_app.app_context():
        on_bell(lambda _bell: None)
        world = factories.furnish()
        project = submitted.send(world)
        task = exports.task_of(reader(), submitted.sent(project))
        assert {(amount.erp_cost_type, amount.phase) for amount in task.amounts} == {("", "")}
        assert (task.standing, task.codes_to_confirm) == ((), ())
