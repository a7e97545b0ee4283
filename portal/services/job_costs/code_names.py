"""The names behind a report's keys ("sub job|cost code|cost type", row numbers), for whoever words one."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.projects import CostCode, CostType, SubJob


@dataclass(frozen=True, slots=True)
class CodeName:
    """One budget code: its number, its name, and the cost type and sub job where they are kept apart."""

    code: str
    name: str
    detail: str

    @property
    def whole(self) -> str:
        """All of it in one line."""
        return " ".join(part for part in (self.code, self.name, self.detail) if part)


UNKNOWN = CodeName("", "An unknown code", "")


def read(session: Session, keys: Collection[str]) -> dict[str, CodeName]:
    """The names of these keys."""
    parts = {key: tuple(int(part) for part in key.split("|")) for key in keys}
    codes = {
        row.id: row
        for row in session.scalars(
            select(CostCode).where(CostCode.id.in_({part[1] for part in parts.values()}))
        )
    }
    types = {row.id: f"{row.code} {row.name}" for row in session.scalars(select(CostType))} if keys else {}
    places = {part[0] for part in parts.values()} - {0}
    sub_jobs = {
        row.id: f"{row.code} {row.name}"
        for row in session.scalars(select(SubJob).where(SubJob.id.in_(places)))
    }
    return {
        key: CodeName(
            codes[code].code,
            codes[code].name,
            ", ".join(part for part in (types.get(kind, ""), sub_jobs.get(place, "")) if part),
        )
        if code in codes
        else UNKNOWN
        for key, (place, code, kind) in parts.items()
    }
