"""Importing a job's budget from the ERP: lines with originals, phases as sub jobs, missing cost codes with their link.

Afterwards the ERP is the budget's system of record; a re-import replaces what it brought. Source: Import a Budget from
Sage 100; Re-Import a Budget from ERP; Export a Procore Budget to Sage 100, Workflows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.projects import CostCode, Project, SubJob
from portal.domain.facts import erp_owns
from portal.domain.money import plain_money
from portal.erp.contract import Record
from portal.services.exchange import erp_records, ties
from portal.services.imports import erp_import_lines
from portal.services.imports.erp_import_lines import Written
from portal.services.imports.erp_import_plans import ImportPlan, plan
from portal.services.imports.erp_import_words import NewCode
from portal.services.imports.new_codes import WantedCode, add_codes
from portal.services.intentions import Act, ChangedMeanwhileError, InputError, Intention


class Existing(StrEnum):
    """What becomes of lines that the budget has already."""

    KEEP = "keep"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class ErpImportInput:
    """What the page showed: the stamp of the ERP's amounts, and what was chosen about lines that exist."""

    stamp: str
    existing: str = ""


def _import(intention: Intention) -> Written:
    """Raises InputError at `existing` or `main`, ChangedMeanwhileError when the ERP's amounts are other ones now."""
    given: ErpImportInput = intention.given
    session, budget = intention.session, intention.budget
    project = session.get_one(Project, budget.project_id)
    connection = session.get_one(ErpConnection, project.connection_id)
    found = plan(session, budget, connection)
    existing = _wanted(intention, found)
    _create_codes(intention, connection, found.new_codes)
    _create_sub_jobs(session, project, found)
    done = erp_import_lines.write(session, budget, found, override=existing is Existing.OVERRIDE)
    intention.notes.update(
        existing=existing.value,
        new=done.new,
        changed=done.changed,
        removed=done.removed,
        codes_created=[code.code for code in found.new_codes],
        sub_jobs_created=[each.code for each in found.new_sub_jobs],
        was=plain_money(found.portal_cents),
        to=plain_money(found.kept_cents if existing is Existing.KEEP else found.replaced_cents),
        stamp=given.stamp,
    )
    return done


def _wanted(intention: Intention, found: ImportPlan) -> Existing:
    given: ErpImportInput = intention.given
    if found.problems:
        raise InputError("main", " ".join(found.problems))
    if not found.coming:
        raise InputError("main", "The ERP has no amount above zero for this job. There is nothing to import.")
    if found.there.stamp != given.stamp:
        raise ChangedMeanwhileError(
            "A sync has brought other amounts after you opened the page. Look at them, then import."
        )
    again = erp_owns(intention.facts.system_of_record)
    if again or not found.has_lines:
        return Existing.OVERRIDE
    if given.existing not in {each.value for each in Existing}:
        raise InputError("existing", "Choose what becomes of the lines that this budget has already.")
    return Existing(given.existing)


def _create_codes(intention: Intention, connection: ErpConnection, wanted: Sequence[NewCode]) -> None:
    """The ERP owns the list: codes that the portal lacks are taken over and linked, whoever imports."""
    session = intention.session
    add_codes(session, [WantedCode(each.code, each.name, each.division, each.uom) for each in wanted])
    ids = dict(
        session.execute(
            select(CostCode.code, CostCode.id).where(CostCode.code.in_([each.code for each in wanted]))
        ).all()
    )
    for each in wanted:
        row = erp_records.find(session, connection.id, "item", each.code)
        record = (
            erp_records.as_record(row)
            if row
            else Record("item", each.code, each.code, f"{each.code} {each.name}")
        )
        ties.tie_code(session, connection.id, ids[each.code], record, intention.actor.id)


def _create_sub_jobs(session: Session, project: Project, found: ImportPlan) -> None:
    session.add_all(
        SubJob(project_id=project.id, code=each.code, name=each.name, erp_id=each.erp_id)
        for each in found.new_sub_jobs
    )
    session.flush()


IMPORT = Act(_import, touches=True)
