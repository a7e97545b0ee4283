"""What comes back from an ERP, in the portal's own words: records of its lists, cost rows, finished tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.erp.tasks import Memory


@dataclass(frozen=True, slots=True)
class Record:
    """A row of one of the ERP's lists. `kind`: job, item, account or what the connector names."""

    kind: str
    erp_id: str
    name: str
    full_name: str
    active: bool = True
    detail: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CostRow:
    """One row of the Job Costs Report in cents. `erp_id` names the ERP's cost code record; "" has none."""

    erp_id: str
    erp_name: str
    original_cents: int = 0
    change_cents: int = 0
    committed_cents: int = 0
    invoiced_cents: int = 0
    cost_cents: int = 0
    cost_type: str = ""
    sub_job: str = ""


@dataclass(frozen=True, slots=True)
class UncodedCost:
    """A cost on the job that names no cost code: it makes the report tie to the ERP's own job total."""

    date: str
    type: str
    number: str
    party: str
    memo: str
    cents: int


@dataclass(frozen=True, slots=True)
class Exported:
    """The ERP holds the budget under `origin_id`. `warnings` are shown, never hidden.

    `delivery` is what a person there needs to find it: file name, number, hash.
    """

    origin_id: str
    warnings: tuple[str, ...] = ()
    delivery: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobCreated:
    """The job stands in the ERP, new or found under the same name and parent."""

    record: Record


@dataclass(frozen=True, slots=True)
class JobAwaited:
    """A person was asked to enter the job at the ERP under `number`; it is linked when the sync brings it."""

    number: str
    delivery: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The export was taken away before anybody posted it: the ERP holds nothing of it."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class CompanySynced:
    """Step 1 is done; `counts` by word (read, created, changed, unchanged, archived, failed), and its log."""

    counts: Memory
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetCell:
    """One amount of a budget as it stands in the ERP, in cents: for importing it. Names are the ERP's."""

    erp_code: str
    erp_code_name: str
    erp_cost_type: str
    original_cents: int
    current_cents: int
    phase: str = ""
    phase_name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class BudgetRead:
    """A job's whole budget in the ERP. `problem` says why it cannot be taken ("" when it can)."""

    cells: tuple[BudgetCell, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CodesCreated:
    """Each cost code's ERP record, by our row number."""

    records: Mapping[int, Record]


@dataclass(frozen=True, slots=True)
class ListsRead:
    """Whole lists: a record that is missing here no longer exists in the ERP. `company` describes the file."""

    records: tuple[Record, ...]
    company: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobCostsRead:
    """One job's figures. `erp_total_cents` is the ERP's own cost total; `witness` a second report, for comparison."""

    rows: tuple[CostRow, ...]
    uncoded: tuple[UncodedCost, ...] = ()
    erp_total_cents: int | None = None
    witness: Memory = field(default_factory=dict)


Result = (
    Exported | JobCreated | JobAwaited | CodesCreated | ListsRead | JobCostsRead | Withdrawn | CompanySynced
)
