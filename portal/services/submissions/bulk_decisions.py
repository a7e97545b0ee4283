"""Deciding several submissions at once: each in its own transaction, an outcome per row, never all or nothing.

Every row goes through the one door for state, so rule table, four eyes and seals hold as on the review page. Pressed
a second time, a row that this person decided shows the same outcome and nothing happens again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.db.budgets import Budget
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.db.transactions import reader
from portal.domain.denials import Denial, Denied
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Decision
from portal.services.intentions import ChangedMeanwhileError, InputError, NotFoundError
from portal.services.submissions import review_words
from portal.services.submissions.approvals import AcceptInput, RejectInput, check_reason
from portal.services.transitions import perform

AT_MOST = 50
ActorOn = Callable[[int], Actor]
"""Gives who decides, as he stands on a project (row number)."""
_BECOMES = {Action.ACCEPT: Decision.ACCEPTED, Action.REJECT: Decision.REJECTED}
_DONE = {
    Action.ACCEPT: ("Accepted", "The export is on its way."),
    Action.REJECT: ("Rejected", "The sender gets a mail with your reason."),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One ticked row as its page showed it: which submission, its seal, and whether its caution was read."""

    submission_id: int
    content_hash: str
    caution_read: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. `kind` colours `word`; `open` where it still waits for a decision."""

    submission_id: int
    project_id: int
    number: int
    name: str
    kind: str
    word: str
    sentence: str
    done: bool = False
    open: bool = False


def accept(actor_on: ActorOn, choices: Iterable[Choice]) -> tuple[Outcome, ...]:
    """Accept and export each of them that may be accepted; at most AT_MOST."""
    return tuple(
        _decide(
            Action.ACCEPT,
            actor_on,
            choice,
            AcceptInput(choice.submission_id, choice.content_hash, choice.caution_read),
        )
        for choice in _once(choices)
    )


def reject(actor_on: ActorOn, choices: Iterable[Choice], reason: str) -> tuple[Outcome, ...]:
    """Send each of them back with the same reason. Raises InputError("reason") before anything is decided."""
    check_reason(reason)
    return tuple(
        _decide(Action.REJECT, actor_on, choice, RejectInput(choice.submission_id), reason)
        for choice in _once(choices)
    )


def _once(choices: Iterable[Choice]) -> list[Choice]:
    """Each submission once, in the order of the page."""
    return list({choice.submission_id: choice for choice in choices}.values())[:AT_MOST]


def _decide(action: Action, actor_on: ActorOn, choice: Choice, given: Any, reason: str = "") -> Outcome:
    row = _row(choice.submission_id)
    if row is None:
        return Outcome(
            choice.submission_id, 0, 0, "Unknown", "warn", "Not found", "There is no such submission."
        )
    actor = actor_on(row.project_id)
    try:
        _check_seal(row, choice)
        perform(action, actor, row.budget_id, given=given, reason=reason)
    except (Denied, InputError, ChangedMeanwhileError, NotFoundError) as refused:
        return _not_done(action, actor, choice.submission_id, str(refused))
    except OperationalError:
        return _not_done(
            action,
            actor,
            choice.submission_id,
            "The database was busy and nothing was written. Try it again.",
        )
    return _outcome(row, "ok", *_DONE[action], done=True)


def _check_seal(row: Any, choice: Choice) -> None:
    if choice.content_hash != row.content_hash:
        sentence = "The submission is not the one you saw. Open the review again."
        raise Denied((Denial("copy_differs", sentence),))


def _not_done(action: Action, actor: Actor, submission_id: int, sentence: str) -> Outcome:
    """Why nothing happened, from how the row stands now: done before, decided by another, replaced, or refused."""
    row = _row(submission_id)
    if row.decision == _BECOMES[action].value and row.decided_by == actor.id:
        return _outcome(row, "ok", *_DONE[action], done=True)
    if row.decision != Decision.NONE.value:
        told = review_words.became(reader(), row)
        return _outcome(row, "idle", "Decided meanwhile", told)
    if row.current_id != row.id:
        return _outcome(row, "warn", "Replaced", "A later submission is the current one. Look at that one.")
    return _outcome(row, "bad", "Refused", sentence, is_open=True)


def _outcome(
    row: Any, kind: str, word: str, sentence: str, *, done: bool = False, is_open: bool = False
) -> Outcome:
    return Outcome(row.id, row.project_id, row.number, row.name, kind, word, sentence, done, is_open)


def _row(submission_id: int) -> Any:
    """The submission without its frozen copy, as it stands in the database now; None where there is none."""
    session = reader()
    return session.execute(
        select(
            Submission.id,
            Submission.number,
            Submission.content_hash,
            Submission.decision,
            Submission.decided_by,
            Submission.decided_at,
            Submission.reason,
            Submission.budget_id,
            Budget.submission_id.label("current_id"),
            Budget.project_id,
            Project.name,
        )
        .join(Budget, Budget.id == Submission.budget_id)
        .join(Project, Project.id == Budget.project_id)
        .where(Submission.id == submission_id)
    ).first()
