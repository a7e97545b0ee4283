"""What a running portal has written down, read out of its database file: transactions and the states passed through."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_TRANSACTIONS = """
    SELECT budget_transactions.type, budget_transactions.cents FROM budget_transactions
    JOIN submissions ON submissions.id = budget_transactions.submission_id
    JOIN budgets ON budgets.id = submissions.budget_id
    WHERE project_id = ? AND number = ? ORDER BY budget_transactions.id
"""
_EXPORTS = """
    SELECT kind, state FROM erp_requests
    WHERE project_id = ? AND kind = 'export_budget' ORDER BY erp_requests.id
"""
_STATES = """
    SELECT after FROM audit_events WHERE project_id = ? AND outcome = 'done' AND before <> after ORDER BY id
"""


class Books:
    """The database of a product that runs on this data folder; nothing is changed in it."""

    def __init__(self, data: Path) -> None:
        self._file = data / "portal.sqlite3"

    def transactions(self, project: int, submission: int) -> list[tuple[str, int]]:
        """(type, cents) of everything that this submission sends."""
        return self._read(_TRANSACTIONS, project, submission)

    def export_requests(self, project: int) -> list[tuple[str, str]]:
        """(kind, state) of the project's exports to its ERP."""
        return self._read(_EXPORTS, project)

    def states(self, project: int) -> list[str]:
        """The states that the budget has entered, oldest first."""
        return [row[0] for row in self._read(_STATES, project)]

    def _read(self, statement: str, *given: int) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as database:
            return database.execute(statement, given).fetchall()
