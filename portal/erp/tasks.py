"""What may be asked of a connector: tasks in the portal's own words, amounts in cents, ids as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Memory = Mapping[str, Any]
"""JSON values only: it is stored between two steps."""


@dataclass(frozen=True, slots=True)
class Job:
    """A project on its way to the ERP. `erp_id` is empty while the ERP does not have it."""

    number: str
    name: str
    erp_id: str = ""
    full_name: str = ""
    parent_erp_id: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A cost code on its way to the ERP, or known there."""

    id: int
    code: str
    name: str
    erp_id: str = ""
    erp_name: str = ""
    division: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """One transaction: a signed amount in cents against one budget code, sent once.

    `type` is a value of `vocabulary.TransactionType`; `id` its row number, `line_id` the budget line's.
    `erp_cost_type` is the mapped cost type ("" where nobody mapped it), `phase` the ERP's number of the sub job.
    """

    id: int
    line_id: int
    code: Code
    cost_type: str
    cost_type_name: str
    description: str
    type: str
    cents: int
    notes: str = ""
    sub_job: str = ""
    erp_cost_type: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the Job Costs Report showed of one budget code when the export was accepted, in cents, in the ERP's keys."""

    erp_code: str
    cents: int
    erp_cost_type: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class ExportBudget:
    """A first export or an update: only amounts that the ERP does not hold yet.

    `origin_id` is the ERP's id of the budget from the first export. `accepted_on` is an ISO date.
    `held` are the amounts of earlier exports, so that the connector can tell drift from its own work; `standing` what
    the report showed of the whole job at acceptance. `beside_others`: a first export may stand beside (or in the place
    of) what the job has already; otherwise that is named and nothing is written. `codes_to_confirm` are cost codes new
    to this job which no approver has confirmed.
    """

    job: Job
    budget_id: int
    submission: int
    revision: int
    accepted_by: str
    accepted_on: str
    amounts: tuple[Amount, ...]
    origin_id: str = ""
    held: tuple[Amount, ...] = ()
    beside_others: bool = True
    standing: tuple[Standing, ...] = ()
    codes_to_confirm: tuple[str, ...] = ()
    settings: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CreateJob:
    """A project accepted as a new job under `job.parent_erp_id` (or at top level).

    `number` is what the approver typed, where the ERP's job number is not ours. `taken` are the numbers of its jobs.
    """

    job: Job
    settings: Memory = field(default_factory=dict)
    number: str = ""
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CreateCodes:
    """Cost codes accepted for creation in the ERP."""

    codes: tuple[Code, ...]
    settings: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadLists:
    """Read the ERP's own lists: jobs, items, accounts."""

    settings: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadJobCosts:
    """Read one job's budget and costs back. `origin_id` names our budget record there."""

    job: Job
    origin_id: str = ""
    codes: tuple[Code, ...] = ()
    settings: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WithdrawExport:
    """Take an export away that waits for a person at the ERP. `operation` is the wire id that wrote it."""

    job: Job
    operation: str
    delivery: Memory
    settings: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SyncCompany:
    """Step 1 on demand: let the ERP's side read the company and bring what changed.

    `date_range`: today, week, month, year or all. `depth`: shallow (what the change marker finds) or deep (compare
    all). `job`: one job's ERP id, "" for the whole company.
    """

    run_id: int
    date_range: str = "all"
    depth: str = "shallow"
    job: str = ""
    settings: Memory = field(default_factory=dict)


Task = ExportBudget | CreateJob | CreateCodes | ReadLists | ReadJobCosts | WithdrawExport | SyncCompany
