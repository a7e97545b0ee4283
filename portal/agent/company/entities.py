"""The seven kinds of records that the agent brings, each with its statement and its fields. One table, read by all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, RowMapping, Select, select
from sqlalchemy.sql.elements import ColumnElement

from ..messages import Record
from . import rows
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
        rows.job,
        (_J.cntrct, _J.status, _J.clnnum),
        (_J.recnum,),
        (_J.jobnme, _J.shtnme, _J.addrs1, _J.ctynme, _J.zipcde),
    ),
    Entity("phase", select(jobphs), _P.recnum, rows.phase, (), (_P.recnum, _P.phsnum), (_P.phsnme,)),
    Entity(
        "cost_code",
        select(cstcde),
        None,
        rows.cost_code,
        (cstcde.c.divnum,),
        (cstcde.c.recnum,),
        (cstcde.c.cdenme, cstcde.c.untdsc),
    ),
    Entity("cost_type", select(csttyp), None, rows.cost_type, (), (csttyp.c.recnum,), (csttyp.c.typnme,)),
    Entity(
        "budget_line",
        _GRID,
        _G.recnum,
        rows.budget_line,
        (*(_G[column] for column in (*CURRENT.values(), *ORIGINAL.values())), _G.lckedt),
        (_G.cstcde, _G.phsnum),
    ),
    Entity(
        "change_order",
        select(prmchg),
        _O.jobnum,
        rows.change_order,
        (_O.bdgamt,),
        (_O.recnum, _O.cstcde, _O.csttyp, _O.phsnum, _O.status),
        (_O.chgnum, _O.dscrpt),
    ),
    Entity(
        "job_cost",
        select(jobcst),
        _T.jobnum,
        rows.job_cost,
        (_T.cstamt, _T.vndnum),
        (_T.recnum, _T.cstcde, _T.csttyp, _T.phsnum, _T.status),
        (_T.trnnum, _T.dscrpt),
        key=_T.recnum,
        dated=_T.trndte,
    ),
)
BY_NAME = {entity.name: entity for entity in ENTITIES}
