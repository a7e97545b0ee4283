"""QuickBooks Desktop as a connector: leads each task to its room, and wraps what comes out for the wire."""

from portal.domain.denials import Denial
from portal.domain.facts import ErpPolicy
from portal.erp.connectors.quickbooks_desktop import (
    checks,
    code_creation,
    connection_files,
    connection_settings,
    cost_reading,
    export_updates,
    first_exports,
    grammar,
    job_creation,
    list_reading,
    message_sets,
    previews,
    recognition,
    replies,
)
from portal.erp.connectors.quickbooks_desktop.answers import Answer as Document
from portal.erp.connectors.quickbooks_desktop.rooms import Room
from portal.erp.contract import (
    Answer,
    ConnectionAddress,
    CreateCodes,
    CreateJob,
    ExportBudget,
    Identity,
    Memory,
    NeedsPerson,
    OfferedFile,
    PreviewTable,
    ReadJobCosts,
    Recognition,
    Task,
    Turn,
    Unanswered,
)
from portal.erp.xml import WireError

MOST_LOOKS = 3
_LOOKS = "looks"


class QuickBooksDesktop:
    """One vendor; holds no state."""

    slug = "quickbooks_desktop"
    label = "QuickBooks Desktop"
    short_label = "QuickBooks"
    id_label = "QuickBooks ID"
    transport = "QuickBooks Web Connector"
    hurry = "To hurry it, press Update Selected there."
    setting_fields = connection_settings.FIELDS
    sync_items = connection_settings.SYNC_ITEMS
    file_label = ".qwc file"
    policy = ErpPolicy(
        label="QuickBooks Desktop",
        sub_job_advice="Remove the sub job from the line before you send the budget.",
        codes_synced_before_send=True,
        others_question="has other estimates on this job, put ours beside them",
    )

    def problems(self, task: Task) -> list[Denial]:
        """Everything that QuickBooks could not hold; see `checks`."""
        return checks.problems(task)

    def preview(self, task: ExportBudget) -> PreviewTable:
        """The estimate as it will stand in QuickBooks."""
        return previews.estimate_after(task)

    def recognise(self, identity: Identity, document: bytes) -> Recognition:
        """Whether the open company file is the connection's own."""
        return recognition.recognise(identity, document)

    def introduction(self, identity: Identity) -> bytes:
        """Ask QuickBooks which company file is open."""
        return recognition.introduction(identity)

    def start(self, task: Task) -> Turn:
        """The first look of the task's room."""
        return _room(task).start(task, {})

    def proceed(self, task: Task, step: str, memory: Memory, answer: Answer) -> Turn:
        """Examine the answer, then let the room read it."""
        document = replies.examine(answer)
        if isinstance(document, replies.LookAgain):
            return _look_again(task, memory)
        if not isinstance(document, Document):
            return document
        try:
            return _room(task).steps[step](task, memory, document)
        except WireError as error:
            return Unanswered((f"The answer to {step} could not be read: {error}",))

    def envelope(self, content: bytes, wire_id: str | None) -> bytes:
        """The message set; raises DocumentError (a ValueError) when QuickBooks would refuse it."""
        document = message_sets.wrap(content, message_set_id=wire_id)
        grammar.check_document(document)
        return document

    def status_query(self, wire_id: str) -> bytes:
        """The empty set that asks what became of `wire_id`."""
        return message_sets.write_status_query(wire_id)

    def clear_state(self, wire_id: str) -> bytes | None:
        """The empty set after which QuickBooks forgets `wire_id`."""
        return message_sets.write_clear_state(wire_id)

    def connection_file(self, where: ConnectionAddress) -> OfferedFile:
        """The .qwc file; see `connection_files`."""
        return connection_files.connection_file(where)


def _room(task: Task) -> Room:
    if isinstance(task, ExportBudget):
        return export_updates.ROOM if task.origin_id else first_exports.ROOM
    if isinstance(task, CreateJob):
        return job_creation.ROOM
    if isinstance(task, CreateCodes):
        return code_creation.ROOM
    return cost_reading.ROOM if isinstance(task, ReadJobCosts) else list_reading.ROOM


def _look_again(task: Task, memory: Memory) -> Turn:
    looks = int(memory.get(_LOOKS, 0)) + 1
    if looks > MOST_LOOKS:
        return NeedsPerson(
            (
                "QuickBooks keeps losing its own answers. Verify the company file (File > Utilities), then retry.",
            )
        )
    return _room(task).start(task, {_LOOKS: looks})
