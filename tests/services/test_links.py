"""Projects and cost codes find their counterparts in the ERP, one to one."""

import pytest

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.budgets import BudgetLine
from portal.db.exchange import CostCodeLink, ErpConnection, ErpRecord, ErpRequest
from portal.db.projects import Project
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.erp.contract import Record
from portal.services.connections import connection_settings
from portal.services.exchange import erp_records, links, tasks, ties
from portal.services.intentions import InputError, NotFoundError
from tests import factories
from tests.people import AKI, DANA

SMITH = Record("job", "7A-1", "Smith", "Smith")
GARAGE = Record("job", "7B-1", "Garage", "Smith:Garage", detail={"parent_erp_id": "7A-1"})
SLAB = Record("item", "8B-1", "03-300", "03-300", detail={"two_sided": True})
ACCOUNT = Record("account", "A1-1", "Job Materials", "Costs:Job Materials")


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        made = factories.furnish()
        with transaction() as session:
            for record in (SMITH, GARAGE, SLAB, ACCOUNT):
                erp_records.keep(session, made.connection, record)
            connection = session.get_one(ErpConnection, made.connection)
            connection.settings = {"income_account": "A1-1", "expense_account": "A1-1", "parent_item": "gone"}
        yield made


@pytest.fixture
def project(world):
    return factories.make_project(world, linked=False)


def look(model, row_id):
    reader().rollback()
    return reader().get_one(model, row_id)


def only(model, **columns):
    reader().rollback()
    return reader().query(model).filter_by(**columns).one()


def test_a_project_is_tied_to_a_job_that_is_there(world, project):
    links.link_project(world.actor(AKI), project, "7B-1")
    row = look(Project, project)
    assert (row.erp_job_id, row.erp_job_name, row.linked_by) == ("7B-1", "Smith:Garage", world.id_of(AKI))
    assert only(AuditEvent, action=Action.LINK_PROJECT.value).after == "Smith:Garage"


def test_only_an_approver_ties_things(world, project):
    for act in (
        lambda: links.link_project(world.actor(DANA), project, "7B-1"),
        lambda: links.create_job(world.actor(DANA), project, ""),
        lambda: links.accept_codes(world.actor(DANA), world.connection, [], {}),
    ):
        with pytest.raises(Denied):
            act()
    assert look(Project, project).erp_job_id is None


def test_a_job_belongs_to_one_project_and_a_project_to_one_job(world, project):
    other = factories.make_project(world, "Other", "2", linked=False)
    links.link_project(world.actor(AKI), project, "7B-1")
    with pytest.raises(InputError, match="already linked with Maple St 116"):
        links.link_project(world.actor(AKI), other, "7B-1")
    with pytest.raises(InputError, match="This project is already linked with Smith:Garage"):
        links.link_project(world.actor(AKI), project, "7A-1")
    with pytest.raises(InputError, match="already linked"):
        links.create_job(world.actor(AKI), project, "7A-1")


@pytest.mark.parametrize("job", ["unknown", "7C-1", "8B-1"])
def test_only_a_listed_active_job_can_be_chosen(world, project, job):
    with transaction() as session:
        erp_records.keep(session, world.connection, Record("job", "7C-1", "Old", "Old", active=False))
    with pytest.raises(InputError, match="refresh the list first"):
        links.link_project(world.actor(AKI), project, job)
    with pytest.raises(InputError, match="Choose a customer"):
        links.create_job(world.actor(AKI), project, job)


def test_what_does_not_exist_or_has_no_connection(world, project):
    with pytest.raises(NotFoundError):
        links.link_project(world.actor(AKI), 4711, "7B-1")
    with transaction() as session:
        session.get_one(Project, project).connection_id = None
    with pytest.raises(InputError, match="Choose the project's ERP connection first"):
        links.link_project(world.actor(AKI), project, "7B-1")


def test_a_job_is_ordered_once_below_its_customer(world, project):
    first = links.create_job(world.actor(AKI), project, "7A-1")
    assert links.create_job(world.actor(AKI), project, "7A-1") == first
    request = look(ErpRequest, first)
    task = tasks.task_for(reader(), request)
    assert (task.job.full_name, task.job.parent_erp_id, task.job.name) == ("Smith", "7A-1", "Maple St 116")
    with transaction() as session:
        said = ties.job_created(session, session.get_one(ErpRequest, first), GARAGE)
    assert said == ()
    row = look(Project, project)
    assert (row.erp_job_name, row.linked_by) == ("Smith:Garage", world.id_of(AKI))


def test_a_job_at_the_top_has_no_parent(world, project):
    request = look(ErpRequest, links.create_job(world.actor(AKI), project, ""))
    assert tasks.task_for(reader(), request).job.full_name == ""


def test_a_job_that_another_project_took_meanwhile_is_told(world, project):
    other = factories.make_project(world, "Other", "2", linked=False)
    request = links.create_job(world.actor(AKI), project, "7A-1")
    links.link_project(world.actor(AKI), other, "7B-1")
    with transaction() as session:
        (said,) = ties.job_created(session, session.get_one(ErpRequest, request), GARAGE)
    assert "already linked with Other" in said
    assert look(Project, project).erp_job_id is None


def test_a_job_that_was_linked_meanwhile_stays(world, project):
    request = links.create_job(world.actor(AKI), project, "7A-1")
    links.link_project(world.actor(AKI), project, "7B-1")
    new = Record("job", "9-1", "Maple", "Smith:Maple")
    with transaction() as session:
        row = session.get_one(ErpRequest, request)
        row.requested_by = None
        assert ties.job_created(session, row, new) == ()
    assert look(Project, project).erp_job_id == "7B-1"


def test_an_order_without_a_person_is_the_connectors(world, project):
    request = links.create_job(world.actor(AKI), project, "7A-1")
    with transaction() as session:
        row = session.get_one(ErpRequest, request)
        row.requested_by = None
        ties.job_created(session, row, GARAGE)
    assert only(AuditEvent, action=Action.LINK_PROJECT.value, actor_name="Connector").after == "Smith:Garage"


def test_a_project_that_quickbooks_could_not_hold_is_refused_with_the_reason(world):
    long = factories.make_project(world, "x" * 42, "3", linked=False)
    with pytest.raises(InputError, match="42 characters; shorten it to 41"):
        links.create_job(world.actor(AKI), long, "7A-1")


def test_codes_are_tied_and_the_others_ordered(world):
    slab, footings = world.codes["03-300"], world.codes["03-100"]
    request = links.accept_codes(world.actor(AKI), world.connection, [footings, footings], {slab: "8B-1"})
    link = only(CostCodeLink, cost_code_id=slab)
    assert (link.erp_id, link.erp_name, link.accepted_by) == ("8B-1", "03-300", world.id_of(AKI))
    task = tasks.task_for(reader(), look(ErpRequest, request))
    assert [(code.code, code.division) for code in task.codes] == [("03-100", "03")]
    assert links.accept_codes(world.actor(AKI), world.connection, [footings], {}) is None
    with transaction() as session:
        row = session.get_one(ErpRequest, request)
        made = Record("item", "8C-1", "03-100", "03-100")
        assert ties.codes_created(session, row, {footings: made}) == ()
    assert only(CostCodeLink, cost_code_id=footings).erp_id == "8C-1"
    assert only(ErpRecord, erp_id="8C-1").full_name == "03-100"


def test_nothing_to_create_orders_nothing(world):
    slab = world.codes["03-300"]
    assert links.accept_codes(world.actor(AKI), world.connection, [slab], {slab: "8B-1"}) is None
    reader().rollback()
    assert reader().query(ErpRequest).count() == 0


def test_an_item_belongs_to_one_code(world):
    slab, footings = world.codes["03-300"], world.codes["03-100"]
    links.accept_codes(world.actor(AKI), world.connection, [], {slab: "8B-1"})
    with pytest.raises(InputError, match="03-300 is already linked with the cost code 03-300"):
        links.accept_codes(world.actor(AKI), world.connection, [], {footings: "8B-1"})
    request = links.accept_codes(world.actor(AKI), world.connection, [footings], {})
    with transaction() as session:
        (said,) = ties.codes_created(session, session.get_one(ErpRequest, request), {footings: SLAB})
    assert "already linked with the cost code 03-300" in said


def test_a_wrong_mapping_can_be_corrected_until_amounts_stand_on_it(world, project):
    slab = world.codes["03-300"]
    with transaction() as session:
        erp_records.keep(session, world.connection, Record("item", "8D-1", "Slab", "Slab"))
    links.accept_codes(world.actor(AKI), world.connection, [], {slab: "8B-1"})
    links.accept_codes(world.actor(AKI), world.connection, [], {slab: "8D-1"})
    assert only(CostCodeLink, cost_code_id=slab).erp_name == "Slab"
    (line,) = factories.add_lines(world, project, DANA, ("03-300", "L", 100))
    with transaction() as session:
        session.get_one(BudgetLine, line).exported_cents = 100
    links.accept_codes(world.actor(AKI), world.connection, [], {slab: "8D-1"})
    with pytest.raises(InputError, match="Exported amounts stand on Slab"):
        links.accept_codes(world.actor(AKI), world.connection, [], {slab: "8B-1"})


@pytest.mark.parametrize("item", ["unknown", "7A-1"])
def test_only_a_listed_item_can_be_chosen(world, item):
    with pytest.raises(InputError, match="Choose an item"):
        links.accept_codes(world.actor(AKI), world.connection, [], {world.codes["03-300"]: item})


def test_items_cannot_be_ordered_before_their_accounts_are_chosen(world):
    with transaction() as session:
        session.get_one(ErpConnection, world.connection).settings = {}
    with pytest.raises(InputError, match="Choose the income account") as caught:
        links.accept_codes(world.actor(AKI), world.connection, [world.codes["03-100"]], {})
    assert caught.value.field == "connection"


def test_a_connector_is_told_the_names_of_what_was_chosen(world):
    connection = look(ErpConnection, world.connection)
    settings = connection_settings.settings_of(reader(), connection)
    assert settings["income_account_name"] == "Costs:Job Materials"
    assert settings["parent_item_name"] == ""
    assert settings["company"] == {}


def test_lists_replace_lists_and_names_follow(world, project):
    links.link_project(world.actor(AKI), project, "7B-1")
    links.accept_codes(world.actor(AKI), world.connection, [], {world.codes["03-300"]: "8B-1"})
    with transaction() as session:
        request = ErpRequest(
            connection_id=world.connection,
            kind="read_lists",
            business_key="k",
            not_before=clock.now(),
            created_at=clock.now(),
        )
        session.add(request)
        renamed = Record("job", "7B-1", "Carport", "Smith:Carport")
        slab = Record("item", "8B-1", "Slab", "Slab")
        erp_records.replace_lists(session, request, (renamed, slab), {"name": "Halden"})
    assert look(Project, project).erp_job_name == "Smith:Carport"
    assert only(CostCodeLink, erp_id="8B-1").erp_name == "Slab"
    assert [row.full_name for row in erp_records.listed(reader(), world.connection, "job")] == [
        "Smith:Carport"
    ]
    assert only(ErpRecord, erp_id="7A-1").active is False
    connection = look(ErpConnection, world.connection)
    assert connection.company == {"name": "Halden"}
    assert connection.last_lists_at is not None


def test_a_request_of_an_unknown_kind_has_no_task(world, project):
    row = ErpRequest(connection_id=world.connection, kind="dance", project_id=project)
    with pytest.raises(LookupError, match="no task for a request of the kind dance"):
        tasks.task_for(reader(), row)
