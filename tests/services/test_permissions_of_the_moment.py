"""Permissions count as they are when the act is done, not as they were when its request began."""

import pytest
from sqlalchemy import select

from portal.db.delegations import Delegation
from portal.db.people import Person
from portal.db.projects import CostType, Division, Project
from portal.db.submissions import SubmissionComment
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action, Level
from portal.services.budgets import checks
from portal.services.company import budget_settings
from portal.services.exchange import links, list_refreshes
from portal.services.people import (
    auditors,
    delegations,
    departures,
    directory,
    erp_boxes,
    mail_wishes,
    privileges,
    take_overs,
)
from portal.services.people.delegations import Wish
from portal.services.projects import cost_codes, projects
from portal.services.projects.projects import ProjectInput
from portal.services.submissions import comments
from portal.services.sync import on_demand, schedules
from portal.services.sync.on_demand import Wish as SyncWish
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, RUTH

PROJECT = 1
"""The first one of a fresh database."""


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        world = factories.furnish()
        assert factories.make_project(world) == PROJECT
        factories.add_lines(world, PROJECT, DANA, ("01-100", "L", 125_000))
        factories.act(world, PROJECT, DANA, Action.LOCK)
        factories.act(world, PROJECT, DANA, Action.SEND)
        yield world


def fall(world, person):
    """Everything is taken from somebody whose request is under way."""
    with transaction() as session:
        row = session.get_one(Person, world.id_of(person))
        row.directory_level = row.erp_level = row.budget_level = Level.NONE.value
        row.can_push = False


def wish(world):
    return Wish(world.id_of(KAREN), None, None)


ACTS = {
    "grant": (RUTH, lambda w, a: privileges.grant(a, w.id_of(LUIS))),
    "revoke": (RUTH, lambda w, a: privileges.revoke(a, w.id_of(AKI))),
    "levels": (RUTH, lambda w, a: directory.change_levels(a, w.id_of(LUIS), {"erp": Level.ADMIN})),
    "auditor": (RUTH, lambda w, a: auditors.set_auditor(a, w.id_of(LUIS), auditor=True)),
    "box": (RUTH, lambda w, a: erp_boxes.put(a, w.id_of(LUIS), "import_budget", ticked=True)),
    "deactivate": (RUTH, lambda w, a: departures.deactivate(a, w.id_of(LUIS))),
    "digest": (RUTH, lambda w, a: mail_wishes.set_erp_digest(a, w.id_of(LUIS), wanted=False)),
    "settings": (RUTH, lambda _w, a: budget_settings.change(a, net_zero=True, below_zero="warn")),
    "substitute": (AKI, lambda w, a: delegations.create(a, w.id_of(AKI), wish(w))),
    "take over": (RUTH, lambda w, a: take_overs.take_over(a, PROJECT, w.id_of(DANA))),
    "comment": (AKI, lambda _w, a: comments.write(a, PROJECT, 1, "Which footings?")),
    "check now": (RUTH, lambda _w, a: checks.order(a, PROJECT)),
    "link": (AKI, lambda _w, a: links.link_project(a, PROJECT, "80000001-1")),
    "refresh": (RUTH, lambda _w, a: list_refreshes.refresh(a, 1)),
    "sync": (RUTH, lambda _w, a: on_demand.start(a, 1, SyncWish())),
    "schedule": (RUTH, lambda _w, a: schedules.change(a, 1, "lists", 60)),
    "division": (RUTH, lambda _w, a: cost_codes.save_division(a, "77", "Fences")),
    "type": (RUTH, lambda _w, a: cost_codes.save_type(a, "F", "Fees")),
    "project": (RUTH, lambda _w, a: projects.create(a, ProjectInput("2026-900", "Elm St"))),
    "sub job": (DANA, lambda _w, a: projects.add_sub_job(a, PROJECT, "10", "Phase 1")),
}
CHANGED = (Person.can_push, Person.erp_level, Person.auditor, Person.active, Person.erp_digest)


def written():
    """What the acts above would change."""
    reader().rollback()
    people = reader().execute(select(*CHANGED).order_by(Person.id)).all()
    tables = (Delegation, Division, CostType, Project, SubmissionComment)
    return people, [len(reader().scalars(select(table)).all()) for table in tables]


@pytest.mark.parametrize("act", ACTS)
def test_who_lost_the_permission_meanwhile_is_refused(world, act):
    person, do = ACTS[act]
    as_the_request_began = world.actor(person, PROJECT)
    fall(world, person)
    before = written()
    with pytest.raises(Denied):
        do(world, as_the_request_began)
    assert written() == before
