"""The lines of a review: what the ERP holds, what it will hold, and why, from the frozen copy alone."""

from dataclasses import dataclass

from portal.domain.money import format_difference, format_money
from portal.domain.vocabulary import TransactionType
from portal.services.submissions.frozen_copies import FrozenAmount, FrozenCopy, FrozenLine


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount ready to stand in a cell: its text and the class that colours it."""

    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One budget code in the review."""

    line_id: int
    code: str
    name: str
    cost_type: str
    sub_job: str
    why: str
    old: Figure
    new: Figure
    difference: Figure
    changed: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Original, modifications or revised: last synced, now, difference."""

    label: str
    old: Figure
    new: Figure
    difference: Figure
    strong: bool = False


def amount(cents: int) -> Figure:
    """A plain amount: grey when zero, red when negative."""
    return Figure(format_money(cents), "zero" if cents == 0 else "neg" if cents < 0 else "")


def difference(cents: int) -> Figure:
    """A signed difference."""
    return Figure(format_difference(cents), "zero" if cents == 0 else "neg" if cents < 0 else "")


def review_lines(copy: FrozenCopy, erp_label: str, *, only_changed: bool) -> tuple[ReviewLine, ...]:
    """Lines in reading order; with `only_changed` those whose amounts travel."""
    reasons = _reasons(copy.amounts)
    rows = (_line(line, reasons.get(line.line_id, ()), erp_label) for line in copy.lines)
    return tuple(row for row in rows if row.changed or not only_changed)


def total_rows(copy: FrozenCopy, erp_label: str, *, first: bool) -> tuple[TotalRow, ...]:
    """Original, modifications and revised; a first export has nothing to compare with."""
    original = sum(line.original_cents for line in copy.lines)
    moved = sum(line.modification_cents for line in copy.lines)
    held_original = sum(line.held_original_cents or 0 for line in copy.lines)
    held_moved = sum(line.held_modification_cents for line in copy.lines)
    nothing = Figure(f"nothing in {erp_label}", "quiet-cell")

    def row(label: str, old: int, new: int, *, strong: bool = False) -> TotalRow:
        return TotalRow(label, nothing if first else amount(old), amount(new), difference(new - old), strong)

    rows = [row("Original", held_original, original)]
    if any(line.modification_cents or line.held_modification_cents for line in copy.lines):
        rows.append(row("Modifications, net", held_moved, moved))
    rows.append(row("Revised", held_original + held_moved, original + moved, strong=True))
    return tuple(rows)


def whole_total(copy: FrozenCopy) -> TotalRow:
    """The last line of the table of changed lines: every line together."""
    old, new = sum(line.held_cents for line in copy.lines), sum(line.now_cents for line in copy.lines)
    return TotalRow(
        f"All {len(copy.lines)} lines", amount(old), amount(new), difference(new - old), strong=True
    )


def sums_of(revised: TotalRow) -> tuple[tuple[str, Figure], ...]:
    """The revised row as three terms, for a narrow screen."""
    return (("Last synced", revised.old), ("Now", revised.new), ("Difference", revised.difference))


def _line(line: FrozenLine, reasons: tuple[str, ...], erp_label: str) -> ReviewLine:
    old = Figure(f"not in {erp_label}", "quiet-cell") if line.is_new else amount(line.held_cents)
    return ReviewLine(
        line_id=line.line_id,
        code=line.code,
        name=line.description or line.code_name,
        cost_type=f"{line.cost_type} {line.cost_type_name}",
        sub_job=line.sub_job,
        why=", ".join(reasons),
        old=old,
        new=Figure("removed", "quiet-cell") if line.deleted else amount(line.now_cents),
        difference=difference(line.now_cents - line.held_cents),
        changed=bool(reasons),
    )


def _reasons(amounts: tuple[FrozenAmount, ...]) -> dict[int, tuple[str, ...]]:
    """Per line, each reason once, in the order of the amounts."""
    found: dict[int, dict[str, None]] = {}
    for each in amounts:
        found.setdefault(each.line_id, {})[_reason(each)] = None
    return {line_id: tuple(reasons) for line_id, reasons in found.items()}


def _reason(each: FrozenAmount) -> str:
    if each.type == TransactionType.BUDGET_MODIFICATION.value:
        return each.notes
    if each.type == TransactionType.ORIGINAL_ESTIMATE.value:
        return "New line"
    return each.notes
