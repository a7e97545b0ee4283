"""What a connector is: a folder that turns acts into wire documents and answers into results.

A connector is pure: it sees tasks and answers, never a row, a session or a socket. The exchange stores every document
before it is handed out, keeps what is to be remembered, and calls again with the answer. All words are offered here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from portal.domain.denials import Denial
from portal.domain.facts import ErpPolicy
from portal.erp.results import (
    BudgetCell,
    BudgetRead,
    CodesCreated,
    CompanySynced,
    CostRow,
    Exported,
    JobAwaited,
    JobCostsRead,
    JobCreated,
    ListsRead,
    Record,
    Result,
    UncodedCost,
    Withdrawn,
)
from portal.erp.staging import ReadsStaging, Staged, SyncItem
from portal.erp.tasks import (
    Amount,
    Code,
    CreateCodes,
    CreateJob,
    ExportBudget,
    Job,
    Memory,
    ReadJobCosts,
    ReadLists,
    Standing,
    SyncCompany,
    Task,
    WithdrawExport,
)
from portal.erp.turns import (
    Answer,
    Finished,
    NeedsPerson,
    Refused,
    Step,
    TryLater,
    Turn,
    Unanswered,
    Unknown,
)

__all__ = [
    "Amount",
    "Answer",
    "BudgetCell",
    "BudgetRead",
    "Code",
    "CodesCreated",
    "CompanySynced",
    "ConnectionAddress",
    "Connector",
    "CostRow",
    "CreateCodes",
    "CreateJob",
    "ExportBudget",
    "Exported",
    "Finished",
    "Identity",
    "Job",
    "JobAwaited",
    "JobCostsRead",
    "JobCreated",
    "ListsRead",
    "Memory",
    "NeedsPerson",
    "OfferedFile",
    "OffersAgent",
    "OffersFile",
    "PreviewTable",
    "ReadJobCosts",
    "ReadLists",
    "ReadsStaging",
    "Recognition",
    "Record",
    "Refused",
    "Result",
    "SettingField",
    "Staged",
    "Standing",
    "Step",
    "SyncCompany",
    "SyncItem",
    "Task",
    "TryLater",
    "Turn",
    "Unanswered",
    "UncodedCost",
    "Unknown",
    "VariesPolicy",
    "WithdrawExport",
    "Withdrawn",
]


@dataclass(frozen=True, slots=True)
class SettingField:
    """One field of a connection's settings form, declared by the connector.

    `kind` is text, number, choice or secret; a choice is made among fixed `choices` (value, text), or among the ERP's
    records of the kind `choices_from`, only those whose detail says yes to `choices_where`, if that is given. A secret
    has no default, is stored sealed, never shown and only replaced; it stands in no task and no stored document.
    """

    name: str
    label: str
    hint: str = ""
    required: bool = False
    kind: str = "text"
    choices_from: str = ""
    choices_where: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""


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
    sync_items: Sequence[SyncItem]

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


@runtime_checkable
class VariesPolicy(Protocol):
    """A connector whose policy depends on the settings of a connection, such as a switch for sub jobs. Optional."""

    def policy_under(self, settings: Memory) -> ErpPolicy:
        """What this ERP takes as this connection has it."""
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


@runtime_checkable
class OffersAgent(Protocol):
    """A connector whose other side is the portal's own sync agent, offered as a download. Optional.

    `agent_label` names it in a sentence ("sync agent").
    """

    agent_label: str
