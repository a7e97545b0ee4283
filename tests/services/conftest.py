"""A connection to a scripted vendor, on both databases."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from portal import clock
from portal.db.base import database
from portal.db.exchange import ErpConnection, ErpRequest, ErpStep
from portal.db.transactions import on_bell, reader, transaction
from portal.erp import registry
from tests import factories
from tests.services.scripted import Scripted
from tests.services.staged_vendor import Agent, StagedVendor


@pytest.fixture
def vendor(monkeypatch):
    scripted = Scripted()
    known = {**registry.all_connectors(), "scripted": scripted}
    monkeypatch.setattr(registry, "all_connectors", lambda: known)
    return scripted


class Queue:
    """The durable queue as the tests look at it; every look is fresh."""

    def __init__(self, connection_id):
        self.connection_id = connection_id

    def order(self, kind="read_lists", **more):
        now = clock.now()
        with transaction() as session:
            request = ErpRequest(
                connection_id=self.connection_id,
                kind=kind,
                business_key=f"{kind}:{now.isoformat()}",
                not_before=now,
                created_at=now,
                **more,
            )
            session.add(request)
            session.flush()
            return request.id

    def request(self, request_id):
        reader().rollback()
        return reader().get_one(ErpRequest, request_id)

    def steps(self, request_id=None):
        reader().rollback()
        found = reader().query(ErpStep).order_by(ErpStep.id)
        return [step for step in found if request_id in {None, step.request_id}]

    def states(self):
        return [step.state for step in self.steps()]

    def connection(self):
        reader().rollback()
        return reader().get_one(ErpConnection, self.connection_id)

    def change(self, request_id, **columns):
        with transaction() as session:
            row = session.get_one(ErpRequest, request_id)
            for name, value in columns.items():
                setattr(row, name, value)

    def pause(self, *, paused=True):
        with transaction() as session:
            session.get_one(ErpConnection, self.connection_id).paused = paused

    def let_pass(self, **span):
        """Time goes by for every request that waits."""
        with transaction() as session:
            for request in session.query(ErpRequest):
                request.not_before -= timedelta(**span)


@pytest.fixture
def queue(plain_app, vendor):
    with plain_app.app_context():
        yield furnished()


@pytest.fixture
def sqlite_queue(plain_sqlite_app, vendor):
    with plain_sqlite_app.app_context():
        yield furnished()


def furnished():
    on_bell(lambda _bell: None)
    with transaction() as session:
        factories.make_company(session)
        connection = factories.make_connection(session, "scripted")
    return Queue(connection.id)


@pytest.fixture
def staged_vendor(monkeypatch):
    staged = StagedVendor()
    known = {**registry.all_connectors(), "staged": staged}
    monkeypatch.setattr(registry, "all_connectors", lambda: known)
    return staged


@pytest.fixture
def agent(plain_app, staged_vendor):
    """A company with a linked project of job 7, whose ERP a sync agent reads; `agent.world`, `agent.project`."""
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield furnished_agent()


def furnished_agent():
    world = factories.furnish()
    with transaction() as session:
        session.get_one(ErpConnection, world.connection).connector = "staged"
    agent = Agent(world.connection)
    agent.world, agent.project = world, factories.make_project(world, "Newtown Apartments", "2019001")
    with transaction() as session:
        project = session.get_one(factories.Project, agent.project)
        project.erp_job_id, project.erp_job_name = "7", "Newtown"
    return agent


@pytest.fixture
def statements():
    """`with statements() as said:` collects what the database is asked meanwhile."""

    @contextmanager
    def listen():
        said = []

        def hear(*given):
            said.append(given[2])

        event.listen(database.engine, "before_cursor_execute", hear)
        try:
            yield said
        finally:
            event.remove(database.engine, "before_cursor_execute", hear)

    return listen
