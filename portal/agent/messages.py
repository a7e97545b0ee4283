"""What travels between the portal and the agent: operations, outcomes, records, runs."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

DONE, REFUSED, LATER, UNKNOWN = "done", "refused", "later", "unknown"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the portal asks for. `attempt` counts deliveries."""

    id: str
    type: str
    payload: dict[str, Any]
    attempt: int = 1

    @property
    def content_hash(self) -> str:
        """A word for what is asked, so that the same id with other content is noticed."""
        return digest({"Type": self.type, "Payload": self.payload})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an operation ended: done, refused (nothing written, for good), later, or unknown."""

    kind: str
    messages: tuple[str, ...] = ()
    result: dict[str, Any] = field(default_factory=dict)

    def as_wire(self) -> dict[str, Any]:
        """The body of `completed`."""
        return {"Outcome": self.kind, "Messages": list(self.messages), "Result": self.result}

    @classmethod
    def from_wire(cls, body: dict[str, Any]) -> "Outcome":
        """Read back what `as_wire` made."""
        return cls(body["Outcome"], tuple(body["Messages"]), body["Result"])


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the company as it stands there. `job` is the key of the job it belongs to, "" for lists."""

    entity: str
    key: str
    job: str
    fields: dict[str, Any]

    @property
    def version(self) -> str:
        """A word for the record's content: equal content, equal word."""
        return digest({"Job": self.job, "Fields": self.fields})

    def as_wire(self) -> dict[str, Any]:
        """The record as a member of `Records`."""
        return {
            "Entity": self.entity,
            "ErpKey": self.key,
            "ErpVersion": self.version,
            "Job": self.job,
            "IsArchived": False,
            "Fields": self.fields,
        }


@dataclass(frozen=True, slots=True)
class Registration:
    """What the portal said when the agent registered. `version` is the highest it has staged, None unsaid."""

    ticket: str = field(repr=False)
    poll_seconds: int = 25
    marker_seconds: float = 2.0
    full_seconds: float = 300.0
    version: int | None = None


def canonical(value: Any) -> str:
    """JSON that is the same text for the same content."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """The first 32 hexadecimal figures of the SHA-256 of the content."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:32]
