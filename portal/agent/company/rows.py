"""Each kind of row as the record that travels: its key, its job, its fields as text.

Every function raises UnreadableRowError for a row that means nothing.
"""

from typing import Any

from sqlalchemy import RowMapping

from ..messages import Record
from . import texts
from .tables import CURRENT, ORIGINAL


def job(row: RowMapping) -> Record:
    """A job of 3-5; it belongs to itself, so to no job."""
    key = texts.number(texts.required(row["recnum"], "A job has no number."))
    fields = {
        "Number": key,
        "Name": texts.text(row["jobnme"]),
        "ShortName": texts.text(row["shtnme"]),
        "Status": texts.number(row["status"]),
        "Address1": texts.text(row["addrs1"]),
        "Address2": texts.text(row["addrs2"]),
        "City": texts.text(row["ctynme"]),
        "State": texts.text(row["state_"]),
        "ZipCode": texts.text(row["zipcde"]),
        "Client": texts.number(row["clnnum"]),
        "ContractAmount": texts.amount(row["cntrct"]),
    }
    return Record("job", key, "", fields)


def phase(row: RowMapping) -> Record:
    """A phase of a job."""
    job = texts.number(texts.required(row["recnum"], "A phase has no job."))
    number = texts.number(row["phsnum"]) or "0"
    return Record(
        "phase", f"{job}|{number}", job, {"Job": job, "Number": number, "Name": texts.text(row["phsnme"])}
    )


def cost_code(row: RowMapping) -> Record:
    """A cost code of 6-5."""
    code = texts.code(texts.required(row["recnum"], "A cost code has no number."))
    fields = {
        "Code": code,
        "Name": texts.text(row["cdenme"]),
        "Division": texts.number(row["divnum"]),
        "Unit": texts.text(row["untdsc"]),
    }
    return Record("cost_code", code, "", fields)


def cost_type(row: RowMapping) -> Record:
    """One of the nine cost types."""
    number = texts.number(texts.required(row["recnum"], "A cost type has no number."))
    return Record("cost_type", number, "", {"Number": number, "Name": texts.text(row["typnme"])})


def budget_line(row: RowMapping) -> Record:
    """The record with its key still open: the number of the row among those of one code is added by the reader."""
    job = texts.number(texts.required(row["recnum"], "A row of the budget has no job."))
    code = texts.required(
        row["cstcde"], f"A row of the budget of job {job} has no cost code. Complete it in 6-2."
    )
    phase, line = texts.number(row["phsnum"]) or "0", texts.code(code)
    fields = {
        "Job": job,
        "Phase": phase,
        "CostCode": line,
        "Description": texts.text(row["cdenme"]),
        "Original": {str(kind): texts.amount(row[column]) for kind, column in ORIGINAL.items()},
        "Current": {str(kind): texts.amount(row[column]) for kind, column in CURRENT.items()},
        "LockEdit": texts.number(row["lckedt"]) or "0",
    }
    return Record("budget_line", f"{job}|{phase}|{line}", job, fields)


def change_order(row: RowMapping) -> Record:
    """A change order of 6-4-1."""
    key = texts.number(texts.required(row["recnum"], "A change order has no record number."))
    job = texts.number(
        texts.required(row["jobnum"], f"Change order record {key} has no job. Complete it in 6-4-1.")
    )
    fields = {
        **_placed(row, job),
        "Amount": texts.amount(row["bdgamt"]),
        "Number": texts.text(row["chgnum"]),
        "Description": texts.text(row["dscrpt"]),
    }
    return Record("change_order", key, job, fields)


def job_cost(row: RowMapping) -> Record:
    """A job cost record of 6-3."""
    key = texts.number(texts.required(row["recnum"], "A job cost has no record number."))
    job = texts.number(
        texts.required(row["jobnum"], f"Job cost record {key} has no job. Complete it in 6-3.")
    )
    fields = {
        **_placed(row, job),
        "Amount": texts.amount(row["cstamt"]),
        "Date": texts.day(row["trndte"]),
        "Number": texts.text(row["trnnum"]),
        "Description": texts.text(row["dscrpt"]),
        "Vendor": texts.number(row["vndnum"]),
    }
    return Record("job_cost", key, job, fields)


def _placed(row: RowMapping, job: str) -> dict[str, Any]:
    return {
        "Job": job,
        "Phase": texts.number(row["phsnum"]) or "0",
        "CostCode": texts.code(row["cstcde"]),
        "CostType": texts.number(row["csttyp"]),
        "Status": texts.number(row["status"]),
    }
