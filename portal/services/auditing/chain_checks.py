"""Reading the stored chain from its beginning and comparing it with its head and with heads kept outside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

from sqlalchemy import Select, inspect, select, true
from sqlalchemy.orm import Session

from portal.db.audit import AuditEvent, AuditHead
from portal.domain.audit_chain import NOTHING, Entry, Head, Link
from portal.domain.audit_checks import Break, verify

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
        self.count, self.first, self.last = 0, NOTHING, NOTHING

    def watch(self, links: Iterable[Link]) -> Iterator[Link]:
        for link in links:
            self.count += 1
            self.first = self.first or link.hash
            self.last = link.hash
            yield link


def check(session: Session, anchors: Iterable[Head] = ()) -> ChainCheck:
    """Verify every entry, also while others write; memory stays small however long the chain is."""
    ends = _Ends()
    head, links = _read(session)
    breaks = tuple(verify(ends.watch(links), head, anchors))
    return ChainCheck(ends.count, ends.first, ends.last, head, breaks)


def _read(session: Session) -> tuple[Head, Iterator[Link]]:
    """Head and entries by one statement, so that both are of the same moment; without a head the entries alone."""
    rows = _rows(session, _with_head())
    first = next(rows, None)
    if first is None:
        return Head(0, NOTHING), (_link(row) for row in _rows(session, _entries()))
    return Head(*first[:2]), (_link(row[2:]) for row in chain([first], rows) if row[2] is not None)


def _with_head() -> Select[Any]:
    pair = select(AuditHead.count, AuditHead.hash, *_columns()).select_from(AuditHead)
    return pair.outerjoin(AuditEvent, true()).order_by(AuditEvent.sequence, AuditEvent.id)


def _entries() -> Select[Any]:
    return select(*_columns()).order_by(AuditEvent.sequence, AuditEvent.id)


def _columns() -> list[Any]:
    columns = inspect(AuditEvent).columns
    return [*(columns[name] for name in _NAMES), AuditEvent.hash]


def _rows(session: Session, statement: Select[Any]) -> Iterator[Any]:
    return iter(session.execute(statement.execution_options(yield_per=_AT_ONCE)))


def _link(row: Any) -> Link:
    return Link(Entry(*row[:-1]), row[-1])
