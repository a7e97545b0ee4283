"""One act on people, settings or connections: one transaction, and a refused permission in the audit.

Who acts is asked as the directory stands inside that transaction, with the rows of people held until it ends. Acts on
budgets go through `transitions.perform` instead. Source: OWASP Transaction Authorization Cheat Sheet.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit, person_locks
from portal.services.actors import as_of_now


@contextmanager
def acting_on(
    action: Action, actor: Actor, subject: audit.Subject, *, approvers_too: bool = False
) -> Iterator[Session]:
    """Open the act's transaction. Denied rolls it back; a refused permission is then recorded and raised again.

    Holds the actor's row, the subject's where it is a person, and with `approvers_too` those of all who accept.
    """
    changing = subject.id if subject.noun == "person" else None
    try:
        with transaction() as session:
            person_locks.hold(session, actor, changing, approvers_too=approvers_too)
            yield session
    except Denied as denied:
        if denied.status == FORBIDDEN:
            with transaction() as session:
                codes = [denial.code for denial in denied.denials]
                note = audit.Note(outcome="denied", reason=str(denied), detail={"codes": codes})
                audit.record(session, action, actor, subject, note)
        raise


@contextmanager
def permitted(
    action: Action, actor: Actor, subject: audit.Subject, *, approvers_too: bool = False
) -> Iterator[Session]:
    """As `acting_on`, for an action that only asks who acts."""
    with acting_on(action, actor, subject, approvers_too=approvers_too) as session:
        require(action, as_of_now(session, actor), CompanyFacts())
        yield session
