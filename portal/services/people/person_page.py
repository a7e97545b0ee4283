"""One person in Settings: levels, ERP permissions, budget permissions by project, and the account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, SignedInSession
from portal.domain.people import Actor
from portal.domain.person_guards import holds_no_privilege
from portal.services.budget_facts import company
from portal.services.people import budget_permissions, erp_boxes
from portal.services.people.budget_permissions import PermissionRow
from portal.services.people.erp_boxes import BoxTable
from portal.services.people.person_rows import PersonRow, Toggle, may_change, rows_of
from portal.services.people.privileges import facts_of


@dataclass(frozen=True, slots=True)
class PersonPage:
    """The whole page. `unset` are the projects on which the person's default still counts."""

    row: PersonRow
    may_change: bool
    boxes: BoxTable
    digest: bool
    reads_only: Toggle
    permissions: tuple[PermissionRow, ...]
    unset: tuple[tuple[int, str], ...]
    last_sign_in: str


def read(session: Session, actor: Actor, person: Person) -> PersonPage:
    """Everything about `person` as `actor` sees it."""
    row = rows_of(session, actor, [person])[0]
    changes = may_change(actor)
    return PersonPage(
        row=row,
        may_change=changes,
        boxes=erp_boxes.read(session, actor, person),
        digest=person.erp_digest,
        reads_only=_auditor(session, actor, person, row, changes=changes),
        permissions=budget_permissions.read(session, person),
        unset=budget_permissions.projects_without(session, person),
        last_sign_in=_last_sign_in(session, person),
    )


def _auditor(session: Session, actor: Actor, person: Person, row: PersonRow, *, changes: bool) -> Toggle:
    """The auditor's switch: closed, with its sentence, for somebody who can push to accounting."""
    against = () if row.is_auditor else tuple(holds_no_privilege(actor, facts_of(session, person)))
    return Toggle(row.is_auditor, not against, changes, " ".join(denial.sentence for denial in against))


def _last_sign_in(session: Session, person: Person) -> str:
    last: datetime | None = session.scalar(
        select(func.max(SignedInSession.created_at)).where(SignedInSession.person_id == person.id)
    )
    return clock.say_moment(last, company(session).timezone) or "never"
