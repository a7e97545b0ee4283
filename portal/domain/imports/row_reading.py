"""One row of the table becomes its lines, or is skipped with the reason."""

from collections.abc import Sequence
from typing import NamedTuple

from portal.domain.imports.calculations import calculate
from portal.domain.imports.cells import Amount, Cell, cents_of
from portal.domain.imports.outcomes import LineKey
from portal.domain.imports.plans import Plan, safe_text
from portal.domain.imports.row_codes import RowCode, cost_code_of, cost_type_of_row, split_code, sub_job_of
from portal.domain.imports.sheet_rows import Found, RowError, amounts_of, cell_at, text_at
from portal.domain.imports.subtotals import is_grand_total, total_words
from portal.domain.money import format_money


class Skipped(NamedTuple):
    """A row that is no line; `cents` is what a total row prints, `grand` marks the total of the sheet."""

    row: int
    text: str
    sentence: str
    cents: int | None = None
    grand: bool = False


class Sums(NamedTuple):
    """Cents read so far: since the last subtotal, and from the start."""

    section: int = 0
    whole: int = 0


class RowRead(NamedTuple):
    """Everything one row gave: its lines, or the reason for skipping it; neither for a row that says nothing."""

    found: tuple[Found, ...] = ()
    skipped: Skipped | None = None
    new_code: RowCode | None = None


def read_row(plan: Plan, number: int, row: Sequence[Cell], sums: Sums) -> RowRead:
    """Read one row. Errors of cells come back inside the lines, never as exceptions."""
    code, description = _texts(plan, row)
    if plan.find_code(code) is None:
        words = total_words((code, description) if code else map(safe_text, row))
        if words:
            return RowRead(skipped=_total(plan, number, row, words, sums))
    elif total_words((description,)) and _printed(plan, row) in sums:
        return RowRead(skipped=_total(plan, number, row, description, sums))
    try:
        amounts = amounts_of(plan, row)
        if not code:
            return _without_code(plan, number, row, amounts, sums)
        return _lines(plan, number, row, amounts, (code, description))
    except RowError as wrong:
        key = LineKey(code, _type_said(plan, row))
        cents = _printed(plan, row)
        return RowRead((Found(number, key, description, cents, wrong.column, error=wrong.sentence),))


def _type_said(plan: Plan, row: Sequence[Cell]) -> str:
    """Return the cost type of a wrong row, as far as one can tell: a wide row's only one with an amount."""
    if plan.cost_type is not None:
        return safe_text(cell_at(row, plan.cost_type))
    typed = {
        cost_type for index, cost_type in plan.amounts if safe_text(cell_at(row, index)) not in {"", "0"}
    }
    return typed.pop() if len(typed) == 1 else ""


def _texts(plan: Plan, row: Sequence[Cell]) -> tuple[str, str]:
    code = safe_text(row[plan.cost_code]) if plan.cost_code < len(row) else ""
    described = plan.description
    return code, safe_text(row[described]) if described is not None and described < len(row) else ""


def _lines(
    plan: Plan,
    number: int,
    row: Sequence[Cell],
    amounts: list[tuple[int, str, Amount]],
    texts: tuple[str, str],
) -> RowRead:
    wide = len(plan.amounts) > 1
    if not amounts and (wide or plan.quantity is None or plan.unit_cost is None):
        return _no_amount(plan, number, row)
    raw, described = texts
    code = cost_code_of(plan, raw)
    sub_job = sub_job_of(plan, row)
    description = described or text_at(plan, row, plan.description) or code.name
    new_code = code._replace(name=code.name or description) if code.is_new else None
    if wide:
        found = tuple(
            Found(
                number, LineKey(code.code, cost_type, sub_job), description, amount.cents,
                plan.label(index), rounded=amount.rounded,
            )
            for index, cost_type, amount in amounts
            if amount.cents or LineKey(code.code, cost_type, sub_job) in plan.now.lines
        )  # fmt: skip
        return RowRead(found, None, new_code) if found else _no_amount(plan, number, row)
    index, cost_type, amount = amounts[0] if amounts else (plan.unit_cost or 0, "", None)
    figures = calculate(plan, row, amount)
    if figures.cents is None:
        return _no_amount(plan, number, row)
    key = LineKey(code.code, cost_type or cost_type_of_row(plan, row), sub_job)
    found_one = Found(
        number, key, description, figures.cents, plan.label(index), figures.quantity, figures.uom,
        figures.unit_cost, figures.automatic, amount is not None and amount.rounded,
    )  # fmt: skip
    return RowRead((found_one,), None, new_code)


def _no_amount(plan: Plan, number: int, row: Sequence[Cell]) -> RowRead:
    code, description = _texts(plan, row)
    code, name = split_code(plan, code)
    text = " ".join(part for part in (code, description or name) if part)
    return RowRead(skipped=Skipped(number, text, f"There is no amount in {plan.amount_label()}."))


def _without_code(
    plan: Plan, number: int, row: Sequence[Cell], amounts: list[tuple[int, str, Amount]], sums: Sums
) -> RowRead:
    text_at(plan, row, plan.cost_code)
    total = sum(amount.cents for _, _, amount in amounts)
    described = text_at(plan, row, plan.description)
    if not any(amount.cents for _, _, amount in amounts):
        text = described or next(filter(None, map(safe_text, row)), "")
        sentence = "There is no cost code and no amount: a heading or a note."
        return RowRead(skipped=Skipped(number, text, sentence)) if text and not amounts else RowRead()
    if not described and total in sums:
        return RowRead(skipped=_total(plan, number, row, "Total", sums))
    sentence = f"{format_money(total)} stands here without a cost code. Give the row a code, or remove it."
    raise RowError(plan.label(plan.cost_code), sentence)


def _total(plan: Plan, number: int, row: Sequence[Cell], words: str, sums: Sums) -> Skipped:
    cents = _printed(plan, row)
    grand = is_grand_total(words) or (cents is not None and cents == sums.whole != sums.section)
    above = sums.whole if grand else sums.section
    if cents is None:
        sentence = "A total row, not a line."
    elif cents in sums:
        sentence = f"A total row, not a line. {format_money(cents)} agrees with the rows above."
    else:
        sentence = (
            f"A total row, not a line. It says {format_money(cents)}, "
            f"but the rows above add up to {format_money(above)}."
        )
    return Skipped(number, words, sentence, cents, grand)


def _printed(plan: Plan, row: Sequence[Cell]) -> int | None:
    """Return what the row's amount cells add up to, without judging them; None when none can be read."""
    cents = None
    for index, _ in plan.amounts:
        if index < len(row):
            try:
                amount = cents_of(row[index], decimal_mark=plan.decimal_mark, round_half_up=True)
            except ValueError:
                continue
            if amount is not None:
                cents = (cents or 0) + amount.cents
    return cents
