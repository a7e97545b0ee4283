"""Turning a frozen copy into the task that a connector understands; also before a send, for the pre-flight."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.facts import ErpPolicy
from portal.domain.vocabulary import Decision
from portal.erp.contract import Amount, Code, ExportBudget, Job
from portal.services.budget_facts import policy_of
from portal.services.connections.connection_settings import settings_of
from portal.services.exchange import counterparts
from portal.services.exchange.counterparts import Counterparts
from portal.services.job_costs import baselines
from portal.services.submissions.frozen_copies import FrozenAmount, FrozenCopy, FrozenLine, freeze, thaw


@dataclass(frozen=True, slots=True)
class Header:
    """Who accepted what and when; empty fields before a submission exists."""

    submission: int = 0
    revision: int = 0
    accepted_by: str = ""
    accepted_on: str = ""


def task_of(session: Session, submission: Submission) -> ExportBudget:
    """The export of an accepted (or sent) submission, from its frozen copy alone."""
    budget = session.get_one(Budget, submission.budget_id)
    approver = session.get(Person, submission.decided_by) if submission.decided_by else None
    decided = submission.decided_at or clock.now()
    header = Header(
        submission.number, submission.revision, approver.name if approver else "", decided.date().isoformat()
    )
    return _task(session, budget, thaw(submission.content), header, submission)


def task_now(session: Session, budget: Budget) -> ExportBudget:
    """What would be exported if the budget were sent now."""
    return _task(
        session, budget, freeze(session, budget), Header(accepted_on=clock.now().date().isoformat()), None
    )


def job_of(project: Project) -> Job:
    """The project as a connector sees it."""
    return Job(
        number=project.number,
        name=project.name,
        erp_id=project.erp_job_id or "",
        full_name=project.erp_job_name or "",
        address=project.address,
        city=project.city,
        region=project.region,
        postal_code=project.postal_code,
    )


def _task(
    session: Session, budget: Budget, copy: FrozenCopy, header: Header, submission: Submission | None
) -> ExportBudget:
    project = session.get_one(Project, budget.project_id)
    connection = session.get_one(ErpConnection, project.connection_id)
    policy = policy_of(connection) or ErpPolicy(label="")
    lines = {line.line_id: line for line in copy.lines}
    before = _baseline(session, budget, submission) if policy.staged else {}
    codes = {line.cost_code_id for line in copy.lines} | {int(key.split("|")[1]) for key in before}
    known = counterparts.read(session, connection, policy, project.id, codes)
    return ExportBudget(
        job=job_of(project),
        budget_id=budget.id,
        submission=header.submission,
        revision=header.revision,
        accepted_by=header.accepted_by,
        accepted_on=header.accepted_on,
        amounts=tuple(_amount(n, a, lines[a.line_id], known) for n, a in enumerate(copy.amounts, start=1)),
        origin_id=budget.origin_id or "",
        held=_held(session, budget, submission, lines, known),
        standing=known.standing(before),
        codes_to_confirm=() if policy.creates_codes else _unconfirmed(session, project, copy),
        settings=settings_of(session, connection),
    )


def _baseline(session: Session, budget: Budget, submission: Submission | None) -> Mapping[str, int]:
    """What the report showed at acceptance; until then, what it shows now."""
    if submission is not None and submission.decision == Decision.ACCEPTED.value:
        return submission.baseline
    return baselines.take(session, budget)


def _unconfirmed(session: Session, project: Project, copy: FrozenCopy) -> tuple[str, ...]:
    """Cost codes on living lines that no approver has confirmed for this job."""
    confirmed = counterparts.confirmed_codes(session, project.id)
    return tuple(
        sorted({line.code for line in copy.lines if not line.deleted and line.cost_code_id not in confirmed})
    )


def _held(
    session: Session,
    budget: Budget,
    submission: Submission | None,
    lines: dict[int, FrozenLine],
    known: Counterparts,
) -> tuple[Amount, ...]:
    """Amounts of earlier exports, oldest first."""
    if budget.first_exported_at is None:
        return ()
    rows = session.scalars(
        select(BudgetTransaction)
        .join(Submission, Submission.id == BudgetTransaction.submission_id)
        .where(
            Submission.budget_id == budget.id,
            BudgetTransaction.exported_at.is_not(None),
            Submission.id != (submission.id if submission else 0),
        )
        .order_by(BudgetTransaction.id)
    )
    return tuple(
        _amount(row.id, FrozenAmount(row.line_id, row.type, row.cents, row.notes), lines[row.line_id], known)
        for row in rows
        if row.line_id in lines
    )


def _amount(number: int, amount: FrozenAmount, line: FrozenLine, known: Counterparts) -> Amount:
    link = known.codes.get(line.cost_code_id)
    return Amount(
        id=number,
        line_id=amount.line_id,
        code=Code(
            id=line.cost_code_id,
            code=line.code,
            name=line.code_name,
            erp_id=link.erp_id if link else "",
            erp_name=link.erp_name if link else "",
            division=line.division,
        ),
        cost_type=line.cost_type,
        cost_type_name=line.cost_type_name,
        description=line.description,
        type=amount.type,
        cents=amount.cents,
        notes=amount.notes,
        sub_job=line.sub_job,
        erp_cost_type=known.types.get(line.cost_type, ""),
        phase=known.phases.get(line.sub_job, "") if line.sub_job else "",
    )
