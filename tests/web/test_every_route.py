"""Every route of the portal, against those who may nothing: strangers, an auditor, and plain looking."""

import shutil
import sqlite3

import pytest
from werkzeug.routing import AnyConverter, IntegerConverter

from portal.app import create_app
from portal.db.base import database
from portal.domain.vocabulary import Action
from portal.web.doors import DOORS, is_machine_door
from tests import factories
from tests.fixtures.portals import settings_for
from tests.people import DANA, EVERYBODY, VERA

OWN = {
    "account.sign_in",
    "account.sign_out",
    "account.check_code",
    "account.sign_in_outside",
    "welcome.arrive",
}
"""What everybody may post: about themselves only."""
QUIET = {"sessions", "throttles"}
"""Tables in which a session notes that it was used."""


@pytest.fixture(scope="module")
def shop(migrated_sqlite, tmp_path_factory):
    """One furnished portal for all routes: a project of Dana's with a line, nothing sent."""
    folder = tmp_path_factory.mktemp("routes")
    shutil.copyfile(migrated_sqlite, folder / "portal.sqlite3")
    app = create_app(settings_for(f"sqlite:///{folder}/portal.sqlite3", f"unix://{folder}/none.sock", folder))
    with app.app_context():
        world = factories.furnish()
        project = factories.make_project(world)
        factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
    yield app, folder / "portal.sqlite3"
    with app.app_context():
        database.engine.dispose()


def routes(app, method):
    """(endpoint, path) of every route that takes `method`, its blanks filled with the first row of everything."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in rule.methods and rule.endpoint != "static" and not is_machine_door(rule.endpoint):
                blanks = {name: _first(rule, name) for name in rule.arguments}
                yield rule.endpoint, rule.build(blanks, append_unknown=False)[1]


def _first(rule, name):
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def content(path):
    """Every row of the database but the notes of sessions."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as found:
        lines = {line for line in found.iterdump() if not any(f'"{table}"' in line for table in QUIET)}
    found.close()
    return lines


def test_every_route_has_a_door(shop):
    app, _ = shop
    with app.app_context():
        undeclared = [
            endpoint
            for endpoint in app.view_functions
            if endpoint != "static" and endpoint not in DOORS and not is_machine_door(endpoint)
        ]
    assert undeclared == []


def test_public_doors_are_few_and_known(shop):
    public = {endpoint for endpoint, entry in DOORS.items() if entry.public}
    assert public >= {
        "account.sign_in",
        "account.sign_out",
        "assets.vendor",
        "welcome.page",
        "welcome.arrive",
    }
    assert {endpoint.partition(".")[0] for endpoint in public} <= {
        "account",
        "assets",
        "welcome",
        "approvals",
    }


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_stranger_gets_no_further_than_the_sign_in(shop, method):
    app, path = shop
    before = content(path)
    for endpoint, address in routes(app, method):
        if DOORS[endpoint].public:
            continue
        answer = app.test_client().open(address, method=method)
        assert answer.status_code == 302, (method, address, answer.status_code)
        assert answer.location.startswith("/sign-in")
        fragment = app.test_client().open(address, method=method, headers={"HX-Request": "true"})
        assert fragment.status_code == 401, (method, address)
    assert content(path) == before


def test_an_auditor_changes_nothing_anywhere(shop):
    app, path = shop
    client = factories.client_for(app, VERA)
    before = content(path)
    for endpoint, address in routes(app, "POST"):
        action = DOORS[endpoint].action
        if endpoint in OWN or action is Action.MANAGE_OWN_SESSIONS:
            continue
        answer = client.post(address, data={"csrf_token": client.csrf})
        assert answer.status_code in {400, 403, 404, 409, 422}, (address, answer.status_code)
    assert content(path) == before


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_looking_changes_nothing_and_never_fails(shop, person):
    app, path = shop
    client = factories.client_for(app, person)
    before = content(path)
    for _endpoint, address in routes(app, "GET"):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.get(address, headers=headers, buffered=True)
            assert answer.status_code < 500, (address, answer.status_code)
        client.head(address)
        after = content(path)
        assert after == before, (address, after ^ before)


def test_every_answer_of_a_page_is_dressed(shop):
    app, _ = shop
    client = factories.client_for(app, DANA)
    for _endpoint, address in routes(app, "GET"):
        answer = client.get(address, buffered=True)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Cache-Control" in answer.headers
