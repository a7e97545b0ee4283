"""How a connector reads what its sync agent has staged, and what there is to schedule.

Pure like the rest of a connector: records in, the portal's own words out. Source: How does the hh2 synchronization
client connect Procore to Sage 100 Contractor?; View the Sync Schedule Page for Sage 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from portal.erp.results import BudgetRead, JobCostsRead, Record
from portal.erp.tasks import Job, Memory


@dataclass(frozen=True, slots=True)
class SyncItem:
    """A part of the sync that can be scheduled and run by itself.

    `entities` are the staged kinds it takes over (empty where nothing is staged). `choices` are intervals in minutes:
    -1 on arrival, 0 never. `reads` is what it means for an ERP that is asked directly: "lists" or "costs".
    """

    slug: str
    label: str
    choices: tuple[int, ...]
    default: int
    entities: tuple[str, ...] = ()
    reads: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """One staged record. `fields` are the agent's: amounts as decimal text, keys as text."""

    entity: str
    key: str
    version: int
    fields: Memory
    is_archived: bool = False


@runtime_checkable
class ReadsStaging(Protocol):
    """A connector whose ERP is read in two steps. Optional: others are asked directly."""

    def lists(self, records: Sequence[Staged]) -> tuple[Record, ...]:
        """The ERP's own lists (job, item, cost_type, phase) out of staged records; archived ones inactive."""
        ...

    def job_costs(self, job: Job, records: Sequence[Staged]) -> JobCostsRead:
        """One job's report rows out of all staged records of that job."""
        ...

    def budget(self, job: Job, records: Sequence[Staged]) -> BudgetRead:
        """One job's budget as it stands in the ERP, for an import."""
        ...
