"""The Job Costs Report of one project: what came back from the ERP, and whether it proves what was exported."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.job_costs import JobCostReading
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.cause_words import Scene
from portal.domain.facts import ErpPolicy, awaits_proof, erp_owns
from portal.domain.money import format_difference, format_money
from portal.erp.registry import connector_for
from portal.services.budget_facts import company, policy_of, read_facts
from portal.services.job_costs import code_names, mismatch_words
from portal.services.job_costs.baselines import current_reading
from portal.services.job_costs.code_names import UNKNOWN, CodeName
from portal.services.job_costs.job_cost_rows import CostDivision, CostFigures, divisions, uncoded


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One budget code that is not what the export should have made of it."""

    code: str
    expected: str
    found: str
    difference: str
    sentence: str


@dataclass(frozen=True, slots=True)
class JobCostsPage:
    """Everything drawn by `templates/reports/job_costs.html`."""

    project_id: int
    project_name: str
    meta: tuple[str, ...]
    erp_label: str
    erp_short: str
    policy: ErpPolicy
    imported: bool
    divisions: tuple[CostDivision, ...]
    loose: CostFigures
    loose_entries: tuple[dict[str, str], ...]
    total: CostFigures
    has_reading: bool
    on_the_way: str
    mismatches: tuple[Mismatch, ...]
    drift: tuple[Mismatch, ...]
    agreement: str
    agrees: bool


def read(session: Session, project_id: int) -> JobCostsPage:
    """The report of a project as of its last reading. Raises NoResultFound for an unknown project."""
    project = session.get_one(Project, project_id)
    budget = session.scalar(select(Budget).where(Budget.project_id == project_id))
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    connector = connector_for(connection.connector) if connection else None
    policy = policy_of(connection) or ErpPolicy("the ERP")
    reading = current_reading(session, project_id)
    groups, loose = divisions(session, budget, reading, policy), uncoded(session, reading)
    total = CostFigures()
    for group in groups:
        total.add(group.figures)
    total.add(loose)
    submission = session.get(Submission, budget.submission_id) if budget and budget.submission_id else None
    scene = (
        mismatch_words.scene_of(project, connection, policy, submission)
        if connection is not None and submission is not None
        else None
    )
    agreement, agrees = _agreement(reading, total, policy.label)
    return JobCostsPage(
        project_id=project.id,
        project_name=project.name,
        meta=(project.erp_job_name or f"Job {project.number}", policy.label, _as_of(session, reading)),
        erp_label=policy.label,
        erp_short=connector.short_label if connector else "the ERP",
        policy=policy,
        imported=budget is not None and erp_owns(budget.system_of_record),
        divisions=tuple(groups),
        loose=loose,
        loose_entries=_entries(reading),
        total=total,
        has_reading=reading is not None,
        on_the_way=_on_the_way(session, budget, submission),
        mismatches=_mismatches(session, submission, "differences", scene),
        drift=_mismatches(session, submission, "drift", scene),
        agreement=agreement,
        agrees=agrees,
    )


def _as_of(session: Session, reading: JobCostReading | None) -> str:
    if reading is None:
        return "Not read yet"
    return f"As of the sync {clock.say_when(reading.read_at, company(session).timezone)}"


def _on_the_way(session: Session, budget: Budget | None, submission: Submission | None) -> str:
    """What has been sent and is not in these figures yet; empty when nothing is."""
    if budget is None or submission is None or not awaits_proof(read_facts(session, budget)):
        return ""
    return f"submission {submission.number}, net {format_difference(submission.change_cents)}."


def _agreement(reading: JobCostReading | None, total: CostFigures, label: str) -> tuple[str, bool]:
    if reading is None or reading.erp_total_cents is None:
        return "", True
    job_total = format_money(reading.erp_total_cents)
    if reading.erp_total_cents == total.cost:
        return f"Agrees with the job total in {label}, {job_total}, read with the same sync.", True
    gap = format_difference(reading.erp_total_cents - total.cost)
    return (
        f"The job total in {label} is {job_total}: {gap} beside these figures. Check now reads both again.",
        False,
    )


def _entries(reading: JobCostReading | None) -> tuple[dict[str, str], ...]:
    entries = reading.uncoded if reading is not None else []
    return tuple(
        {**{k: str(v) for k, v in entry.items()}, "amount": format_money(entry["cents"])} for entry in entries
    )


def _mismatches(
    session: Session, submission: Submission | None, part: str, scene: Scene | None
) -> tuple[Mismatch, ...]:
    rows: list[dict[str, Any]] = submission.proof.get(part, []) if submission is not None else []
    names = code_names.read(session, {row["key"] for row in rows})
    return tuple(_mismatch(row, names.get(row["key"], UNKNOWN), scene) for row in rows)


def _mismatch(row: dict[str, Any], name: CodeName, scene: Scene | None) -> Mismatch:
    found = row["found"]
    return Mismatch(
        code=name.whole,
        expected=format_money(row["expected"]),
        found=format_money(found) if found is not None else "missing",
        difference=format_difference((found or 0) - row["expected"]),
        sentence=mismatch_words.line(scene, row) if scene is not None else "",
    )
