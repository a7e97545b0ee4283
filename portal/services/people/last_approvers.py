"""Nobody takes the last accounting approver away by mistake: who does it must say that it is meant."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.domain.denials import Denied
from portal.domain.person_guards import no_approver_left
from portal.services.actors import approvers


class LastApproverError(Denied):
    """Nobody could accept a budget any more, and the box that says so was not ticked."""


@contextmanager
def somebody_stays(session: Session, *, aware: bool) -> Iterator[None]:
    """Let the block change a person inside a transaction. Raises LastApproverError unless `aware`.

    The holders' rows are held first, in one order, so that two who take the last two away cannot miss each other.
    """
    statement = select(Person).where(Person.can_push).order_by(Person.id).with_for_update()
    session.scalars(statement.execution_options(populate_existing=True)).all()
    names = [person.name for person in approvers(session)]
    yield
    session.flush()
    if names and not aware and not approvers(session):
        raise LastApproverError((no_approver_left(names[0]),))


def is_last(session: Session, person_id: int) -> bool:
    """Whether nobody but this person can accept budgets."""
    return [person.id for person in approvers(session)] == [person_id]
