"""The frozen copy of a submission: what the approver sees is byte for byte what is exported.

A copy is canonical JSON text and its SHA-256. Amounts are cents. It holds every living line with what the ERP holds of
it and what it will hold, and the transactions that travel.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine, BudgetModification
from portal.db.projects import CostCode, CostType, Division, SubJob
from portal.domain.vocabulary import TransactionType


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One budget code: `held_*` is what the ERP was given before, the others what holds now."""

    line_id: int
    division: str
    division_name: str
    cost_code_id: int
    code: str
    code_name: str
    cost_type: str
    cost_type_name: str
    sub_job: str
    description: str
    original_cents: int
    modification_cents: int
    held_original_cents: int | None
    held_modification_cents: int
    deleted: bool

    @property
    def now_cents(self) -> int:
        """The revised amount after this export."""
        return self.original_cents + self.modification_cents

    @property
    def held_cents(self) -> int:
        """The revised amount that the ERP was given before."""
        return (self.held_original_cents or 0) + self.held_modification_cents

    @property
    def is_new(self) -> bool:
        """Whether the ERP was never given this budget code."""
        return self.held_original_cents is None


@dataclass(frozen=True, slots=True)
class FrozenAmount:
    """One transaction that travels. Source: ERP Events Dictionary (budget events)."""

    line_id: int
    type: str
    cents: int
    notes: str = ""
    modification_id: int | None = None
    modification_number: int | None = None


@dataclass(frozen=True, slots=True)
class FrozenCopy:
    """Lines in reading order and the amounts that travel."""

    lines: tuple[FrozenLine, ...]
    amounts: tuple[FrozenAmount, ...]

    def text(self) -> str:
        """Canonical JSON: the same copy always gives the same text."""
        content = {
            "lines": [asdict(line) for line in self.lines],
            "amounts": [asdict(a) for a in self.amounts],
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(text: str) -> str:
    """The SHA-256 of a copy's text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def thaw(text: str) -> FrozenCopy:
    """Read a copy back."""
    content: dict[str, Any] = json.loads(text)
    return FrozenCopy(
        tuple(FrozenLine(**line) for line in content["lines"]),
        tuple(FrozenAmount(**amount) for amount in content["amounts"]),
    )


def freeze(session: Session, budget: Budget) -> FrozenCopy:
    """Copy the budget as it stands, with every amount that the ERP was not given yet."""
    sent, unsent = _modification_sums(session, budget)
    lines, amounts = [], []
    for row in session.execute(_line_query(budget)):
        line: BudgetLine = row.BudgetLine
        frozen = FrozenLine(
            line_id=line.id,
            division=row.division,
            division_name=row.division_name,
            cost_code_id=line.cost_code_id,
            code=row.code,
            code_name=row.code_name,
            cost_type=row.cost_type,
            cost_type_name=row.cost_type_name,
            sub_job=row.sub_job or "",
            description=line.description,
            original_cents=line.original_cents,
            modification_cents=sent.get(line.id, 0) + unsent.get(line.id, 0),
            held_original_cents=line.exported_cents,
            held_modification_cents=sent.get(line.id, 0),
            deleted=line.deleted_at is not None,
        )
        lines.append(frozen)
        amounts.extend(_original_amounts(frozen))
    amounts.extend(_modification_amounts(session, budget))
    return FrozenCopy(tuple(lines), tuple(amounts))


def _original_amounts(line: FrozenLine) -> list[FrozenAmount]:
    """A first amount travels even when it is 0.00; a changed original travels as its difference."""
    if line.held_original_cents is None:
        return [FrozenAmount(line.line_id, TransactionType.ORIGINAL_ESTIMATE.value, line.original_cents)]
    difference = line.original_cents - line.held_original_cents
    if difference == 0:
        return []
    notes = "Line removed" if line.deleted else "Original amount changed"
    return [FrozenAmount(line.line_id, TransactionType.REVISED_ESTIMATE.value, difference, notes)]


def _modification_amounts(session: Session, budget: Budget) -> list[FrozenAmount]:
    rows = session.scalars(
        select(BudgetModification)
        .where(BudgetModification.budget_id == budget.id, BudgetModification.exported_by.is_(None))
        .order_by(BudgetModification.number)
    )
    amounts = []
    for row in rows:
        for line_id, sign in ((row.from_line_id, -1), (row.to_line_id, 1)):
            if line_id is not None:
                amounts.append(
                    FrozenAmount(
                        line_id,
                        TransactionType.BUDGET_MODIFICATION.value,
                        sign * row.amount_cents,
                        " ".join(part for part in (f"Modification {row.number}", row.reference) if part),
                        row.id,
                        row.number,
                    )
                )
    return amounts


def _modification_sums(session: Session, budget: Budget) -> tuple[dict[int, int], dict[int, int]]:
    """Net modification cents by line: those that the ERP was given, and the rest."""
    sent: dict[int, int] = {}
    unsent: dict[int, int] = {}
    for row in session.scalars(select(BudgetModification).where(BudgetModification.budget_id == budget.id)):
        target = unsent if row.exported_by is None else sent
        for line_id, sign in ((row.from_line_id, -1), (row.to_line_id, 1)):
            if line_id is not None:
                target[line_id] = target.get(line_id, 0) + sign * row.amount_cents
    return sent, unsent


def _line_query(budget: Budget) -> Any:
    return (
        select(
            BudgetLine,
            Division.code.label("division"),
            Division.name.label("division_name"),
            CostCode.code.label("code"),
            CostCode.name.label("code_name"),
            CostType.code.label("cost_type"),
            CostType.name.label("cost_type_name"),
            SubJob.code.label("sub_job"),
        )
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .join(Division, Division.id == CostCode.division_id)
        .join(CostType, CostType.id == BudgetLine.cost_type_id)
        .outerjoin(SubJob, SubJob.id == BudgetLine.sub_job_id)
        .where(BudgetLine.budget_id == budget.id)
        .order_by(BudgetLine.sort_key, BudgetLine.id)
    )
