"""The page of an import from the ERP: totals, what would come, what stands in the way, what was chosen.

Source: Import a Budget from Sage 100; Re-Import a Budget from ERP (current ERP total, current portal total, new total).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.projects import CostType, Project
from portal.domain.decisions import Verdict, decide
from portal.domain.denials import Denied
from portal.domain.facts import erp_owns
from portal.domain.money import format_money
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.registry import connector_for
from portal.services.budget_facts import company, read_facts
from portal.services.budgets.budgets import budget_of
from portal.services.imports.erp_import_plans import ImportPlan, plan


@dataclass(frozen=True, slots=True)
class ComingRow:
    """One line of the table, in cents. `now` is None where the budget has no such line, `there` likewise."""

    code: str
    name: str
    cost_type: str
    sub_job: str
    now: int | None
    there: int | None


@dataclass(frozen=True, slots=True)
class ErpImportPage:
    """Everything drawn. `asks`: lines exist, so somebody must choose; `again`: the ERP is the system of record."""

    project_id: int
    project_name: str
    job: str
    short: str
    label: str
    verdict: Verdict
    version: int
    stamp: str
    as_of: str
    problems: tuple[str, ...]
    rows: tuple[ComingRow, ...]
    totals: tuple[tuple[str, str], ...]
    kept: str
    replaced: str
    new_codes: tuple[str, ...]
    new_sub_jobs: tuple[str, ...]
    alone_count: int
    coming_count: int
    asks: bool
    again: bool


def read(session: Session, actor: Actor, project_id: int) -> ErpImportPage:
    """Read the page. Raises Denied where the ERP has no budgets to import, and in states that offer no import."""
    project, budget = session.get_one(Project, project_id), budget_of(session, project_id)
    facts = read_facts(session, budget)
    verdict = decide(Action.IMPORT_FROM_ERP, actor, facts)
    if not verdict.shown:
        raise Denied(verdict.denials)
    connection = session.get_one(ErpConnection, project.connection_id)
    found = plan(session, budget, connection)
    zone, again = company(session).timezone, erp_owns(facts.system_of_record)
    return ErpImportPage(
        project_id=project.id,
        project_name=project.name,
        job=project.erp_job_name or f"Job {project.number}",
        short=connector_for(connection.connector).short_label,
        label=connector_for(connection.connector).label,
        verdict=verdict,
        version=budget.version,
        stamp=found.there.stamp,
        as_of=clock.say_moment(found.there.as_of, zone),
        problems=found.problems,
        rows=_rows(session, found),
        totals=_totals(found, connector_for(connection.connector).short_label, again=again),
        kept=format_money(found.kept_cents),
        replaced=format_money(found.replaced_cents),
        new_codes=tuple(f"{each.code} {each.name}" for each in found.new_codes),
        new_sub_jobs=tuple(f"{each.code} {each.name}" for each in found.new_sub_jobs),
        alone_count=len(found.alone),
        coming_count=len(found.coming),
        asks=found.has_lines and not again,
        again=again,
    )


def _rows(session: Session, found: ImportPlan) -> tuple[ComingRow, ...]:
    """The ERP's amounts in its order, then the lines that it does not have."""
    types = {row.code: f"{row.code} {row.name}" for row in session.scalars(select(CostType))}
    coming = [
        ComingRow(
            each.key.cost_code,
            each.name,
            types[each.key.cost_type],
            each.key.sub_job,
            each.ours.cents if each.ours else None,
            each.cents,
        )
        for each in found.coming
    ]
    alone = [
        ComingRow(
            line.key.cost_code,
            line.description,
            types[line.key.cost_type],
            line.key.sub_job,
            line.cents,
            None,
        )
        for line in found.alone
    ]
    return (*coming, *alone)


def _totals(found: ImportPlan, short: str, *, again: bool) -> tuple[tuple[str, str], ...]:
    rows: Sequence[tuple[str, int]] = (
        (f"In {short} now", found.there.total_cents),
        ("In the portal now", found.portal_cents),
    )
    if again or not found.has_lines:
        rows = (*rows, ("In the portal after the import", found.replaced_cents))
    else:
        rows = (
            *rows,
            ("In the portal, keeping what is there", found.kept_cents),
            ("In the portal, overriding it", found.replaced_cents),
        )
    return tuple((label, format_money(cents)) for label, cents in rows)
