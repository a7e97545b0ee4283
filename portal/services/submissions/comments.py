"""Writing in the conversation about a submission: asking back without rejecting, and the answer.

It stays open while the submission is the budget's current one, decided or not.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.submissions import Submission, SubmissionComment
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.denials import Denial, Denied
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import held_now
from portal.services.intentions import InputError, NotFoundError
from portal.services.submissions import comment_mails
from portal.services.submissions.frozen_copies import seal
from portal.services.transitions import lock_row

AT_MOST = 1_000


def write(actor: Actor, project_id: int, number: int, text: str) -> int:
    """Add a message and mail it to everybody concerned; return its row number.

    The same words by the same person twice in a row are one message: a button pressed twice. Raises Denied when the
    person may not write or the submission was replaced, InputError("text") and NotFoundError.
    """
    words = _checked(text)
    with transaction() as session:
        actor = held_now(session, actor, project_id)
        require(Action.COMMENT, actor, CompanyFacts())
        budget, submission = _current(session, project_id, number)
        last = session.scalar(
            select(SubmissionComment)
            .where(SubmissionComment.submission_id == submission.id)
            .order_by(SubmissionComment.id.desc())
            .limit(1)
        )
        if last is not None and (last.by_id, last.text) == (actor.id, words):
            return last.id
        return _keep(session, actor, budget, submission, words)


def _keep(session: Session, actor: Actor, budget: Budget, submission: Submission, words: str) -> int:
    comment = SubmissionComment(
        submission_id=submission.id, by_id=actor.id or submission.sent_by, at=clock.now(), text=words
    )
    session.add(comment)
    session.flush()
    detail = {"submission": submission.number, "note": "wrote", "message": comment.id, "hash": seal(words)}
    audit.record(
        session,
        Action.COMMENT,
        actor,
        audit.Subject("budget", budget.id, budget.project_id),
        audit.Note(detail=detail),
    )
    comment_mails.tell(session, actor, budget, submission, comment)
    return comment.id


def _checked(text: str) -> str:
    """The text with one kind of line end and without signs that nobody can see."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    words = "".join(sign for sign in plain if sign.isprintable() or sign in "\n\t")
    if not words or len(words) > AT_MOST:
        raise InputError(
            "text", f"Write 1 to {AT_MOST:,} characters; they are mailed to everybody concerned."
        )
    return words


def _current(session: Session, project_id: int, number: int) -> tuple[Budget, Submission]:
    """The budget, locked so that nobody sends it anew meanwhile, and its submission of this number."""
    budget_id = session.scalar(select(Budget.id).where(Budget.project_id == project_id))
    if budget_id is None:
        raise NotFoundError("There is no such budget.")
    budget = lock_row(session, budget_id)
    submission = session.scalar(
        select(Submission).where(Submission.budget_id == budget.id, Submission.number == number)
    )
    if submission is None:
        raise NotFoundError("There is no such submission.")
    if budget.submission_id != submission.id:
        now = session.scalar(select(Submission.number).where(Submission.id == budget.submission_id))
        raise Denied(
            (
                Denial(
                    "superseded",
                    f"This submission was replaced: submission {now} is now the current one. Write there.",
                ),
            )
        )
    return budget, submission
