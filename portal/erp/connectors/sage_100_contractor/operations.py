"""The operations for the sync agent, written from the portal's tasks: type and payload, amounts as decimal text.

An export holds every cell with what the report showed (Expected) and what it moves by (Delta): the agent compares
before it writes, and writes whole amounts. Source: Importing/Exporting budget files; How change orders affect budgets.
"""

import json
from typing import Any

from portal.domain.money import plain_money
from portal.erp.connectors.sage_100_contractor.connection_settings import updates_by_change_orders
from portal.erp.connectors.sage_100_contractor.limits import JOB_NAME, SHORT_NAME, one_line
from portal.erp.connectors.sage_100_contractor.places import Cell, cells_of
from portal.erp.contract import CreateJob, ExportBudget, SyncCompany, WithdrawExport
from portal.erp.references import budget_reference

WRITE_BUDGET, WITHDRAW, WRITE_JOB = "WriteBudget", "Withdraw", "WriteJob"
SYNC, STATUS = "Sync", "Status"
FIRST, UPDATE, CHANGE_ORDERS = "first", "update", "change_orders"


def write_budget(task: ExportBudget) -> bytes:
    """The grid as it is to stand, or the change orders of an update."""
    return as_document(
        WRITE_BUDGET,
        {
            "Job": task.job.erp_id,
            "Mode": mode_of(task),
            "Reference": f"{budget_reference(task.budget_id)}-{task.submission}",
            "Replace": task.beside_others and not task.origin_id,
            "Title": one_line(task.job.name, JOB_NAME),
            "Cells": [_cell(cell) for cell in cells_of(task)],
            "AcceptedBy": one_line(task.accepted_by, 200),
            "AcceptedOn": task.accepted_on,
            "Submission": task.submission,
            "Revision": task.revision,
        },
    )


def withdraw(task: WithdrawExport) -> bytes:
    """Take the sheet of an earlier operation away again."""
    files = task.delivery.get("Files") or []
    return as_document(
        WITHDRAW,
        {"OperationId": task.operation, "Job": task.job.erp_id, "Files": [str(name) for name in files]},
    )


def write_job(task: CreateJob) -> bytes:
    """A sheet for 3-5 Jobs under the number that the approver typed."""
    job = task.job
    return as_document(
        WRITE_JOB,
        {
            "Number": task.number,
            "Name": job.name.strip(),
            "ShortName": one_line(job.name, SHORT_NAME),
            "Address": "\n".join(line.strip() for line in job.address.splitlines() if line.strip()),
            "City": job.city.strip(),
            "State": job.region.strip(),
            "ZipCode": job.postal_code.strip(),
        },
    )


def sync(task: SyncCompany) -> bytes:
    """Step 1 now."""
    return as_document(
        SYNC, {"RunId": task.run_id, "DateRange": task.date_range, "Depth": task.depth, "Job": task.job}
    )


def status(wire_id: str) -> bytes:
    """What became of an operation."""
    return as_document(STATUS, {"OperationId": wire_id})


def mode_of(task: ExportBudget) -> str:
    """How the export lands in Sage; a connection chooses for its updates."""
    if not task.origin_id:
        return FIRST
    return CHANGE_ORDERS if updates_by_change_orders(task.settings) else UPDATE


def as_document(kind: str, payload: dict[str, Any]) -> bytes:
    """The bytes of an operation: the same content always has the same bytes."""
    return json.dumps(
        {"Type": kind, "Payload": payload}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _cell(cell: Cell) -> dict[str, str]:
    return {
        "Phase": cell.place.phase,
        "CostCode": cell.place.code,
        "CostType": cell.place.cost_type,
        "Delta": plain_money(cell.delta),
        "Expected": plain_money(cell.standing),
        "Description": cell.description,
    }
