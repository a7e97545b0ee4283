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


@dataclass(frozen=True, slots=True)
class ExportBudget:
    """A first export or an update: only amounts that the ERP does not hold yet.

    `origin_id` is the ERP's id of the budget from the first export. `accepted_on` is an ISO date.
    `held` are the amounts of earlier exports, so that the connector can tell drift from its own work. `beside_others`:
    a first export may stand beside what the job has already; otherwise that is named and nothing is written.
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
    settings: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CreateJob:
    """A project accepted as a new job under `job.parent_erp_id` (or at top level)."""

    job: Job
    settings: Memory = field(default_factory=dict)


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


Task = ExportBudget | CreateJob | CreateCodes | ReadLists | ReadJobCosts
