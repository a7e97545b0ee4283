"""G5: every door, for every role, about one's own, a foreign and a missing thing, by every method."""

import pytest
from flask import Blueprint

from portal.app import create_app
from portal.db.base import database
from portal.domain.vocabulary import Action
from portal.web.doors import is_machine_door
from tests.fixtures.portals import settings_for
from tests.guarantees import route_cells
from tests.guarantees.route_office import Office
from tests.guarantees.route_roles import ROLES, VISIBLE, Expected, Proof

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def office(migrated_sqlite, tmp_path_factory):
    made = Office(migrated_sqlite, tmp_path_factory.mktemp("doors"))
    yield made
    made.close()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_no_door_opens_but_to_whom_the_table_names(office, figures, role):
    count, opened, violations = 0, 0, []
    for place in route_cells.places(office.app):
        for cell in route_cells.cells(place):
            fault, is_open = judged(office, role, cell)
            count, opened = count + 1, opened + is_open
            if fault:
                violations.append(fault)
    figures(f"G5 doors, {role.name}", cells=count, open=opened, violations=len(violations))
    assert "\n".join(violations) == ""
    assert count > 500


def judged(office, role, cell):
    """What is wrong with the answer, if anything, and whether the door was open to this role."""
    endpoint = next(iter(cell.place.endpoints.values()))
    with office.app.app_context():
        machine = is_machine_door(endpoint)
    if machine and role.proof in {Proof.BASIC, Proof.TICKET}:
        return "", False  # their own doors; their gateways' tests say what they may there
    answer = route_cells.ask(office, role, cell)
    changed = office.restore()
    if machine:
        right, owes = route_cells.machine_answers_as(cell, answer.status_code), "as listed"
    elif route_cells.is_public(cell):
        right, owes = answer.status_code < 500, "public"
    else:
        owes = route_cells.owed(role, cell)
        right = route_cells.answers_as(cell, answer, owes)
        right = right and not (changed and cell.method in {"HEAD", "OPTIONS", "PUT", "DELETE"})
    fault = "" if right else f"{cell}: {answer.status_code}, owed {owes}"
    return fault, owes is Expected.OPEN


def test_what_is_foreign_is_named_on_no_page(office, figures):
    """Whoever may not see Oak reads its name nowhere, lists and search included."""
    pages, shown = 0, []
    blind = [role for role in ROLES if role.proof is Proof.SESSION and not role.may(VISIBLE, "oak")]
    assert {role.name for role in blind} >= {"staff", "project manager", "directory administrator"}
    for role in blind:
        for place in route_cells.places(office.app):
            if "GET" in place.endpoints:
                for path in {
                    place.path(office, "own"),
                    *(["/find?q=Oak"] if place.rule.rule == "/find" else []),
                }:
                    answer = office.client(role).get(path, buffered=True)
                    office.restore()
                    pages += answer.status_code == 200
                    if b"Oak Ave" in answer.data and not knows_all_projects(role, place):
                        shown.append((role.name, path))
    figures("G5 foreign names", pages=pages, shown=len(shown))
    assert shown == []


def knows_all_projects(role, place):
    """Whoever hands out the levels on every project reads there which projects there are, and in the audit."""
    places = {endpoint.partition(".")[0] for endpoint in place.endpoints.values()}
    return role.may(Action.CHANGE_LEVELS, None) and places <= {"settings", "audit"}


def test_a_route_that_nobody_declared_is_found_and_stays_shut(migrated_sqlite, tmp_path, figures, office):
    assert route_cells.undeclared(office.app) == []
    app = create_app(
        settings_for(f"sqlite:///{tmp_path}/none.sqlite3", f"unix://{tmp_path}/none.sock", tmp_path)
    )
    planted = Blueprint("planted", __name__)
    planted.add_url_rule("/planted", "page", lambda: "Come in.")
    app.register_blueprint(planted)
    found = route_cells.undeclared(app)
    figures("G5 undeclared routes", in_the_portal=0, of_one_planted=len(found))
    assert found == ["planted.page"]
    assert app.test_client().get("/planted").status_code == 404
    with app.app_context():
        database.engine.dispose()
