"""Reading the facts about one budget, inside the transaction that will act on them."""

from collections.abc import Iterable

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine, BudgetModification, BudgetTouch
from portal.db.company import Company
from portal.db.exchange import CostCodeLink, ErpConnection
from portal.db.projects import CostCode, Project, SubJob
from portal.domain.denials import Denial
from portal.domain.facts import BudgetFacts, ErpPolicy, state_of
from portal.domain.vocabulary import Decision, Phase, State, SystemOfRecord
from portal.erp.contract import VariesPolicy
from portal.erp.registry import connector_for
from portal.services import submission_facts

NAMED_AT_MOST = 50
"""Failing lines named one by one; the last denial counts the rest."""


def company(session: Session) -> Company:
    """The one company row, read once a session. Raises NoResultFound in an empty database."""
    known: Company | None = session.info.get("company")
    if known is None or known not in session:
        known = session.info["company"] = session.scalars(select(Company).limit(1)).one()
    return known


def policy_of(connection: ErpConnection | None) -> ErpPolicy | None:
    """What the connection's ERP can do; None without a connection."""
    if connection is None:
        return None
    connector = connector_for(connection.connector)
    return (
        connector.policy_under(connection.settings)
        if isinstance(connector, VariesPolicy)
        else connector.policy
    )


def read_facts(session: Session, budget: Budget, limit_problems: tuple[Denial, ...] = ()) -> BudgetFacts:
    """Everything the rules ask about `budget` now. `limit_problems` come from the connector (services.preflight)."""
    project = session.get_one(Project, budget.project_id)
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    policy, zone = policy_of(connection), company(session).timezone
    modifications, unsent = _count_modifications(session, budget)
    lines, differing, in_sub_jobs = _count_lines(session, budget)
    return BudgetFacts(
        project_name=project.name,
        tool_active=project.tool_active,
        erp=policy,
        project_linked=project.erp_job_id is not None,
        locked=budget.locked,
        phase=Phase(budget.phase),
        system_of_record=SystemOfRecord(budget.system_of_record),
        exported_before=budget.first_exported_at is not None,
        import_disabled=budget.import_disabled,
        last_decision=Decision(budget.last_decision),
        revision=budget.revision,
        line_count=lines,
        has_unsynced=unsent > 0 or differing > 0,
        has_modifications=modifications > 0,
        has_unsent_modifications=unsent > 0,
        codes_not_synced=codes_not_synced(session, budget, project, policy),
        sub_job_lines=sub_job_lines(session, budget, policy) if in_sub_jobs else (),
        limit_problems=limit_problems,
        phase_since=clock.say_when(budget.phase_at, zone),
        last_sync=clock.say_moment(budget.last_synced_at, zone),
        touched_by=touched_by(session, budget),
        four_eyes=company(session).four_eyes,
        **submission_facts.about(session, budget, project, connection, policy, zone),
    )


def read_state(session: Session, budget: Budget) -> State:
    """The budget's state alone, without what only guards ask."""
    return state_of(read_brief_facts(session, budget))


def read_brief_facts(session: Session, budget: Budget) -> BudgetFacts:
    """What the state is derived from, and the ERP: enough for the connector's own acts, which have no guards."""
    project = session.get_one(Project, budget.project_id)
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    return BudgetFacts(
        project_name=project.name,
        erp=policy_of(connection),
        locked=budget.locked,
        phase=Phase(budget.phase),
        system_of_record=SystemOfRecord(budget.system_of_record),
        exported_before=budget.first_exported_at is not None,
        has_unsynced=has_unsynced(session, budget),
    )


def has_unsynced(session: Session, budget: Budget) -> bool:
    """Whether any amount differs from what the ERP was given (guard G8)."""
    return _count_lines(session, budget)[1] > 0 or _count_modifications(session, budget)[1] > 0


def touched_by(session: Session, budget: Budget) -> frozenset[int]:
    """Who sent, locked or edited the revision under way (four eyes)."""
    return frozenset(
        session.scalars(
            select(BudgetTouch.person_id).where(
                BudgetTouch.budget_id == budget.id, BudgetTouch.revision == budget.revision
            )
        )
    )


def codes_not_synced(
    session: Session, budget: Budget, project: Project, policy: ErpPolicy | None
) -> tuple[Denial, ...]:
    """G4: one denial per cost code on a line that the ERP does not have yet."""
    if policy is None or not policy.codes_synced_before_send:
        return ()
    linked = select(CostCodeLink.cost_code_id).where(
        CostCodeLink.connection_id == project.connection_id, CostCodeLink.erp_id.is_not(None)
    )
    missing = (
        BudgetLine.budget_id == budget.id,
        BudgetLine.deleted_at.is_(None),
        BudgetLine.cost_code_id.not_in(linked),
    )
    rows = session.execute(
        select(CostCode.code, CostCode.name, func.min(BudgetLine.id))
        .join(BudgetLine, BudgetLine.cost_code_id == CostCode.id)
        .where(*missing)
        .group_by(CostCode.code, CostCode.name)
        .order_by(CostCode.code)
        .limit(NAMED_AT_MOST + 1)
    ).all()
    count = len(rows)
    if count > NAMED_AT_MOST:
        count = (
            session.scalar(select(func.count(BudgetLine.cost_code_id.distinct())).where(*missing)) or count
        )
    denials = (
        Denial(
            "code_not_synced", f"Cost code {code} {name} is not in {policy.label} yet.", anchor=f"line-{line}"
        )
        for code, name, line in rows
    )
    return _shortened(denials, count)


def sub_job_lines(session: Session, budget: Budget, policy: ErpPolicy | None) -> tuple[Denial, ...]:
    """G6: one denial per line with a sub job where the ERP takes none."""
    if policy is None or policy.takes_sub_jobs:
        return ()
    rows = session.execute(
        select(BudgetLine.id, CostCode.code, SubJob.name)
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .join(SubJob, SubJob.id == BudgetLine.sub_job_id)
        .where(BudgetLine.budget_id == budget.id, BudgetLine.deleted_at.is_(None))
        .order_by(BudgetLine.sort_key)
    ).all()
    return _shortened(
        Denial(
            "sub_job_on_line",
            f"Line {code} has the sub job {name}; {policy.label} takes no sub jobs. {policy.sub_job_advice}".strip(),
            anchor=f"line-{line}",
        )
        for line, code, name in rows
    )


def _shortened(denials: Iterable[Denial], count: int | None = None) -> tuple[Denial, ...]:
    """At most fifty of them, then how many more; `count` where `denials` are not all of them."""
    every = tuple(denials)
    if len(every) <= NAMED_AT_MOST:
        return every
    rest = (count or len(every)) - NAMED_AT_MOST
    more = Denial(every[0].code, f"And {rest} more of the same kind.", anchor="more")
    return (*every[:NAMED_AT_MOST], more)


def _count_lines(session: Session, budget: Budget) -> tuple[int, int, int]:
    """How many lines live, how many differ from what the ERP was given, and how many stand in a sub job."""
    living = BudgetLine.deleted_at.is_(None)
    changed = or_(BudgetLine.exported_cents.is_(None), BudgetLine.exported_cents != BudgetLine.original_cents)
    removed = and_(BudgetLine.deleted_at.is_not(None), BudgetLine.exported_cents != 0)
    count = func.count()
    row = session.execute(
        select(
            count.filter(living),
            count.filter(or_(and_(living, changed), removed)),
            count.filter(living, BudgetLine.sub_job_id.is_not(None)),
        ).where(BudgetLine.budget_id == budget.id)
    ).one()
    return row[0], row[1], row[2]


def _count_modifications(session: Session, budget: Budget) -> tuple[int, int]:
    """How many there are, and how many of them the ERP was not given."""
    unsent = func.count().filter(BudgetModification.exported_by.is_(None))
    row = session.execute(select(func.count(), unsent).where(BudgetModification.budget_id == budget.id)).one()
    return row[0], row[1]
