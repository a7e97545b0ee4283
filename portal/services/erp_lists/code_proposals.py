"""Which of the ERP's cost codes has the same number as ours: a proposal, taken only when a person accepts it.

Source: Things to Know (Sage 100 Contractor connector): project codes come from the ERP's own list, and a code written
another way needs a stored cross-reference. A number is compared as a number (2010 is 2010.000), a text as a text.
"""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import CostCodeLink, ErpRecord


def proposals(session: Session, connection_id: int, codes: Mapping[int, str]) -> dict[int, ErpRecord]:
    """For each cost code of ours (row number: code) the free record with the same number; unclear ones have none."""
    if not codes:
        return {}
    free = _free_records(session, connection_id)
    wanted = Counter(same_number(code) for code in codes.values())
    return {
        code_id: free[same_number(code)]
        for code_id, code in codes.items()
        if same_number(code) in free and wanted[same_number(code)] == 1
    }


def same_number(code: str) -> str:
    """A key under which two ways of writing one code meet: 2010 and 2010.000, but never 03-300 and 3300."""
    text = code.strip()
    whole, dot, part = text.partition(".")
    is_number = text.isascii() and whole.isdecimal() and (part.isdecimal() if dot else True)
    return format(Decimal(text).normalize(), "f") if is_number else text.casefold()


def _free_records(session: Session, connection_id: int) -> dict[str, ErpRecord]:
    taken = select(CostCodeLink.erp_id).where(
        CostCodeLink.connection_id == connection_id, CostCodeLink.erp_id.is_not(None)
    )
    rows = session.scalars(
        select(ErpRecord).where(
            ErpRecord.connection_id == connection_id,
            ErpRecord.kind == "item",
            ErpRecord.active,
            ErpRecord.erp_id.not_in(taken),
        )
    )
    return {same_number(row.erp_id): row for row in rows}
