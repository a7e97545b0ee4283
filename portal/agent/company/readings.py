"""Reading records: all of a kind or those of one job, as they travel, and the rows that nobody can read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..messages import Record
from .databases import Company
from .entities import Entity
from .texts import UnreadableRowError

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be read."""

    entity: str
    sentence: str


def records(
    company: Company, entity: Entity, job: str = "", since: date | None = None
) -> Iterator[Record | Unreadable]:
    """Every record of a kind, of one job or all. Raises CompanyUnreadableError."""
    seen = ("", 0)
    with company.reading() as connection:
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(entity.rows(job, since))
        for row in rows.mappings():
            try:
                record = entity.record(row)
            except UnreadableRowError as error:
                yield Unreadable(entity.name, str(error))
                continue
            if entity.name == "budget_line":  # rows of one code come one after the other: number them
                seen = (record.key, seen[1] + 1 if seen[0] == record.key else 1)
                record = replace(record, key=f"{record.key}|{seen[1]}")
            yield record


def keys(company: Company, entity: Entity, job: str = "") -> set[str]:
    """The keys of every row of a kind whose key is one number. Raises CompanyUnreadableError."""
    with company.reading() as connection:
        return {str(int(key)) for key in connection.scalars(entity.keys(job)) if key is not None}
