"""Making a company to test with: people, cost codes, a connection, projects, budgets with lines.

Rows that state facts are inserted; everything that has a state is brought there by the portal's own acts.
"""

import re
import uuid
from dataclasses import dataclass
from functools import cache

from portal import clock
from portal.db.budgets import Budget
from portal.db.company import Company
from portal.db.exchange import CostCodeLink, ErpConnection
from portal.db.people import BudgetPermission, Person
from portal.db.projects import CostCode, CostType, Division, Project
from portal.db.transactions import reader, transaction
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.actors import actor_by_id
from portal.services.budgets.lines import LineInput
from portal.services.people import passwords
from portal.services.transitions import perform
from tests.people import EVERYBODY, PHRASE, Fixed

CODES = (
    ("01", "General requirements", (("01-100", "Site office"), ("01-500", "Cleaning"))),
    ("03", "Concrete", (("03-100", "Footings"), ("03-300", "Slab on grade"))),
    ("06", "Wood and plastics", (("06-100", "Rough framing"),)),
)
TYPES = (("E", "Equipment"), ("L", "Labor"), ("M", "Materials"), ("OC", "Owner cost"), ("S", "Subcontract"))
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@cache
def _hashed() -> str:
    return passwords.hash_phrase(PHRASE)


@dataclass(frozen=True)
class World:
    """A furnished company; row numbers, because sessions come and go."""

    people: dict[str, int]
    codes: dict[str, int]
    types: dict[str, int]
    connection: int

    def id_of(self, person: Fixed) -> int:
        return self.people[person.email]

    def actor(self, person: Fixed, project_id: int | None = None) -> Actor:
        found = actor_by_id(reader(), self.id_of(person), project_id)
        assert found is not None
        return found


def furnish(*, four_eyes: bool = True) -> World:
    """Everything but projects. Call inside an application context."""
    with transaction() as session:
        make_company(session, four_eyes=four_eyes)
        people = {fixed.email: make_person(session, fixed).id for fixed in EVERYBODY}
        codes, types = make_cost_codes(session), make_cost_types(session)
        return World(people, codes, types, make_connection(session).id)


def make_company(session, *, four_eyes=True):
    row = Company(
        name="Halden & Rowe Builders", timezone="America/Chicago", four_eyes=four_eyes, created_at=clock.now()
    )
    session.add(row)
    session.flush()
    return row


def make_person(session, fixed: Fixed) -> Person:
    row = Person(
        email=fixed.email,
        name=fixed.name,
        title=fixed.title,
        password_hash=_hashed(),
        auditor=fixed.auditor,
        directory_level=fixed.directory,
        erp_level=fixed.erp,
        budget_level=fixed.budget,
        can_push=fixed.can_push,
        can_import_budget=fixed.can_import,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def make_cost_codes(session) -> dict[str, int]:
    found = {}
    for number, name, codes in CODES:
        division = Division(code=number, name=name)
        session.add(division)
        session.flush()
        for code, title in codes:
            row = CostCode(code=code, name=title, division_id=division.id)
            session.add(row)
            session.flush()
            found[code] = row.id
    return found


def make_cost_types(session) -> dict[str, int]:
    rows = [CostType(code=code, name=name, position=place) for place, (code, name) in enumerate(TYPES)]
    session.add_all(rows)
    session.flush()
    return {row.code: row.id for row in rows}


def make_connection(session, connector="quickbooks_desktop") -> ErpConnection:
    row = ErpConnection(
        connector=connector,
        name="QuickBooks",
        username=f"portal-{uuid.uuid4().hex[:8]}",
        password_hash=_hashed(),
        owner_guid=f"{{{uuid.uuid4()}}}",
        file_guid=f"{{{uuid.uuid4()}}}",
        settings={},
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def make_project(
    world: World, name: str = "Maple St 116", number: str = "2026001", *, linked: bool = True
) -> int:
    """A project of the connection with an empty budget; linked: its job and all cost codes are known to the ERP."""
    with transaction() as session:
        project = Project(
            number=number,
            name=name,
            connection_id=world.connection,
            created_at=clock.now(),
            erp_job_id="80000001-1" if linked else None,
            erp_job_name=f"Smith:{name}" if linked else None,
            linked_at=clock.now() if linked else None,
        )
        session.add(project)
        session.flush()
        session.add(Budget(project_id=project.id))
        _grant_granular(session, world, project.id)
        if linked:
            _link_codes(session, world)
        return project.id


def _grant_granular(session, world, project_id):
    for fixed in EVERYBODY:
        if fixed.granular:
            session.add(
                BudgetPermission(
                    person_id=world.id_of(fixed),
                    project_id=project_id,
                    level=fixed.budget,
                    granular=list(fixed.granular),
                )
            )


def _link_codes(session, world):
    known = {
        row.cost_code_id for row in session.query(CostCodeLink).filter_by(connection_id=world.connection)
    }
    for code, row_id in world.codes.items():
        if row_id not in known:
            session.add(
                CostCodeLink(
                    connection_id=world.connection,
                    cost_code_id=row_id,
                    erp_id=f"8000{row_id:04}-1",
                    erp_name=code,
                    accepted_at=clock.now(),
                )
            )


def budget_of(project_id: int) -> Budget:
    return reader().query(Budget).filter_by(project_id=project_id).one()


def add_lines(world: World, project_id: int, person: Fixed, *amounts: tuple[str, str, int]) -> list[int]:
    """Add (cost code, cost type, cents) as `person` would; return the lines' row numbers."""
    budget_id = budget_of(project_id).id
    return [
        perform(
            Action.ADD_LINE,
            world.actor(person, project_id),
            budget_id,
            given=LineInput(cost_code_id=world.codes[code], cost_type_id=world.types[kind], cents=cents),
        )
        for code, kind, cents in amounts
    ]


def act(world: World, project_id: int, person: Fixed, action: Action, **more):
    """Do an action on the project's budget as `person`."""
    return perform(action, world.actor(person, project_id), budget_of(project_id).id, **more)


def csrf_of(page: str) -> str:
    found = _TOKEN.search(page)
    assert found, "the page has no form with a token"
    return found[1]


def client_for(app, person: Fixed, phrase: str = PHRASE):
    """A browser in which `person` has signed in through the form. `client.csrf` is the token for its forms."""
    client = app.test_client()
    form = client.get("/sign-in")
    given = {"csrf_token": csrf_of(form.text), "email": person.email, "phrase": phrase}
    answer = client.post("/sign-in", data=given)
    assert answer.status_code == 303, answer.text
    client.csrf = csrf_of(client.get("/account").text)
    return client
