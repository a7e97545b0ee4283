"""What the sync agent and the sync service say to each other: every operation, every member, once.

The same tables check what comes in, describe it to others (`agent_openapi`) and hold the tests to it. Members are
written in PascalCase and times in ISO UTC, as hh2's public clients have it; amounts are decimal text.
"""

from dataclasses import dataclass

from portal.gateways.agent_members import MOST, SENTENCE, Member

PATH = "/agent/v1"
KB, MB = 1024, 1024 * 1024
LONGEST_WAIT = 25
"""Seconds that a poll may wait for work."""
KEY = 120
HASH = 64

TRIGGERS = ("marker", "full", "on_demand")
OUTCOMES = ("done", "refused", "later", "unknown")

_COMPANY = (
    Member("Name", note="The company as the ERP names it."),
    Member("Database", required=False),
    Member("Key", required=False, note="What tells this company from every other one."),
)
_RECORD = (
    Member("Entity", filled=True, most=40, note="One of the entities named at the registration."),
    Member("ErpKey", filled=True, most=KEY),
    Member("ErpVersion", filled=True, most=HASH, note="The agent's word for the content."),
    Member("Job", required=False, most=KEY, note="ERP key of the job; empty for company lists."),
    Member("IsArchived", "flag", required=False),
    Member(
        "Fields", "fields", required=False, most=100, note="Texts by name; a member may be one map of texts."
    ),
)
_FAILURE = (
    Member("Entity", required=False, most=40),
    Member("ErpKey", required=False, most=KEY),
    Member("ErrorMessage", filled=True, most=SENTENCE),
)
ERROR = (Member("Error", note="A sentence that says what to do."),)


@dataclass(frozen=True, slots=True)
class Operation:
    """One call: where, with what, and what comes back. `name` is the view; `largest` the body in bytes.

    `answer` None: 204, no body. `listed`: the answer is a list of such objects. `may_be_empty`: 204 as well.
    """

    name: str
    method: str
    path: str
    summary: str
    body: tuple[Member, ...] | None = None
    query: tuple[Member, ...] = ()
    answer: tuple[Member, ...] | None = None
    statuses: tuple[int, ...] = ()
    largest: int = 64 * KB
    open: bool = False
    listed: bool = False
    may_be_empty: bool = False


REGISTER = Operation(
    "register",
    "POST",
    "/register",
    "Begin a session of the connection that the user name and the key belong to.",
    body=(
        Member("Username", filled=True),
        Member("AgentKey", filled=True),
        Member("AgentVersion", required=False, most=40),
        Member(
            "Machine", required=False, note="The computer's name; a session of another one is not taken over."
        ),
        Member("Company", "object", members=_COMPANY),
    ),
    answer=(
        Member("Ticket", note="For the header Authorization: Bearer."),
        Member("PollSeconds", "number"),
        Member("MarkerSeconds", "number"),
        Member("FullSeconds", "number"),
        Member("Entities", "texts"),
        Member("Version", "number", note="The highest staged; 0: send everything, whatever was sent before."),
    ),
    statuses=(409, 423, 429),
    open=True,
)
REQUESTS = Operation(
    "requests",
    "GET",
    "/requests",
    "The next operation, as soon as there is one: a long poll.",
    query=(
        Member("wait", "number", required=False, most=3600, note=f"Seconds, {LONGEST_WAIT} are the most."),
    ),
    answer=(
        Member("OperationId"),
        Member("Type"),
        Member("Payload", "map"),
        Member("Attempt", "number"),
        Member("LeaseUntil", "time"),
    ),
    may_be_empty=True,
)
RECEIVED = Operation(
    "received",
    "POST",
    "/requests/{operation_id}/received",
    "The agent holds the operation and begins with it.",
    statuses=(409,),
)
COMPLETED = Operation(
    "completed",
    "POST",
    "/requests/{operation_id}/completed",
    "What became of the operation. Repeating it does no harm.",
    body=(
        Member("Outcome", choices=OUTCOMES),
        Member("Messages", "texts", required=False, note="In the ERP's words, whole sentences."),
        Member("Result", "map", required=False),
    ),
    answer=(Member("Known", "flag"),),
    statuses=(409,),
    largest=2 * MB,
)
RUNS = Operation(
    "runs",
    "POST",
    "/runs",
    "A comparison with the ERP begins; its records are as old as this moment.",
    body=(
        Member("Trigger", choices=TRIGGERS),
        Member("OperationId", required=False, most=60, note="The operation that asked for it."),
    ),
    answer=(Member("RunId", "number"),),
    statuses=(423,),
)
CHANGES = Operation(
    "changes",
    "POST",
    "/changes",
    "Records that are new, changed or gone. The same batch again gets the same answer.",
    body=(
        Member("BatchId", filled=True, most=KEY),
        Member("RunId", "number"),
        Member("Records", "objects", most=MOST, members=_RECORD),
    ),
    answer=(
        Member("Created", "number"),
        Member("Changed", "number"),
        Member("Unchanged", "number"),
        Member("Archived", "number"),
        Member("Version", "number"),
    ),
    statuses=(404, 409),
    largest=8 * MB,
)
FINISHED = Operation(
    "finished",
    "POST",
    "/runs/{run_id}/finished",
    "The comparison is complete; only now it may be taken over.",
    body=(
        Member("Read", "number"),
        Member("Failed", "number", required=False),
        Member("Messages", "texts", required=False),
        Member(
            "Failures", "objects", required=False, members=_FAILURE, note="Records that could not be read."
        ),
    ),
    statuses=(404, 409),
    largest=4 * MB,
)
RECORDS = Operation(
    "records",
    "GET",
    "/records",
    f"What is staged, ordered by Version, at most {MOST} at a time: repeat with the last Version.",
    query=(
        Member("version", "number", required=False, note="Only records with a higher Version."),
        Member("entity", required=False, most=40),
        Member("page", "number", required=False, most=1_000_000, note=f"Passes over so many times {MOST}."),
    ),
    answer=(
        Member("Records", "objects", members=(*_RECORD, Member("Version", "number"))),
        Member("Version", "number"),
    ),
)
OPERATION = Operation(
    "operation",
    "GET",
    "/operations/{operation_id}",
    "How far an operation has come.",
    answer=(
        Member("Id"),
        Member("CreatedOn", "time", required=False),
        Member("TransmittedOn", "time", required=False),
        Member("ReceivedOn", "time", required=False),
        Member("DisabledOn", "time", required=False),
        Member("CompletedOn", "time", required=False),
    ),
    statuses=(404,),
)
FAILURES = Operation(
    "failures",
    "GET",
    "/failures",
    f"What went wrong, oldest first, at most {MOST} at a time: repeat with the last Id.",
    query=(
        Member("operation", required=False, most=60),
        Member("after", "number", required=False, note="Only failures with a higher Id."),
    ),
    answer=(
        Member("Id", "number"),
        Member("OperationId"),
        *(Member(each.name, most=each.limit) for each in _FAILURE),
        Member("CreatedOn", "time"),
    ),
    listed=True,
)
OPENAPI = Operation("openapi", "GET", "/openapi.json", "This description.", answer=(), open=True)

OPERATIONS = (
    REGISTER, REQUESTS, RECEIVED, COMPLETED, RUNS, CHANGES, FINISHED, RECORDS, OPERATION, FAILURES, OPENAPI,
)  # fmt: skip
