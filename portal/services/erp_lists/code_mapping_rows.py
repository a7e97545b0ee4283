"""Cost codes beside those of an ERP that owns its list: what is proposed, what is mapped. Nothing is created there.

Source: Things to Know (Sage 100 Contractor connector); Update Project Cost Codes for Export to Sage 100 Contractor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRecord
from portal.services.budget_facts import company
from portal.services.erp_lists import erp_code_lists
from portal.services.erp_lists.code_proposals import proposals


@dataclass(frozen=True, slots=True)
class MapRow:
    """A code of ours. `item` is what stands in its field: the record it is mapped to, or the one proposed (`why`)."""

    id: int
    code: str
    name: str
    division: str
    used: str
    item: str
    why: str
    when: str = ""
    who: str = ""


def to_map(session: Session, connection_id: int, page: int) -> tuple[MapRow, ...]:
    """Codes that nobody has mapped; those that budgets use come first."""
    rows = erp_code_lists.missing(session, connection_id, page)
    found = all_proposals(session, connection_id)
    return tuple(_to_map(row, found) for row in rows)


def mapped(session: Session, connection_id: int, page: int) -> tuple[MapRow, ...]:
    """Codes and their counterparts, which a person may still change."""
    zone = company(session).timezone
    rows: Sequence[Any] = erp_code_lists.synced(session, connection_id, page)
    return tuple(
        MapRow(
            row.id,
            row.code,
            row.name,
            "",
            "",
            row.erp_name,
            "",
            clock.say_moment(row.accepted_at, zone),
            row.who or "the portal",
        )
        for row in rows
    )


def all_proposals(session: Session, connection_id: int) -> dict[int, ErpRecord]:
    """The proposal for every code that is not mapped and has one."""
    rows = erp_code_lists.missing_codes(session, connection_id)
    return proposals(session, connection_id, {row.id: row.code for row in rows})


def say_used(count: int | None) -> str:
    """On how many budgets a code stands."""
    return "no budget" if not count else "1 budget" if count == 1 else f"{count:,} budgets"


def _to_map(row: Any, found: Mapping[int, ErpRecord]) -> MapRow:
    record = found.get(row.id)
    return MapRow(
        row.id,
        row.code,
        row.name,
        row.division,
        say_used(row.used),
        record.full_name if record else "",
        f"{record.full_name} has the same number" if record else "",
    )
