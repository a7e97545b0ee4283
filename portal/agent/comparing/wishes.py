"""What an on-demand sync asks for: the range of dates, how deep, which job."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..company.entities import ENTITIES
from ..failures import PayloadError
from .comparisons import Scope

RANGES = ("today", "week", "month", "year", "all")
_DAYS = {"week": 7, "month": 31, "year": 366}


@dataclass(frozen=True, slots=True)
class Wish:
    """`is_deep`: compare everything that the wish covers; otherwise only what the change marker says has moved."""

    range: str
    is_deep: bool
    job: str

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "Wish":
        """Read Sync. Raises PayloadError."""
        chosen = str(payload.get("DateRange") or "all")
        depth = str(payload.get("Depth") or "shallow")
        job = str(payload.get("Job") or "")
        problems = []
        if chosen not in RANGES:
            problems.append(f"DateRange must be one of {', '.join(RANGES)}, not {chosen}.")
        if depth not in {"shallow", "deep"}:
            problems.append(f"Depth must be shallow or deep, not {depth}.")
        if job and not (job.isascii() and job.isdigit()):
            problems.append(f"{job} is no job number: jobs of Sage have whole numbers.")
        if problems:
            raise PayloadError(*problems)
        return cls(chosen, depth == "deep", job)

    def since(self, today: date) -> date | None:
        """The first day that is asked for; None for all."""
        if self.range == "all":
            return None
        return today - timedelta(days=_DAYS.get(self.range, 0))

    def scopes(self, today: date) -> list[Scope]:
        """What a deep comparison of this wish covers. Only job costs have days; lists belong to no job."""
        return [
            Scope(entity, self.job, self.since(today) if entity.dated is not None else None)
            for entity in ENTITIES
            if not self.job or entity.job is not None or entity.name == "job"
        ]
