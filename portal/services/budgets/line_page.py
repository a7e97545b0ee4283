"""One budget line to add, edit or delete: its values as text, the choices, and what may be done with it now."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import BudgetLine
from portal.db.projects import CostCode, CostType, SubJob
from portal.domain.decisions import Verdict, decide
from portal.domain.money import plain_money
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budget_facts import read_facts
from portal.services.budgets.budgets import budget_of
from portal.services.budgets.lines import DELETE, line_of, stamp

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LineValues:
    """The fields of the form as text."""

    cost_code: str = ""
    cost_type: str = ""
    sub_job: str = ""
    description: str = ""
    calculation: str = "manual"
    quantity: str = ""
    uom: str = ""
    unit_cost: str = ""
    amount: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line of a budget, or a new one (`line_id` None). `money` says whether an amount may be given."""

    project_id: int
    budget_id: int
    version: int
    line_id: int | None
    title: str
    values: LineValues
    save: Verdict
    money: Verdict
    delete: Verdict | None = None
    codes: Choices = ()
    types: Choices = ()
    sub_jobs: Choices = ()


def read_new(session: Session, actor: Actor, project_id: int) -> LinePage:
    """An empty line; on a locked budget it begins at 0.00."""
    budget = budget_of(session, project_id)
    facts = read_facts(session, budget)
    kinds = types(session)
    return LinePage(
        project_id,
        budget.id,
        budget.version,
        None,
        "New line",
        LineValues(cost_type=_usual_type(kinds)),
        decide(Action.ADD_LINE, actor, facts),
        decide(Action.ADD_LINE, actor, replace(facts, wanted_cents=1)),
        codes=codes(session),
        types=kinds,
        sub_jobs=sub_jobs(session, project_id),
    )


def read_line(session: Session, actor: Actor, project_id: int, line_id: int) -> LinePage:
    """A living line. Raises NotFoundError for another project's."""
    budget = budget_of(session, project_id)
    line = line_of(session, budget, line_id)
    facts = read_facts(session, budget)
    edit = decide(Action.EDIT_ORIGINAL, actor, facts)
    use = replace(facts, **DELETE.look(session, budget, line.id))
    return LinePage(
        project_id,
        budget.id,
        budget.version,
        line.id,
        _title(session, line),
        _values(line),
        edit,
        edit,
        decide(Action.DELETE_LINE, actor, use),
    )


def codes(session: Session) -> Choices:
    """Active cost codes: what is typed, and the name beside it."""
    rows = session.execute(
        select(CostCode.code, CostCode.name).where(CostCode.active).order_by(CostCode.code)
    )
    return tuple((code, name) for code, name in rows)


def types(session: Session) -> Choices:
    """Cost types by row number."""
    rows = session.execute(
        select(CostType.id, CostType.code, CostType.name).order_by(CostType.position, CostType.code)
    )
    return tuple((str(key), f"{code} {name}") for key, code, name in rows)


def sub_jobs(session: Session, project_id: int) -> Choices:
    """Sub jobs of the project, with "none" first; empty where the project has none."""
    rows = session.execute(
        select(SubJob.id, SubJob.code, SubJob.name)
        .where(SubJob.project_id == project_id)
        .order_by(SubJob.code)
    ).all()
    return (("", "None"), *((str(key), f"{code} {name}") for key, code, name in rows)) if rows else ()


def code_named(session: Session, typed: str) -> int | None:
    """The row number of the active cost code as typed, capitals aside."""
    wanted = typed.strip().casefold()
    rows = session.execute(select(CostCode.id, CostCode.code).where(CostCode.active))
    return next((key for key, code in rows if code.casefold() == wanted), None)


def _usual_type(kinds: Choices) -> str:
    return kinds[0][0] if kinds else ""


def _title(session: Session, line: BudgetLine) -> str:
    code = session.get_one(CostCode, line.cost_code_id)
    kind = session.get_one(CostType, line.cost_type_id)
    return f"{code.code} {code.name}, {kind.code} {kind.name}"


def _values(line: BudgetLine) -> LineValues:
    return LineValues(
        description=line.description,
        calculation=line.calculation,
        quantity=line.unit_qty,
        uom=line.uom,
        unit_cost=line.unit_cost,
        amount=plain_money(line.original_cents),
        seen=stamp(line),
    )
