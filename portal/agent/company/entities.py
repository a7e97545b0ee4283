"""The seven kinds of records that the agent brings, each with its statement and its fields. One table, read by all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, RowMapping, Select, select
from sqlalchemy.sql.elements import ColumnElement

from ..messages import Record
from . import texts
from .tables import CURRENT, ORIGINAL, actrec, bdglin, cstcde, csttyp, jobcst, jobphs, prmchg


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of records.

    `job` is the column that says to which job a row belongs, None for lists and jobs themselves. `amounts` and `places`
    feed the change marker: what is added up, and what says where it stands.
    """

    name: str
    statement: Select[Any]
    job: ColumnElement[Any] | None
    record: Callable[[RowMapping], Record]
    amounts: tuple[Column[Any], ...]
    places: tuple[Column[Any], ...]
    letters: tuple[Column[Any], ...] = ()
    key: ColumnElement[Any] | None = None
    dated: Column[Any] | None = None

    def rows(self, job: str = "", since: date | None = None) -> Select[Any]:
        """The statement, of one job or all, and of entries since a day where they have one."""
        statement = self.statement
        if job:
            statement = statement.where(self._owner == int(job))
        if since is not None and self.dated is not None:
            statement = statement.where(self.dated >= since)
        return statement

    def keys(self, job: str = "") -> Select[Any]:
        """Only the key of each row: cheap, to notice rows that are gone where the rows were not all read."""
        if self.key is None:
            raise TypeError(f"{self.name} has no key of one column.")
        statement = select(self.key)
        return statement.where(self._owner == int(job)) if job else statement

    @property
    def _owner(self) -> ColumnElement[Any]:
        return actrec.c.recnum if self.job is None else self.job


def _job(row: RowMapping) -> Record:
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
    return Record("job", key, key, fields)


def _phase(row: RowMapping) -> Record:
    job = texts.number(texts.required(row["recnum"], "A phase has no job."))
    number = texts.number(row["phsnum"]) or "0"
    return Record(
        "phase", f"{job}|{number}", job, {"Job": job, "Number": number, "Name": texts.text(row["phsnme"])}
    )


def _cost_code(row: RowMapping) -> Record:
    code = texts.code(texts.required(row["recnum"], "A cost code has no number."))
    fields = {
        "Code": code,
        "Name": texts.text(row["cdenme"]),
        "Division": texts.number(row["divnum"]),
        "Unit": texts.text(row["untdsc"]),
    }
    return Record("cost_code", code, "", fields)


def _cost_type(row: RowMapping) -> Record:
    number = texts.number(texts.required(row["recnum"], "A cost type has no number."))
    return Record("cost_type", number, "", {"Number": number, "Name": texts.text(row["typnme"])})


def _budget_line(row: RowMapping) -> Record:
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


def _change_order(row: RowMapping) -> Record:
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


def _job_cost(row: RowMapping) -> Record:
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


_GRID = (
    select(bdglin, cstcde.c.cdenme)
    .select_from(bdglin.outerjoin(cstcde, bdglin.c.cstcde == cstcde.c.recnum))
    .order_by(bdglin.c.recnum, bdglin.c.phsnum, bdglin.c.cstcde, bdglin.c["_idnum"])
)
_J, _P, _G, _O, _T = actrec.c, jobphs.c, bdglin.c, prmchg.c, jobcst.c

ENTITIES: tuple[Entity, ...] = (
    Entity(
        "job",
        select(actrec),
        None,
        _job,
        (_J.cntrct, _J.status, _J.clnnum),
        (_J.recnum,),
        (_J.jobnme, _J.shtnme, _J.addrs1, _J.ctynme, _J.zipcde),
    ),
    Entity("phase", select(jobphs), _P.recnum, _phase, (), (_P.recnum, _P.phsnum), (_P.phsnme,)),
    Entity(
        "cost_code",
        select(cstcde),
        None,
        _cost_code,
        (cstcde.c.divnum,),
        (cstcde.c.recnum,),
        (cstcde.c.cdenme, cstcde.c.untdsc),
    ),
    Entity("cost_type", select(csttyp), None, _cost_type, (), (csttyp.c.recnum,), (csttyp.c.typnme,)),
    Entity(
        "budget_line",
        _GRID,
        _G.recnum,
        _budget_line,
        (*(_G[column] for column in (*CURRENT.values(), *ORIGINAL.values())), _G.lckedt),
        (_G.cstcde, _G.phsnum),
    ),
    Entity(
        "change_order",
        select(prmchg),
        _O.jobnum,
        _change_order,
        (_O.bdgamt,),
        (_O.recnum, _O.cstcde, _O.csttyp, _O.phsnum, _O.status),
        (_O.chgnum, _O.dscrpt),
    ),
    Entity(
        "job_cost",
        select(jobcst),
        _T.jobnum,
        _job_cost,
        (_T.cstamt, _T.vndnum),
        (_T.recnum, _T.cstcde, _T.csttyp, _T.phsnum, _T.status),
        (_T.trnnum, _T.dscrpt),
        key=_T.recnum,
        dated=_T.trndte,
    ),
)
BY_NAME = {entity.name: entity for entity in ENTITIES}
