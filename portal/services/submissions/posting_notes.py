"""A tick and a note by whoever posts by hand: it tells colleagues, and lifts nothing. Only the sync does."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.submissions import PostingNote
from portal.services.intentions import Act, InputError, Intention
from portal.services.submissions.submissions import current_submission

NOTE_AT_MOST = 500


def _note(intention: Intention) -> int:
    """`given` is the note's text, which may be empty. Returns the note's row number."""
    text = str(intention.given or "").strip()
    if len(text) > NOTE_AT_MOST:
        raise InputError("note", f"The note has {len(text)} characters; shorten it to {NOTE_AT_MOST}.")
    submission = current_submission(intention.session, intention.budget)
    note = PostingNote(submission_id=submission.id, by_id=intention.actor.id or 0, at=clock.now(), note=text)
    intention.session.add(note)
    intention.session.flush()
    intention.notes["submission"] = submission.number
    return note.id


def of_submission(session: Session, submission_id: int) -> Sequence[PostingNote]:
    """The notes on one submission, oldest first."""
    return session.scalars(
        select(PostingNote).where(PostingNote.submission_id == submission_id).order_by(PostingNote.id)
    ).all()


NOTE = Act(_note)
