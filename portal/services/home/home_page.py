"""Home: what waits for this person, what is on its way and who has it, and how the connections are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, false, not_, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.projects import Project
from portal.domain.decisions import holds
from portal.domain.facts import BudgetFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.actors import approvers
from portal.services.budget_facts import company, touched_by
from portal.services.budgets.budget_totals import Totals, light_facts
from portal.services.connections import connection_words
from portal.services.home import home_rows
from portal.services.home.home_words import Approvers, NeedRow, WayRow, need, returned, way
from portal.services.people.absences import away_now
from portal.services.projects.visible_projects import visible
from portal.services.submissions import aging


@dataclass(frozen=True, slots=True)
class HomePage:
    """The three sections; `hint` is for those to whom nothing is shown yet."""

    now: str
    needs: Sequence[NeedRow]
    needs_note: str
    way: Sequence[WayRow]
    way_note: str
    machines: Sequence[connection_words.MachineRow]
    is_empty: bool
    may_create: bool


def read(session: Session, actor: Actor) -> HomePage:
    """Read Home for one person. `actor` carries the person's own levels, not those of one project."""
    here = company(session)
    seen, decides = visible(session, actor), holds(Action.ACCEPT, actor)
    mine = home_rows.decidable(actor, four_eyes=here.four_eyes) if decides else false()
    back = home_rows.came_back(actor)
    rest = and_(home_rows.under_way(), not_(mine))
    able = Approvers(approvers(session), away_now(session), aging.usual(session))
    needs = home_rows.waiting(session, and_(seen, mine))
    changed = home_rows.changed(session, [row.submission_id for row in needs])
    local = clock.now().astimezone(ZoneInfo(here.timezone))
    return HomePage(
        f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}",
        [
            *(need(row, _facts(session, row), able, actor, changed, here.timezone) for row in needs),
            *(returned(session, row, here.timezone) for row in home_rows.waiting(session, and_(seen, back))),
        ],
        _needs_note(home_rows.count(session, and_(seen, or_(mine, back))), needs, able.usual),
        [
            way(session, row, _facts(session, row), able, here.timezone)
            for row in home_rows.waiting(session, and_(seen, rest))
        ],
        _budgets(home_rows.count(session, and_(seen, rest))),
        connection_words.read(session),
        session.scalar(select(Project.id).where(seen).limit(1)) is None,
        holds(Action.CREATE_PROJECT, actor),
    )


def _facts(session: Session, row: Row[Any]) -> BudgetFacts:
    light = light_facts(row.Project, row.Budget, row.ErpConnection, Totals(row.line_count))
    return replace(
        light,
        touched_by=touched_by(session, row.Budget),
        sender_id=row.sent_by,
        four_eyes=company(session).four_eyes,
        has_mismatch=bool(row.proof.get("mismatch")),
    )


def _needs_note(count: int, waiting: Sequence[Row[Any]], usual: aging.Usual) -> str:
    oldest = min((row.Budget.phase_at for row in waiting if row.Budget.phase_at), default=None)
    if oldest is None:
        return _budgets(count)
    told = (_budgets(count), f"oldest {clock.say_age(oldest)}", usual.words)
    return ", ".join(text for text in told if text)


def _budgets(count: int) -> str:
    if count == 0:
        return ""
    return "1 budget" if count == 1 else f"{count:,} budgets"
