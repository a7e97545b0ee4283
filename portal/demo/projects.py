"""The demo's projects: one to begin with, one with lines, one locked. Their states come from the portal's own acts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import CostCode, CostType
from portal.db.transactions import reader
from portal.demo.connections import CONNECTOR
from portal.demo.people import ROLES
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.actors import actor_for
from portal.services.budgets.lines import LineInput
from portal.services.projects.projects import ProjectInput, create
from portal.services.transitions import perform

DANA, LUIS, PRIYA = ROLES[0], ROLES[1], ROLES[2]
HARBOR_POINT = (
    ("01-100", "L", 8_400_000),
    ("01-400", "O", 3_125_000),
    ("02-300", "S", 24_680_000),
    ("03-100", "M", 3_860_000),
    ("03-100", "L", 5_240_000),
    ("03-300", "S", 29_875_000),
    ("05-100", "S", 34_120_000),
    ("07-500", "S", 12_645_000),
    ("09-250", "S", 18_800_000),
    ("15-500", "S", 27_450_000),
    ("16-100", "S", 18_050_000),
    ("01-900", "O", 0),
)
ORCHARD_LANE = (
    ("02-220", "S", 4_180_000),
    ("03-300", "S", 12_960_000),
    ("06-100", "L", 9_850_060),
    ("06-100", "M", 14_230_000),
    ("07-300", "S", 6_400_500),
    ("15-100", "S", 13_500_000),
    ("16-100", "S", 13_000_000),
)


def load() -> None:
    """Create the projects and bring their budgets where the demo wants them."""
    session = reader()
    connection = session.scalars(select(ErpConnection).where(ErpConnection.connector == CONNECTOR)).one().id
    _project(
        DANA.email,
        ProjectInput("2026031", "Maple St 116", "116 Maple St", "Portland", "OR", "97201", connection),
    )
    harbor = _project(
        LUIS.email,
        ProjectInput(
            "2026014", "Harbor Point Medical Office", "9 Harbor Way", "Portland", "OR", "97209", connection
        ),
    )
    _lines(PRIYA.email, harbor, HARBOR_POINT)
    orchard = _project(
        PRIYA.email,
        ProjectInput("2026022", "Orchard Lane Duplexes", "40 Orchard Ln", "Salem", "OR", "97301", connection),
    )
    _lines(PRIYA.email, orchard, ORCHARD_LANE)
    perform(Action.LOCK, _actor(PRIYA.email, orchard), _budget(orchard))


def _project(email: str, given: ProjectInput) -> int:
    return create(_actor(email), given)


def _lines(email: str, project_id: int, lines: tuple[tuple[str, str, int], ...]) -> None:
    session = reader()
    codes = {row.code: row.id for row in session.scalars(select(CostCode))}
    types = {row.code: row.id for row in session.scalars(select(CostType))}
    for code, kind, cents in lines:
        given = LineInput(cost_code_id=codes[code], cost_type_id=types[kind], cents=cents)
        perform(Action.ADD_LINE, _actor(email, project_id), _budget(project_id), given=given)


def _actor(email: str, project_id: int | None = None) -> Actor:
    session: Session = reader()
    person = session.scalars(select(Person).where(Person.email == email)).one()
    return actor_for(session, person, project_id)


def _budget(project_id: int) -> int:
    return reader().scalars(select(Budget.id).where(Budget.project_id == project_id)).one()
