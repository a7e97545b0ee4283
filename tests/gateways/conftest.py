"""The portal on a real port with a QuickBooks desk beside it."""

import dataclasses

import pytest
from lxml import etree

from portal.erp import registry
from tests.gateways.agents import Agent, make_company
from tests.gateways.desks import open_loop
from tests.services.staged import StagedScripted


@pytest.fixture(scope="session")
def assert_valid(shared_dir):
    schema = etree.XMLSchema(etree.parse(str(shared_dir / "qbxml" / "qbxmlops130.xsd")))
    return lambda document: schema.assertValid(etree.fromstring(document))


@pytest.fixture
def loop(app, serve, tmp_path):
    """On SQLite and on PostgreSQL."""
    yield from opened(app, serve, tmp_path)


@pytest.fixture
def sqlite_loop(sqlite_app, serve, tmp_path):
    yield from opened(sqlite_app, serve, tmp_path)


@pytest.fixture
def blind_loop(make_app, sqlite_settings, serve, tmp_path):
    """The positive control: a portal that re-sends without asking."""
    app = make_app(dataclasses.replace(sqlite_settings, unsafe_resend=True))
    yield from opened(app, serve, tmp_path)


def opened(app, serve, folder):
    url = serve(app)
    with app.app_context():
        made = open_loop(url, folder)
        yield made
        made.desk.company.close()


@pytest.fixture
def staged_vendor(monkeypatch):
    """A scripted vendor that is read by a sync agent."""
    scripted = StagedScripted()
    known = {**registry.all_connectors(), "scripted": scripted}
    monkeypatch.setattr(registry, "all_connectors", lambda: known)
    return scripted


@pytest.fixture
def company(staged_vendor, sqlite_app):
    """A connection of that vendor, inside an application context."""
    with sqlite_app.app_context():
        yield make_company()


@pytest.fixture
def client(sqlite_app):
    return sqlite_app.test_client()


@pytest.fixture
def agent(company, client):
    return Agent(client, company.username)
