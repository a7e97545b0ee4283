"""ERP Integrations, 20 of 1,000 budgets by filter: the whole answer, signed in, beside its two queries alone.

Run: `python tests/bench/erp_list.py [budgets]`. Prints medians of 60 answers per list in milliseconds of processor
time, the floor of the same run and the ratio, then the same with ten times the budgets. The goal is 4 ms, and 1.3
times as much at ten times the size.
"""

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import insert

from portal import clock
from portal.app import create_app
from portal.db.base import Base, database
from portal.db.budgets import Budget
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.db.transactions import reader, transaction
from portal.domain.erp_lists import LIST_PHASES, BudgetList
from portal.services.erp_lists import erp_list_queries as queries
from portal.settings import Settings
from tests import factories
from tests.people import AKI, DANA

PHASES = ("sent", "export_failed", "exporting", "awaiting_sync")
UNDER_WAY = 120
"""What waits does not grow with the years; what is synced does."""
GOAL, GROWTH = 4.0, 1.3
SUBMITTED = [which for which in BudgetList if LIST_PHASES[which]]
"""Ready to Import is made of the ERP's budgets, not of submissions."""


def fill(world, count):
    """Budgets in every phase, each with a submission of two lines and a frozen copy of some size."""
    now = clock.now()
    numbers = range(1, count + 1)
    with transaction() as session:
        session.execute(
            insert(Project),
            [
                {
                    "id": n, "number": str(n), "name": f"Project {n:05}", "connection_id": world.connection,
                    "erp_job_id": f"{n}-1", "erp_job_name": f"Smith:Project {n:05}", "created_at": now,
                }
                for n in numbers
            ],
        )  # fmt: skip
        phases = {n: PHASES[n % len(PHASES)] if n <= UNDER_WAY else "none" for n in numbers}
        session.execute(
            insert(Budget),
            [
                {
                    "id": n, "project_id": n, "locked": True, "phase": phases[n],
                    "phase_at": now - timedelta(minutes=n), "first_exported_at": now if phases[n] == "none" else None,
                }
                for n in numbers
            ],
        )  # fmt: skip
        session.execute(
            insert(Submission),
            [
                {
                    "id": n, "budget_id": n, "number": 1, "revision": 1, "is_first": n % 2 == 0,
                    "sent_by": world.id_of(DANA), "sent_at": now, "content": "x" * 4_000, "content_hash": "0" * 64,
                    "line_count": 40, "original_cents": 100 * n, "modification_cents": 0, "change_cents": 0,
                    "exported_at": now if phases[n] == "none" else None,
                }
                for n in numbers
            ],
        )  # fmt: skip
        session.connection().exec_driver_sql("UPDATE budgets SET submission_id = id")


def median(act, times=60):
    taken = []
    for _ in range(times):
        started = time.process_time()
        act()
        taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken)


def measure(count):
    """Median milliseconds of the answer by list, and of its queries alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        settings = Settings(
            path, f"sqlite:///{path / 'a.sqlite3'}", "redis://127.0.0.1:1", "http://localhost", "x"
        )
        app = create_app(settings)
        with app.app_context():
            Base.metadata.create_all(database.engine)
            world = factories.furnish()
            fill(world, count)
        client = factories.client_for(app, AKI)
        found = {}
        for which in SUBMITTED:
            address = f"/erp/budgets?show={which.value}"
            page = client.get(address)
            assert page.status_code == 200, page.text
            assert page.text.count("<tr id=") == queries.PAGE
            found[which] = (median(lambda address=address: client.get(address)), floor(app, which))
        with app.app_context():
            database.engine.dispose()
        return found


def floor(app, which):
    with app.app_context():
        return median(lambda: (queries.counts(reader()), queries.rows_of(reader(), which, None)))


def main(count):
    small, large = measure(count), measure(count * 10)
    worst = 0.0
    for which in SUBMITTED:
        (ours, alone), (grown, _) = small[which], large[which]
        worst = max(worst, ours)
        print(
            f"{which.value:16} {count:,} budgets: {ours:.2f} ms, floor {alone:.2f} ms, ratio {ours / alone:.1f}; "
            f"{count * 10:,} budgets: {grown:.2f} ms, growth {grown / ours:.2f}"
        )
    print(f"goal {GOAL} ms: {'kept' if worst <= GOAL else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
