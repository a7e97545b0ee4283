"""What a run writes down of itself while it goes on: figures, and sentences for its log."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from portal.db.sync import SyncRun
from portal.services.sync import runs

MOST_MESSAGES = 50
MORE = "More was noted than is kept here."


def add(session: Session, run_id: int, counts: Mapping[str, int], messages: Sequence[str] = ()) -> None:
    """Add figures and sentences to the run; a sentence that stands there already is not repeated."""
    runs.add_counts(session, run_id, counts)
    run = session.get_one(SyncRun, run_id)
    new = [each for each in dict.fromkeys(messages) if each not in run.messages]
    if new and MORE not in run.messages:
        told = [*run.messages, *new]
        run.messages = told if len(told) <= MOST_MESSAGES else [*told[:MOST_MESSAGES], MORE]
