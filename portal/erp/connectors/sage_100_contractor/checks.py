"""What Sage could not hold of a budget, found before anything is sent: all of it at once, each at its line.

Source: Send a Budget to ERP Integrations for Accounting Acceptance (guards G5 and G9); Sage 100 Contractor import
templates (6-2 Budgets).
"""

from collections.abc import Iterator

from portal.domain.denials import Denial
from portal.domain.money import MAX_CENTS, format_money
from portal.erp.connectors.sage_100_contractor import job_checks
from portal.erp.connectors.sage_100_contractor.connection_settings import confirms_codes, exports_sub_jobs
from portal.erp.connectors.sage_100_contractor.limits import (
    COST_TYPES,
    DESCRIPTION,
    is_cost_code,
    is_job_number,
    is_phase,
)
from portal.erp.connectors.sage_100_contractor.places import Cell, cells_of, place_of, words_of
from portal.erp.contract import Amount, CreateCodes, CreateJob, ExportBudget, Task

LIMIT = "erp_limit"
TYPE_NOT_MAPPED = "type_not_mapped"
CODE_NOT_CONFIRMED = "code_not_confirmed"
_MAP = "Map it under ERP Integrations > Cost codes."


def problems(task: Task) -> list[Denial]:
    """One denial for each thing that does not fit, anchored to its line or field."""
    if isinstance(task, ExportBudget):
        return list(dict.fromkeys(_export(task)))
    if isinstance(task, CreateJob):
        return list(job_checks.check_new_job(task))
    if isinstance(task, CreateCodes):
        return [Denial("no_code_creation", NO_CODE_CREATION)]
    return []


NO_CODE_CREATION = (
    "Cost codes are created in Sage 100 Contractor (6-5 Cost Codes), never from here. Add them there; the next sync "
    "brings them."
)


def _export(task: ExportBudget) -> Iterator[Denial]:
    if not task.job.erp_id:
        yield from job_checks.check_fields(task.job)
    elif not is_job_number(task.job.erp_id):
        yield Denial(
            LIMIT,
            f"The job {task.job.erp_id} has no number that Sage 100 Contractor knows. Link the project again.",
            anchor="project",
        )
    for amount in task.amounts:
        yield from _line(task, amount)
    yield from _to_confirm(task)
    yield from _too_large(task)


def _line(task: ExportBudget, amount: Amount) -> Iterator[Denial]:
    """A code that is not linked at all is asked for by its own guard (G4)."""
    label, anchor = f"Line {amount.code.code}", _anchor(amount)
    if not amount.cost_type:
        yield Denial(TYPE_NOT_MAPPED, f"{label} has no cost type. Choose one on the line.", anchor=anchor)
    elif amount.erp_cost_type not in COST_TYPES:
        named = f"{amount.cost_type} {amount.cost_type_name}".strip()
        yield Denial(
            TYPE_NOT_MAPPED,
            f"{label} has the cost type {named}, which is not mapped to one of Sage's nine cost types. {_MAP}",
            anchor=anchor,
        )
    if amount.code.erp_id and not is_cost_code(amount.code.erp_id):
        yield Denial(
            LIMIT,
            f"{label} is linked with {amount.code.erp_id}, which is no cost code of Sage 100 Contractor: up to 6 "
            f"digits and 3 decimals, not beginning with 0. {_MAP}",
            anchor=anchor,
        )
    words = words_of(amount)
    if len(words) > DESCRIPTION:
        yield Denial(
            LIMIT,
            f"{label} {amount.cost_type_name}: the description has {len(words):,} characters; shorten it to "
            f"{DESCRIPTION}.",
            anchor=anchor,
        )
    if amount.sub_job and exports_sub_jobs(task.settings) and not is_phase(amount.phase):
        yield Denial(
            LIMIT,
            f"{label} has the sub job {amount.sub_job}, which is no phase of Sage 100 Contractor. Give the sub job "
            "the number of its phase, 1 or more.",
            anchor=anchor,
        )


def _to_confirm(task: ExportBudget) -> Iterator[Denial]:
    """Source: Update Project Cost Codes for Export to Sage 100 Contractor."""
    if not confirms_codes(task.settings):
        return
    lines: dict[str, str] = {}
    for amount in task.amounts:
        lines.setdefault(amount.code.code, _anchor(amount))
    for code in task.codes_to_confirm:
        yield Denial(
            CODE_NOT_CONFIRMED,
            f"The cost code {code} is new to this job. An accounting approver confirms it under ERP Integrations > "
            "Jobs, Ready to Update.",
            anchor=lines.get(code, ""),
        )


def _too_large(task: ExportBudget) -> Iterator[Denial]:
    """Several lines may fall into one cell, and a row has a total: both must fit numeric(10,2)."""
    lines = {place_of(amount): amount for amount in reversed(task.amounts)}
    rows: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells_of(task):
        rows.setdefault((cell.place.phase, cell.place.code), []).append(cell)
    for row in rows.values():
        ours = [lines[cell.place] for cell in row if cell.place in lines]
        large = [cell for cell in row if cell.place in lines and abs(cell.after) > MAX_CENTS]
        for cell in large:
            yield _large(lines[cell.place], f"{lines[cell.place].cost_type_name} of", cell.after)
        total = sum(cell.after for cell in row)
        if ours and not large and abs(total) > MAX_CENTS:
            yield _large(ours[0], "the total of", total)


def _large(amount: Amount, what: str, cents: int) -> Denial:
    return Denial(
        LIMIT,
        f"In Sage 100 Contractor {what} the cost code {amount.code.code} would be {format_money(cents)}; enter at most "
        f"{format_money(MAX_CENTS)}.",
        anchor=_anchor(amount),
    )


def _anchor(amount: Amount) -> str:
    return f"line-{amount.line_id}"
