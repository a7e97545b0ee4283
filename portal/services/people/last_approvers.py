"""Nobody takes the last accounting approver away by mistake: who does it must say that it is meant."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.domain.denials import Denied
from portal.domain.person_guards import no_approver_left
from portal.services.actors import approvers


class LastApproverError(Denied):
    """Nobody could accept a budget any more, and the box that says so was not ticked."""


@contextmanager
def somebody_stays(session: Session, *, aware: bool) -> Iterator[None]:
    """Let the block change a person inside a transaction. Raises LastApproverError unless `aware`.

    Their rows are held already (`person_locks.hold` with `approvers_too`).
    """
    names = [person.name for person in approvers(session)]
    yield
    session.flush()
    if names and not aware and not approvers(session):
        raise LastApproverError((no_approver_left(names[0]),))


def is_last(session: Session, person_id: int) -> bool:
    """Whether nobody but this person can accept budgets."""
    return [person.id for person in approvers(session)] == [person_id]
