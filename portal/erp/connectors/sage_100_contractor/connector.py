"""Sage 100 Contractor as a connector: leads each task to its room; the sync agent carries the operations."""

from collections.abc import Sequence

from portal.domain.denials import Denial
from portal.domain.facts import ErpPolicy
from portal.erp.connectors.sage_100_contractor import (
    budget_exports,
    checks,
    company_syncs,
    connection_settings,
    cost_rows,
    envelopes,
    imports,
    job_sheets,
    lists,
    operations,
    policies,
    previews,
    recognition,
    withdrawals,
)
from portal.erp.connectors.sage_100_contractor.replies import Done, examine
from portal.erp.connectors.sage_100_contractor.rooms import Room
from portal.erp.contract import (
    Answer,
    BudgetRead,
    CreateCodes,
    CreateJob,
    ExportBudget,
    Identity,
    Job,
    JobCostsRead,
    Memory,
    PreviewTable,
    Recognition,
    Record,
    Refused,
    Staged,
    SyncCompany,
    Task,
    Turn,
    Unanswered,
    WithdrawExport,
)
from portal.erp.xml import WireError

_ROOMS: dict[type, Room] = {
    ExportBudget: budget_exports.ROOM,
    WithdrawExport: withdrawals.ROOM,
    CreateJob: job_sheets.ROOM,
    SyncCompany: company_syncs.ROOM,
}
_NOT_ASKED = (
    "Sage 100 Contractor is not asked directly: its sync agent brings lists and job costs. Use the Sync page."
)


class Sage100Contractor:
    """One vendor; holds no state."""

    slug = "sage_100_contractor"
    label = policies.LABEL
    short_label = "Sage 100"
    id_label = "Sage ID"
    transport = "sync agent"
    agent_label = "sync agent"
    hurry = "To hurry it, press Sync now on the Sync page."
    setting_fields = connection_settings.FIELDS
    sync_items = connection_settings.SYNC_ITEMS
    policy = policies.POLICY

    def policy_under(self, settings: Memory) -> ErpPolicy:
        """What Sage takes as this connection has it: sub jobs where they are switched on."""
        return policies.policy_under(settings)

    def problems(self, task: Task) -> list[Denial]:
        """Everything that Sage could not hold; see `checks`."""
        return checks.problems(task)

    def preview(self, task: ExportBudget) -> PreviewTable:
        """The 6-2 grid as it will stand."""
        return previews.grid_after(task)

    def recognise(self, identity: Identity, document: bytes) -> Recognition:
        """Whether the agent reads the connection's own company."""
        return recognition.recognise(identity, document)

    def introduction(self, identity: Identity) -> bytes:  # noqa: ARG002 - as the contract has it
        """Nothing: the agent introduces itself when it registers."""
        return b""

    def start(self, task: Task) -> Turn:
        """The operation of the task."""
        if isinstance(task, CreateCodes):
            return Refused((checks.NO_CODE_CREATION,))
        room = _ROOMS.get(type(task))
        return room.start(task) if room is not None else Refused((_NOT_ASKED,))

    def proceed(self, task: Task, step: str, memory: Memory, answer: Answer) -> Turn:  # noqa: ARG002 - the same
        """Examine the answer, then let the room read it. There is one step to each task."""
        reply = examine(answer)
        if isinstance(reply, Refused):
            return _ROOMS[type(task)].refused(task, reply)
        if not isinstance(reply, Done):
            return reply
        try:
            return _ROOMS[type(task)].read(task, reply)
        except WireError as error:
            return Unanswered((f"The answer to {step} could not be read: {error}",))

    def envelope(self, content: bytes, wire_id: str | None) -> bytes:
        """The operation, checked; raises ValueError when the agent would refuse it."""
        return envelopes.envelope(content, wire_id)

    def status_query(self, wire_id: str) -> bytes:
        """Ask the agent's journal what became of `wire_id`."""
        return operations.status(wire_id)

    def clear_state(self, wire_id: str) -> bytes | None:  # noqa: ARG002 - the same
        """No need: the journal may remember for ever."""
        return None

    def lists(self, records: Sequence[Staged]) -> tuple[Record, ...]:
        """Jobs, phases, cost codes and cost types; see `lists`."""
        return lists.records_of(records)

    def job_costs(self, job: Job, records: Sequence[Staged]) -> JobCostsRead:
        """One job's report; see `cost_rows`."""
        return cost_rows.read(_of(job, records))

    def budget(self, job: Job, records: Sequence[Staged]) -> BudgetRead:
        """One job's budget for an import; see `imports`."""
        return imports.read(_of(job, records))


def _of(job: Job, records: Sequence[Staged]) -> list[Staged]:
    """The job's own records: a foreign one among them would falsify its report."""
    return [record for record in records if record.fields.get("Job", job.erp_id) == job.erp_id]
