"""One act on people, settings or connections: one transaction, and a refused permission in the audit.

Acts on budgets go through `transitions.perform` instead.
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
from portal.services import audit


@contextmanager
def acting_on(action: Action, actor: Actor, subject: audit.Subject) -> Iterator[Session]:
    """Open the act's transaction. Denied rolls it back; a refused permission is then recorded and raised again."""
    try:
        with transaction() as session:
            yield session
    except Denied as denied:
        if denied.status == FORBIDDEN:
            with transaction() as session:
                codes = [denial.code for denial in denied.denials]
                note = audit.Note(outcome="denied", reason=str(denied), detail={"codes": codes})
                audit.record(session, action, actor, subject, note)
        raise


@contextmanager
def permitted(action: Action, actor: Actor, subject: audit.Subject) -> Iterator[Session]:
    """As `acting_on`, for an action that only asks who acts."""
    with acting_on(action, actor, subject) as session:
        require(action, actor, CompanyFacts())
        yield session
