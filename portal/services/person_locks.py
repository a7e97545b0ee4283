"""The rows of people that an act relies on or changes, locked in one order, before any other row.

Whoever changes somebody holds two rows: the own one, so that nobody takes the permission away in between, and the
other one's. Two admins who change each other would wait for each other for ever if each took the own row first; so
everybody takes rows by their numbers. A lock for a change lets others go on naming the person (a foreign key).
Source: PostgreSQL documentation, Explicit Locking (row-level locks; deadlocks).
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.domain.people import Actor


def hold(session: Session, actor: Actor, changing: int | None = None, *, approvers_too: bool = False) -> None:
    """Keep the actor as it is, and `changing` for a change, until the transaction ends; missing rows are no fault.

    `approvers_too` holds everybody with Can Push to Accounting for a change as well, so that two who take the last two
    away cannot miss each other. SQLite holds the whole file already.
    """
    wanted = {changing} if changing is not None else set()
    if approvers_too:
        wanted.update(session.scalars(select(Person.id).where(Person.can_push)))
    kept = {actor.id} if actor.id is not None else set()
    for person_id in sorted(wanted | kept):
        how = {"key_share": True} if person_id in wanted else {"read": True}
        session.get(Person, person_id, with_for_update=how, populate_existing=True)
