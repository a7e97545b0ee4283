"""Sheets as plain data: those that lie in the folder, and every one that was ever imported or posted."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from portal.practice.sage import drop_folder
from portal.practice.sage.amounts import shown
from portal.practice.sage.desk_tables import practice_approval, practice_sheet, practice_window
from portal.practice.sage.sheets import Sheet


def waiting(database: Connection, folder: Path) -> list[dict[str, Any]]:
    """The sheets in the folder, oldest first, each `waiting`, `imported` (a window is open) or `posted`."""
    past = _past(database)
    in_windows = set(database.scalars(select(practice_window.c.sheet)))
    return [
        {
            "name": one.name,
            "written": one.written,
            "problem": one.problem,
            "state": _state(one, past, in_windows),
            **_facts(one.sheet),
        }
        for one in drop_folder.listing(folder)
    ]


def posted(database: Connection) -> list[dict[str, Any]]:
    """Every import that was posted, oldest first: one entry per time, with the amounts it changed.

    `effect` is a list of {phase, cost_code, cost_type, before, after}; a sheet that was posted twice stands
    here twice.
    """
    return [_entry(row) for row in _past(database) if row["posted"]]


def imported(database: Connection) -> list[dict[str, Any]]:
    """Every import, posted or not, oldest first."""
    return [_entry(row) for row in _past(database)]


def _past(database: Connection) -> list[RowMapping]:
    approval = func.coalesce(practice_approval.c.text, "").label("approval")
    wanted = select(practice_sheet, approval).outerjoin(
        practice_approval, practice_approval.c.sheet == practice_sheet.c.id
    )
    return list(database.execute(wanted.order_by(practice_sheet.c.id)).mappings())


def _entry(row: RowMapping) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "job": row["jobnum"],
        "reference": row["reference"],
        "operation": row["operation"],
        "hash": row["hash"],
        "file": row["file"],
        "imported": row["imported"],
        "posted": row["posted"],
        "approval": row["approval"],
        "effect": json.loads(row["effect"]),
    }


def _state(one: drop_folder.Waiting, past: list[RowMapping], in_windows: set[int]) -> str:
    """Known by its operation, or by its file's name where no operation stands on it."""
    if one.sheet is None:
        return "unreadable"
    sign = ("operation", one.sheet.operation) if one.sheet.operation else ("file", one.name)
    same = [row for row in past if (row[sign[0]], row["hash"]) == (sign[1], one.sheet.hash)]
    if any(row["id"] in in_windows for row in same):
        return "imported"
    return "posted" if any(row["posted"] for row in same) else "waiting"


def _facts(sheet: Sheet | None) -> dict[str, Any]:
    if sheet is None:
        return {"kind": "", "job": 0, "reference": "", "operation": "", "rows": 0, "total": ""}
    return {
        "kind": sheet.kind,
        "job": sheet.job,
        "reference": sheet.reference,
        "operation": sheet.operation,
        "rows": len(sheet.rows),
        "total": shown(sheet.total),
    }
