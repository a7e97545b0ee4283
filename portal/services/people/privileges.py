"""Can Push to Accounting: given to others by a directory admin, taken away by one or by any other approver, at once.

Every change is kept with who and when, put into the audit, and mailed to everybody who holds the privilege.
Source: Grant Accounting Approver Privileges; What is the accounting approver role?
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, PrivilegeChange
from portal.db.submissions import ApprovalLink
from portal.db.transactions import reader, transaction
from portal.domain.decisions import holds, require
from portal.domain.facts import PersonFacts
from portal.domain.people import CONSOLE, Actor
from portal.domain.permissions import DIRECTORY_ADMIN, ERP_STANDARD
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import actor_for, as_of_now
from portal.services.budget_facts import company
from portal.services.company.company_acts import acting_on
from portal.services.intentions import InputError, NotFoundError
from portal.services.mails import privilege_mails
from portal.services.people import delegations
from portal.services.people.last_approvers import somebody_stays

NO_WAY_IN = (
    "After this, no directory admin would have a pass phrase, for the day the identity provider is away. Let another "
    "directory admin choose one first."
)
REASON_AT_MOST = 200
REASON_WITHIN = timedelta(minutes=15)


def grant(actor: Actor, person_id: int, reason: str = "") -> None:
    """Give `person_id` the privilege; a second time is no change. Raises Denied (by the rule table), NotFoundError."""
    subject = audit.Subject("person", person_id)
    with acting_on(Action.GRANT_PUSH, actor, subject) as session:
        person = locked_person(session, person_id)
        require(Action.GRANT_PUSH, as_of_now(session, actor), facts_of(session, person))
        _set(session, actor, person, granted=True, reason=reason)


def revoke(actor: Actor, person_id: int, reason: str = "", *, aware: bool = False) -> None:
    """Take the privilege from `person_id`, also from oneself.

    Raises Denied, NotFoundError, and LastApproverError unless `aware` when nobody could accept budgets any more.
    """
    subject = audit.Subject("person", person_id)
    with (
        acting_on(Action.REVOKE_PUSH, actor, subject, approvers_too=True) as session,
        somebody_stays(session, aware=aware),
    ):
        person = locked_person(session, person_id)
        require(Action.REVOKE_PUSH, as_of_now(session, actor), facts_of(session, person))
        _set(session, actor, person, granted=False, reason=reason)


def change_from_console(email: str, reason: str, *, granted: bool) -> str:
    """The server's operator grants or revokes by e-mail, also from the last one; returns the person's name.

    Raises Denied and NotFoundError.
    """
    person = reader().scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise NotFoundError(f"Nobody in the directory has the address {email.strip()}. Add the person first.")
    if granted:
        grant(CONSOLE, person.id, reason)
    else:
        revoke(CONSOLE, person.id, reason, aware=True)
    return person.name


def withdraw(session: Session, actor: Actor, person: Person, reason: str) -> None:
    """Take it away as the consequence of another act, such as a lower ERP level; inside that act's transaction."""
    _set(session, actor, person, granted=False, reason=reason)


def explain(actor: Actor, change_id: int, reason: str) -> None:
    """Add the reason to a change of one's own that has none yet, within a quarter of an hour. Else nothing happens."""
    with transaction() as session:
        change = session.get(PrivilegeChange, change_id, with_for_update=True)
        if change is None or not may_explain(change, actor) or not reason.strip():
            return
        change.reason = reason.strip()[:REASON_AT_MOST]
        subject = audit.Subject("person", change.person_id)
        audit.record(session, Action.GRANT_PUSH, actor, subject, audit.Note(reason=change.reason))


def may_explain(change: PrivilegeChange, actor: Actor) -> bool:
    """Whether `actor` may still say why: who made the change, while it is fresh and unexplained."""
    return change.by_id == actor.id and not change.reason and clock.now() - change.at < REASON_WITHIN


def facts_of(session: Session, person: Person, admins: list[Person] | None = None) -> PersonFacts:
    """What the rules ask about the person whose privilege is to change. `admins` saves a long list their reading."""
    actor = actor_for(session, person)
    others = directory_admins(session) if admins is None else admins
    return PersonFacts(
        id=person.id,
        name=person.name,
        erp_can_accept=ERP_STANDARD.holds(replace(actor, active=True, auditor=False)),
        can_push=person.can_push,
        active=person.active,
        auditor=person.auditor,
        directory_admin=DIRECTORY_ADMIN.holds(replace(actor, active=True, auditor=False)),
        other_directory_admins=tuple(other.name for other in others if other.id != person.id),
        only_holders_grant=company(session).holders_grant,
    )


def directory_admins(session: Session) -> list[Person]:
    """Active people who may change permissions, by name."""
    people = session.scalars(select(Person).where(Person.active).order_by(Person.name))
    return [person for person in people if holds(Action.CHANGE_LEVELS, actor_for(session, person))]


def keep_an_admin(session: Session) -> None:
    """Raises InputError("directory") when nobody who may change permissions and has a pass phrase would be left."""
    admins = directory_admins(session)
    if not admins:
        sentence = "Nobody could change permissions any more. Make somebody else a directory admin first."
        raise InputError("directory", sentence)
    if not any(admin.password_hash for admin in admins):
        raise InputError("directory", NO_WAY_IN)


def locked_person(session: Session, person_id: int) -> Person:
    """The row, held until the transaction ends. Raises NotFoundError."""
    person = session.get(Person, person_id, with_for_update={"key_share": True}, populate_existing=True)
    if person is None:
        raise NotFoundError("There is no such person.")
    return person


def _set(session: Session, actor: Actor, person: Person, *, granted: bool, reason: str) -> None:
    if person.can_push is granted:
        return
    person.can_push = granted
    if granted:
        person.can_export_budget = person.can_export_jobs = person.can_export_codes = True
    why = reason.strip()[:REASON_AT_MOST]
    session.add(
        PrivilegeChange(
            person_id=person.id,
            granted=granted,
            by_id=actor.id,
            by_name=actor.name,
            reason=why,
            at=clock.now(),
        )
    )
    action = Action.GRANT_PUSH if granted else Action.REVOKE_PUSH
    words = ("no", "yes") if granted else ("yes", "no")
    audit.record(
        session, action, actor, audit.Subject("person", person.id), audit.Note(words[0], words[1], reason=why)
    )
    session.flush()
    if not granted:
        end_links(session, person)
        delegations.end_all_of(session, person.id)
    privilege_mails.tell_holders(session, actor, person, granted=granted, reason=why)


def end_links(session: Session, person: Person) -> None:
    """Approval links die with the privilege, and with the account."""
    session.execute(
        update(ApprovalLink)
        .where(ApprovalLink.person_id == person.id, ApprovalLink.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
