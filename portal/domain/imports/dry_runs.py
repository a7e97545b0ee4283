"""The whole sheet held against the budget: what would be new, changed, unchanged; nothing is written.

Source: Import a Budget. A file is imported whole or not at all.
"""

from collections import Counter
from collections.abc import Sequence

from portal.domain.imports.cells import Cell
from portal.domain.imports.comparing import Compared, compare
from portal.domain.imports.gathering import Gathered, gather
from portal.domain.imports.mappings import ImportMapping, problems
from portal.domain.imports.outcomes import DryRun, LineKey, Outcome, RowOutcome, Totals
from portal.domain.imports.plans import BudgetNow, Plan
from portal.domain.money import format_money

_NO_KEY = LineKey("", "")


def dry_run(rows: Sequence[Sequence[Cell]], mapping: ImportMapping, now: BudgetNow) -> DryRun:
    """Return what importing these rows would do. Never raises for what a file or a person may say.

    `rows` is the whole sheet from its first row; outcome rows count from 1 as the spreadsheet shows them.
    """
    wrong = problems(mapping, has_cost_types=bool(now.cost_types))
    if wrong:
        return DryRun(problems=wrong)
    headings = rows[mapping.header_row - 1] if 0 < mapping.header_row <= len(rows) else ()
    plan = Plan(headings, mapping, now)
    gathered = gather(plan, rows)
    compared = compare(plan, gathered)
    totals = _totals(plan, gathered, compared)
    skipped = [
        RowOutcome(one.row, Outcome.SKIPPED, _NO_KEY, one.text, None, one.cents, one.sentence)
        for one in gathered.skipped
    ]
    outcomes = sorted([*compared.outcomes, *skipped], key=lambda outcome: outcome.row)
    return DryRun(
        rows=tuple(outcomes),
        lines=tuple(compared.lines),
        new_codes=tuple(gathered.new_codes.values()),
        totals=totals,
        counts=dict(Counter(outcome.outcome for outcome in outcomes)),
        problems=_closing(plan, totals, len(compared.lines)),
        rows_read=gathered.rows_read,
        rows_filtered_out=gathered.rows_filtered_out,
        rows_with_several_lines=tuple(gathered.rows_with_several_lines),
        rows_rounded=tuple(sorted({found.row for found in gathered.found if found.rounded})),
    )


def _totals(plan: Plan, gathered: Gathered, compared: Compared) -> Totals:
    read = sum(found.cents or 0 for found in gathered.found)
    written = sum(line.cents for line in compared.lines)
    budget = sum(line.cents for line in plan.now.lines.values())
    replaced = sum(plan.now.lines[line.key].cents for line in compared.lines if line.key in plan.now.lines)
    printed = next((one for one in reversed(gathered.skipped) if one.grand and one.cents is not None), None)
    has_control = plan.control_total is not None
    return Totals(
        columns=plan.amount_label(),
        read=read,
        in_errors=read - written,
        written=written,
        control_column=f"column {plan.label(plan.control_total)}" if has_control else "",
        control=gathered.control if has_control else None,
        disagreeing_rows=tuple(gathered.disagreeing_rows),
        printed=printed.cents if printed else None,
        printed_row=printed.row if printed else 0,
        budget_now=budget,
        budget_after=budget - replaced + written,
    )


def _closing(plan: Plan, totals: Totals, lines: int) -> tuple[str, ...]:
    """Return the sentences that close the import as a whole."""
    found = []
    if lines > plan.now.max_lines:
        found.append(
            f"The file holds {lines:,} lines; one import takes at most {plan.now.max_lines:,}. Split the file."
        )
    if totals.disagreeing_rows:
        rows = totals.disagreeing_rows
        more = f" and {len(rows) - 5:,} more" if len(rows) > 5 else ""  # noqa: PLR2004 - enough to start with
        found.append(
            f"The control total in {totals.control_column} is {format_money(totals.control or 0)}, "
            f"but {totals.columns} hold {format_money(totals.read)}. "
            f"Look at row {', '.join(map(str, rows[:5]))}{more}, or leave the control column out."
        )
    return tuple(found)
