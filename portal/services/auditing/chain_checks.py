"""Reading the stored chain from its beginning and comparing it with its head and with heads kept outside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.db.audit import AuditEvent
from portal.domain.audit_chain import Entry, Head, Link
from portal.domain.audit_checks import Break, verify
from portal.services.auditing.heads import head

_NAMES = tuple(each.name for each in fields(Entry))
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What a look at the whole chain found. `first` and `last` are hashes, empty without entries."""

    count: int
    first: str
    last: str
    head: Head
    breaks: tuple[Break, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is broken."""
        return not self.breaks


class _Ends:
    """Remembers first and last hash of the links that pass by."""

    def __init__(self) -> None:
        self.count, self.first, self.last = 0, "", ""

    def watch(self, links: Iterator[Link]) -> Iterator[Link]:
        for link in links:
            self.count += 1
            self.first = self.first or link.hash
            self.last = link.hash
            yield link


def check(session: Session, anchors: Iterable[Head] = ()) -> ChainCheck:
    """Verify every entry; memory stays small however long the chain is."""
    ends, stored = _Ends(), head(session)
    breaks = tuple(verify(ends.watch(links(session)), stored, anchors))
    return ChainCheck(ends.count, ends.first, ends.last, stored, breaks)


def links(session: Session) -> Iterator[Link]:
    """Every entry in the order of its numbers, as it is stored."""
    columns = inspect(AuditEvent).columns
    statement = select(*(columns[name] for name in _NAMES), AuditEvent.hash).order_by(
        AuditEvent.sequence, AuditEvent.id
    )
    for row in session.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield Link(Entry(*row[:-1]), row[-1])
