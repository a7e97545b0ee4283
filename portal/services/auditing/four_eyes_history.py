"""When four eyes was off: read from the audit's changes of the company, so that nobody can have forgotten it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.db.audit import AuditEvent
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company

_SWITCH = "four_eyes"


@dataclass(frozen=True, slots=True)
class OffPeriod:
    """One span without four eyes. `since` None: from before the first entry; `until` None: still off."""

    since: datetime | None
    off_by: str
    until: datetime | None
    on_by: str

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies in it."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

    def meets(self, start: datetime, end: datetime) -> bool:
        """Whether any of it lies from `start` on and before `end`."""
        return (self.since is None or self.since < end) and (self.until is None or self.until > start)


def off_periods(session: Session) -> tuple[OffPeriod, ...]:
    """All of them, the oldest first."""
    switches = [
        (event.at, event.actor_name, bool(event.detail["now"][_SWITCH]))
        for event in session.scalars(_changes())
        if _switched(event)
    ]
    is_on = not switches[0][2] if switches else company(session).four_eyes
    since, off_by = None, ""
    found = []
    for at, name, turned_on in switches:
        if turned_on and not is_on:
            found.append(OffPeriod(since, off_by, at, name))
        elif not turned_on and is_on:
            since, off_by = at, name
        is_on = turned_on
    if not is_on:
        found.append(OffPeriod(since, off_by, None, ""))
    return tuple(found)


def _changes() -> Select[AuditEvent]:
    done = AuditEvent.outcome == "done"
    changes = select(AuditEvent).where(AuditEvent.action == Action.CHANGE_COMPANY.value, done)
    return changes.order_by(AuditEvent.sequence)


def _switched(event: AuditEvent) -> bool:
    was, now = event.detail.get("was"), event.detail.get("now")
    if not isinstance(was, dict) or not isinstance(now, dict):
        return False
    return _SWITCH in was and _SWITCH in now and bool(was[_SWITCH] != now[_SWITCH])
