"""The list of a budget's modifications, and one of them to create or change with both lines before and after.

Source: Create a Budget Modification.
"""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.db.budgets import Budget, BudgetLine, BudgetModification
from portal.db.people import Person
from portal.db.projects import CostCode, CostType, Project
from portal.db.submissions import Submission
from portal.domain.decisions import Verdict, decide
from portal.domain.facts import BudgetFacts
from portal.domain.money import format_money, plain_money
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company, read_facts
from portal.services.budgets.budgets import budget_of
from portal.services.budgets.ledger_queries import LINES, MOVED, shown, with_moved
from portal.services.budgets.modifications import CHANGE, modification_of, removal


@dataclass(frozen=True, slots=True)
class ModificationRow:
    """One movement as the list shows it; `can_change` opens its form."""

    id: int
    number: int
    taken_from: str
    given_to: str
    cents: int
    reference: str
    notes: str
    made: str
    sent: str
    can_change: bool


@dataclass(frozen=True, slots=True)
class LineStand:
    """A line to choose: how it is called, and its revised amount without this modification, in cents."""

    id: int
    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class ModificationPage:
    """One modification in a form. `one_sided` says whether a side may stay empty."""

    project_id: int
    project_name: str
    budget_id: int
    version: int
    modification_id: int | None
    title: str
    values: dict[str, str]
    lines: tuple[LineStand, ...]
    verdict: Verdict
    one_sided: bool


def read_list(session: Session, actor: Actor, budget: Budget) -> list[ModificationRow]:
    """Every modification, the newest first."""
    facts, zone = read_facts(session, budget), company(session).timezone
    giver, taker = aliased(BudgetLine), aliased(BudgetLine)
    names = _labels(session, budget)
    rows = session.execute(
        select(BudgetModification, Person.name, Submission.number, Submission.sent_at)
        .outerjoin(Person, Person.id == BudgetModification.created_by)
        .outerjoin(Submission, Submission.id == BudgetModification.exported_by)
        .outerjoin(giver, giver.id == BudgetModification.from_line_id)
        .outerjoin(taker, taker.id == BudgetModification.to_line_id)
        .where(BudgetModification.budget_id == budget.id)
        .order_by(BudgetModification.number.desc())
    )
    return [
        ModificationRow(
            row.id,
            row.number,
            names.get(row.from_line_id or 0, _OUTSIDE),
            names.get(row.to_line_id or 0, _OUTSIDE),
            row.amount_cents,
            row.reference,
            row.notes,
            f"{clock.say_moment(row.created_at, zone)}, {name or 'a colleague'}",
            f"Submission {number}, {clock.say_moment(sent_at, zone)}" if number else "",
            _verdict(session, actor, budget, facts, row.id).open,
        )
        for row, name, number, sent_at in rows
    ]


def read_one(
    session: Session, actor: Actor, project_id: int, modification_id: int | None = None
) -> ModificationPage:
    """A new modification, or a known one. Raises NotFoundError for another budget's."""
    budget = budget_of(session, project_id)
    project = session.get_one(Project, project_id)
    facts = read_facts(session, budget)
    row = modification_of(session, budget, modification_id) if modification_id is not None else None
    return ModificationPage(
        project_id,
        project.name,
        budget.id,
        budget.version,
        modification_id,
        f"Modification {row.number}" if row else "New modification",
        _values(row),
        _stands(session, budget, row),
        _verdict(session, actor, budget, facts, row.id)
        if row
        else decide(Action.CREATE_MODIFICATION, actor, facts),
        project.may_change_grand_total and not company(session).net_zero,
    )


_OUTSIDE = "outside this budget"


def _verdict(
    session: Session, actor: Actor, budget: Budget, facts: BudgetFacts, modification_id: int
) -> Verdict:
    """Whether this very modification may be changed by this person now."""
    looked = CHANGE.look(session, budget, removal(modification_id))
    return decide(Action.CHANGE_MODIFICATION, actor, replace(facts, **looked))


def _values(row: BudgetModification | None) -> dict[str, str]:
    if row is None:
        return {}
    return {
        "from_line": str(row.from_line_id or ""),
        "to_line": str(row.to_line_id or ""),
        "amount": plain_money(row.amount_cents),
        "reference": row.reference,
        "notes": row.notes,
    }


def _labels(session: Session, budget: Budget) -> dict[int, str]:
    """How each line is called, also those that were deleted since."""
    rows = session.execute(
        select(BudgetLine.id, CostCode.code, BudgetLine.description, CostType.code)
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .join(CostType, CostType.id == BudgetLine.cost_type_id)
        .where(BudgetLine.budget_id == budget.id)
        .order_by(BudgetLine.sort_key, BudgetLine.id)
    )
    return {key: f"{code} {name}, {kind}" for key, code, name, kind in rows}


_STANDS = shown(
    with_moved(select(LINES.c.id, LINES.c.original_cents, MOVED.c.cents).select_from(LINES)), "all"
).order_by(LINES.c.sort_key, LINES.c.id)


def _stands(session: Session, budget: Budget, row: BudgetModification | None) -> tuple[LineStand, ...]:
    """Living lines with what they hold, as if `row` were not there."""
    labels = _labels(session, budget)
    rows = session.execute(_STANDS, {"budget": budget.id})
    own = {row.from_line_id: row.amount_cents, row.to_line_id: -row.amount_cents} if row else {}
    return tuple(
        LineStand(
            key,
            f"{labels[key]}: {format_money(original + (cents or 0) + own.get(key, 0))}",
            original + (cents or 0) + own.get(key, 0),
        )
        for key, original, cents in rows
    )
