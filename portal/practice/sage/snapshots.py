"""What stands in the company as plain data, for the page and for whoever has to judge it. Amounts are texts."""

from typing import Any

from sqlalchemy import Connection, RowMapping, select

from portal.practice.sage import budgets, change_orders, costs, jobs, windows
from portal.practice.sage.amounts import NOTHING, shown
from portal.practice.sage.company import PRODUCT, setting
from portal.practice.sage.cost_types import ORIGINALS, by_type
from portal.practice.sage.tables import VOID_COST, actpay, actrec, cstcde, csttyp, jobphs


def whole(database: Connection) -> dict[str, Any]:
    """The company's name and lists, and the jobs with what they hold."""
    phases = database.execute(select(jobphs).order_by(jobphs.c.phsnum)).mappings().all()
    types = database.execute(select(csttyp).order_by(csttyp.c.recnum)).mappings()
    return {
        "product": PRODUCT,
        "name": setting(database, "CompanyName"),
        "jobs": [
            _job(database, job, [one for one in phases if one["recnum"] == job["recnum"]])
            for job in database.execute(select(actrec).order_by(actrec.c.recnum)).mappings().all()
        ],
        "cost_codes": [
            {
                "code": str(one["recnum"]),
                "name": one["cdenme"],
                "division": one["divnum"],
                "unit": one["untdsc"],
                "is_active": not one["inactv"],
            }
            for one in database.execute(select(cstcde).order_by(cstcde.c.recnum)).mappings()
        ],
        "cost_types": {str(one["recnum"]): one["typnme"] for one in types},
        "vendors": [
            {"number": one["recnum"], "name": one["vndnme"]}
            for one in database.execute(select(actpay).order_by(actpay.c.recnum)).mappings()
        ],
    }


def _job(database: Connection, job: RowMapping, phases: list[RowMapping]) -> dict[str, Any]:
    saved = budgets.rows(database, job["recnum"])
    return {
        "number": job["recnum"],
        "name": job["jobnme"],
        "status": jobs.STATUSES[job["status"]],
        "phases": [{"number": one["phsnum"], "name": one["phsnme"]} for one in phases],
        "total": shown(sum((row["ttlbdg"] for row in saved), NOTHING)),
        "original_total": shown(sum((row["ttlorg"] for row in saved), NOTHING)),
        "rows": len(saved),
        "open_windows": len(windows.open_windows(database, job["recnum"])),
    }


def grid(database: Connection, job: int) -> dict[str, Any]:
    """The 6-2 grid of a job as saved, its unposted windows and its change orders."""
    head = jobs.on_file(database, job)
    names: dict[Any, str] = {
        row[0]: row[1] for row in database.execute(select(cstcde.c.recnum, cstcde.c.cdenme))
    }
    return {
        "job": job,
        "name": head["jobnme"],
        "has_originals": budgets.has_originals(budgets.rows(database, job)),
        "rows": [_row(row, names) for row in budgets.rows(database, job)],
        "windows": [
            {
                "kind": window["kind"],
                "phase": window["phsnum"],
                "reference": window["reference"],
                "operation": window["operation"],
                "approval": window["approval"],
                "rows": [_line(line, names) for line in windows.lines(database, window["id"])],
            }
            for window in windows.open_windows(database, job)
        ],
        "change_orders": [_change(one) for one in change_orders.listing(database, job)],
    }


def _row(row: RowMapping, names: dict[Any, str]) -> dict[str, Any]:
    return {
        "phase": row["phsnum"],
        "cost_code": str(row["cstcde"]),
        "name": names.get(row["cstcde"], ""),
        "current": {str(kind): shown(amount) for kind, amount in by_type(row).items()},
        "original": {str(kind): shown(amount) for kind, amount in by_type(row, ORIGINALS).items()},
        "total": shown(row["ttlbdg"]),
        "original_total": shown(row["ttlorg"]),
        "notes": row["notes"],
        "is_locked": bool(row["lckedt"]),
    }


def _line(line: RowMapping, names: dict[Any, str]) -> dict[str, Any]:
    amounts = by_type(line)
    return {
        "cost_code": str(line["cstcde"]),
        "name": names.get(line["cstcde"], ""),
        "description": line["dscrpt"],
        "amounts": {str(kind): shown(amount) for kind, amount in amounts.items()},
        "total": shown(sum(amounts.values(), NOTHING)),
    }


def _change(one: RowMapping) -> dict[str, Any]:
    return {
        "record": one["recnum"],
        "number": one["chgnum"],
        "description": one["dscrpt"],
        "phase": one["phsnum"],
        "cost_code": str(one["cstcde"]),
        "cost_type": str(one["csttyp"]),
        "amount": shown(one["bdgamt"]),
        "status": one["status"],
    }


def job_costs(database: Connection, job: int) -> list[dict[str, Any]]:
    """The costs of a job; a void one says so."""
    return [
        {
            "record": one["recnum"],
            "phase": one["phsnum"],
            "cost_code": "" if one["cstcde"] is None else str(one["cstcde"]),
            "cost_type": str(one["csttyp"]),
            "amount": shown(one["cstamt"]),
            "date": one["trndte"].isoformat(),
            "number": one["trnnum"],
            "description": one["dscrpt"],
            "vendor": one["vndnme"] or "",
            "is_void": one["status"] == VOID_COST,
        }
        for one in costs.listing(database, job)
    ]
