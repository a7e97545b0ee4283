"""Lines found in the file beside the lines of the budget: added up, refused as double, new, changed, unchanged."""

from dataclasses import dataclass, field
from decimal import Decimal

from portal.domain.imports.gathering import Gathered
from portal.domain.imports.mappings import Duplicates
from portal.domain.imports.outcomes import ImportedLine, LineKey, LineNow, Outcome, RowOutcome
from portal.domain.imports.plans import Plan
from portal.domain.imports.sheet_rows import Found
from portal.domain.money import MAX_CENTS, MoneyError, extend, format_money


@dataclass(slots=True)
class Compared:
    """Outcomes of lines and errors, and the lines that would be written."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    lines: list[ImportedLine] = field(default_factory=list)


def compare(plan: Plan, gathered: Gathered) -> Compared:
    """Return one outcome per line and per error, in the order in which they first stand in the file."""
    result = Compared()
    add_up = plan.mapping.duplicates is Duplicates.ADD_UP
    first_of: dict[LineKey, list[Found]] = {}
    for found in gathered.found:
        if found.error or found.cents is None:
            result.outcomes.append(
                _refused(plan, found, f"Row {found.row}, column {found.column}: {found.error}")
            )
            continue
        same = first_of.get(found.key)
        if same is None:
            first_of[found.key] = [found]
        elif add_up:
            same.append(found)
        else:
            sentence = (
                f"Row {found.row}: {code_text(found.key)} stands already in row {same[0].row}. "
                "Choose “add up”, or correct one."
            )
            result.outcomes.append(_refused(plan, found, sentence))
    for rows in first_of.values():
        _judge(plan, result, rows, gathered.hints)
    return result


def code_text(key: LineKey) -> str:
    """`3100.000 2` or `3100.000 2, sub job 01`: a budget code inside a sentence."""
    text = f"{key.cost_code} {key.cost_type}".strip()
    return f"{text}, sub job {key.sub_job}" if key.sub_job else text


def _judge(plan: Plan, result: Compared, rows: list[Found], hints: dict[int, str]) -> None:
    first = rows[0]
    line = _line(first) if len(rows) == 1 else _added_up(rows)
    if len(rows) > 1 and abs(line.cents) > MAX_CENTS:
        sentence = (
            f"Row {first.row}: {len(rows)} rows add up to {format_money(line.cents)}. "
            f"A line is at most {format_money(MAX_CENTS)}."
        )
        result.outcomes.append(_refused(plan, first, sentence)._replace(cents_in_file=line.cents))
        return
    now = plan.now.lines.get(line.key)
    outcome, sentence = _outcome(line, now)
    notes = [sentence] if sentence else []
    if len(rows) > 1:
        notes.append(f"{len(rows)} rows added up.")
    if hints and first.row in hints:
        notes.append(hints[first.row])
    if any(found.rounded for found in rows):
        notes.append("Rounded to cents.")
    description = (
        line.description
        or (now.description if now else "")
        or plan.now.cost_codes.get(line.key.cost_code, "")
    )
    result.lines.append(line)
    result.outcomes.append(
        RowOutcome(
            first.row, outcome, line.key, description, now.cents if now else None, line.cents,
            " ".join(notes), first.column, tuple(found.row for found in rows),
        )
    )  # fmt: skip


def _line(found: Found) -> ImportedLine:
    return ImportedLine(
        found.key,
        found.cents or 0,
        found.description,
        found.quantity,
        found.uom,
        found.unit_cost,
        not found.automatic,
    )


def _added_up(rows: list[Found]) -> ImportedLine:
    """Add up amounts; quantities too where unit and unit cost are the same in every row."""
    first = rows[0]
    cents = sum(found.cents or 0 for found in rows)
    description = next((found.description for found in rows if found.description), "")
    uom = first.uom if all(found.uom == first.uom for found in rows) else ""
    if (
        not uom
        or first.unit_cost is None
        or any(found.unit_cost != first.unit_cost or found.quantity is None for found in rows)
    ):
        return ImportedLine(first.key, cents, description, None, uom, None, manual=True)
    quantity = sum((found.quantity or Decimal(0) for found in rows), Decimal(0))
    return ImportedLine(
        first.key,
        cents,
        description,
        quantity,
        uom,
        first.unit_cost,
        not _is_product(quantity, first.unit_cost, cents),
    )


def _is_product(quantity: Decimal, unit_cost: Decimal, cents: int) -> bool:
    try:
        return extend(quantity, unit_cost) == cents
    except MoneyError:
        return False


def _outcome(line: ImportedLine, now: LineNow | None) -> tuple[Outcome, str]:
    if now is None:
        return Outcome.NEW, ""
    changes = []
    if line.description and line.description != now.description:
        changes.append("description")
    if line.quantity is not None and line.quantity != now.quantity:
        changes.append("quantity")
    if line.uom and line.uom != now.uom:
        changes.append("unit")
    if line.unit_cost is not None and line.unit_cost != now.unit_cost:
        changes.append("unit cost")
    if line.cents != now.cents:
        return Outcome.CHANGED, f"Also changes: {', '.join(changes)}." if changes else ""
    return (
        (Outcome.CHANGED, f"Same amount, other {', '.join(changes)}.") if changes else (Outcome.UNCHANGED, "")
    )


def _refused(plan: Plan, found: Found, sentence: str) -> RowOutcome:
    now = plan.now.lines.get(found.key)
    cents_now = now.cents if now else None
    described = found.description or plan.now.cost_codes.get(found.key.cost_code, "")
    return RowOutcome(
        found.row,
        Outcome.ERROR,
        found.key,
        described,
        cents_now,
        found.cents,
        sentence,
        found.column,
        (found.row,),
    )
