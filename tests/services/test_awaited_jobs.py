"""Jobs that a person enters at the ERP: ordered under a typed number, linked when the list brings that number."""

import pytest

from portal.db.audit import AuditEvent
from portal.db.exchange import ErpRequest
from portal.db.projects import Project
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.vocabulary import Action
from portal.erp.contract import JobAwaited
from portal.services.exchange import links, tasks, ties
from portal.services.intentions import InputError
from tests import factories, ledger_vendor
from tests.people import AKI

SHEET = {"Files": ["3-5 Job 2019001 ab12.xlsx"], "Number": "2019001"}


@pytest.fixture
def world(plain_sqlite_app):
    with plain_sqlite_app.app_context(), ledger_vendor.known(ledger_vendor.LedgerVendor()):
        on_bell(lambda _bell: None)
        made = ledger_vendor.furnish()
        with transaction() as session:
            ledger_vendor.keep(session, made, "job", "2018007", "Old Mill", "2018007 Old Mill")
        yield made


@pytest.fixture
def project(world):
    return factories.make_project(world, "Newtown Apartments", "N-1", linked=False)


def look(model, row_id):
    reader().rollback()
    return reader().get_one(model, row_id)


def order(world, project, number="2019001"):
    return links.create_job(world.actor(AKI), project, "", number)


def answer(request_id, result):
    with transaction() as session:
        return ties.job_awaited(session, session.get_one(ErpRequest, request_id), result)


def test_the_typed_number_travels_with_the_numbers_that_are_taken(world, project):
    task = tasks.task_for(reader(), look(ErpRequest, order(world, project)))
    assert (task.number, task.job.name, task.taken) == ("2019001", "Newtown Apartments", {"2018007"})


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "Type the number under which the job is to stand in Ledger 100"),
        ("2019-1", "is no job number"),
        ("2018007", "has a job 2018007 already"),
    ],
)
def test_numbers_that_cannot_be_are_refused_at_their_field(world, project, number, sentence):
    with pytest.raises(InputError, match=sentence) as refused:
        order(world, project, number)
    assert refused.value.field == "number"
    assert reader().query(ErpRequest).count() == 0


def test_a_number_that_another_project_waits_for_is_taken(world, project):
    answer(order(world, project), JobAwaited("2019001", SHEET))
    other = factories.make_project(world, "Other", "N-2", linked=False)
    with pytest.raises(InputError, match="has a job 2019001 already"):
        order(world, other)


def test_the_project_waits_until_the_list_brings_the_job(world, project):
    request = order(world, project)
    assert answer(request, JobAwaited("2019001", SHEET)) == ()
    row = look(Project, project)
    assert (row.erp_job_awaited, row.erp_job_id) == ("2019001", None)
    assert look(ErpRequest, request).payload["delivery"] == SHEET
    with transaction() as session:
        assert ties.tie_awaited(session, world.connection) == ()
    assert look(Project, project).erp_job_id is None
    with transaction() as session:
        ledger_vendor.keep(session, world, "job", "2019001", "Newtown", "2019001 Newtown")
        ties.tie_awaited(session, world.connection)
    row = look(Project, project)
    assert (row.erp_job_id, row.erp_job_name, row.erp_job_awaited) == ("2019001", "2019001 Newtown", None)
    assert row.linked_by == world.id_of(AKI)
    told = (
        reader().query(AuditEvent).filter_by(action=Action.LINK_PROJECT.value, after="2019001 Newtown").one()
    )
    assert told.actor_id == world.id_of(AKI)


def test_a_sync_that_was_faster_links_at_once(world, project):
    request = order(world, project)
    with transaction() as session:
        ledger_vendor.keep(session, world, "job", "2019001", "Newtown", "2019001 Newtown")
    answer(request, JobAwaited("2019001", SHEET))
    assert look(Project, project).erp_job_id == "2019001"


def test_a_job_that_another_project_took_meanwhile_is_told(world, project):
    answer(order(world, project), JobAwaited("2019001", SHEET))
    other = factories.make_project(world, "Other", "N-2", linked=False)
    with transaction() as session:
        ledger_vendor.keep(session, world, "job", "2019001", "Newtown", "2019001 Newtown")
    links.link_project(world.actor(AKI), other, "2019001")
    with transaction() as session:
        (said,) = ties.tie_awaited(session, world.connection)
    assert "already linked with Other" in said


def test_a_project_that_was_linked_meanwhile_waits_for_nothing(world, project):
    request = order(world, project)
    links.link_project(world.actor(AKI), project, "2018007")
    assert answer(request, JobAwaited("2019001", SHEET)) == ()
    row = look(Project, project)
    assert (row.erp_job_id, row.erp_job_awaited) == ("2018007", None)
