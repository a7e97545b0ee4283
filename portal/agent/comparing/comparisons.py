"""Comparing one kind of records with what the portal was told: new, changed and vanished ones go into batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..company import readings
from ..company.databases import Company
from ..company.entities import Entity
from ..messages import Record
from .known_records import BATCH_AT_MOST, KnownRecords, archived

FAILURES_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be compared: a kind, of one job or all, all entries or those since a day."""

    entity: Entity
    job: str = ""
    since: date | None = None


@dataclass(slots=True)
class Tally:
    """What a run read and did. Counts from `created` to `archived` are the portal's own."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    archived: int = 0
    failures: list[dict[str, str]] = field(default_factory=list)
    failed: int = 0

    def add_answer(self, answer: dict[str, Any]) -> None:
        """Add what the portal answered to a batch."""
        self.created += int(answer.get("Created", 0))
        self.changed += int(answer.get("Changed", 0))
        self.unchanged += int(answer.get("Unchanged", 0))
        self.archived += int(answer.get("Archived", 0))

    def add_failure(self, entity: str, key: str, sentence: str) -> None:
        """A row that could not be read, and why."""
        self.failed += 1
        if len(self.failures) < FAILURES_AT_MOST:
            self.failures.append({"Entity": entity, "ErpKey": key, "ErrorMessage": sentence})

    def as_wire(self) -> dict[str, int]:
        """The figures of a run on demand."""
        return {
            "Read": self.read,
            "Created": self.created,
            "Changed": self.changed,
            "Unchanged": self.unchanged,
            "Archived": self.archived,
            "Failed": self.failed,
        }


def compare(
    company: Company, known: KnownRecords, scopes: Sequence[Scope], run_id: str, tally: Tally
) -> None:
    """Put every difference of the scopes on its way. The database is let go before anything is sent.

    Raises CompanyUnreadableError; what was stored until then stays on its way and does no harm.
    """
    batch: list[dict[str, Any]] = []
    for scope in scopes:
        for change in _changes(company, known, scope, tally):
            batch.append(change)
            if len(batch) == BATCH_AT_MOST:
                known.store(run_id, batch)
                batch = []
    if batch:
        known.store(run_id, batch)


def _changes(company: Company, known: KnownRecords, scope: Scope, tally: Tally) -> Iterator[dict[str, Any]]:
    name, told, seen = scope.entity.name, _told(known, scope), set[str]()
    for each in readings.records(company, scope.entity, scope.job, scope.since):
        if not isinstance(each, Record):
            tally.add_failure(name, "", each.sentence)
        elif each.key in seen:
            tally.add_failure(name, each.key, f"Two records of the company have the key {each.key}.")
        else:
            seen.add(each.key)
            if told.get(each.key, ("", ""))[0] == each.version:
                tally.unchanged += 1
            else:
                yield each.as_wire()
    tally.read += len(seen)
    there = seen if scope.since is None else readings.keys(company, scope.entity, scope.job)
    for key, (_, job) in told.items():
        if key not in there:
            yield archived(name, key, job)


def _told(known: KnownRecords, scope: Scope) -> dict[str, tuple[str, str]]:
    """(version, job) by key of what the portal was told of a scope. A job's own record belongs to no job."""
    if not scope.job or scope.entity.job is not None:
        return known.versions(scope.entity.name, scope.job)
    return {key: told for key, told in known.versions(scope.entity.name).items() if key == scope.job}
