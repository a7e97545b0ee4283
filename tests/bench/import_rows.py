"""How long 10,000 lines take from bytes to dry run, beside the floor of reading alone.

Run: `python tests/bench/import_rows.py [rows]`. Prints medians of five runs; the goal for the whole page is 0.40 s.
"""

import statistics
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from portal.domain.imports.dry_runs import dry_run
from portal.domain.imports.mappings import MissingCodes
from portal.domain.imports.outcomes import LineKey, LineNow
from portal.domain.imports.plans import BudgetNow
from portal.domain.imports.shapes import propose
from portal.files.csv_tables import write_csv
from portal.files.reading import read_workbook
from portal.files.xlsx_tables import Table, write_xlsx

TYPES = {"1": "Material", "2": "Labor", "3": "Equipment", "4": "Subcontract", "5": "Other"}
HEADS = ["Cost Code", "Cost Type", "Description", "Unit Qty", "UOM", "Unit Cost", "Budget Amount", "Notes"]


def rows_of(count):
    """Return price rows as estimators write them, half of them automatic."""
    for number in range(count):
        quantity, cost = Decimal(number % 97 + 1), Decimal(number % 1009) / 4
        amount = (quantity * cost).quantize(Decimal("0.01"))
        code = f"{number // 5:05}.000"
        yield [code, str(number % 5 + 1), f"Work item {number}", quantity, "EA", cost, amount, "as quoted"]


def median(act):
    """Return the median seconds of five runs, and the last answer."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        answer = act()
        times.append(time.perf_counter() - started)
    return statistics.median(times), answer


def main(count):
    rows = list(rows_of(count))
    codes = {row[0]: row[2] for row in rows}
    lines = {
        LineKey(row[0], row[1]): LineNow(int(row[6] * 100) + number % 2, row[2])
        for number, row in enumerate(rows[::2])
    }
    now = BudgetNow(lines=lines, cost_codes=codes, cost_types=TYPES)
    for name, data in {
        "a.csv": write_csv([HEADS, *rows]),
        "a.xlsx": write_xlsx([Table("Budget", HEADS, rows)]),
    }.items():
        reading, book = median(lambda data=data, name=name: read_workbook(data, name))
        sheet = book.sheets[0]
        guess, mapping = median(lambda sheet=sheet: propose(sheet.name, sheet.rows, TYPES))
        known, run = median(lambda sheet=sheet, mapping=mapping: dry_run(sheet.rows, mapping, now))
        fresh = replace(mapping, missing_codes=MissingCodes.CREATE)
        new, created = median(
            lambda sheet=sheet, fresh=fresh: dry_run(sheet.rows, fresh, replace(now, cost_codes={}, lines={}))
        )
        if not (run.may_import and created.may_import and len(run.lines) == count):
            sys.exit(f"{name}: the dry run refused: {run.why_not}")
        whole = reading + guess + known
        print(
            f"{name:7} {count:,} lines: reading {reading * 1000:.0f} ms (floor), columns {guess * 1000:.1f} ms, "
            f"dry run {known * 1000:.0f} ms (all codes new: {new * 1000:.0f} ms), "
            f"together {whole * 1000:.0f} ms = {whole / reading:.1f} x floor"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
