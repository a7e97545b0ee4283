"""What a connector is: a folder that turns acts into wire documents and answers into results.

A connector is pure: it sees tasks and answers, never a row, a session or a socket. The exchange stores every document
before it is handed out, keeps what the connector wants to remember, and calls it again with the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from portal.domain.denials import Denial
from portal.domain.facts import ErpPolicy

Memory = Mapping[str, Any]
"""JSON values only: it is stored between two steps."""


@dataclass(frozen=True, slots=True)
class SettingField:
    """One field of a connection's settings form, declared by the connector.

    `kind` is text, number or choice; a choice is made among the ERP's own records of the kind `choices_from`, only
    those whose detail says yes to `choices_where`, if that is given.
    """

    name: str
    label: str
    hint: str = ""
    required: bool = False
    kind: str = "text"
    choices_from: str = ""
    choices_where: str = ""
    default: str = ""


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
    `held` are the amounts of earlier exports, so that the connector can tell drift from its own work.
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


@dataclass(frozen=True, slots=True)
class Step:
    """The next document: `content` is what the envelope will wrap. `mutates` steps get a wire id that the ERP keeps."""

    name: str
    content: bytes
    mutates: bool
    memory: Memory = field(default_factory=dict)


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
    """The ERP holds the budget under `origin_id`. `warnings` are shown, never hidden."""

    origin_id: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobCreated:
    """The job stands in the ERP, new or found under the same name and parent."""

    record: Record


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


Result = Exported | JobCreated | CodesCreated | ListsRead | JobCostsRead


@dataclass(frozen=True, slots=True)
class Finished:
    """The task is done."""

    result: Result


@dataclass(frozen=True, slots=True)
class Refused:
    """The ERP said no for good: nothing of this step was written. Messages are the ERP's own, then what to do."""

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TryLater:
    """The ERP could not now (in use, company closed): the same step again after a pause, as a new attempt."""

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """Nothing may be done automatically any more (same wire id with another body, an answer that fits nothing)."""

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Asked about a wire id, the ERP says it never saw it: a new attempt with a new wire id is safe."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The connection broke: whether the ERP ran the step is unknown. Ask before anything else."""

    messages: tuple[str, ...]


Turn = Step | Finished | Refused | TryLater | NeedsPerson | Unknown | Unanswered


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a step: the raw document, or a transport error code and text. `asked`: to a status query."""

    body: bytes
    error_code: str = ""
    error_text: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who is at the other end: what the ERP said of its company, and why it must not be served ("" when it may)."""

    company: Memory
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a connection knows of the ERP company it belongs to; `company` is empty before the first contact."""

    owner_id: str
    file_id: str
    company: Memory


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """How the budget will stand in the ERP, for the reviewer. Cells are cents, text or None; `changed` marks cells."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    changed: frozenset[tuple[int, int]] = frozenset()
    totals: tuple[str | int | None, ...] = ()


class Connector(Protocol):
    """One vendor. Found by the registry in `portal.erp.connectors.<folder>` as the module attribute `CONNECTOR`.

    `transport` names who calls, in words for a sentence ("QuickBooks Web Connector"); `hurry` says how a person makes
    it call at once.
    """

    slug: str
    label: str
    short_label: str
    id_label: str
    policy: ErpPolicy
    transport: str
    hurry: str
    setting_fields: Sequence[SettingField]

    def problems(self, task: Task) -> list[Denial]:
        """Everything that this ERP could not hold, before anything is sent: one sentence each, anchored to lines."""
        ...

    def preview(self, task: ExportBudget) -> PreviewTable:
        """What the ERP will show after the export."""
        ...

    def recognise(self, identity: Identity, document: bytes) -> Recognition:
        """Whether the company that introduces itself by `document` is the connection's own."""
        ...

    def introduction(self, identity: Identity) -> bytes:
        """A document that asks the ERP who it is, for one that did not introduce itself."""
        ...

    def start(self, task: Task) -> Turn:
        """The first step of a task."""
        ...

    def proceed(self, task: Task, step: str, memory: Memory, answer: Answer) -> Turn:
        """Read the answer to the step named `step` and say what comes next."""
        ...

    def envelope(self, content: bytes, wire_id: str | None) -> bytes:
        """The exact bytes for the wire; checked against the ERP's rules. Raises ValueError when they do not hold."""
        ...

    def status_query(self, wire_id: str) -> bytes:
        """A document that asks whether the ERP ran `wire_id`, and changes nothing."""
        ...

    def clear_state(self, wire_id: str) -> bytes | None:
        """A document that lets the ERP forget `wire_id` after its answer is safe here; None where there is no need."""
        ...


@dataclass(frozen=True, slots=True)
class ConnectionAddress:
    """Where and as whom the ERP's side is to call: for a connection file. `base_url` is the public one."""

    base_url: str
    company: str
    name: str
    username: str
    owner_id: str
    file_id: str
    settings: Memory


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that a person takes to the ERP's computer."""

    name: str
    kind: str
    content: bytes


@runtime_checkable
class OffersFile(Protocol):
    """A connector whose other side is set up by a file. Optional: others are set up by hand."""

    file_label: str

    def connection_file(self, where: ConnectionAddress) -> OfferedFile:
        """The file. Raises ValueError with the sentence where it would not work, such as plain http."""
        ...
