"""What the company asks of budget modifications: that they add up to zero, and what happens below zero.

Source: Settings, Budget (net-zero requirement); over-budget warning: none, warn or block.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.domain.modification_checks import BelowZero
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.budget_facts import company, policy_of
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError


@dataclass(frozen=True, slots=True)
class BudgetSettings:
    """`net_zero`: money only moves from line to line. `below_zero`: what a line below 0.00 means."""

    net_zero: bool
    below_zero: BelowZero


def read(session: Session) -> BudgetSettings:
    """The settings as they stand."""
    row = company(session)
    return BudgetSettings(row.net_zero, BelowZero(row.below_zero))


def mapped_connections(session: Session) -> list[tuple[int, str]]:
    """Row number and name of every connection whose ERP keeps cost types of its own, by name."""
    rows = session.scalars(select(ErpConnection).order_by(ErpConnection.name, ErpConnection.id))
    return [(row.id, row.name) for row in rows if (policy := policy_of(row)) and policy.keeps_cost_types]


def change(actor: Actor, *, net_zero: bool, below_zero: str) -> None:
    """Store them; the next modification obeys. Raises Denied, and InputError(below_zero)."""
    with permitted(Action.CONFIGURE_BUDGETS, actor, audit.Subject("company", None)) as session:
        if below_zero not in set(BelowZero):
            raise InputError("below_zero", "Choose one from the list.")
        before, after = read(session), BudgetSettings(net_zero, BelowZero(below_zero))
        row = company(session)
        row.net_zero, row.below_zero = after.net_zero, after.below_zero.value
        if before != after:
            note = audit.Note(detail={"was": asdict(before), "now": asdict(after)})
            audit.record(session, Action.CONFIGURE_BUDGETS, actor, audit.Subject("company", row.id), note)
